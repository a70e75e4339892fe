internal import Dispatch
internal import Glibc
internal import InteractionModel
internal import Synchronization

/// Work on a thread of its own, beside whoever began it.
///
/// For work that waits for other work: a pool has as many threads as there are cores, and those that
/// wait would keep the others from what they wait for.
package final class BackgroundWork<Value: Sendable>: Sendable {
  private let result = Mutex<Result<Value, any Error>?>(nil)
  private let ended = DispatchSemaphore(value: 0)
  private let refused = Mutex<StorageFault?>(nil)

  /// Why the work was not begun; nil when it was.
  ///
  /// Whoever waits for anything else than ``value()`` looks at this first: nobody will bring it.
  package var refusal: StorageFault? { refused.withLock { $0 } }

  /// Begins the work.
  /// - Parameter body: does it.
  package convenience init(_ body: @escaping @Sendable () throws -> Value) {
    self.init(starting: ThreadTask.start, body)
  }

  /// Begins the work.
  /// - Parameters:
  ///   - start: starts a thread that does something; answers the system's error, or 0.
  ///   - body: does it.
  init(
    starting start: (@escaping @Sendable () -> Void) -> Int32,
    _ body: @escaping @Sendable () throws -> Value
  ) {
    let code = start {
      let result = Result { try body() }
      self.result.withLock { $0 = result }
      self.ended.signal()
    }
    guard code != 0 else { return }
    let fault = StorageFault(
      code: .memory,
      reason: "the system gives no further thread",
      remedy: """
        let the process have more memory or threads (`ulimit -v`, `ulimit -u`) and run it again
        """, cause: String(cString: strerror(code)))
    refused.withLock { $0 = fault }
    result.withLock { $0 = .failure(fault) }
    ended.signal()
  }

  /// Whether the work has ended.
  package var hasEnded: Bool { result.withLock { $0 != nil } }

  /// Waits until the work has ended; may be asked by anybody and more than once.
  /// - Returns: what came of it.
  /// - Throws: what the work threw, or ``refusal``.
  package func value() throws -> Value {
    ended.wait()
    ended.signal()
    guard let result = result.withLock({ $0 }) else { throw CancellationError() }
    return try result.get()
  }
}

/// What a thread is to do, until it has done it.
///
/// Started without Foundation, which says nothing when the system refuses a thread, and keeps what the
/// thread did until the thread's own storage is torn down: whatever lived on in it, such as a database
/// that nobody else holds any more, would be torn down in the midst of that.
package final class ThreadTask: Sendable {
  private let body: @Sendable () -> Void

  private init(_ body: @escaping @Sendable () -> Void) {
    self.body = body
  }

  /// Starts a thread.
  /// - Parameter body: what it does.
  /// - Returns: the system's error, with which nothing was started; else 0.
  package static func start(_ body: @escaping @Sendable () -> Void) -> Int32 {
    let task = Unmanaged.passRetained(ThreadTask(body))
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<ThreadTask>.fromOpaque(argument).takeRetainedValue().body()
        return nil
      }, task.toOpaque())
    if code == 0 { pthread_detach(thread) } else { task.release() }
    return code
  }
}
