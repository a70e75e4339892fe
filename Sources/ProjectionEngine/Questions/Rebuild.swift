public import EventLog
public import InteractionModel
public import Projections

/// Builds a new generation of a projection beside the one that serves.
public enum Rebuild {
  /// What a rebuild did.
  public struct Result: Sendable {
    /// The new generation.
    public let generation: Generation
    /// How far it has come.
    public let position: Position
    /// What differs from the generation that served, at one position; nil when not compared.
    public let differences: [Difference]?
    /// Whether the new generation serves now.
    public let isServing: Bool
  }

  /// Rebuilds, resuming a build that was interrupted.
  /// - Parameters:
  ///   - projection: what to rebuild.
  ///   - log: where the records are.
  ///   - store: where the read models are.
  ///   - compares: whether to compare with the generation that serves before swapping.
  ///   - swaps: whether to let the new generation serve when it is complete (and equal).
  ///   - progress: is told after each batch; answers whether to go on.
  /// - Returns: nil when the caller stopped it; what was built is kept and resumed.
  /// - Throws: ``ProjectionFailure``, ``CompletenessAlarm`` or ``StorageFault``.
  public static func run(
    _ projection: Projection, log: any EventStore, store: any ReadModelStore, compares: Bool,
    swaps: Bool, progress: (ProjectionRunner.Progress) -> Bool
  ) throws -> Result? {
    let all = try store.generations().filter { $0.projection == projection.name }
    // A build of older code is of no use to this one.
    for stale in all where stale.state == .building && stale.codeVersion != projection.version {
      try store.discard(stale)
    }
    let generation =
      try all.last { $0.state == .building && $0.codeVersion == projection.version }
      ?? store.create(projection)
    let lease = try store.acquire(generation, of: projection)
    defer { lease.release() }
    var runner = ProjectionRunner(log: log, model: lease.model)
    var stopped = false
    func note(_ state: ProjectionRunner.Progress) -> Bool {
      stopped = !progress(state)
      return !stopped
    }
    let serving = all.first { $0.state == .serving && $0.codeVersion == projection.version }
    let live = compares ? try serving.map { try store.open($0, of: projection) } : nil
    // To be compared, the new generation must be able to stand where the live one stands.
    try runner.preloadLinks(
      through: live?.checkpoint() ?? log.head().position, progress: note)
    guard !stopped else { return nil }
    try runner.catchUp(through: lease.model.linksThrough(), progress: note)
    guard !stopped else { return nil }
    let differences = try live?.withSnapshot { live -> [Difference]? in
      // The snapshot stands still; the new generation is brought to exactly its position.
      let target = try live.checkpoint()
      guard try lease.model.checkpoint() <= target else { return nil }
      try runner.catchUp(through: target, progress: note)
      return stopped ? nil : try Comparison.differences(live: live, replayed: lease.model)
    }
    guard !stopped else { return nil }
    let position = try runner.catchUp(progress: note)
    guard !stopped else { return nil }
    let serves = swaps && (differences.flatMap { $0 }?.isEmpty ?? true)
    if serves { try store.serve(generation) }
    return Result(
      generation: generation, position: position, differences: differences.flatMap { $0 }, isServing: serves)
  }
}
