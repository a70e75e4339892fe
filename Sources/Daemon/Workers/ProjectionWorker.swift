internal import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// Keeps the read model of a projection as far as the log.
///
/// One that this code has not made is built first, beside the one that older code made, which serves
/// meanwhile and is said to be stale.
struct ProjectionWorker: Worker {
  let store: OpenStore
  let projection: Projection
  /// What is built in one pass with others, before anything else.
  let first: FirstBuild
  /// How long what served is kept.
  let keeping: Keeping
  /// Is told which generation serves.
  let tell: @Sendable (DaemonNews) -> Void
  /// How many records may come between two looks without its being called late.
  private static let ordinary: Int64 = 8_192
  /// How long it gathers what comes: a fraction of the 50 ms within which a read model is to have a record.
  private static let gathering = Duration.milliseconds(15)

  var name: String { projection.name }

  func run(_ status: WorkerStatus) async throws {
    try await first.join(projection)
    var refused: ContinuousClock.Instant?
    var told: Int64?
    while true {
      try await status.turn()
      do {
        let generation = try generation()
        if let generation, told != generation.number {
          told = generation.number
          tell(.serves(generation))
        }
        if let generation, generation.isHeldBack(from: projection) {
          status.set(.stopped(at: nil, why: ProjectionWorker.held(generation)))
          // A rebuild, which ends this, is made by another process, and tells nobody.
          try await Task.sleep(for: .seconds(1))
        } else if let generation, generation.codeVersion == projection.version {
          try await follow(generation, status)
          refused = nil
        } else {
          status.set(.rebuilding)
          try build(status)
        }
      } catch let fault as StorageFault where fault.code == .busy {
        // A rebuild that has just let its generation serve holds the right for a moment longer; another
        // process's lock says nothing when it is given back.
        let since = refused ?? .now
        refused = since
        if since.duration(to: .now) > .seconds(3) {
          status.set(.stopped(at: nil, why: fault.diagnosis.sentence))
        }
        try await Task.sleep(for: .milliseconds(50))
      } catch let failure as ProjectionFailure {
        status.set(.stopped(at: failure.position, why: "\(failure.reason)"))
        // What lets it go on comes as a record: a quarantine.
        try await store.events.waitForRecords(
          after: store.events.head().position, atMost: .seconds(1))
      }
    }
  }

  /// The generation that serves.
  private func generation() throws -> Generation? {
    try store.models.generations().first {
      $0.projection == projection.name && $0.state == .serving
    }
  }

  private static func held(_ generation: Generation) -> Remedy {
    """
    somebody went back to generation \(generation.number), which version \(generation.codeVersion) of its \
    code made, so that it stays as it is; \(.rebuild(generation.projection)) ends that
    """
  }

  private func build(_ status: WorkerStatus) throws {
    _ = try Rebuild.run(
      projection, log: store.events, store: store.models, compares: false, swaps: true,
      keepingPreviousUntil: keeping.until, stop: status.stop
    ) { progress in
      status.reached(progress.position)
      return !status.stop.isMade
    }
  }

  /// Follows the log with a generation until another one serves, or the task is cancelled.
  private func follow(_ generation: Generation, _ status: WorkerStatus) async throws {
    do {
      let lease = try store.models.acquire(generation, of: projection)
      defer { lease.release() }
      var runner = ProjectionRunner(log: store.events, model: lease.model, stop: status.stop)
      var looked = ContinuousClock.now
      while true {
        try await status.turn()
        if looked.duration(to: .now) > .seconds(1) {
          // The next commit would find it out, but until a record comes there is none.
          guard try self.generation()?.number == generation.number else { return }
          looked = .now
        }
        let position = try runner.catchUp { progress in
          status.reached(progress.position)
          return !status.stop.isMade
        }
        status.reached(position)
        // Read from the log anew: what was its end before it caught up says nothing of now.
        let behind = try store.events.head().position.rawValue - position.rawValue
        status.set(behind > ProjectionWorker.ordinary ? .catchingUp : .live)
        try await status.wait(
          after: position, in: store.events, gathering: ProjectionWorker.gathering)
      }
    } catch let fault as StorageFault {
      // A rebuild has let another one serve, and this one's file is gone or going.
      guard try self.generation()?.number != generation.number else { throw fault }
    }
  }
}

/// How long the generation that served is kept when another one takes its place.
struct Keeping: Sendable {
  let clock: WallClock
  let time: Duration

  /// Until when one is kept that is replaced now; nil when none is.
  var until: Instant? { time > .zero ? clock.now().advanced(bySeconds: time.wholeSeconds) : nil }
}

/// The projections that this code has not made, built in one pass over the log before they are followed:
/// by the worker of the first of them that comes, while those of the others wait.
actor FirstBuild {
  private enum Phase {
    case due
    case running(Set<String>)
    case done
  }

  private let store: OpenStore
  private let members: [(projection: Projection, status: WorkerStatus)]
  private let keeping: Keeping
  private var phase = Phase.due
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// A build that nobody has begun.
  /// - Parameters:
  ///   - members: the projections that there should be, and those who follow them.
  ///   - store: the store.
  ///   - keeping: how long what served is kept.
  init(
    of members: [(projection: Projection, status: WorkerStatus)], in store: OpenStore,
    keeping: Keeping
  ) {
    self.members = members
    self.keeping = keeping
    self.store = store
  }

  /// Builds what is missing, or waits until that was done, where a projection is missing itself.
  ///
  /// What could not be built, whoever follows it finds out again.
  /// - Parameter projection: the projection.
  /// - Throws: ``/EventLog/StorageFault`` when the catalogue cannot be read; `CancellationError`.
  func join(_ projection: Projection) async throws {
    switch phase {
    case .done: return
    case .running(let names):
      guard names.contains(projection.name) else { return }
      await withCheckedContinuation { waiting.append($0) }
      try Task.checkCancellation()
    case .due:
      let missing = try self.missing()
      guard missing.contains(where: { $0.projection.name == projection.name }) else { return }
      phase = .running(Set(missing.map(\.projection.name)))
      await build(missing)
      phase = .done
      for one in waiting { one.resume() }
      waiting = []
    }
  }

  private func missing() throws -> [(projection: Projection, status: WorkerStatus)] {
    let serving = try store.models.generations().filter { $0.state == .serving }
    return members.filter { projection, _ in
      !serving.contains {
        $0.projection == projection.name
          && ($0.codeVersion == projection.version || $0.isHeldBack(from: projection))
      }
    }
  }

  /// On the thread of whoever asks, which it blocks.
  private nonisolated func build(
    _ missing: [(projection: Projection, status: WorkerStatus)]
  ) async {
    for member in missing { member.status.set(.rebuilding) }
    // All of them are asked: that they are shows that they move.
    let stop = StopRequest { missing.reduce(false) { $1.status.stop.isMade || $0 } }
    _ = try? Rebuild.run(
      missing.map(\.projection), log: store.events, store: store.models, compares: false,
      swaps: true, keepingPreviousUntil: keeping.until, stop: stop
    ) { progress in
      for member in missing { member.status.reached(progress.position) }
      return !stop.isMade
    }
  }
}
