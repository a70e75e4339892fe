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
  /// - Parameter progress: is told the position from time to time; answers whether to go on.
  /// - Returns: whether all were read.
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
    var next: Int64 = 1
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
    }
    var rows: [LogRow] = []
    var bytes = 0
    func begin(_ verifier: inout LogVerifier) throws {
      let begun = LineBatch(rows, verifier.secret, verifier.attachments)
      rows.removeAll(keepingCapacity: true)
      bytes = 0
      try take(&verifier)
      batch = begun
    }
    try SQLiteStatement(
      database, "SELECT \(LogRow.columns) FROM record WHERE position > ? ORDER BY position"
    ).bind(lowest.rawValue).forEachRow { row in
      let row = LogRow(row)
      rows.append(row)
      bytes += row.line.count
      if rows.count == LineBatch.limit || bytes > LineBatch.byteLimit { try begin(&self) }
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
    if !look.row.areBlobs || look.row.leaf != look.leaf.bytes {
      report(place, "leaf", "\(look.leaf)", Hex.string(look.row.leaf))
    }
    try checkTree(database, look.leaf)
    defer { checkCheckpoints() }
    let record: Record
    do throws(RecordError) {
      record = try look.record.get()
    } catch {
      return report(place, "line", "a record", error.reason)
    }
    guard look.isCanonical else {
      return report(place, "line", "canonical JSON (RFC 8785)", "other bytes for the same record")
    }
    if record.position.rawValue != place {
      report(place, "position in the line", "\(place)", "\(record.position)")
    }
    checkSigningKey(record)
    checkTime(record, look.row)
    try checkAmendment(database, record, place)
    try checkReading(database, record, place)
    try checkSealed(database, look)
    erasures.note(record)
    if place == 1 { try checkBirth(database, record) }
  }

  private mutating func checkTime(_ record: Record, _ row: LogRow) {
    let told = record.recorded.microseconds
    if row.recorded != told {
      report(row.position, "column recorded", "\(told)", "\(row.recorded)")
    }
    if told < recorded {
      report(
        row.position, "recorded", "not before \(Instant(microseconds: recorded))",
        "\(record.recorded)")
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

  private mutating func checkSealed(_ database: Database, _ look: LineLook) throws {
    let place = look.row.position
    let sealed: LineLook.Sealed?
    do throws(RecordError) {
      sealed = try look.sealed.get()
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
