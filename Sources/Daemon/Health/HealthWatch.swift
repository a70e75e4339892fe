internal import Compliance
internal import EventLog
internal import InteractionModel
internal import Operations
internal import ProjectionEngine
internal import Projections
internal import Synchronization

/// Looks at a store once a second, from beside those who work on it, and says how everything is.
public final class HealthWatch: Sendable {
  /// How long something may be behind the log before it is no longer called ready.
  public static let lagLimit = Duration.seconds(5)
  /// How many bytes have to be left on the disk: what a store needs to refuse clearly, and to end.
  public static let freeLimit: Int64 = 64 * 1_048_576
  /// How old a look at the store may be before nothing is said on its account.
  static let lookLimit = Duration.seconds(3)

  /// What was seen of the store.
  private struct Look {
    var taken: ContinuousClock.Instant
    var head: Result<Position, StorageFault>
    var positions: [String: Result<Position?, StorageFault>] = [:]
    var builds: [HealthReport.Build] = []
    var signed: UInt64?
    var sizes: [String: Int64] = [:]
    /// When the log was last told of a backup; nil when it never was, or that cannot be read.
    var backedUp: Instant?
    /// What others hold against the log.
    var accusations: [Remedy] = []
    /// Of those that are not made of this log: why.
    var strangers: [String: StorageFault] = [:]
  }

  private struct Contents {
    var role = HealthReport.Role.starting
    var denial: StorageFault?
    var workers: [WorkerStatus] = []
    var look: Look?
    /// Since when each is behind.
    var behind: [String: ContinuousClock.Instant] = [:]
    /// What was read last of what the log says of itself, which it seldom does.
    var backups: (version: Int64, last: Instant?) = (0, nil)
  }

  private let store: OpenStore
  private let projections: [Projection]
  private let texts: [Derived]
  private let contents = Mutex(Contents())
  private let positions: DerivedPositions

  /// A watch that has not looked yet.
  /// - Parameters:
  ///   - store: the store.
  ///   - projections: which projections are kept.
  ///   - texts: which of what opens text is.
  init(_ store: OpenStore, projections: [Projection], texts: [Derived]) {
    self.store = store
    self.projections = projections
    self.texts = texts
    positions = DerivedPositions(of: store)
  }

  // MARK: Told by the service

  func watch(_ status: WorkerStatus) {
    contents.withLock { contents in
      contents.workers.removeAll { $0.name == status.name }
      contents.workers.append(status)
    }
  }

  func forgetWorkers() {
    contents.withLock { contents in
      contents.workers.removeAll { $0.name != HealthWorker.name }
    }
  }

  func leads(epoch: Int64) {
    contents.withLock { ($0.role, $0.denial) = (.leader(epoch: epoch), nil) }
  }

  func standsBy(_ holder: LeaseHolder?, because fault: StorageFault) {
    contents.withLock { ($0.role, $0.denial) = (.standby(holder), fault) }
  }

  // MARK: Looking

  /// Looks at the log and at what is made from it.
  func look() {
    var look = Look(
      taken: .now, head: Result { () throws(StorageFault) in try store.events.head().position })
    for projection in projections {
      look.positions[projection.name] = Result { () throws(StorageFault) in
        try position(of: projection, &look)
      }
    }
    for derived in texts {
      look.positions[derived.name] = Result { () throws(StorageFault) in
        try positions.position(of: derived)
      }
    }
    look.builds = (try? builds()) ?? []
    look.signed = try? store.events.lastCheckpoint().map(\.checkpoint.size) ?? 0
    look.sizes = store.sizes
    look.backedUp = try? lastBackup()
    look.accusations = store.alarms.accusations(against: store.events)
    let seen = look
    contents.withLock { contents in
      contents.look = seen
      guard case .success(let head) = seen.head else { return }
      for (name, position) in seen.positions {
        let isBehind = ((try? position.get()) ?? .start).map { $0 < head } ?? true
        contents.behind[name] = isBehind ? contents.behind[name] ?? seen.taken : nil
      }
    }
  }

  /// When the log was last told of a backup; nil when it never was.
  private func lastBackup() throws -> Instant? {
    let version = try store.events.version(of: .log)
    let known = contents.withLock { $0.backups }
    guard version != known.version else { return known.last }
    let last = try CopiedKeys.last(in: store.events).map(\.recorded).max()
    contents.withLock { $0.backups = (version, last) }
    return last
  }

