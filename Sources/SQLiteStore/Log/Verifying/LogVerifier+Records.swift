internal import EventLog
internal import GRDB
internal import InteractionModel
internal import struct InteractionModel.Record
internal import enum InteractionModel.RecordError
internal import Merkle

/// The records, in order: each must be what its line says, and stand where and when it says.
///
/// While one batch is looked at on all cores, the next is read and the one before is put to the tree.
extension LogVerifier {
  /// Looks at every record.
  /// - Parameters:
  ///   - database: what is read.
  ///   - progress: is told the position from time to time; answers whether to go on.
  /// - Returns: whether all were read.
  /// - Throws: what SQLite throws.
  mutating func checkRecords(
    _ database: Database, _ progress: (Position) -> Bool
  ) throws -> Bool {
    // From the lowest number there can be: a record before the first is one too many. A range
    // leaves out what it begins after, so whoever stands there is asked for.
    let lowest = Position(Int64.min)
    let statement = try LogQuery.recordStatement(database)
    statement.bind(lowest.rawValue, at: 1)
    if try statement.hasRow() {
      report(lowest.rawValue, "position", "1 or more", "\(lowest)")
      tree = nil
    }
    try resume(database)
    var next = size + 1
    var goesOn = true
    var isStopped = false
    var batch: LineBatch?
    func take(_ verifier: inout LogVerifier) throws {
      guard let found = batch?.found(), goesOn, !isStopped else { return }
      for look in found.looks where !isStopped {
        try verifier.take(look, database, &next)
        isStopped = verifier.problems.count >= verifier.limit
      }
      verifier.implied += found.sum
      goesOn = progress(Position(next - 1))
      if goesOn { verifier.noteMark() }
    }
    var rows = LogRows(capacity: LineBatch.limit)
    func begin(_ verifier: inout LogVerifier) throws {
      let begun = LineBatch(rows, verifier.secret, verifier.attachments)
      rows = LogRows(capacity: LineBatch.limit)
      try take(&verifier)
      batch = begun
    }
    try SQLiteStatement(
      database, "SELECT \(LogRows.columns) FROM record WHERE position > ? ORDER BY position"
    ).bind(resumed?.size ?? lowest.rawValue).forEachRow { row in
      rows.append(row)
      if rows.rows.count == LineBatch.limit || rows.byteCount > LineBatch.byteLimit {
        try begin(&self)
      }
      return goesOn && !isStopped
    }
    if goesOn, !isStopped { try begin(&self) }
    try take(&self)
    if goesOn, !isStopped { root = tree?.root }
    return goesOn
  }

  // MARK: One record

  private mutating func take(
    _ look: LineLook, _ database: Database, _ next: inout Int64
  ) throws {
    let place = look.row.position
    if place != next {
      report(min(next, place), "position", "\(next)", "the next record is at \(place)")
      tree = nil
    }
    next = Position(place).next.rawValue
    size += 1
    if !look.hasItsLeaf {
      let found = look.row.leaf.map { "\(Hash($0))" } ?? Hex.string(look.row.oddLeaf)
      report(place, "leaf", "\(look.leaf)", found)
    }
    try checkTree(database, look.leaf)
    defer { checkCheckpoints() }
    let told: LineLook.Told
    do throws(LineLook.Fault) {
      told = try look.told.get()
    } catch {
      switch error {
      case .noRecord(let reason): return report(place, "line", "a record", reason.reason)
      case .notCanonical:
        return report(place, "line", "canonical JSON (RFC 8785)", "other bytes for the same record")
      }
    }
    if told.position != place {
      report(place, "position in the line", "\(place)", "\(told.position)")
    }
    if let record = told.record {
      checkKeys(record)
      checkDisclosure(record)
    }
    checkTime(told.recorded, look.row)
    if let record = told.record {
      try checkAmendment(database, record, place)
      try checkReading(database, record, place)
    }
    try checkSealed(database, told, place)
    if let record = told.record { takeRegistered(record) }
    if place == 1, let record = told.record { try checkBirth(database, record) }
  }

  private mutating func checkTime(_ instant: Instant, _ row: LogRows.Row) {
    let told = instant.microseconds
    if row.recorded != told {
      report(row.position, "column recorded", "\(told)", "\(row.recorded)")
    }
    if told < recorded {
      report(
        row.position, "recorded", "not before \(Instant(microseconds: recorded))", "\(instant)")
    }
    recorded = max(recorded, told)
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
    _ database: Database, _ told: LineLook.Told, _ place: Int64
  ) throws {
    let sealed: LineLook.Sealed?
    do throws(RecordError) {
      sealed = try told.sealed.get()
    } catch {
      return report(place, "sealed", "sealed parts", error.reason)
    }
    guard let sealed else { return }
    for key in sealed.keys { try checkKey(key, place) }
    for attachment in sealed.attachments { try check(attachment, database, place) }
  }

  private mutating func check(
    _ attachment: LineLook.Attachment, _ database: Database, _ place: Int64
  ) throws {
    attached += 1
    let name = attachment.name
    let statement = try SQLiteStatement(
      database, "SELECT 1 FROM attachment WHERE name = ? AND position = ?"
    ).bind(Hex.bytes(name) ?? [], place)
    if try !statement.hasRow() { report(place, "index of attachments", name, "no entry") }
    switch attachment.hash {
    case .failure(let fault): report(place, "attachment", name, fault.reason, fault.remedy)
    case .success(nil): report(place, "attachment", name, "no file")
    case .success(let hash?):
      if hash != name { report(place, "attachment", name, "bytes that hash to \(hash)") }
    }
  }

  mutating func checkBirth(_ database: Database, _ record: Record) throws {
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
