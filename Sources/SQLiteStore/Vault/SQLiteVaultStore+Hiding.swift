public import EventLog
internal import GRDB
public import InteractionModel
public import Vault

/// The names of participants, which rows had in clear once.
extension SQLiteVaultStore {
  /// How far a file is from when rows had names.
  private enum Names: String {
    /// Rows may have names.
    case named
    /// No row has one; free pages and the WAL may.
    case rewritten
    /// Nothing of the file has.
    case hidden
  }

  /// How many rows are read at a time.
  private static let page = 4_096

  /// Takes the names of participants out of rows from when they stood there in clear.
  ///
  /// That the file is written anew is noted only when it was, so that whoever is killed in between
  /// is followed by somebody who does it. Nothing is done where the vault was opened for reading only.
  public func hideParticipants(
    _ hide: (_ subject: Subject, _ isGone: Bool) -> HiddenSubject
  ) throws(StorageFault) {
    guard !isReading else { return }
    guard try glancing(SQLiteVaultStore.names) != .hidden else {
      return
    }
    try write("take names out of the vault") { database in
      // Another process may have been faster.
      guard try SQLiteVaultStore.names(database) == .named else { return }
      try SQLiteVaultStore.rewriteKeys(database, hide)
      try SQLiteVaultStore.rewriteClosed(database, hide)
      try SQLiteVaultStore.note(.rewritten, database)
    }
    try removeTraces("the names are out of the vault")
    try faulting("write the vault") {
      try commit { try SQLiteVaultStore.note(.hidden, $0) }
    }
  }

  private static func names(_ database: Database) throws -> Names {
    let state = try SQLiteStatement(database, "SELECT state FROM participants").first { $0.text(0) }
    return state.flatMap(Names.init) ?? .named
  }

  private static func note(_ names: Names, _ database: Database) throws {
    try database.execute(
      sql: "INSERT OR REPLACE INTO participants (id, state) VALUES (1, ?)",
      arguments: [names.rawValue])
  }

  private static func rewriteKeys(
    _ database: Database, _ hide: (Subject, Bool) -> HiddenSubject
  ) throws {
    let select = try SQLiteStatement(
      database,
      """
      SELECT number, scope, participant, wrapped IS NULL FROM subject_key
      WHERE number > ? ORDER BY number LIMIT \(page)
      """)
    let update = try SQLiteStatement(
      database, "UPDATE subject_key SET participant = ?, kind = ? WHERE number = ?")
    var last = Int64.min
    while true {
      // A page first: a table must not change under the statement that walks over it.
      let rows = try select.bind(last).all { row in
        let subject = Subject(scope: try scope(row.text(1)), participant: row.text(2))
        return (number: row.integer(0), subject: hide(subject, row.integer(3) != 0))
      }
      for row in rows {
        try update.bind(row.subject.participant, row.subject.kind, row.number).run()
      }
      guard let end = rows.last?.number, rows.count == page else { return }
      last = end
    }
  }

  /// What erasures that are under way keep closed: few rows.
  private static func rewriteClosed(
    _ database: Database, _ hide: (Subject, Bool) -> HiddenSubject
  ) throws {
    let select = try SQLiteStatement(
      database, "SELECT scope, participant, erasure FROM closed_subject")
    let rows = try select.all { row in
      let subject = Subject(scope: try scope(row.text(0)), participant: row.text(1))
      return (subject: hide(subject, false), erasure: row.text(2))
    }
    try database.execute(sql: "DELETE FROM closed_subject")
    for row in rows {
      try database.execute(
        sql: """
          INSERT OR IGNORE INTO closed_subject (scope, participant, erasure) VALUES (?, ?, ?)
          """,
        arguments: [row.subject.scope.description, row.subject.participant, row.erasure])
    }
  }
}
