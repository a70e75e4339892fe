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
/// Remembers some 200 bytes of each event, for the comparison with later ones.
public final class AppendRehearsal: Sendable {
  /// An event that the log would have.
  struct Taken {
    let position: Position
    let type: EventType
    let occurred: Instant?
    let content: Int
    /// The content but for the department, and for the time as well.
    let retold: (content: Int, timeless: Int)
    let words: Int
    let fields: [String]

    init(_ event: NewEvent, at position: Position) {
      self.position = position
      type = event.type
      occurred = event.occurred?.instant
      content = event.given
      retold = event.retold
      words = event.words
      fields = event.statedFields
    }
  }

  struct State {
    /// Where the next event would stand; nil before the first.
    var next: Position?
    var taken: [EventID: Taken] = [:]
    /// By hash: 16 bytes a stream.
    var streams: Set<Int> = []
    /// The files of each source whose import would have begun, in order.
    var files: [EventID: [ImportedFile]] = [:]
    var versions: [EventID: Int64] = [:]
  }

  let log: InteractionLog
  private let key = DataKey(id: KeyID.next(), key: SymmetricKey(size: .bits256))
  let state = Mutex(State())

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

  /// Which type an event has that the log has or would have.
  /// - Parameter id: its id.
  /// - Returns: the type; nil when it is not there.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  public func type(of id: EventID) throws -> EventType? {
    try state.withLock { $0.taken[id]?.type } ?? log.type(of: id)
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
      isSameButTime: taken.retold.timeless == retold.timeless,
      hasSameWords: taken.words == event.words, cleared: event.cleared(of: taken.fields))
  }

  /// Whether the log has any event of a stream or would have one.
  /// - Parameter stream: the stream.
  /// - Returns: whether there is one.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  public func has(_ stream: StreamID) throws -> Bool {
    try state.withLock { $0.streams.contains(stream.hashValue) } || log.has(stream)
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
    for event in events { state.streams.insert(event.stream.hashValue) }
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
      retold(at: occurred, department: nil, channel: nil, causation: nil).given,
      retold(at: nil, department: nil, channel: nil, causation: nil).given
    )
  }

  /// A hash of what its personal parts say.
  fileprivate var words: Int {
    var hasher = Hasher()
    for part in personal { hasher.combine(part.content) }
    return hasher.finalize()
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
