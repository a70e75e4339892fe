internal import EventLog
internal import GRDB
internal import InteractionModel
internal import Merkle

/// One write transaction of the log: sets known events aside, checks expectations, inserts.
struct AppendTransaction {
  var cache: AppendCache
  private(set) var hasAppended = false
  let database: Database
  private let recorded: Instant
  /// The time as lines spell it, once for all of them.
  private let recordedText: String
  private let index: LogIndex
  private let insertRecord: SQLiteStatement
  private let insertEntity: SQLiteStatement
  private let first: Position
  private let tuning: LogTuning
  /// What the transaction adds to the index.
  private var row = RecentRow()
  /// The line that is being written.
  private var line: [UInt8] = []
  /// Whether something of the request has been inserted, so that it can no longer be refused alone.
  private var isInserting = false

  /// Starts on a connection that has just got the write lock.
  init(
    _ database: Database, cache: consuming AppendCache, clock: LogClock, tuning: LogTuning
  ) throws {
    self.database = database
    self.tuning = tuning
    // Changes exactly when another connection has committed: what is remembered is then stale.
    let dataVersion = try SQLiteStatement(database, "PRAGMA data_version").first { $0.integer(0) }
    if dataVersion != cache.dataVersion {
      try AppendTransaction.refresh(&cache, database)
      cache.dataVersion = dataVersion ?? -1
    } else if cache.entities.count > AppendCache.entityLimit {
      cache.forgetEntities()
    }
    try cache.improveFilter(database, threshold: tuning.filterThreshold)
    let now = clock.now()
    recorded = max(now, cache.head.recorded ?? now)
    recordedText = recorded.description
    first = cache.head.position.next
    self.cache = cache
    index = try LogIndex(database)
    insertRecord = try SQLiteStatement(
      database, "INSERT INTO record (position, recorded, leaf, line) VALUES (?, ?, ?, ?)")
    insertEntity = try SQLiteStatement(
      database, "INSERT INTO entity (number, name) VALUES (?, ?)")
  }

  /// Reads what others have committed.
  private static func refresh(_ cache: inout AppendCache, _ database: Database) throws {
    cache.forgetEntities()
    let isFirst = cache.dataVersion < 0
    if !isFirst, try RecentPart.merged(database) == cache.recent.merged {
      try cache.recent.advance(database)
    } else {
      cache.recent = try RecentPart(database)
    }
    cache.head = try LogQuery.head(database)
    guard cache.head.position.rawValue == cache.recent.through else {
      throw StorageFault.damagedIndex("recent", cache.recent.through)
    }
    let size = cache.head.position.rawValue
    if isFirst || size - Int64(cache.tree.count) > Tile.width {
      cache.tree = try TileTable.tree(database, size: size)
    } else {
      try TileTable.advance(&cache.tree, database)
    }
    guard Int64(cache.tree.count) == size else {
      throw StorageFault.damagedIndex("record", size)
    }
    let any = try SQLiteStatement(
      database, "SELECT 1 FROM destroyed_key WHERE key >= x'' LIMIT 1")
    cache.hasDestroyedKeys = try any.hasRow()
  }

  /// Appends one request, or refuses it before anything of it is inserted.
  /// - Throws: what SQLite throws: the whole group fails.
  mutating func append(_ request: AppendRequest) throws -> Result<[Placement], AppendError> {
    isInserting = false
    do {
      return .success(try place(request))
    } catch let error as AppendError where !isInserting {
      return .failure(error)
    } catch let fault as StorageFault where !isInserting {
      // A record that cannot be compared is the trouble of whoever brought its id again.
      return .failure(.storage(fault))
    }
  }

