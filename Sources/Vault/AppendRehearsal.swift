internal import Crypto
public import EventLog
public import InteractionModel
internal import Synchronization

/// Appends to a log that do everything but write: what they refuse, the log would refuse.
///
/// Events are checked, sealed and encoded by the code that appending uses, under a key that is kept
/// nowhere, so that a rule of appending is a rule here at once; then their ids are looked for in the
/// log and among what was rehearsed before. Neither log nor vault changes, and attachments are
/// dropped. What is about a moment is not rehearsed: expectations, erasures that are under way.
///
/// Remembers some 100 bytes of each event, for the comparison with later ones.
public final class AppendRehearsal: Sendable {
  /// An event that the log would have.
  private struct Taken {
    let position: Position
    let occurred: Instant?
    let content: Int
    /// The content but for the department, and for the time as well.
    let retold: (content: Int, timeless: Int)

    init(_ event: NewEvent, at position: Position) {
      self.position = position
      occurred = event.occurred?.instant
      content = event.given
      retold = event.retold
    }
  }

  private struct State {
    /// Where the next event would stand; nil before the first.
    var next: Position?
    var taken: [EventID: Taken] = [:]
    var files: Set<EventID> = []
  }

  private let log: InteractionLog
  private let key = DataKey(id: KeyID.next(), key: SymmetricKey(size: .bits256))
  private let state = Mutex(State())

  /// A rehearsal of appends to a log.
  /// - Parameter log: the log as it is.
  public init(_ log: InteractionLog) {
    self.log = log
  }

  /// What ``InteractionLog/append(_:expecting:destroying:)`` would answer to some events, after
  /// those that were rehearsed before.
  ///
  /// Positions are as they would be if nobody else appended.
  /// - Parameter events: the events in the order they shall have.
  /// - Returns: for each event, in order, where it would stand, and whether the log would have it
  ///   before.
  /// - Throws: ``/EventLog/AppendError`` as appending does.
  public func append(
    _ events: [NewEvent]
  ) async throws(AppendError) -> [(position: Position, isDuplicate: Bool)] {
    try await InteractionLog.blocking { () throws(AppendError) in
      let work = try SealingWork(events, for: self.log.store)
      let keys = [DataKey](repeating: self.key, count: work.subjects.count)
      _ = try work.seal(with: keys, isAlone: true)
      return try self.state.withLock { state throws(AppendError) in
        try self.place(events, &state)
      }
    }
  }

  /// Whether the log has an event or would have it.
  /// - Parameter id: its id.
  /// - Returns: whether it is there.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  public func has(_ id: EventID) throws -> Bool {
    try state.withLock { $0.taken[id] != nil } || log.has(id)
  }

  /// What the log has or would have under the id of an event.
  /// - Parameter event: what the source says now.
  /// - Returns: how both compare; nil when there is nothing of that id.
  /// - Throws: ``/EventLog/StorageFault`` when that cannot be told.
  public func earlier(_ event: NewEvent) throws -> EarlierEvent? {
    guard let taken = state.withLock({ $0.taken[event.id] }) else { return try log.earlier(event) }
    let retold = event.retold
    return EarlierEvent(
      position: taken.position, occurred: taken.occurred,
      isSame: taken.retold.content == retold.content,
      isSameButTime: taken.retold.timeless == retold.timeless)
  }

  /// Whether a file was imported to its end, or would have been.
  /// - Parameter file: the id of its content.
  /// - Returns: whether it was.
  /// - Throws: ``/EventLog/StorageFault`` when the vault cannot be read.
  public func hasImported(_ file: EventID) throws -> Bool {
    try state.withLock { $0.files.contains(file) } || log.vault.hasImported(file)
  }

  /// Remembers that a file would have been imported to its end.
  /// - Parameter file: the id of its content.
  public func noteImported(_ file: EventID) {
    state.withLock { _ = $0.files.insert(file) }
  }

  private func place(
    _ events: [NewEvent], _ state: inout State
  ) throws(AppendError) -> [(position: Position, isDuplicate: Bool)] {
    var next: Position
    if let known = state.next { next = known } else { next = try end() }
    // Kept apart until the whole batch is taken: one that is refused leaves nothing.
    var fresh: [(EventID, Taken)] = []
    var placements: [(position: Position, isDuplicate: Bool)] = []
    placements.reserveCapacity(events.count)
    var seen: [EventID: Int] = [:]
    for (index, event) in events.enumerated() {
      if let first = seen[event.id] {
        guard events[first].isSame(as: event) else { throw AppendError.idRepeated(id: event.id) }
        placements.append((placements[first].position, true))
        continue
      }
      seen[event.id] = index
      if let earlier = try known(event, state) {
        placements.append((earlier, true))
        continue
      }
      fresh.append((event.id, Taken(event, at: next)))
      placements.append((next, false))
      next = next.next
    }
    for (id, taken) in fresh { state.taken[id] = taken }
    state.next = next
    return placements
  }

  /// Where the next event of the log would stand.
  private func end() throws(AppendError) -> Position {
    do throws(StorageFault) {
      return try log.store.head().position.next
    } catch {
      throw .storage(error)
    }
  }

  /// Where the log has an event or would have it; nil when it is new.
  private func known(_ event: NewEvent, _ state: State) throws(AppendError) -> Position? {
    if let taken = state.taken[event.id] {
      guard taken.content == event.given else {
        throw .idReused(id: event.id, position: taken.position)
      }
      return taken.position
    }
    let position: Position
    let isSame: Bool
    do throws(StorageFault) {
      let found = try log.store.records(.id(event.id), in: ReadRange(), limit: 1).first
      guard let found else { return nil }
      position = found.position
      isSame = try log.isSame(found, as: event)
    } catch {
      throw .storage(error)
    }
    guard isSame else { throw .idReused(id: event.id, position: position) }
    return position
  }
}

extension NewEvent {
  /// Hashes of what ``EarlierEvent`` compares.
  fileprivate var retold: (content: Int, timeless: Int) {
    (
      retold(at: occurred, department: nil).given, retold(at: nil, department: nil).given
    )
  }

  /// A hash of what the source gave, which is what events of one id are compared by: all but party
  /// and case, which links change, whom the personal parts are about, and how the time is spelled.
  fileprivate var given: Int {
    var event = self
    event.party = nil
    event.case = nil
    event.personal = []
    event.occurred = occurred.map { time in time.instant.map(Timestamp.init) ?? time }
    var hasher = Hasher()
    hasher.combine(event)
    for part in personal { hasher.combine(part.content) }
    return hasher.finalize()
  }
}