  private func builds() throws(StorageFault) -> [HealthReport.Build] {
    var builds: [HealthReport.Build] = []
    for generation in try store.models.generations() where generation.state == .building {
      let projection = projections.first { $0.name == generation.projection }
      let model = projection.flatMap { try? store.models.open(generation, of: $0) }
      builds.append(
        HealthReport.Build(
          name: generation.projection, generation: generation.number,
          position: try? model?.checkpoint()))
    }
    return builds
  }

  /// How far the generation that serves is, by its own file; nil when none does.
  private func position(
    of projection: Projection, _ look: inout Look
  ) throws(StorageFault) -> Position? {
    guard let model = try positions.model(of: projection) else { return nil }
    let position = try model.checkpoint()
    do throws(StorageFault) {
      try store.events.require(model)
      try store.events.requireComplete(model)
    } catch {
      guard [.ahead, .foreign].contains(error.code) else { throw error }
      look.strangers[projection.name] = error
    }
    return position
  }

  // MARK: Saying

  /// How everything is now.
  public var report: HealthReport {
    let (contents, now) = (contents.withLock { $0 }, ContinuousClock.now)
    let workers = contents.workers.map(\.report)
    var problems: [HealthReport.Problem] = []
    func note(_ subject: String, _ what: Remedy) {
      problems.append(HealthReport.Problem(subject: subject, what: what))
    }
    switch contents.role {
    case .starting: note("lease", "it has just begun")
    case .leader: break
    case .standby(let holder?) where holder.isSilent:
      note("lease", StorageFault.leased(to: holder).diagnosis.sentence)
    case .standby(.some): break
    case .standby(nil):
      note("lease", contents.denial?.diagnosis.sentence ?? "nobody has the lease")
    }
    for worker in workers {
      if worker.isSilent {
        note(worker.name, "it has not come round for \(worker.silence.wholeSeconds) s")
      } else if case .stopped(_, let why) = worker.state {
        note(worker.name, why)
      } else if worker.state == .rebuilding, kept.contains(worker.name) {
        note(worker.name, "it is being built")
      }
    }
    guard let look = contents.look, look.taken.duration(to: now) < HealthWatch.lookLimit else {
      let age = contents.look.map { "\($0.taken.duration(to: now).wholeSeconds) s ago" } ?? "never"
      note("health", "the store was last looked at \(age)")
      return HealthReport(
        role: contents.role, head: nil, kept: [], builds: [], signed: nil, sizes: [:],
        lastBackup: nil, workers: workers, problems: problems)
    }
    let head = try? look.head.get()
    if case .failure(let fault) = look.head { note("log", fault.diagnosis.sentence) }
    for accusation in look.accusations { note(HealthReport.Problem.history, accusation) }
    if let free = look.sizes["free"], free < HealthWatch.freeLimit {
      note("disk", "\(free / 1_048_576) MiB are left for the store's files")
    }
    let kept = look.positions.keys.sorted().map { name -> HealthReport.Kept in
      let found = look.positions[name]
      let position = (try? found?.get()) ?? nil
      let lagging = contents.behind[name].map { $0.duration(to: now) } ?? .zero
      if case .failure(let fault)? = found { note(name, fault.diagnosis.sentence) }
      if let fault = look.strangers[name] { note(name, fault.diagnosis.sentence) }
      if position == nil, case .success? = found { note(name, "none serves yet") }
      if lagging > HealthWatch.lagLimit {
        note(name, "it has been behind the log for \(lagging.wholeSeconds) s")
      }
      let lag = head.flatMap { head in position.map { max(0, head.rawValue - $0.rawValue) } }
      return HealthReport.Kept(name: name, position: position, lag: lag, lagging: lagging)
    }
    return HealthReport(
      role: contents.role, head: head, kept: kept, builds: look.builds, signed: look.signed,
      sizes: look.sizes, lastBackup: look.backedUp, workers: workers, problems: problems)
  }

  /// The names of what is kept as far as the log.
  private var kept: [String] { projections.map(\.name) + texts.map(\.name) }

  /// What whoever has the lease says of itself, for whoever looks from outside.
  var word: JSONObject {
    let workers = contents.withLock { $0.workers }.map(\.report)
    return [
      LeaseHolder.keepsName: .array(kept.map(JSONValue.string)), LeaseHolder.rebuildsName: true,
      "workers": .array(workers.map { .object($0.json(\.description)) }),
    ]
  }
}

/// Has a store looked at once a second.
struct HealthWorker: Worker {
  static let name = "health"
  let watch: HealthWatch

  var name: String { HealthWorker.name }

  func run(_ status: WorkerStatus) async throws {
    try await status.everySecond {
      watch.look()
      status.set(.live)
    }
  }
}
