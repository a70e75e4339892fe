internal import Dispatch
internal import Synchronization

/// Hands batches from the thread that reads to the task that commits, a few at a time.
///
/// Reading blocks (files, pipes, a terminal), so it has a thread of its own, which waits here
/// while the task is behind. The task never waits for the thread: it can end at once.
final class BatchChannel<Prepared: Sendable>: Sendable {
  enum Message: Sendable {
    case batch(ImportBatch, Prepared)
    /// Everything before it is settled; the thread waits for that.
    case pause
    case failed(any Error)
    case finished
  }

  let messages: AsyncStream<Message>
  private let continuation: AsyncStream<Message>.Continuation
  /// Counts free places.
  ///
  /// It starts at zero and is raised, because a semaphore that is destroyed
  /// below the value it was made with traps.
  private let free = DispatchSemaphore(value: 0)
  /// Counts pauses that are over.
  private let settled = DispatchSemaphore(value: 0)
  private let isClosed = Atomic<Bool>(false)

  init(capacity: Int = 4) {
    (messages, continuation) = AsyncStream.makeStream()
    for _ in 0..<capacity { free.signal() }
  }

  /// Waits for a free place and hands a message over.
  ///
  /// On the reading thread only.
  /// - Throws: `CancellationError` when the task has ended.
  func send(_ message: Message) throws {
    free.wait()
    if isClosed.load(ordering: .acquiring) { throw CancellationError() }
    continuation.yield(message)
  }

  /// Waits until the task has settled everything that was handed over.
  ///
  /// On the reading thread only.
  /// - Throws: `CancellationError` when the task has ended.
  func settle() throws {
    try send(.pause)
    settled.wait()
    if isClosed.load(ordering: .acquiring) { throw CancellationError() }
  }

  /// Lets the thread go on that waits in ``settle()``.
  func resume() {
    settled.signal()
  }

  /// Frees the place of a message.
  func take() {
    free.signal()
  }

  /// Ends the channel; the reading thread stops when it next has something to hand over.
  func close() {
    isClosed.store(true, ordering: .releasing)
    free.signal()
    settled.signal()
    continuation.finish()
  }
}
