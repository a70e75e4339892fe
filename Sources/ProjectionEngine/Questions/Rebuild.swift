public import EventLog
public import InteractionModel
public import Projections

/// What a rebuild did.
public struct RebuildResult: Sendable {
  /// The new generation.
  public let generation: Generation
  /// The generation that served before and is kept; nil when none is.
  public let previous: Generation?
  /// How far it has come.
  public let position: Position
  /// What differs from the generation that served, at one position; nil when not compared.
  public let differences: [Difference]?
  /// Whether the new generation serves now.
  public let isServing: Bool

  /// A result.
  package init(
    generation: Generation, previous: Generation?, position: Position,
    differences: [Difference]?, isServing: Bool
  ) {
    self.generation = generation
    self.previous = previous
    self.position = position
    self.differences = differences
    self.isServing = isServing
  }
}

/// Builds a new generation of a projection beside the one that serves.
public enum Rebuild {
  /// Rebuilds a projection, resuming a build that was interrupted.
  /// - Parameters:
  ///   - projection: what to rebuild.
  ///   - log: where the records are.
  ///   - store: where the read models are.
  ///   - compares: whether to compare with the generation that serves before swapping.
  ///   - swaps: whether to let the new generation serve when it is complete (and equal).
  ///   - keptUntil: until when the one that served is kept, to be gone back to (``Rollback``); nil when it
  ///     is removed.
  ///   - stop: gives up on the way from one call of `progress` to the next.
  ///   - progress: is told after each batch; answers whether to go on.
  /// - Returns: nil when the caller stopped it; what was built is kept and resumed.
  /// - Throws: ``ProjectionFailure``, ``CompletenessAlarm`` or ``StorageFault``;
  ///   `CancellationError` when it is to stop on the way.
  public static func run(
    _ projection: Projection, log: any EventStore, store: any ReadModelStore, compares: Bool,
    swaps: Bool, keepingPreviousUntil keptUntil: Instant? = nil, stop: StopRequest = .never,
    progress: (ProjectionRunner.Progress) -> Bool
  ) throws -> RebuildResult? {
    try run(
      [projection], log: log, store: store, compares: compares, swaps: swaps,
      keepingPreviousUntil: keptUntil, stop: stop, progress: progress
    )?.first?.get()
  }

