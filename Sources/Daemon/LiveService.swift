public import Compliance
public import EventLog
public import InteractionModel
public import Operations
public import ProjectionEngine
public import Projections
public import ServiceLifecycle
internal import Synchronization
public import Vault

/// Keeps everything that is made from a store's log as far as the log, for as long as a process lives:
/// each projection, the full-text index, the identifiers; finishes what erasures left undone, has words
/// forgotten in time, signs checkpoints.
///
/// One process does so at a time; a second one on the same store waits, and says for whom, and takes over
/// when that one ends. Each worker has a thread and a heartbeat of its own, and one that ends is begun
/// again: the others go on meanwhile, and ``health`` tells.
public struct LiveService: Service {
  /// What is kept, and how.
  public struct Configuration: Sendable {
    /// Which projections.
    public var projections: [Projection]
    /// Which of what opens text, for which the master key is needed.
    public var texts: [Derived]
    /// How many days the words of readings that showed nobody are kept.
    public var wordsKept: Int
    /// How long the generation that served is kept when another one takes its place; zero for not at all.
    public var previousKept: Duration
    /// Where the log's signing key is, and when it signs; nil for whoever does not sign.
    public var signing: (key: SigningKeyFile, schedule: SigningSchedule)?
    /// What the process calls itself where it has the lease: `daemon`.
    public var role: String

    /// A configuration.
    /// - Parameters:
    ///   - projections: which projections.
    ///   - texts: which of what opens text.
    ///   - wordsKept: how many days the words of readings that showed nobody are kept.
    ///   - previousKept: how long the generation that served is kept when another one takes its place.
    ///   - signing: where the log's signing key is, and when it signs.
    ///   - role: what the process calls itself.
    public init(
      projections: [Projection] = ProjectionCatalogue.all,
      texts: [Derived] = [.search, .identifiers],
      wordsKept: Int = ExpiredWords.days, previousKept: Duration = KeptGenerations.time,
      signing: (key: SigningKeyFile, schedule: SigningSchedule)? = nil, role: String = "daemon"
    ) {
      self.projections = projections
      self.texts = texts
      self.wordsKept = wordsKept
      self.previousKept = previousKept
      self.signing = signing
      self.role = role
    }
  }

  /// How it is.
  public let health: HealthWatch
  private let store: OpenStore
  private let configuration: Configuration
  private let clock: WallClock
  private let tell: @Sendable (DaemonNews) -> Void
  private let disturbance: @Sendable (String) async throws -> Void

  /// A service that does nothing yet.
  /// - Parameters:
  ///   - store: open to project.
  ///   - configuration: what is kept, and how.
  ///   - clock: tells what is past its time, and is watched.
  ///   - tell: is told what happens, from any thread.
  public init(
    _ store: OpenStore, _ configuration: Configuration = Configuration(), clock: WallClock,
    tell: @escaping @Sendable (DaemonNews) -> Void = { _ in }
  ) {
    self.init(store, configuration, clock: clock, tell: tell) { _ in }
  }

  /// The same with something that comes between a worker and its work, each time that it comes round.
  package init(
    _ store: OpenStore, _ configuration: Configuration = Configuration(), clock: WallClock,
    tell: @escaping @Sendable (DaemonNews) -> Void = { _ in },
    disturbing: @escaping @Sendable (String) async throws -> Void
  ) {
    self.store = store
    self.configuration = configuration
    self.clock = clock
    self.tell = tell
    disturbance = disturbing
    health = HealthWatch(
      store, projections: configuration.projections, texts: configuration.texts)
  }

  /// Keeps everything until the process is to end.
  /// - Throws: nothing that passes: what a worker meets with is told, and it is begun again.
  public func run() async throws {
    await cancelWhenGracefulShutdown {
      await withTaskGroup(of: Void.self) { group in
        add(HealthWorker(watch: health), to: &group)
        group.addTask { await keep() }
        await group.next()
        group.cancelAll()
      }
    }
  }

