internal import Dispatch
internal import Foundation
internal import Synchronization

/// Work on a thread of its own, beside whoever began it.
///
/// For work that waits for other work: a pool has as many threads as there are cores, and those that
/// wait would keep the others from what they wait for.
final class Beside<Value: Sendable>: Sendable {
  private let result = Mutex<Result<Value, any Error>?>(nil)
  private let ended = DispatchSemaphore(value: 0)

  /// Begins the work.
  /// - Parameter body: does it.
  init(_ body: @escaping @Sendable () throws -> Value) {
    Thread.detachNewThread {
      let result = Result { try body() }
      self.result.withLock { $0 = result }
      self.ended.signal()
    }
  }

  /// Whether the work has ended.
  var hasEnded: Bool { result.withLock { $0 != nil } }

  /// Waits until the work has ended; may be asked by anybody and more than once.
  /// - Returns: what came of it.
  /// - Throws: what the work threw.
  func value() throws -> Value {
    ended.wait()
    ended.signal()
    guard let result = result.withLock({ $0 }) else { throw CancellationError() }
    return try result.get()
  }
}