  /// Rebuilds several projections in one pass over the log.
  ///
  /// Each record is read, checked and decoded once, while the projections fold and write side by
  /// side. One that stands still, or is being written by somebody else, does not hold up the
  /// others.
  /// - Parameters:
  ///   - projections: what to rebuild, each once.
  ///   - log: where the records are.
  ///   - store: where the read models are.
  ///   - compares: whether to compare with the generations that serve before swapping.
  ///   - swaps: whether to let new generations serve when they are complete (and equal).
  ///   - keptUntil: until when those that served are kept, to be gone back to (``Rollback``); nil when they
  ///     are removed.
  ///   - stop: gives up on the way from one call of `progress` to the next, which is then the error
  ///     of those that are concerned.
  ///   - progress: is told after each batch; answers whether to go on. It starts anew for each of
  ///     the steps: links, records, rows, and what came meanwhile.
  /// - Returns: what became of each projection; nil when the caller stopped it, and what was built
  ///   is kept and resumed.
  /// - Throws: ``CompletenessAlarm`` or ``StorageFault`` when the log cannot be read, or
  ///   `CancellationError` when it is to stop, which keeps what was built as well.
  public static func run(
    _ projections: [Projection], log: any EventStore, store: any ReadModelStore, compares: Bool,
    swaps: Bool, keepingPreviousUntil keptUntil: Instant? = nil, stop: StopRequest = .never,
    progress: (ProjectionRunner.Progress) -> Bool
  ) throws -> [Result<RebuildResult, any Error>]? {
    let began = ContinuousClock.now
    let builds = projections.map { projection in
      Result { try Build(projection, log, store, compares: compares, stop) }
    }
    defer { for build in builds { try? build.get().lease.release() } }
    var stopped = false
    func note(_ state: ProjectionRunner.Progress) -> Bool {
      stopped = !progress(state)
      return !stopped
    }
    let head = try log.head().position
    let ready = builds.compactMap { try? $0.get() }
    // To be compared, the new generation must be able to stand where the live one stands.
    try ProjectionRunner.preloadLinks(
      of: ready.map { ($0.runner, try $0.live?.checkpoint() ?? head) }, progress: note)
    guard !stopped else { return nil }
    let failures = try ProjectionRunner.build(
      ready.map(\.runner), through: head, progress: note)
    guard !stopped else { return nil }
    if swaps, !compares {
      // Side by side; each asks again before it serves, and finds it done.
      try prepareToServe(zip(ready, failures).filter { $1 == nil }.map(\.0.lease.model))
    }
    var left = failures[...]
    var results: [Result<RebuildResult, any Error>] = []
    for place in builds.indices {
      let result = Result { () throws -> RebuildResult? in
        var build = try builds[place].get()
        if let failure = left.popFirst() ?? nil {
          guard failure is FoldError else { throw failure }
          // It is met again, and everything before it committed.
          build.runner.foldsAhead = false
        }
        return try build.finish(
          store, swaps: swaps, keepingPreviousUntil: keptUntil, progress: note)
      }
      guard !stopped else { return nil }
      results.append(result.flatMap { $0.map { .success($0) } ?? .failure(CancellationError()) })
    }
    if !compares { measure(builds, results, took: began.duration(to: .now), in: store) }
    return results
  }

  /// Notes what the pass took, by which the next one is estimated.
  private static func measure(
    _ builds: [Result<Build, any Error>], _ results: [Result<RebuildResult, any Error>],
    took time: Duration, in store: any ReadModelStore
  ) {
    let built = zip(builds, results).compactMap { build, result -> (Build, RebuildResult)? in
      guard let build = try? build.get(), let result = try? result.get() else { return nil }
      return (build, result)
    }
    for (build, result) in built where build.isFresh {
      // What was built is built, though nobody can note how long that took.
      try? store.note(
        BuildMeasure(
          name: result.generation.projection, records: result.position.rawValue, time: time,
          bytes: store.size(of: result.generation), beside: built.count - 1))
    }
  }

  private static func prepareToServe(_ models: [any ReadModel]) throws {
    _ = try Parallel.map(models.count) { place in
      // What fails here fails again for the projection that it concerns, and for no other.
      try? models[place].prepareToServe()
    }
  }

  /// Removes what an interrupted build of a projection has left to go on from.
  /// - Parameters:
  ///   - projection: which.
  ///   - store: where the read models are.
  /// - Returns: what was removed; empty when there was nothing.
  /// - Throws: ``/EventLog/StorageFault`` with code `busy` while somebody is at work on it.
  public static func cancel(
    _ projection: Projection, in store: any ReadModelStore
  ) throws(StorageFault) -> [Generation] {
    let begun = try store.generations().filter {
      $0.projection == projection.name && $0.state == .building
    }
    for generation in begun { try discard(generation, of: projection, in: store) }
    return begun
  }

  /// Removes a build that nobody is at work on; one whose file is gone, too.
  private static func discard(
    _ generation: Generation, of projection: Projection, in store: any ReadModelStore
  ) throws(StorageFault) {
    do throws(StorageFault) {
      try store.acquire(generation, of: projection).release()
    } catch {
      if error.code == .busy { throw error }
    }
    try store.discard(generation)
  }

