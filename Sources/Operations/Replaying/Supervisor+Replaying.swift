internal import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

extension Supervisor {
  /// Folds a log from zero into scratch space, whatever the read models say, and has a look at it.
  /// - Parameters:
  ///   - projection: what is folded.
  ///   - store: the store; nothing of it is written.
  ///   - size: how many records are folded.
  ///   - body: is shown what was found, and the scratch space that goes afterwards.
  /// - Returns: what `body` answers.
  /// - Throws: ``/ProjectionEngine/CompletenessAlarm``, ``/ProjectionEngine/ProjectionFailure`` or
  ///   ``/EventLog/StorageFault``; `CancellationError` when it is to stop; what `body` throws.
  func replaying<Value>(
    _ projection: Projection, of store: OpenStore, through size: UInt64,
    _ body: (ReplayResult, any ReadModel) throws -> Value
  ) throws -> Value {
    try during(.replaying(projection.name)) { note in
      try store.models.withScratch(projection) { scratch in
        let result = try Replay.run(
          log: store.events, scratch: scratch, live: nil, until: Position(Int64(size)), stop: stop
        ) { note(WorkProgress($0)) }
        guard let result else { throw CancellationError() }
        return try body(result, scratch)
      }
    }
  }
}
