public import Compliance
public import EventLog
internal import InteractionModel
public import ProjectionEngine
internal import Projections
internal import Queries

/// Brings what is made from a log up to date with it: the projections, then what opens text (the
/// full-text index, which follows behind the archive, and the identifiers), then what the log has to
/// forget.
///
/// What opens text needs the master key; where all of it is asked for and there is no key, it waits
/// and keeps nobody else from going on.
public struct Projecting: Sendable {
  private let store: OpenStore
  private let only: Derived?
  private let projections: ProjectionFollower
  /// Nil when it is not asked for, or waits.
  private var search: SearchFollower?
  /// Nil when they are not asked for, or wait.
  private var identifiers: IdentifierFollower?
  private let words: WordsWatch
  private let kept: KeptGenerations
  private let clock: WallClock
  private let supervisor: Supervisor
  private let keeping = LeaseKeeping()
  /// Whether something stands still before a record that it cannot take.
  public private(set) var standsStill = false

  /// Work that has not begun.
  /// - Parameters:
  ///   - store: open to project.
  ///   - only: what is brought up to date; nil for everything.
  ///   - days: how many days the words of readings that showed nobody are kept.
  ///   - clock: tells what is past its time.
  ///   - supervisor: whoever has it done.
  public init(
    _ store: OpenStore, only: Derived? = nil, keepingWords days: Int = ExpiredWords.days,
    clock: WallClock, _ supervisor: Supervisor
  ) {
    self.store = store
    self.only = only
    self.clock = clock
    self.supervisor = keeping.keeping(supervisor)
    let supervisor = self.supervisor
    let chosen: [Projection] =
      switch only {
      case nil: ProjectionCatalogue.all
      case .projection(let projection)?: [projection]
      case .search?, .identifiers?: []
      }
    projections = ProjectionFollower(
      store: store, projections: chosen, clock: clock, supervisor: supervisor)
    if only == nil || only == .search {
      search = SearchFollower(store: store, supervisor: supervisor)
    }
    if only == nil || only == .identifiers {
      identifiers = IdentifierFollower(store: store, supervisor: supervisor)
    }
    words = WordsWatch(store, keptFor: days, clock: clock.logClock, supervisor)
    kept = KeptGenerations(store, clock: clock, supervisor)
  }

  /// Brings everything that is asked for to the end of the log; where a daemon keeps the store, waits
  /// until it has.
  ///
  /// What stands still is told of (``WorkNews/stopped(_:_:)``), and so is what waits.
  /// - Throws: what keeps it from being brought up to date: ``/EventLog/StorageFault``, and of what is
  ///   asked for by name and has no key ``/Compliance/UnusableVault`` or ``/Vault/VaultError``;
  ///   `CancellationError` when it is to stop.
  public mutating func catchUp() async throws {
    let lease: any StoreLease
    do throws(StorageFault) {
      lease = try store.leases.acquire(.ofThisProcess(Projecting.role, at: clock.now()))
    } catch {
      guard error.code == .busy, let holder = try await store.leases.keeper(of: wanted) else {
        throw error
      }
      return try await wait(for: holder)
    }
    keeping.keep(lease)
    defer {
      keeping.keep(nil)
      lease.release()
    }
    try await work()
  }

  /// What a process calls itself that projects once.
  static let role = "project"

  /// What is asked for.
  private var wanted: [Derived] {
    projections.projections.map { .projection($0) } + (search == nil ? [] : [.search])
      + (identifiers == nil ? [] : [.identifiers])
  }

  /// Waits until whoever keeps the store has everything that is asked for at the end of the log, as it
  /// was when this began.
  private mutating func wait(for holder: LeaseHolder) async throws {
    supervisor.tell(.leftTo(holder))
    let (head, positions) = (try store.events.head().position, DerivedPositions(of: store))
    for held in try wanted.compactMap(positions.held) { supervisor.tell(.held(held)) }
    while true {
      try supervisor.check()
      let behind = try wanted.filter {
        try positions.held($0) == nil && positions.position(of: $0).map { $0 < head } ?? true
      }
      guard !behind.isEmpty else { return }
      for derived in behind {
        guard let failure = try positions.failure(of: derived) else { continue }
        noteStandstill(derived, failure)
      }
      if standsStill { return }
      if let now = try store.leases.holder(), now.isSilent {
        throw StorageFault.leased(to: now)
      }
      // A store tells nobody how far somebody else has brought it.
      try await Task.sleep(for: .milliseconds(100))
    }
  }

  private mutating func work() async throws {
    // Whoever brings what opens text up to date opens the vault anyway.
    if search == nil, identifiers == nil { try await store.finishErasures(supervisor) }
    for (projection, failure) in try projections.catchUp() {
      noteStandstill(.projection(projection), failure)
    }
    try supervisor.check()
    if let follower = search, try await !catchUp(.search, { try await follower.catchUp() }) {
      search = nil
    }
    if let follower = identifiers,
      try await !catchUp(.identifiers, { try await follower.catchUp() })
    {
      identifiers = nil
    }
    try await words.look()
    try kept.look()
    try supervisor.check()
  }

  /// Brings up to date what opens text.
  /// - Returns: whether it goes on from there; false when it waits.
  private mutating func catchUp(
    _ derived: Derived, _ body: () async throws -> Void
  ) async throws -> Bool {
    do {
      try await body()
      try supervisor.check()
    } catch let failure as ProjectionFailure {
      noteStandstill(derived, failure)
    } catch  where only == nil && error.isOfClosedVault {
      // Whoever projects without the key is not kept from it; status says that it waits.
      supervisor.tell(.waits(derived, because: error))
      return false
    }
    return true
  }

  private mutating func noteStandstill(_ derived: Derived, _ failure: ProjectionFailure) {
    standsStill = true
    supervisor.tell(.stopped(derived, failure))
  }

  /// How far everything is that is asked for.
  /// - Returns: the status.
  /// - Throws: ``/EventLog/StorageFault`` when the log or the catalogue cannot be read.
  public func status() throws -> ProjectedStatus {
    let head = try store.events.head().position
    return ProjectedStatus(
      projections: try projections.projections.map {
        try ProjectionStatus($0, in: store, head: head)
      },
      index: only == nil || only == .search ? SearchIndexStatus.of(store, head: head) : nil,
      identifiers: only == nil || only == .identifiers
        ? IdentifierStatus(of: store, head: head) : nil)
  }
}
