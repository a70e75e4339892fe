public import Compliance
internal import EventLog
public import InteractionModel
internal import ProjectionEngine
public import Projections
public import Queries

/// Folds a log from zero into scratch space and compares with the read models that serve.
public struct Replaying: Sendable {
  private let store: OpenStore
  private let projections: [Projection]
  private let end: Position?
  private let supervisor: Supervisor

  /// Work that has not begun.
  /// - Parameters:
  ///   - projections: what is folded again.
  ///   - store: the store; nothing of it is written.
  ///   - point: where to stop, to be compared with the answers as of there; nil for where each read
  ///     model stands.
  ///   - isOfOneMoment: whether all are to stop at one position, where no point says which: that of the
  ///     read model that stands furthest behind.
  ///   - supervisor: whoever has it done.
  /// - Throws: ``/Queries/MalformedQuestion`` when the log does not reach the point,
  ///   ``/EventLog/StorageFault`` when it cannot be read.
  public init(
    _ projections: [Projection] = ProjectionCatalogue.all, in store: OpenStore,
    until point: AsOf? = nil, ofOneMoment isOfOneMoment: Bool = false, _ supervisor: Supervisor
  ) throws {
    self.store = store
    self.projections = projections
    self.supervisor = supervisor
    end =
      try point?.subset(of: store.events).through
      ?? (isOfOneMoment
        ? projections.map { try store.serving($0, acceptsForeign: true).checkpoint() }.min() : nil)
  }

  /// Folds and compares.
  /// - Returns: what was found.
  /// - Throws: ``/ProjectionEngine/CompletenessAlarm``, ``/ProjectionEngine/ProjectionFailure``,
  ///   ``/Compliance/ServingError`` where there is nothing to compare with, or
  ///   ``/EventLog/StorageFault``; `CancellationError` when it is to stop.
  public func run() throws -> Replayed { Replayed(results: try projections.map(replay)) }

  private func replay(_ projection: Projection) throws -> ReplayResult {
    let live = try store.serving(projection, acceptsForeign: true)
    let result = try supervisor.during(.replaying(projection.name)) { note in
      try live.withSnapshot { snapshot in
        try store.models.withScratch(projection) { scratch in
          try Replay.run(
            log: store.events, scratch: scratch, live: snapshot, until: end,
            stop: supervisor.stop
          ) { note(WorkProgress($0)) }
        }
      }
    }
    guard let result else { throw CancellationError() }
    return result
  }
}
