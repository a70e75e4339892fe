internal import Compliance
internal import EventLog
internal import InteractionModel
internal import Operations
internal import ProjectionEngine

/// Builds anew what other processes ask for, beside what serves.
struct RebuildWorker: Worker {
  let store: OpenStore
  let clock: WallClock
  /// Is told what it does.
  let tell: @Sendable (WorkNews) -> Void

  var name: String { "rebuilds" }

  func run(_ status: WorkerStatus) async throws {
    var rebuilds = RequestedRebuilds(
      store, clock: clock,
      Supervisor(stop: status.stop) { [tell] news in
        if case .progressed(let progress) = news, progress.step == .records {
          status.reached(Position(progress.done))
        }
        tell(news)
      })
    try await status.everySecond {
      let isPaused = try await rebuilds.look { status.set(.rebuilding) }
      status.set(isPaused ? .paused : .live)
    }
  }
}