  /// Writes what was appended into the tree, and into the index, which is merged first when it is
  /// full.
  mutating func finish() throws {
    guard hasAppended else { return }
    try TileTable.insert(database, cache.tree.takeFullTiles())
    if cache.recent.count >= tuning.recentLimit {
      try index.merge(&cache.recent, window: tuning.recentLimit)
      return
    }
    let insert = try SQLiteStatement(
      database, "INSERT INTO recent (first, records) VALUES (?, ?)")
    insert.bind(first.rawValue, at: 1)
    try row.bytes.withUnsafeBytes { bytes in
      insert.bindBorrowed(bytes, at: 2)
      try insert.run()
    }
  }

  /// - Throws: ``AppendError`` or ``StorageFault`` before anything is inserted, else what SQLite
  ///   throws.
  private mutating func place(_ request: AppendRequest) throws -> [Placement] {
    let events = request.events
    cache.lookups += events.count
    var placements = [Placement?](repeating: nil, count: events.count)
    /// The events that repeat an earlier one of the request, and which.
    var repeated: [Int: Int] = [:]
    var seen = KeyTable(capacity: events.count)
    for index in events.indices {
      let id = events[index].event.id
      let key = Fingerprint.of(id)
      let earlier = seen.first(key) { events[Int($0) - 1].event.id == id }
      if earlier != 0 {
        guard events[index].event.isSame(as: events[Int(earlier) - 1].event) else {
          throw AppendError.idRepeated(id: id)
        }
        repeated[index] = Int(earlier) - 1
        continue
      }
      seen.insert(UInt64(index + 1), for: key)
      guard let stored = try known(id, key) else { continue }
      guard try request.compare(stored, index) else {
        throw AppendError.idReused(id: id, position: stored.position)
      }
      placements[index] = Placement(
        position: stored.position, version: try stored.decoded().version, isDuplicate: true)
    }
    let fresh = events.indices.lazy.filter { placements[$0] == nil }
    let conflict = try request.conflict(fresh: fresh) { stream in
      let name = EntityName(stream.rawValue)
      return try existing(name, Fingerprint.of(name)).map { cache.entities[$0].count } ?? 0
    }
    if let conflict { throw conflict }
    // Here and not before, because only whoever has the write lock knows that no erasure comes
    // between the look and the commit.
    if cache.hasDestroyedKeys || request.destroying != nil,
      let refusal = try request.refusal(
        fresh: fresh, head: cache.head.position, destroyer: destroyer(of:))
    {
      throw refusal
    }
    isInserting = true
    for index in events.indices where placements[index] == nil {
      if let first = repeated[index], let earlier = placements[first] {
        placements[index] = Placement(
          position: earlier.position, version: earlier.version, isDuplicate: true)
      } else {
        placements[index] = try insert(index, of: events)
      }
    }
    let placed = placements.compactMap { $0 }
    if let destroying = request.destroying { try destroy(destroying, first: placed.first) }
    return placed
  }

  private func known(_ id: EventID, _ key: UInt64) throws -> StoredRecord? {
    try LogQuery.record(index, of: id, key, cache.recent)
  }

  /// Inserts an event; each field is taken from where it is, because copying an event counts up
  /// references to twenty others.
  private mutating func insert(_ index: Int, of events: [SealedEvent]) throws -> Placement {
    let position = cache.head.position.next
    let own = try entity(EntityName(events[index].event.stream.rawValue))
    cache.entities[own].count += 1
    let version = cache.entities[own].count
    line.removeAll(keepingCapacity: true)
    events[index].line.write(
      position: position, recorded: recordedText, version: version, to: &line)
    try line.withUnsafeBytes { try write($0, at: position, recorded: recorded) }
    try enter(events[index].event, at: position, own)
    for part in events[index].sealed where !part.attachments.isEmpty {
      try insertAttachments(part, position)
    }
    return Placement(position: position, version: version, isDuplicate: false)
  }

