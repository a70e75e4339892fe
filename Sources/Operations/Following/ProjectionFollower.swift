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
        stop: supervisor.stop
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

  /// Follows the log with one projection until the task is cancelled.
  func follow(_ projection: Projection) async throws {
    while true {
      let (generation, lease) = try await leaseOfServing(projection)
      defer { lease.release() }
      var runner = ProjectionRunner(
        log: store.events, model: lease.model, stop: supervisor.stop)
      do throws(any Error) {
        // Before the first wait: a generation that has just been swapped in may be behind.
        var position = try runner.catchUp { _ in !Task.isCancelled }
        // Holding the lease while the log is quiet costs nothing and keeps others from projecting.
        while true {
          _ = try await store.events.waitForRecords(after: position)
          position = try runner.catchUp { _ in !Task.isCancelled }
        }
      } catch let fault as StorageFault {
        // A rebuild has swapped generations, and this one's file is gone or going: go on with the
        // one that serves now.
        guard try serving(projection)?.number != generation.number else { throw fault }
      }
    }
  }

  /// Takes what came last, as far as that is done before it is to end.
  /// - Parameter stop: whether it is to end.
  /// - Throws: what keeps a projection from being brought up to date.
  func finish(_ stop: StopRequest) throws {
    do {
      for projection in projections { try catchUp(projection, stop) }
    } catch is CancellationError {
      // What is left to do is done by whoever projects next.
    }
  }

  private func serving(_ projection: Projection) throws -> Generation? {
    try store.models.generations().first {
      $0.projection == projection.name && $0.state == .serving
    }
  }

  /// The right to write the generation that serves.
  ///
  /// A rebuild that has just swapped its generation in holds the right for a moment longer, and one
  /// that swaps just now takes the generation away: both are waited for, some seconds.
  private func leaseOfServing(
    _ projection: Projection
  ) async throws -> (Generation, WriterLease) {
    var attempt = 0
    while true {
      guard let serving = try serving(projection) else {
        throw FollowingError.gone(projection.name)
      }
      do throws(StorageFault) {
        return (serving, try store.models.acquire(serving, of: projection))
      } catch {
        guard attempt < 200, error.code == .busy || error.code == .missing else { throw error }
        attempt += 1
        // Another process's lock says nothing when it is given back: it can only be tried again.
        try await Task.sleep(for: .milliseconds(50))
      }
    }
  }
}
