internal import EventLog
internal import GRDB
internal import InteractionModel
internal import struct InteractionModel.Record
internal import enum InteractionModel.RecordError
internal import Merkle
internal import Vault

/// Checks every byte and every index of a log against what its records themselves say.
///
/// Each leaf is recomputed from the line, and from the leaves each tile and the root; each column and
/// each row of each index must follow from the lines and nothing may be left over. Memory stays
/// bounded: what a record implies is looked up through the same indexes. Without a checkpoint kept
/// elsewhere the result means "consistent with itself": whoever rewrites a line and everything that
/// follows from it, to the root, is found by what was kept elsewhere only.
struct LogVerifier {
  let limit: Int
  private let pool: DatabasePool
  private let attachments: AttachmentFolder
  /// The vault beside the log, while it can be looked at; nil when there is none.
  var vault: VaultLook?
  /// What the records say about keys.
  var keys = KeyClaims()
  /// Which of log and vault is older than the other.
  var age = VaultAge.unknown
  private(set) var problems: [LogProblem] = []
  /// How many records were read.
  private(set) var size: Int64 = 0
  /// How many entries of entities the records account for.
  var entries: Int64 = 0
  /// How much the rows of the indexes hold, whatever it is.
  var held = IndexTotals()
  /// How many rows of the index of attachments the records account for.
  private(set) var attached: Int64 = 0
  /// How many rows of the index of amendments the records account for; nil when the log has not been
  /// given one yet.
  private(set) var amended: Int64?
  /// How many rows of the index of readings the records account for; nil when the log has not been
  /// given one yet.
  private(set) var readings: Int64?
  /// The tree over the records; nil once one is missing, so that nothing behind it stands where it
  /// stood.
  var tree: TreeInCheck?
  /// The root over all records, once they have been read.
  private(set) var root: Hash?
  /// What was signed of the tree.
  var checkpoints: CheckpointsInUse?
  /// The checkpoint that somebody kept elsewhere, and trusts.
  private let outside: Checkpoint?
  /// What the records say about destroyed keys.
  private(set) var erasures = ErasureClaims()
  private var recorded: Int64 = .min
  /// The index, while the records are read.
  var index: IndexInUse?

  init(
    pool: DatabasePool, attachments: AttachmentFolder, vault: VaultLook? = nil,
    against outside: Checkpoint? = nil, limit: Int
  ) {
    self.outside = outside
    self.vault = vault
    self.pool = pool
    self.attachments = attachments
    // To stop before the first problem would be to say that there is none.
    self.limit = max(1, limit)
  }

