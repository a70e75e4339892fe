internal import EventLog
internal import GRDB
internal import InteractionModel
internal import struct InteractionModel.Record
internal import Merkle

/// What the committer remembers between transactions; true only while nobody else has written.
struct AppendCache {
  /// A stream or entity: its number and how many records its own stream has.
  struct Entity {
    let number: Int64
    var count: Int64
  }

  /// Above this many entities the cache starts anew instead of growing for ever.
  static let entityLimit = 200_000

  var dataVersion: Int64 = -1
  var head = Head(position: .start, recorded: nil)
  var entities: [String: Entity] = [:]
  var nextNumber: Int64 = 1
  /// Whether any key has been destroyed: most logs never ask about one.
  var hasDestroyedKeys = false
}

/// One write transaction of the log: sets known events aside, checks expectations, inserts.
struct AppendTransaction {
  var cache: AppendCache
  private(set) var hasAppended = false
  let database: Database
  private let recorded: Instant
  private let insertRecord: SQLiteStatement
  private let insertID: SQLiteStatement
  private let findID: SQLiteStatement
  private let insertEntity: SQLiteStatement
  private let insertEntry: SQLiteStatement

  /// Starts on a connection that has just got the write lock.
  init(_ database: Database, cache: AppendCache, clock: LogClock) throws {
    self.database = database
    self.cache = cache
    // Changes exactly when another connection has committed: what is remembered is then stale.
    let dataVersion = try SQLiteStatement(database, "PRAGMA data_version").first { $0.integer(0) }
    if dataVersion != cache.dataVersion || cache.entities.count > AppendCache.entityLimit {
      self.cache = AppendCache()
      self.cache.dataVersion = dataVersion ?? -1
      self.cache.head = try LogQuery.head(database)
      let last = try SQLiteStatement(database, "SELECT max(number) FROM entity")
      self.cache.nextNumber = (try last.first { $0.integer(0) } ?? 0) + 1
      let any = try SQLiteStatement(
        database, "SELECT 1 FROM destroyed_key WHERE key >= x'' LIMIT 1")
      self.cache.hasDestroyedKeys = try any.first { _ in true } ?? false
    }
    let now = clock.now()
    recorded = max(now, self.cache.head.recorded ?? now)
    insertRecord = try SQLiteStatement(
      database, "INSERT INTO record (position, recorded, leaf, line) VALUES (?, ?, ?, ?)")
    insertID = try SQLiteStatement(
      database, "INSERT INTO event_id (hash, position) VALUES (?, ?)")
    findID = try SQLiteStatement(database, "SELECT 1 FROM event_id WHERE hash = ? LIMIT 1")
    insertEntity = try SQLiteStatement(
      database, "INSERT INTO entity (number, name) VALUES (?, ?)")
    insertEntry = try SQLiteStatement(
      database, "INSERT INTO entry (entity, position, version) VALUES (?, ?, ?)")
  }

  /// Appends one request, or refuses it before anything of it is inserted.
  /// - Throws: what SQLite throws: the whole group fails.
  mutating func append(_ request: AppendRequest) throws -> Result<[Placement], AppendError> {
    do {
      return .success(try place(request))
    } catch let error as AppendError {
      return .failure(error)
    } catch let fault as StorageFault {
      // A record that cannot be compared is the trouble of whoever brought its id again.
      return .failure(.storage(fault))
    }
  }

  /// - Throws: ``AppendError`` or ``StorageFault`` before anything is inserted, else what SQLite
  ///   throws.
  private mutating func place(_ request: AppendRequest) throws -> [Placement] {
    var placements = [Placement?](repeating: nil, count: request.events.count)
    var firstOfID: [EventID: Int] = [:]
    firstOfID.reserveCapacity(request.events.count)
    for (index, sealed) in request.events.enumerated() {
      let id = sealed.event.id
      if let first = firstOfID.updateValue(index, forKey: id) {
        firstOfID[id] = first
        guard sealed.event == request.events[first].event else {
          throw AppendError.idRepeated(id: id)
        }
        continue
      }
      guard let stored = try known(id) else { continue }
      guard try isSame(stored, index, request) else {
        throw AppendError.idReused(id: id, position: stored.position)
      }
      placements[index] = Placement(
        position: stored.position, version: try stored.decoded().version, isDuplicate: true)
    }
    try checkExpectations(request, placements)
    try checkKeys(request, placements)
    for (index, sealed) in request.events.enumerated() where placements[index] == nil {
      if let first = firstOfID[sealed.event.id], first != index, let earlier = placements[first] {
        placements[index] = Placement(
          position: earlier.position, version: earlier.version, isDuplicate: true)
      } else {
        placements[index] = try insert(sealed)
      }
    }
    let placed = placements.compactMap { $0 }
    if let destroying = request.destroying { try destroy(destroying, first: placed.first) }
    return placed
  }

  private func known(_ id: EventID) throws -> StoredRecord? {
    findID.bind(LogQuery.hash(of: id), at: 1)
    guard try findID.first({ _ in true }) == true else { return nil }
    return try LogQuery.record(database, of: id)
  }