  /// The build that can be gone on with, if there is one; those that cannot are discarded.
  ///
  /// `position` is where the build must be able to stand to be compared; nil when it will not be.
  fileprivate static func resumable(
    _ projection: Projection, _ all: [Generation], _ store: any ReadModelStore,
    _ log: any EventStore, comparableAt position: Position?
  ) throws -> Generation? {
    var found: Generation?
    for generation in all where generation.state == .building {
      // A build of other code or from another log is of no use to this one, and one that is past
      // the position of the live generation, or folds under later links, can never be compared
      // with it.
      if found == nil, generation.codeVersion == projection.version,
        try linksThrough(generation, projection, store, log).map({ $0 <= position ?? $0 }) ?? false
      {
        found = generation
      } else {
        try discard(generation, of: projection, in: store)
      }
    }
    return found
  }

  /// How far the links of a build are known; nil when its file is gone or damaged, or it was begun
  /// from another log, so that nobody can go on with it.
  private static func linksThrough(
    _ generation: Generation, _ projection: Projection, _ store: any ReadModelStore,
    _ log: any EventStore
  ) throws -> Position? {
    do {
      let model = try store.open(generation, of: projection)
      try log.require(model)
      _ = try ConsumedRange(model, of: log)
      return try model.linksThrough()
    } catch let fault as StorageFault {
      guard [.missing, .corrupt, .ahead, .foreign].contains(fault.code) else { throw fault }
      return nil
    }
  }
}

/// One projection's new generation on its way.
private struct Build {
  let generation: Generation
  /// What serves, when it is to be compared with.
  let live: (any ReadModel)?
  let lease: WriterLease
  /// Whether it was begun now, and does not go on where another one stopped.
  let isFresh: Bool
  var runner: ProjectionRunner

  init(
    _ projection: Projection, _ log: any EventStore, _ store: any ReadModelStore, compares: Bool,
    _ stop: StopRequest
  ) throws {
    let all = try store.generations().filter { $0.projection == projection.name }
    let serving = all.first { $0.state == .serving && $0.codeVersion == projection.version }
    live = compares ? try serving.map { try store.open($0, of: projection) } : nil
    // Of another log it stands nowhere that the new one could be compared with it.
    if let live { try log.require(live) }
    let begun = try Rebuild.resumable(
      projection, all, store, log, comparableAt: live?.checkpoint())
    isFresh = begun == nil
    generation = try begun ?? store.create(projection)
    lease = try store.acquire(generation, of: projection)
    runner = ProjectionRunner(log: log, model: lease.model, stop: stop)
  }

  /// Compares, takes what came meanwhile, and lets it serve; nil when the caller stopped it.
  mutating func finish(
    _ store: any ReadModelStore, swaps: Bool, keepingPreviousUntil keptUntil: Instant?,
    progress: (ProjectionRunner.Progress) -> Bool
  ) throws -> RebuildResult? {
    var stopped = false
    func note(_ state: ProjectionRunner.Progress) -> Bool {
      stopped = !progress(state)
      return !stopped
    }
    try runner.catchUp(through: lease.model.linksThrough(), progress: note)
    guard !stopped else { return nil }
    let differences = try live?.withSnapshot { live in
      // The snapshot stands still; the new generation is brought to exactly its position.
      try runner.catchUp(through: live.checkpoint(), progress: note)
      return stopped
        ? []
        : try Comparison.differences(live: live, replayed: lease.model, stop: runner.stop)
    }
    guard !stopped else { return nil }
    var position = try runner.catchUp(progress: note)
    guard !stopped else { return nil }
    let serves = swaps && (differences?.isEmpty ?? true)
    if serves {
      try lease.model.prepareToServe()
      try store.serve(generation, keepingPreviousUntil: keptUntil, held: false)
      // What came meanwhile may be known to the one that served and is not lost on this one.
      position = try runner.catchUp(progress: note)
    }
    let previous = try store.generations().first {
      $0.projection == generation.projection && $0.state == .previous
    }
    return RebuildResult(
      generation: generation, previous: serves ? previous : nil, position: position,
      differences: differences, isServing: serves)
  }
}
