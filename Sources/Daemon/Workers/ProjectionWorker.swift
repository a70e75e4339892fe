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
  /// How many records may come between two looks without its being called late.
  private static let ordinary: Int64 = 8_192

  var name: String { projection.name }

  func run(_ status: WorkerStatus) async throws {
    try await first.wait(for: projection)
    var refused: ContinuousClock.Instant?
    while true {
      try await status.turn()
      do {
        if let serving = try serving() {
          try await follow(serving, status)
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

  /// The generation that serves and that this code has made.
  private func serving() throws -> Generation? {
    try store.models.generations().first {
      $0.projection == projection.name && $0.state == .serving
        && $0.codeVersion == projection.version
    }
  }

  private func build(_ status: WorkerStatus) throws {
    _ = try Rebuild.run(
      projection, log: store.events, store: store.models, compares: false, swaps: true,
      stop: status.stop
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
      while true {
        try await status.turn()
        let position = try runner.catchUp { progress in
          status.reached(progress.position)
          return !status.stop.isMade
        }
        status.reached(position)
        // Read from the log anew: what was its end before it caught up says nothing of now.
        let behind = try store.events.head().position.rawValue - position.rawValue
        status.set(behind > ProjectionWorker.ordinary ? .catchingUp : .live)
        try await store.events.waitForRecords(after: position, atMost: .seconds(1))
      }
    } catch let fault as StorageFault {
      // A rebuild has let another one serve, and this one's file is gone or going.
      guard try serving()?.number != generation.number else { throw fault }
    }
  }
}

/// The projections that this code has not made, built in one pass over the log before they are followed.
actor FirstBuild {
  private let store: OpenStore
  private let missing: [Projection]
  private var isDone = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// What is missing in a store.
  /// - Parameters:
  ///   - projections: those that there should be.
  ///   - store: the store.
  /// - Throws: ``/EventLog/StorageFault`` when the catalogue cannot be read.
  init(of projections: [Projection], in store: OpenStore) throws {
    self.store = store
    let serving = try store.models.generations().filter { $0.state == .serving }
    missing = projections.filter { projection in
      !serving.contains {
        $0.projection == projection.name && $0.codeVersion == projection.version
      }
    }
  }

  /// Waits until a projection was built, or could not be, which whoever follows it finds out again.
  func wait(for projection: Projection) async throws {
    guard !isDone, missing.contains(where: { $0.name == projection.name }) else { return }
    await withCheckedContinuation { waiting.append($0) }
    try Task.checkCancellation()
  }

  /// Builds what is missing.
  /// - Parameter statuses: of those that follow them.
  nonisolated func run(_ statuses: [WorkerStatus]) async {
    let own = statuses.filter { status in missing.contains { $0.name == status.name } }
    if !missing.isEmpty {
      for status in own { status.set(.rebuilding) }
      let stop = StopRequest { own.reduce(false) { $1.stop.isMade || $0 } }
      _ = try? Rebuild.run(
        missing, log: store.events, store: store.models, compares: false, swaps: true, stop: stop
      ) { progress in
        for status in own { status.reached(progress.position) }
        return !stop.isMade
      }
    }
    await finish()
  }

  private func finish() {
    isDone = true
    for one in waiting { one.resume() }
    waiting = []
  }
}
