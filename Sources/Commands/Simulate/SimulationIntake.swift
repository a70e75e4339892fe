internal import Dispatch
internal import EventLog
internal import InteractionModel
internal import Vault

/// Appends a simulation to a log: while one batch commits, the next is simulated and sealed.
///
/// Batches are appended in order, each all or nothing, so an interrupted run leaves a beginning of
/// the simulation; run again, the log sets aside what it has.
struct SimulationIntake {
  private static let batchSize = 2_000

  let source: SimulatedEvents
  let log: InteractionLog

  /// Events with their sealed and encoded form.
  private struct Batch: Sendable {
    let events: [NewEvent]
    let prepared: PreparedBatch
  }

  /// Appends everything.
  /// - Parameter progress: is told how many events the log has been given.
  /// - Returns: how many were new to the log, and how many it had already.
  /// - Throws: ``/EventLog/AppendError``; `CancellationError` when the user interrupts.
  func run(progress: (Int64) -> Void) async throws -> (new: Int, known: Int) {
    var new = 0
    var known = 0
    var next = try await prepareNext()
    while let batch = next {
      async let placements = commit(batch)
      next = Interruption.isRequested ? nil : try await prepareNext()
      let added = try await placements.count { !$0.isDuplicate }
      new += added
      known += batch.events.count - added
      progress(Int64(new + known))
    }
    if Interruption.isRequested {
      Terminal.note("\(new) events were added")
      throw CancellationError()
    }
    return (new, known)
  }

  /// Simulates and seals the next batch, off the cooperative pool.
  private func prepareNext() async throws -> Batch? {
    try await prepare { source.batch(SimulationIntake.batchSize) }
  }

  private func prepare(
    _ events: @escaping @Sendable () -> [NewEvent]
  ) async throws -> Batch? {
    let log = log
    return try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async {
        let events = events()
        guard !events.isEmpty else { return continuation.resume(returning: nil) }
        continuation.resume(
          with: Result { Batch(events: events, prepared: try log.prepare(events)) })
      }
    }
  }

  private func commit(_ batch: Batch) async throws -> [Placement] {
    var attempt = 0
    while true {
      do throws(AppendError) {
        return attempt == 0
          ? try await log.append(batch.prepared) : try await log.append(batch.events)
      } catch {
        switch error {
        case .keyDestroyed, .overloaded, .erasureUnderWay:
          attempt += 1
          guard attempt < 50 else { throw error }
          // An erasure, or another writer's load, is over in a moment.
          try await Task.sleep(for: .milliseconds(20 * attempt))
        default: throw error
        }
      }
    }
  }
}
