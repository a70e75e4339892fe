internal import EventLog
internal import InteractionModel
internal import Vault

/// Appends a simulation to a log: while one batch commits, the next ones are simulated and sealed.
///
/// Batches are appended in order, each all or nothing, so an interrupted run leaves a beginning of
/// the simulation; run again, the log sets aside what it has.
struct SimulationIntake {
  private static let batchSize = 2_000

  let source: SimulatedEvents
  let log: InteractionLog

  /// Appends everything.
  /// - Parameter progress: is told how many events the log has been given.
  /// - Returns: how many were new to the log, and how many it had already.
  /// - Throws: ``/EventLog/AppendError``; `CancellationError` when the user interrupts.
  func run(progress: (Int64) -> Void) async throws -> (new: Int, known: Int) {
    var new = 0
    var known = 0
    let source = source
    try await AppendPipeline(log).run {
      Interruption.isRequested ? [] : source.batch(SimulationIntake.batchSize)
    } commit: { batch, events in
      let added = try await commit(batch, events).count { !$0.isDuplicate }
      new += added
      known += events.count - added
      progress(Int64(new + known))
    }
    if Interruption.isRequested {
      Terminal.note("\(new) events were added")
      throw CancellationError()
    }
    return (new, known)
  }

  private func commit(
    _ batch: PreparedBatch, _ events: [NewEvent]
  ) async throws(AppendError) -> [Placement] {
    try await Patience.appending { refusals throws(AppendError) in
      // Keys may have been destroyed since the batch was sealed.
      refusals == 0 ? try await log.append(batch) : try await log.append(events)
    }
  }
}
