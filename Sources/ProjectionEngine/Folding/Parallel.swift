internal import Dispatch
internal import Foundation
internal import Synchronization

/// Runs independent pieces of work on all cores and gives their results back in order.
package enum Parallel {
  /// How many pieces are worth making at once.
  static let width = max(1, ProcessInfo.processInfo.activeProcessorCount)

  /// Calls `body` for 0..<count at once.
  ///
  /// Blocks the calling thread, which takes part in the work. The first error by index is thrown
  /// after all pieces have ended, so that nothing goes on behind the caller's back.
  /// - Parameters:
  ///   - count: how many pieces.
  ///   - body: does one.
  /// - Returns: the results in order.
  /// - Throws: the first error by index.
  package static func map<Value: Sendable>(
    _ count: Int, _ body: @Sendable (Int) throws -> Value
  ) throws -> [Value] {
    guard count > 1 else { return try (0..<count).map(body) }
    let results = Mutex([Result<Value, any Error>?](repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: count) { index in
      let result = Result { try body(index) }
      results.withLock { $0[index] = result }
    }
    return try results.withLock { $0 }.compactMap { try $0?.get() }
  }

  /// The bounds of `width` even pieces of 0..<count.
  package static func pieces(_ count: Int) -> [Range<Int>] {
    let size = max(1, (count + width - 1) / width)
    return stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
  }
}
