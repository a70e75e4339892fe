internal import GRDB
internal import Merkle
internal import Migrations

/// What witnesses said of the checkpoints that are kept: the rows of the table `cosignature`.
enum CosignatureTable {
  /// The history of a log that keeps no cosignatures yet, which can be read all the same.
  static let earlierMigrations = Array(Migration.sqliteLog.prefix { $0.name != "0007_log" })

  /// Whether a log has the table.
  static func isThere(_ database: Database) throws -> Bool {
    try database.tableExists("cosignature")
  }

  /// A row of it.
  struct Row {
    let name: String
    let keyID: Int64
    let size: Int64
    let line: String

    /// What the line says; nil when it says nothing, or of another key than the row.
    var signature: NoteSignature? {
      guard let signature = NoteSignature(line: line), Int64(signature.keyID) == keyID,
        signature.name.utf8.elementsEqual(name.utf8)
      else { return nil }
      return signature
    }
  }

  private static let columns = "SELECT name, key_id, size, line FROM cosignature"

  /// The cosignatures of a checkpoint, in the order of their witnesses.
  static func all(_ database: Database, ofSize size: Int64) throws -> [NoteSignature] {
    try rows(database, ofSize: size).compactMap(\.signature)
  }

  /// The rows of a checkpoint, in the order of their witnesses.
  static func rows(_ database: Database, ofSize size: Int64) throws -> [Row] {
    guard try isThere(database) else { return [] }
    return try rows(
      SQLiteStatement(database, "\(columns) WHERE size = ? ORDER BY name, key_id").bind(size))
  }

  /// The rows that belong to no checkpoint.
  static func strays(_ database: Database) throws -> [Row] {
    guard try isThere(database) else { return [] }
    return try rows(
      SQLiteStatement(
        database,
        "\(columns) WHERE size NOT IN (SELECT size FROM checkpoint) ORDER BY size, name, key_id"))
  }

  private static func rows(_ statement: SQLiteStatement) throws -> [Row] {
    var rows: [Row] = []
    try statement.forEachRow {
      rows.append(
        Row(name: $0.text(0), keyID: $0.integer(1), size: $0.integer(2), line: $0.text(3)))
      return true
    }
    return rows
  }

  /// Adds those that are not there.
  static func add(
    _ signatures: [NoteSignature], ofSize size: Int64, to database: Database
  ) throws {
    let kept = try all(database, ofSize: size)
    for signature in signatures {
      guard !kept.contains(where: { $0.name == signature.name && $0.keyID == signature.keyID })
      else { continue }
      let row = try SQLiteStatement(
        database, "INSERT INTO cosignature (name, key_id, size, line) VALUES (?, ?, ?, ?)")
      row.bind(signature.line, at: 4)
      try row.bind(signature.name, Int64(signature.keyID), size).run()
    }
  }

  /// The largest size that a witness cosigned; 0 when it cosigned none.
  static func lastSize(_ database: Database, by witness: VerifierKey) throws -> Int64 {
    guard try isThere(database) else { return 0 }
    return try SQLiteStatement(
      database,
      """
      SELECT size FROM cosignature WHERE name = ? AND key_id = ? ORDER BY size DESC LIMIT 1
      """
    ).bind(witness.name, Int64(witness.id)).first { $0.integer(0) } ?? 0
  }
}
