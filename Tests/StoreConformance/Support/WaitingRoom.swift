internal import Dispatch
internal import EventLog
internal import InteractionModel

/// Where readers wait for a store, on one thread of its own and one after the other.
///
/// That makes it knowable when they are asleep: a job that is queued behind theirs runs when each
/// of them has come to the point where it waits for somebody else. Neither time nor the other tests
/// of the process, which may keep the threads of the pool busy for minutes, have a part in it.
final class WaitingRoom: TaskExecutor {
  private let queue = DispatchQueue(label: "throughline.waiting-room")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }

  /// A reader that waits for records behind a position.
  func wait(_ store: any EventStore, after position: Position) -> Task<Position, any Error> {
    Task(executorPreference: self) { try await store.waitForRecords(after: position) }
  }

  /// Returns when everybody who came so far is asleep or has been answered.
  func everybodyWaits() async {
    await Task(executorPreference: self) {}.value
  }

  /// Lets nobody go on before something is done.
  func whileClosed<Value>(_ body: () async throws -> Value) async rethrows -> Value {
    queue.suspend()
    defer { queue.resume() }
    return try await body()
  }
}
