internal import EventLog
internal import InteractionModel
internal import Projections

/// Checks what a live read model says about why it stands still.
///
/// One that stands at the head does not stand still. Behind it, folding on must be refused for the
/// reason that was noted, unless the record was put into quarantine since then and the read model
/// has not gone on yet. That it says nothing is right anywhere: it may not have tried yet.
struct NotedFailure {
  let log: any EventStore
  let live: any ReadModel
  /// Folds into scratch space that stands where the live read model stands.
  var runner: ProjectionRunner
  let head: Position

  /// The differences; nil when the caller stopped it.
  mutating func differences(
    progress: (ProjectionRunner.Progress) -> Bool
  ) throws -> [Difference]? {
    guard let noted = try live.bookkeeping(),
      noted.failurePosition != nil || noted.failureReason != nil
    else { return [] }
    var found: ProjectionFailure?
    // Record by record it may be another one that is refused than with the links that follow.
    for target in [min(noted.checkpoint, head).next, head] where found == nil {
      var stopped = false
      do {
        try runner.catchUp(through: target) { state in
          stopped = !progress(state)
          return !stopped
        }
      } catch let failure as ProjectionFailure {
        found = failure
      }
      guard !stopped else { return nil }
    }
    if let position = noted.failurePosition, position != found?.position,
      noted.failureReason != nil, noted.checkpoint < head,
      try Quarantines.read(live.projection.name, from: log).covers(position, at: head)
    {
      return []
    }
    let fields: [(String, JSONValue?, JSONValue?)] = [
      (
        "failure_position", noted.failurePosition.map { .int($0.rawValue) },
        found.map { .int($0.position.rawValue) }
      ),
      (
        "failure_reason", noted.failureReason.map { .string($0) },
        found.map { .string($0.reason) }
      ),
    ]
    return fields.filter { $0.1 != $0.2 }.map { field, one, other in
      Difference(
        table: "meta", entity: live.projection.name, key: "1", field: field, live: one,
        replayed: other, livePosition: nil, replayedPosition: nil)
    }
  }
}