  /// Verifies everything; stops early once `limit` problems are found.
  /// - Parameter progress: is told the position from time to time; answers whether to go on.
  /// - Throws: what SQLite throws, but for damaged pages, which are a problem like others.
  mutating func run(progress: (Position) -> Bool) throws {
    // One read transaction: what is compared belongs to one moment, whoever appends meanwhile.
    try pool.read { database in
      do {
        amended = try AmendmentIndex.isThere(database) ? 0 : nil
        readings = try ReadingIndex.isThere(database) ? 0 : nil
        tree = TreeInCheck(hasTiles: try TileTable.isThere(database))
        checkpoints = try CheckpointsInUse(database, outside: outside)
        index = IndexInUse(
          index: try LogIndex(database), recent: try RecentPart(salvaging: database))
        defer { index = nil }
        try lookAtAge()
        guard try checkRecords(database, progress), problems.count < limit else { return }
        checkMissingRecords()
        try checkIndex(database)
        try checkTotals(database)
        try checkDestroyedKeys(database)
        try checkVault()
        try checkSchema(database)
        try checkFile(database)
      } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
        report(size + 1, "file", "pages that can be read", error.message ?? "others")
      } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
        // A statement that cannot be prepared: tables or columns are not those of a log.
        let known = problems.count
        try checkSchema(database)
        if problems.count == known { throw error }
      }
    }
    // What the indexes show comes behind what the records do; in the list both stand by place.
    let last = Position(.max)
    problems = problems.enumerated().sorted {
      ($0.element.position ?? last, $0.offset) < ($1.element.position ?? last, $1.offset)
    }.map(\.element)
  }

  /// - Returns: whether all were read.
  private mutating func checkRecords(
    _ database: Database, _ progress: (Position) -> Bool
  ) throws -> Bool {
    var next: Int64 = 1
    var interrupted = false
    var isStopped = false
    // From the lowest number there can be: a record before the first is one too many. A range
    // leaves out what it begins after, so whoever stands there is asked for.
    let lowest = Position(Int64.min)
    let statement = try LogQuery.recordStatement(database)
    statement.bind(lowest.rawValue, at: 1)
    if try statement.hasRow() {
      report(lowest.rawValue, "position", "1 or more", "\(lowest)")
      tree = nil
    }
    let range = ReadRange(after: lowest)
    try LogQuery.scan(database, range, .max).forEachRow { row in
      let position = row.integer(0)
      if position != next {
        report(
          min(next, position), "position", "\(next)", "the next record is at \(position)")
        tree = nil
      }
      try check(database, row, Position(position))
      next = Position(position).next.rawValue
      size += 1
      if position % 4_096 == 0, !progress(Position(position)) {
        interrupted = true
        return false
      }
      isStopped = problems.count >= limit
      return !isStopped
    }
    if !interrupted, !isStopped { root = tree?.root }
    return !interrupted
  }

  mutating func report(
    _ position: Int64?, _ what: String, _ expected: String, _ found: String,
    _ remedy: Remedy? = nil
  ) {
    guard problems.count < limit else { return }
    problems.append(
      LogProblem(
        position: position.map { Position($0) }, what: what, expected: expected, found: found,
        remedy: remedy))
  }

  // MARK: One record

  private mutating func check(
    _ database: Database, _ row: SQLiteRow, _ position: Position
  ) throws {
    let place = position.rawValue
    let line = row.blob(1)
    let leaf = row.blob(2)
    let hash = Hash.leaf(line)
    if leaf != hash.bytes || !row.isBlob(2) || !row.isBlob(1) {
      report(place, "leaf", "\(hash)", Hex.string(leaf))
    }
    try checkTree(database, hash)
    defer { checkCheckpoints() }
    let record: Record
    do throws(RecordError) {
      record = try Record(line: line)
    } catch {
      return report(place, "line", "a record", error.reason)
    }
    guard Record.isCanonical(line) else {
      return report(place, "line", "canonical JSON (RFC 8785)", "other bytes for the same record")
    }
    if record.position != position {
      report(place, "position in the line", "\(position)", "\(record.position)")
    }
    checkKeys(record)
    try checkTime(database, record, place)
    if let index {
      do {
        try checkIdentity(index, record, place)
        try checkEntries(index, record, place)
      } catch let fault as StorageFault {
        report(place, "index", "rows that can be read", fault.reason, fault.remedy)
      }
    }
    try checkAmendment(database, record, place)
    try checkReading(database, record, place)
    try checkSealed(database, record, place)
    erasures.note(record)
    if place == 1 { try checkBirth(database, record) }
  }

  private mutating func checkTime(
    _ database: Database, _ record: Record, _ place: Int64
  ) throws {
    let statement = try SQLiteStatement(
      database, "SELECT recorded FROM record WHERE position = ?"
    ).bind(place)
    let column = try statement.first { $0.integer(0) } ?? 0
    if column != record.recorded.microseconds {
      report(
        place, "column recorded", "\(record.recorded.microseconds)", "\(column)")
    }
    if record.recorded.microseconds < recorded {
      report(
        place, "recorded", "not before \(Instant(microseconds: recorded))", "\(record.recorded)")
    }
    recorded = max(recorded, record.recorded.microseconds)
  }

  private mutating func checkAmendment(
    _ database: Database, _ record: Record, _ place: Int64
  ) throws {
    guard let before = amended, let message = record.amends else { return }
    amended = before + 1
    let range = ReadRange(after: Position(place).previous, through: Position(place))
    if try LogQuery.positions(database, amending: message, range, 1).isEmpty {
      report(place, "index of amendments", "\(message)", "no entry")
    }
  }

  private mutating func checkReading(
    _ database: Database, _ record: Record, _ place: Int64
  ) throws {
    guard let before = readings, record.type.tellsOfReading else { return }
    readings = before + 1
    let range = ReadRange(after: Position(place).previous, through: Position(place))
    if try ReadingIndex.positions(database, range, 1).isEmpty {
      report(place, "index of readings", record.type.rawValue, "no entry")
    }
  }

  private mutating func checkSealed(
    _ database: Database, _ record: Record, _ place: Int64
  ) throws {
    guard record.sealedCount > 0 else { return }
    let parts: [SealedPart]
    do throws(RecordError) {
      parts = try record.sealedParts()
    } catch {
      return report(place, "sealed", "sealed parts", error.reason)
    }
    for part in parts { try checkKey(part.key, place) }
    for name in Set(parts.flatMap(\.attachments)).sorted() {
      attached += 1
      let statement = try SQLiteStatement(
        database, "SELECT 1 FROM attachment WHERE name = ? AND position = ?"
      ).bind(Hex.bytes(name) ?? [], place)
      if try !statement.hasRow() {
        report(place, "index of attachments", name, "no entry")
      }
      let file: [UInt8]?
      do throws(StorageFault) {
        file = try attachments.get(name)
      } catch {
        report(place, "attachment", name, error.reason, error.remedy)
        continue
      }
      guard let bytes = file else {
        report(place, "attachment", name, "no file")
        continue
      }
      let hash = Hex.string(Hash.content(bytes).bytes)
      if hash != name { report(place, "attachment", name, "bytes that hash to \(hash)") }
    }
  }

  private mutating func checkBirth(_ database: Database, _ record: Record) throws {
    if record.type != .logCreated {
      report(1, "birth record", EventType.logCreated.rawValue, record.type.rawValue)
    }
    let meta = try Row.fetchAll(database, sql: "SELECT name, value FROM log_meta ORDER BY name")
      .map { "\($0[0] as String)=\($0[1] as String)" }.joined(separator: " ")
    let format = record.body["format"]?.int ?? 0
    let expected = "format=\(format) origin=\(record.body["origin"]?.string ?? "")"
    if meta != expected { report(1, "table log_meta", expected, meta) }
  }
}