  private func status(_ name: String) -> WorkerStatus {
    WorkerStatus(name, disturbance: disturbance) { [tell] in tell(.changed($0)) }
  }

  private func add(
    _ worker: some Worker, as status: WorkerStatus? = nil, to group: inout TaskGroup<Void>
  ) {
    let status = status ?? self.status(worker.name)
    health.watch(status)
    group.addTask(executorPreference: WorkerThread(worker.name)) {
      await worker.keepRunning(status)
    }
  }

  /// How long somebody who stands by waits until they ask for the lease again: a lock says nothing when it
  /// is given back, and a takeover takes seconds at most.
  private static let pause = Duration.milliseconds(500)

  /// Waits for the lease and works as long as it has it, again and again.
  private func keep() async {
    var told: Denial?
    while !Task.isCancelled {
      do throws(StorageFault) {
        let lease = try store.leases.acquire(.ofThisProcess(configuration.role, at: clock.now()))
        health.leads(epoch: lease.epoch)
        tell(.leads(epoch: lease.epoch))
        await work(lease)
        lease.release()
        told = nil
      } catch {
        let holder = error.code == .busy ? (try? store.leases.holder()) ?? nil : nil
        health.standsBy(holder, because: error)
        let denial = Denial(
          code: error.code, claim: holder?.claim, isSilent: holder?.isSilent ?? false)
        if denial != told { tell(.standsBy(holder, because: error)) }
        told = denial
      }
      // A lock that is given back, or whose holder was killed, tells nobody: it is tried again.
      guard (try? await Task.sleep(for: LiveService.pause)) != nil else { return }
    }
  }

  /// What is told once of why the lease cannot be got.
  private struct Denial: Equatable {
    let code: StorageFault.Code
    let claim: LeaseClaim?
    let isSilent: Bool
  }

  /// Works until the task is cancelled or the lease is gone.
  private func work(_ lease: any StoreLease) async {
    let supervisor = Supervisor { [tell] in tell(.work($0)) }
    await withTaskGroup(of: Void.self) { group in
      add(LeaseWorker(lease: lease) { [health] in health.word }, to: &group)
      let projections = configuration.projections.map { ($0, status($0.name)) }
      let keeping = Keeping(clock: clock, time: configuration.previousKept)
      let first = FirstBuild(of: projections, in: store, keeping: keeping)
      for (projection, status) in projections {
        add(
          ProjectionWorker(
            store: store, projection: projection, first: first, keeping: keeping, tell: tell),
          as: status, to: &group)
      }
      if configuration.texts.contains(.search) {
        add(SearchWorker(store: store, supervisor: supervisor), to: &group)
      }
      if configuration.texts.contains(.identifiers) {
        add(IdentifierWorker(store: store), to: &group)
      }
      add(ErasureWorker(store: store, supervisor: supervisor), to: &group)
      add(
        WordsWorker(
          words: WordsWatch(
            store, keptFor: configuration.wordsKept, clock: clock.logClock, supervisor)),
        to: &group)
      add(
        GenerationsWorker(kept: KeptGenerations(store, clock: clock, supervisor)), to: &group)
      add(RebuildWorker(store: store, clock: clock) { [tell] in tell(.work($0)) }, to: &group)
      add(ClockWorker(clock: clock), to: &group)
      add(CommitterWorker(store: store), to: &group)
      if let signing = configuration.signing {
        add(
          CheckpointWorker(store: store, key: signing.key, schedule: signing.schedule), to: &group)
      }
      // The first that returns has lost the lease, or was asked to end.
      await group.next()
      group.cancelAll()
    }
    health.forgetWorkers()
  }
}

/// What is worth telling of a daemon while it runs.
public enum DaemonNews: Sendable {
  /// It has the lease of the store, and works.
  case leads(epoch: Int64)
  /// It waits for the lease.
  case standsBy(LeaseHolder?, because: StorageFault)
  /// The state of a worker has changed.
  case changed(WorkerStatus.Report)
  /// Another generation of a projection serves, whoever let it.
  case serves(Generation)
  /// What a worker does tells something.
  case work(WorkNews)
}
