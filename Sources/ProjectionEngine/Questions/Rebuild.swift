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
    let serving = all.first { $0.state == .serving && $0.codeVersion == projection.version }
    let live = compares ? try serving.map { try store.open($0, of: projection) } : nil
    let generation =
      try resumable(projection, all, store, comparableAt: live?.checkpoint())
      ?? store.create(projection)
    let lease = try store.acquire(generation, of: projection)
    defer { lease.release() }
    var runner = ProjectionRunner(log: log, model: lease.model)
    var stopped = false
    func note(_ state: ProjectionRunner.Progress) -> Bool {
      stopped = !progress(state)
      return !stopped
    }
    // To be compared, the new generation must be able to stand where the live one stands.
    try runner.preloadLinks(
      through: live?.checkpoint() ?? log.head().position, progress: note)
    guard !stopped else { return nil }
    try runner.catchUp(through: lease.model.linksThrough(), progress: note)
    guard !stopped else { return nil }
    let differences = try live?.withSnapshot { live in
      // The snapshot stands still; the new generation is brought to exactly its position.
      try runner.catchUp(through: live.checkpoint(), progress: note)
      return stopped ? [] : try Comparison.differences(live: live, replayed: lease.model)
    }
    guard !stopped else { return nil }
    var position = try runner.catchUp(progress: note)
    guard !stopped else { return nil }
    let serves = swaps && (differences?.isEmpty ?? true)
    if serves {
      try store.serve(generation)
      // What came meanwhile may be known to the one that served and is not lost on this one.
      position = try runner.catchUp(progress: note)
    }
    return Result(
      generation: generation, position: position, differences: differences, isServing: serves)
  }

  /// The build that can be gone on with, if there is one; those that cannot are discarded.
  ///
  /// `position` is where the build must be able to stand to be compared; nil when it will not be.
  private static func resumable(
    _ projection: Projection, _ all: [Generation], _ store: any ReadModelStore,
    comparableAt position: Position?
  ) throws -> Generation? {
    var found: Generation?
    for generation in all where generation.state == .building {
      // A build of other code is of no use to this one, and one that is past the position of the
      // live generation, or folds under later links, can never be compared with it.
      if found == nil, generation.codeVersion == projection.version,
        try linksThrough(generation, projection, store).map({ $0 <= position ?? $0 }) ?? false
      {
        found = generation
      } else {
        // Nobody else may be at work on it; a build whose file is gone can be discarded.
        do {
          try store.acquire(generation, of: projection).release()
        } catch {
          if error.code == "busy" { throw error }
        }
        try store.discard(generation)
      }
    }
    return found
  }

  /// How far the links of a build are known; nil when its file is gone or damaged, so that nobody
  /// can go on with it.
  private static func linksThrough(
    _ generation: Generation, _ projection: Projection, _ store: any ReadModelStore
  ) throws(StorageFault) -> Position? {
    do {
      return try store.open(generation, of: projection).linksThrough()
    } catch {
      guard error.code == "missing" || error.code == "corrupt" else { throw error }
      return nil
    }
  }
}
