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
    try store.models.withScratch(projection) { scratch in
      let result = try during(.replaying(projection.name)) { note in
        try Replay.run(
          log: store.events, scratch: scratch, live: nil, until: Position(Int64(size)), stop: stop
        ) { note(WorkProgress($0)) }
      }
      guard let result else { throw CancellationError() }
      return try body(result, scratch)
    }
  }

  /// Folds several projections from zero, whatever the read models say, and asks what that gives.
  /// - Parameters:
  ///   - projections: what is folded.
  ///   - store: the store; nothing of it is written.
  ///   - size: how many records are folded.
  ///   - body: is shown the scratch spaces, in the order of the projections; they go afterwards.
  /// - Returns: what `body` answers.
  /// - Throws: as the other.
  func replaying<Value>(
    _ projections: some Collection<Projection>, of store: OpenStore, through size: UInt64,
    _ body: ([any ReadModel]) throws -> Value
  ) throws -> Value {
    guard let first = projections.first else { return try body([]) }
    return try replaying(first, of: store, through: size) { _, scratch in
      // Asked as one that serves is, by its indexes.
      try scratch.prepareToServe()
      return try replaying(projections.dropFirst(), of: store, through: size) { others in
        try body([scratch] + others)
      }
    }
  }
}
