public import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections
internal import Queries

/// Builds what is made from a log anew, beside what serves, and lets it serve.
///
/// One that was interrupted goes on where it stopped.
public struct Rebuilding: Sendable {
  private let store: OpenStore
  private let supervisor: Supervisor

  /// Work that has not begun.
  /// - Parameters:
  ///   - store: open to project.
  ///   - supervisor: whoever has it done.
  public init(_ store: OpenStore, _ supervisor: Supervisor) {
    self.store = store
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
  /// - Returns: what was built.
  /// - Throws: what became of the first projection that could not be built; what kept the index from
  ///   being built; `CancellationError` when it is to stop.
  public func run(
    _ derived: [Derived], compares: Bool = false, swaps: Bool = true
  ) async throws -> Rebuilt {
    try await store.finishErasures(supervisor)
    var built: [Derived: Rebuilt.Item] = [:]
    let projections = derived.compactMap { derived -> Projection? in
      guard case .projection(let projection) = derived else { return nil }
      return projection
    }
    let results = try build(projections, compares: compares, swaps: swaps)
    for (projection, result) in zip(projections, results) {
      guard let result = try? result.get() else { continue }
      built[.projection(projection)] = .projection(result)
      supervisor.tell(.rebuilt(result))
    }
    for result in results { _ = try result.get() }
    if derived.contains(.search) {
      let index = try await buildIndex()
      built[.search] = .index(index)
      supervisor.tell(.rebuiltIndex(index))
    }
    return Rebuilt(items: derived.compactMap { built[$0] })
  }

  private func build(
    _ projections: [Projection], compares: Bool, swaps: Bool
  ) throws -> [Result<RebuildResult, any Error>] {
    guard !projections.isEmpty else { return [] }
    let results = try supervisor.during(.rebuilding(projections.map(\.name))) { note in
      try Rebuild.run(
        projections, log: store.events, store: store.models, compares: compares, swaps: swaps,
        stop: supervisor.stop
      ) { note(WorkProgress($0)) }
    }
    guard let results else { throw CancellationError() }
    return results
  }

  private func buildIndex() async throws -> SearchIndexStatus {
    try await SearchFollower(store: store, supervisor: supervisor).catchUp(isRebuilding: true)
    try supervisor.check()
    return SearchIndexStatus.of(store, head: try store.events.head().position)
  }
}
