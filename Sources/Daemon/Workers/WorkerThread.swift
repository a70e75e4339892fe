internal import Dispatch

/// A thread that one worker has for itself: what it does blocks, in SQLite and on the disk, and must not
/// keep the others or whoever asks for its health from going on.
final class WorkerThread: TaskExecutor {
  private let queue: DispatchQueue

  /// A thread.
  /// - Parameter name: what it is called, for debuggers.
  init(_ name: String) {
    queue = DispatchQueue(label: "throughline.worker.\(name)")
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let executor = asUnownedTaskExecutor()
    queue.async { job.runSynchronously(on: executor) }
  }
}
