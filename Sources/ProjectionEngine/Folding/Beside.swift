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
    let task = ThreadTask {
      let result = Result { try body() }
      self.result.withLock { $0 = result }
      self.ended.signal()
    }
    Thread.detachNewThread { task.take()?() }
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

/// What a thread is to do, until it begins.
///
/// Foundation keeps a thread's block until the thread's own storage is torn down. Whatever lived on
/// in it until then, such as a database that nobody else holds any more, would be torn down in the
/// midst of that, and libdispatch, which has left the thread by then, gives out memory that it has
/// freed already. So the block holds this, and what there is to do ends with the work.
private final class ThreadTask: Sendable {
  private let body: Mutex<(@Sendable () -> Void)?>

  init(_ body: @escaping @Sendable () -> Void) {
    self.body = Mutex(body)
  }

  func take() -> (@Sendable () -> Void)? {
    body.withLock { body in
      defer { body = nil }
      return body
    }
  }
}
