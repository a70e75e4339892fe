public import Compliance
public import EventLog
internal import InteractionModel
public import ProjectionEngine
internal import Projections
internal import Queries

/// Brings what is made from a log up to date with it, once or for as long as it runs: the
/// projections, then what opens text (the full-text index, which follows behind the archive, and the
/// identifiers), then what the log has to forget.
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
  private let clock: WallClock
  private let supervisor: Supervisor
  /// Whether something stands still before a record that it cannot take.
  public private(set) var standsStill = false

  /// Work that has not begun.
  /// - Parameters:
  ///   - store: open to project.
  ///   - only: what is brought up to date; nil for everything.
  ///   - days: how many days the words of readings that showed nobody are kept.
  ///   - clock: tells what is past its time, and is watched while the log is followed.
  ///   - supervisor: whoever has it done.
  public init(
    _ store: OpenStore, only: Derived? = nil, keepingWords days: Int = ExpiredWords.days,
    clock: WallClock, _ supervisor: Supervisor
  ) {
    self.store = store
    self.only = only
    self.clock = clock
    self.supervisor = supervisor
    let chosen: [Projection] =
      switch only {
      case nil: ProjectionCatalogue.all
      case .projection(let projection)?: [projection]
      case .search?, .identifiers?: []
      }
    projections = ProjectionFollower(store: store, projections: chosen, supervisor: supervisor)
    if only == nil || only == .search {
      search = SearchFollower(store: store, supervisor: supervisor)
    }
    if only == nil || only == .identifiers {
      identifiers = IdentifierFollower(store: store, supervisor: supervisor)
    }
    words = WordsWatch(store, keptFor: days, clock: clock.logClock, supervisor)
  }

  /// Brings everything that is asked for to the end of the log.
  ///
  /// What stands still is told of (``WorkNews/stopped(_:_:)``), and so is what waits.
  /// - Throws: what keeps it from being brought up to date: ``/EventLog/StorageFault``, and of what is
  ///   asked for by name and has no key ``/Compliance/UnusableVault`` or ``/Vault/VaultError``;
  ///   `CancellationError` when it is to stop.
  public mutating func catchUp() async throws {
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

  /// Follows the log until the task is cancelled: each projection on a thread of its own, the
  /// full-text index and the identifiers, where they do not wait for a key, beside them, and watches
  /// over erasures, words and the clock.
  ///
  /// A part that ends by itself ends the others: a process that goes on without one of them would
  /// be behind for ever and look alive to whoever supervises it. Begun once everything was brought up
  /// to date by ``catchUp()`` and nothing stands still.
  /// - Parameter finishing: gives up on what the projections take in the end, once the task was
  ///   cancelled.
  /// - Throws: what ended the first part that ended.
  public func follow(finishing: StopRequest) async throws {
    var parts = projections.projections.map { [projections] projection in
      FollowingPart(name: projection.name) { try await projections.follow(projection) }
    }
    if let search {
      parts.append(FollowingPart(name: Derived.search.name) { try await search.follow() })
    }
    if let identifiers {
      parts.append(
        FollowingPart(name: Derived.identifiers.name) { try await identifiers.follow() })
    }
    let erasures = ErasureWatch(store: store, supervisor: supervisor)
    parts.append(FollowingPart(name: ErasureWatch.name) { try await erasures.follow() })
    parts.append(FollowingPart(name: WordsWatch.name) { [words] in try await words.follow() })
    parts.append(FollowingPart(name: "clock") { [clock] in try await clock.watch() })
    try await FollowingPart.run(parts, supervisor)
    try projections.finish(finishing)
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