  private func isSame(
    _ stored: StoredRecord, _ index: Int, _ request: AppendRequest
  ) throws -> Bool {
    do {
      return try request.isSame(stored, index)
    } catch let error as AppendError {
      throw error
    } catch let fault as StorageFault {
      throw fault
    } catch {
      // Only the type: the words of an unknown error could hold what was compared.
      throw StorageFault(
        code: "compare",
        message: """
          event \(request.events[index].event.id) is already at position \(stored.position) and \
          could not be compared with it; nothing was appended; ask again once it can be opened
          """,
        cause: String(describing: type(of: error)))
    }
  }

  /// Checks what is believed about streams, in the order of their names.
  ///
  /// Nothing is believed any more about a stream whose events are all known duplicates, and of a
  /// request without anything new. A stream that the request appends nothing to is checked: it
  /// stands there as a guard.
  private mutating func checkExpectations(
    _ request: AppendRequest, _ placements: [Placement?]
  ) throws {
    guard !request.expectations.isEmpty else { return }
    var written: Set<StreamID> = []
    for (index, sealed) in request.events.enumerated() where placements[index] == nil {
      written.insert(sealed.event.stream)
    }
    guard !written.isEmpty else { return }
    let named = Set(request.events.map(\.event.stream))
    for (stream, expected) in request.expectations.sorted(by: { $0.key < $1.key })
    where written.contains(stream) || !named.contains(stream) {
      let actual = try existing(stream.rawValue)?.count ?? 0
      guard expected.isMet(by: actual) else {
        throw AppendError.versionConflict(stream: stream, expected: expected, actual: actual)
      }
    }
  }

  private mutating func insert(_ sealed: SealedEvent) throws -> Placement {
    let event = sealed.event
    let position = cache.head.position.next
    let own = event.stream.rawValue
    var stream = try entity(own)
    stream.count += 1
    let line = sealed.line.bytes(position: position, recorded: recorded, version: stream.count)
    try line.withUnsafeBytes { bytes in
      let leaf = Hash.leaf(bytes).bytes
      try leaf.withUnsafeBytes { leaf in
        insertRecord.bind(position.rawValue, at: 1)
        insertRecord.bind(recorded.microseconds, at: 2)
        insertRecord.bindBorrowed(leaf, at: 3)
        insertRecord.bindBorrowed(bytes, at: 4)
        try insertRecord.run()
      }
    }
    insertID.bind(LogQuery.hash(of: event.id), at: 1)
    insertID.bind(position.rawValue, at: 2)
    try insertID.run()
    try insertEntry(stream.number, position, stream.count)
    cache.entities[own] = stream
    for name in LogEntry.mentions(event) where name != own {
      let mentioned = try entity(name)
      try insertEntry(mentioned.number, position, -mentioned.count)
    }
    for part in sealed.sealed { try insertAttachments(part, position) }
    cache.head = Head(position: position, recorded: recorded)
    hasAppended = true
    return Placement(position: position, version: stream.count, isDuplicate: false)
  }

  private func insertEntry(_ number: Int64, _ position: Position, _ version: Int64) throws {
    insertEntry.bind(number, at: 1)
    insertEntry.bind(position.rawValue, at: 2)
    insertEntry.bind(version, at: 3)
    try insertEntry.run()
  }

  private func insertAttachments(_ part: SealedPart, _ position: Position) throws {
    for name in Set(part.attachments) {
      let statement = try SQLiteStatement(
        database, "INSERT OR IGNORE INTO attachment (name, position) VALUES (?, ?)")
      statement.bind(Hex.bytes(name) ?? [], at: 1)
      statement.bind(position.rawValue, at: 2)
      try statement.run()
    }
  }

  private mutating func existing(_ name: String) throws -> AppendCache.Entity? {
    if let known = cache.entities[name] { return known }
    guard let number = try LogQuery.number(database, of: name) else { return nil }
    let found = AppendCache.Entity(
      number: number, count: try LogQuery.count(database, of: number))
    cache.entities[name] = found
    return found
  }

  /// The entity of a name, registered if no record has named it yet.
  private mutating func entity(_ name: String) throws -> AppendCache.Entity {
    if let known = try existing(name) { return known }
    let fresh = AppendCache.Entity(number: cache.nextNumber, count: 0)
    insertEntity.bind(fresh.number, at: 1)
    insertEntity.bind(name, at: 2)
    try insertEntity.run()
    cache.nextNumber += 1
    cache.entities[name] = fresh
    return fresh
  }
}

/// Which entities a record is indexed under besides its own stream.
enum LogEntry {
  static func mentions(_ event: NewEvent) -> [String] {
    mentions(conversation: event.conversation, case: event.case, party: event.party)
  }

  static func mentions(_ record: Record) -> [String] {
    mentions(conversation: record.conversation, case: record.case, party: record.party)
  }

  private static func mentions(conversation: String?, case: String?, party: String?) -> [String] {
    var names: [String] = []
    if let conversation { names.append("conversation-\(conversation)") }
    if let `case` { names.append("case-\(`case`)") }
    if let party { names.append("party-\(party)") }
    return names
  }
}
