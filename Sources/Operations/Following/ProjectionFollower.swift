internal import Compliance
internal import EventLog
internal import InteractionModel
internal import Merkle
internal import ProjectionEngine
internal import Projections

/// Keeps read models of a store up to date with its log.
struct ProjectionFollower: Sendable {
  let store: OpenStore
  let projections: [Projection]
  let clock: WallClock
  let supervisor: Supervisor

  /// Brings projections to the head of the log; those of which no generation of this code's version
  /// serves are built first, in one pass over the log.
  /// - Returns: those that stand still, each with the reason; they do not hold up the others.
  func catchUp() throws -> [(projection: Projection, failure: ProjectionFailure)] {
    var failures: [(projection: Projection, failure: ProjectionFailure)] = []
    func note(_ projection: Projection, _ body: () throws -> Void) throws {
      do {
        try body()
      } catch let failure as ProjectionFailure {
        failures.append((projection, failure))
      }
    }
    let held = try projections.filter { try serving($0)?.isHeldBack(from: $0) ?? false }
    for projection in held {
      guard let generation = try serving(projection) else { continue }
      supervisor.tell(.held(generation))
    }
    let projections = projections.filter { one in !held.contains { $0.name == one.name } }
    let missing = try projections.filter { try serving($0)?.codeVersion != $0.version }
    for (projection, result) in try build(missing) {
      try note(projection) {
        try noteDigest(of: result.get().generation, projection, supervisor.stop)
      }
    }
    for projection in projections where !missing.contains(where: { $0.name == projection.name }) {
      guard supervisor.goesOn else { break }
      try note(projection) { try catchUp(projection, supervisor.stop) }
    }
    return failures
  }

  private func build(
    _ projections: [Projection]
  ) throws -> [(Projection, Result<RebuildResult, any Error>)] {
    guard !projections.isEmpty else { return [] }
    let results = try supervisor.during(.building(projections.map(\.name))) { note in
      try Rebuild.run(
        projections, log: store.events, store: store.models, compares: false, swaps: true,
        keepingPreviousUntil: clock.now().advanced(
          bySeconds: KeptGenerations.time.wholeSeconds), stop: supervisor.stop
      ) { note(WorkProgress($0)) }
    }
    return Array(zip(projections, results ?? []))
  }

  /// Brings a projection that serves to the head of the log.
  private func catchUp(_ projection: Projection, _ stop: StopRequest) throws {
    guard let serving = try serving(projection) else { return }
    try supervisor.during(.projecting(projection.name)) { note in
      let lease = try store.models.acquire(serving, of: projection)
      defer { lease.release() }
      var runner = ProjectionRunner(log: store.events, model: lease.model, stop: stop)
      try runner.catchUp { note(WorkProgress($0)) }
      try noteDigest(of: serving, projection, stop)
    }
  }

  private func noteDigest(
    of generation: Generation, _ projection: Projection, _ stop: StopRequest
  ) throws {
    let model = try store.models.open(generation, of: projection)
    guard try generation.isDigestDue(at: model.checkpoint()) else { return }
    let (digest, position) = try model.withSnapshot { snapshot in
      (try StateDigest.compute(snapshot, stop: stop), try snapshot.checkpoint())
    }
    guard let checkpoint = try store.events.checkpoint(at: position) else { return }
    try store.models.note(digest: digest.description, at: checkpoint, of: generation)
  }

  private func serving(_ projection: Projection) throws -> Generation? {
    try store.models.generations().first {
      $0.projection == projection.name && $0.state == .serving
    }
  }
}