  /// Inserts a record of another log as it stands there, byte for byte.
  /// - Throws: ``StorageFault`` when it is not the next record of that log; what SQLite throws.
  mutating func insert(_ record: InteractionModel.Record, line: [UInt8]) throws {
    let position = cache.head.position.next
    let own = try entity(EntityName(record.stream.rawValue))
    cache.entities[own].count += 1
    let isNext =
      record.position == position && record.version == cache.entities[own].count
      && record.recorded >= cache.head.recorded ?? record.recorded
    guard isNext else {
      throw StorageFault(
        code: .corrupt, reason: "the record \(record.position) does not follow the one before it",
        remedy: "take another copy of the records")
    }
    try line.withUnsafeBytes { try write($0, at: position, recorded: record.recorded) }
    try enter(record, at: position, own)
    for part in try record.sealedParts() where !part.attachments.isEmpty {
      try insertAttachments(part, position)
    }
  }

  /// Writes the next record, and its leaf into the tree.
  private mutating func write(
    _ line: UnsafeRawBufferPointer, at position: Position, recorded: Instant
  ) throws {
    let leaf = Hash.leaf(line)
    try leaf.withUnsafeBytes { leaf in
      insertRecord.bind(position.rawValue, at: 1)
      insertRecord.bind(recorded.microseconds, at: 2)
      insertRecord.bindBorrowed(leaf, at: 3)
      insertRecord.bindBorrowed(line, at: 4)
      try insertRecord.run()
    }
    cache.tree.append(leaf)
    cache.head = Head(position: position, recorded: recorded)
    hasAppended = true
  }

  /// Enters the record that was written last into the indexes.
  private mutating func enter<Event: IndexedEvent>(
    _ event: borrowing Event, at position: Position, _ own: Int
  ) throws {
    let key = Fingerprint.of(event.id)
    cache.recent.addRecord(position.rawValue, key: key)
    row.begin(key: key)
    note(own, position, isOwn: true)
    if let id = event.conversation { try mention(.conversation(id), position, own) }
    if let id = event.case { try mention(.case(id), position, own) }
    if let id = event.party { try mention(.party(id), position, own) }
    if let message = event.type.message(amendedWith: event.body) {
      try AmendmentIndex.insert(database, position, of: message)
    }
    if event.type.tellsOfReading { try ReadingIndex.insert(database, position) }
  }

  private mutating func mention(_ name: EntityName, _ position: Position, _ own: Int) throws {
    if name.isSame(as: cache.entities[own].name) { return }
    let mentioned = try entity(name)
    note(mentioned, position, isOwn: false)
  }

  /// Enters a record under an entity.
  private mutating func note(_ place: Int, _ position: Position, isOwn: Bool) {
    let (number, count) = (cache.entities[place].number, cache.entities[place].count)
    row.add(number, count: count, isOwn: isOwn)
    cache.recent.addEntry(
      number, LogEntry(position: position.rawValue, version: isOwn ? count : -count))
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

  /// The index of an entity among those remembered; nil when no record has named it.
  private mutating func existing(_ name: EntityName, _ key: UInt64) throws -> Int? {
    if let known = cache.place(of: name, key) { return known }
    guard let number = try index.number(of: name, key, cache.recent) else { return nil }
    let count = try index.count(of: number, cache.recent)
    return cache.remember(.init(number: number, name: name.whole, count: count), key)
  }

  /// The entity of a name, registered if no record has named it yet.
  private mutating func entity(_ name: EntityName) throws -> Int {
    let key = Fingerprint.of(name)
    if let known = try existing(name, key) { return known }
    let fresh = AppendCache.Entity(
      number: cache.recent.entities + 1, name: name.whole, count: 0)
    insertEntity.bind(fresh.number, at: 1)
    insertEntity.bind(fresh.name, at: 2)
    try insertEntity.run()
    cache.recent.addEntity(fresh.number, key: key)
    return cache.remember(fresh, key)
  }
}

/// What the indexes know an event by, be it new or a record of another log.
private protocol IndexedEvent {
  var id: EventID { get }
  var type: EventType { get }
  var conversation: String? { get }
  var `case`: String? { get }
  var party: String? { get }
  var body: JSONObject { get }
}

extension NewEvent: IndexedEvent {}
extension InteractionModel.Record: IndexedEvent {}
