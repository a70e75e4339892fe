public import Compliance
public import EventLog
internal import InteractionModel
public import ProjectionEngine
public import Projections
internal import Queries

/// Builds what is made from a log anew, beside what serves, and lets it serve.
///
/// One that was interrupted goes on where it stopped.
public struct Rebuilding: Sendable {
  let store: OpenStore
  private let clock: WallClock
  let supervisor: Supervisor

  /// Work that has not begun.
  /// - Parameters:
  ///   - store: open to project.
  ///   - clock: tells how long what served is kept.
  ///   - supervisor: whoever has it done.
  public init(_ store: OpenStore, clock: WallClock, _ supervisor: Supervisor) {
    self.store = store
    self.clock = clock
    self.supervisor = supervisor
  }

  /// Builds projections in one pass over the log, and then the full-text index.
  ///
  /// Of each it is told when it is built, because what was built serves, whatever becomes of the
  /// others.
  /// - Parameters:
  ///   - derived: what to build, each once; the identifiers are not built.
  ///   - compares: whether to compare projections with those that serve at one position, and to let
  ///     them serve only when they are equal.
  ///   - swaps: whether to let projections serve when they are complete.
  ///   - kept: how long generations that served are kept, to be gone back to; zero when they are removed.
  /// - Returns: what was built.
  /// - Throws: what became of the first projection that could not be built; what kept the index from
  ///   being built; `CancellationError` when it is to stop.
  public func run(
    _ derived: [Derived], compares: Bool = false, swaps: Bool = true,
    keepingPrevious kept: Duration = KeptGenerations.time
  ) async throws -> Rebuilt {
    try await store.finishErasures(supervisor)
    try KeptGenerations(store, clock: clock, supervisor).look()
    var built: [Derived: Rebuilt.Item] = [:]
    let projections = derived.compactMap { derived -> Projection? in
      guard case .projection(let projection) = derived else { return nil }
      return projection
    }
    let results = try build(projections, compares: compares, swaps: swaps, keeping: kept)
    for (projection, result) in zip(projections, results) {
      guard let result = try? result.get() else { continue }
      built[.projection(projection)] = .projection(result)
      if result.isServing { try withdraw(.projection(projection)) }
      supervisor.tell(.rebuilt(result))
    }
    for result in results { _ = try result.get() }
    if derived.contains(.search) {
      let index = try await buildIndex()
      built[.search] = .index(index)
      try withdraw(.search)
      supervisor.tell(.rebuiltIndex(index))
    }
    return Rebuilt(items: derived.compactMap { built[$0] })
  }

  private func build(
    _ projections: [Projection], compares: Bool, swaps: Bool, keeping kept: Duration
  ) throws -> [Result<RebuildResult, any Error>] {
    guard !projections.isEmpty else { return [] }
    let results = try supervisor.during(.rebuilding(projections.map(\.name))) { note in
      try Rebuild.run(
        projections, log: store.events, store: store.models, compares: compares, swaps: swaps,
        keepingPreviousUntil: end(of: kept), stop: supervisor.stop
      ) { note(WorkProgress($0)) }
    }
    guard let results else { throw CancellationError() }
    return results
  }

  /// Removes what builds have left to go on from that nobody is at work on.
  /// - Parameter derived: of what; of the index nothing stays.
  /// - Returns: what was removed.
  /// - Throws: ``/EventLog/StorageFault`` with code `busy` while somebody is at work on one.
  func discard(_ derived: [Derived]) throws(StorageFault) -> [Generation] {
    var removed: [Generation] = []
    for case .projection(let projection) in derived {
      removed += try Rebuild.cancel(projection, in: store.models)
    }
    return removed
  }

  /// Asks nobody any more for what is done.
  private func withdraw(_ derived: Derived) throws(StorageFault) {
    for request in try store.models.rebuildRequests() where request.name == derived.name {
      try store.models.settle(request, nil)
    }
  }

  /// Lets the generation of a projection serve again that served before.
  /// - Parameters:
  ///   - projection: which.
  ///   - allowsStale: whether one that other code made will do, as it stands.
  ///   - kept: how long the one that serves is kept; zero when it is removed.
  /// - Returns: what serves now.
  /// - Throws: ``/ProjectionEngine/RollbackRefusal`` and what else
  ///   ``/ProjectionEngine/Rollback/run(_:log:store:allowingStale:keepingPreviousUntil:stop:progress:)``
  ///   throws; `CancellationError` when it is to stop, and then nothing has changed.
  public func rollBack(
    _ projection: Projection, allowingStale allowsStale: Bool = false,
    keepingPrevious kept: Duration = KeptGenerations.time
  ) throws -> RollbackResult {
    let result = try supervisor.during(.projecting(projection.name)) { note in
      try Rollback.run(
        projection, log: store.events, store: store.models, allowingStale: allowsStale,
        keepingPreviousUntil: end(of: kept), stop: supervisor.stop
      ) { note(WorkProgress($0)) }
    }
    guard let result else { throw CancellationError() }
    supervisor.tell(.rolledBack(result))
    return result
  }

  /// Until when something is kept that long from now on; nil when it is not kept.
  private func end(of time: Duration) -> Instant? {
    time > .zero ? clock.now().advanced(bySeconds: time.wholeSeconds) : nil
  }

  private func buildIndex() async throws -> SearchIndexStatus {
    let began = ContinuousClock.now
    try await SearchFollower(store: store, supervisor: supervisor).catchUp(isRebuilding: true)
    try supervisor.check()
    let status = SearchIndexStatus.of(store, head: try store.events.head().position)
    try store.models.note(
      BuildMeasure(
        name: SearchIndexStatus.name, records: status.position.rawValue,
        time: began.duration(to: .now), bytes: store.sizes["search"] ?? 0, beside: 0))
    return status
  }
}
