public import EventLog
internal import Foundation
internal import GRDB
public import InteractionModel
public import Vault

/// What an erasure destroys and closes, and for how long.
extension SQLiteVaultStore {
  /// Destroys keys: the wrapped key is overwritten and gone, the row stays and says so.
  ///
  /// Older copies of its page go with the WAL. When that is kept from being cut, the keys are
  /// destroyed all the same, and the fault says to ask again.
  public func destroy(_ keyIDs: [String]) throws(StorageFault) -> Int {
    let count = try write("destroy keys") { database in
      let statement = try SQLiteStatement(
        database,
        "UPDATE subject_key SET wrapped = NULL WHERE key = ? AND wrapped IS NOT NULL")
      let identifiers = try SQLiteStatement(
        database,
        "DELETE FROM identifier WHERE key = (SELECT number FROM subject_key WHERE key = ?)")
      var count = 0
      for keyID in keyIDs {
        try statement.bind(Hex.bytes(keyID) ?? []).run()
        count += database.changesCount
        identifiers.bind(Hex.bytes(keyID) ?? [], at: 1)
        try identifiers.run()
      }
      return count
    }
    try removeTraces("the keys are destroyed")
    return count
  }

  /// Removes older copies of what has been overwritten since.
  func removeTraces(_ done: String) throws(StorageFault) {
    do {
      try pool.writeWithoutTransaction { try SQLiteVaultStore.removeTraces($0) }
    } catch {
      let fault = SQLiteFile.fault(error, doing: "remove what the vault's files still hold")
      throw StorageFault(
        code: fault.code, reason: "\(done), but the vault's files still hold what they were",
        remedy: "run it again", cause: fault.cause)
    }
  }

  /// Writes the file anew, because a page that was split may keep copies of rows where
  /// `secure_delete` does not look, and cuts the WAL, which holds older pages.
  static func removeTraces(_ database: Database) throws {
    try SQLiteFile.waitingWhileBusy { try database.execute(sql: "VACUUM") }
    _ = try SQLiteFile.waitingWhileBusy { try database.checkpoint(.truncate) }
  }

  /// The rows of a scope, destroyed ones included, in the order of their key ids.
  public func keys(inScope scope: EntityKey) throws(StorageFault) -> [SubjectKey] {
    try read { database in
      try SQLiteVaultStore.keys(inScope: scope.description, database)
        .sorted { $0.keyID < $1.keyID }
    }
  }

  /// Live rows and destroyed ones have an index each.
  private static func keys(inScope scope: String, _ database: Database) throws -> [SubjectKey] {
    try ["IS NOT NULL", "IS NULL"].flatMap { state in
      try SQLiteStatement(
        database,
        """
        SELECT \(SQLiteVaultStore.columns) FROM subject_key WHERE scope = ? AND wrapped \(state)
        """
      ).bind(scope).all(row)
    }
  }

  /// The greatest id of a key, gone ones included; nil when there is none.
  public func newestKey() throws(StorageFault) -> String? {
    try glancing { database in
      try SQLiteStatement(database, "SELECT key FROM subject_key ORDER BY key DESC LIMIT 1")
        .first(\.hex)
    }
  }

  /// Whether any key is gone.
  public func hasGoneKeys() throws(StorageFault) -> Bool {
    try glancing { database in
      try SQLiteStatement(database, "SELECT 1 FROM subject_key WHERE wrapped IS NULL LIMIT 1")
        .hasRow()
    }
  }

  /// How many keys are gone.
  public func goneCount() throws(StorageFault) -> Int {
    try glancing { database in
      let count = try SQLiteStatement(
        database, "SELECT count(*) FROM subject_key WHERE wrapped IS NULL")
      return Int(try count.first { $0.integer(0) } ?? 0)
    }
  }

  /// The keys that are gone of subjects that have no live one.
  public func goneKeys(of subjects: [HiddenSubject]) throws(StorageFault) -> [[String]] {
    try read { database in
      let gone = try SQLiteStatement(
        database,
        """
        SELECT key FROM subject_key WHERE scope = ? AND participant = ? AND wrapped IS NULL
        ORDER BY key
        """)
      let live = try SQLiteStatement(
        database,
        """
        SELECT 1 FROM subject_key WHERE scope = ? AND participant = ? AND wrapped IS NOT NULL
        """)
      return try subjects.map { subject in
        let scope = subject.scope.description
        for statement in [gone, live] {
          statement.bind(scope, subject.participant)
        }
        guard try !live.hasRow() else { return [] }
        return try gone.all(\.hex)
      }
    }
  }

  // MARK: Closing

  /// Lets nobody get a key of whom a closure covers.
  public func close(_ closure: VaultClosure) throws(StorageFault) -> [String]? {
    try write("close the vault for an erasure") { database -> [String]? in
      let state = try SQLiteStatement(database, "SELECT state FROM erasure WHERE erasure = ?")
        .bind(closure.erasure)
      guard try state.first({ $0.text(0) }) != "done" else { return nil }
      try database.execute(
        sql: "INSERT OR IGNORE INTO erasure (erasure, state) VALUES (?, 'closed')",
        arguments: [closure.erasure])
      let rows = try SQLiteVaultStore.rows(of: closure, database)
      try SQLiteVaultStore.note(closure, rows, database)
      return rows.map(\.keyID).sorted()
    }
  }

  /// Every row a closure covers, each once.
  private static func rows(
    of closure: VaultClosure, _ database: Database
  ) throws -> [SubjectKey] {
    var rows: [String: SubjectKey] = [:]
    for party in closure.parties {
      for row in try keys(ofParty: party, database) { rows[row.keyID] = row }
    }
    for scope in closure.scopes {
      for row in try keys(inScope: scope.description, database) { rows[row.keyID] = row }
    }
    for row in try keys(withIDs: closure.keyIDs, database) { rows[row.keyID] = row }
    return Array(rows.values)
  }

  private static func note(
    _ closure: VaultClosure, _ rows: [SubjectKey], _ database: Database
  ) throws {
    for party in closure.parties {
      try database.execute(
        sql: "INSERT OR IGNORE INTO closed_party (party, erasure) VALUES (?, ?)",
        arguments: [party, closure.erasure])
    }
    for scope in closure.scopes {
      try database.execute(
        sql: "INSERT OR IGNORE INTO closed_scope (scope, erasure) VALUES (?, ?)",
        arguments: [scope.description, closure.erasure])
    }
    for row in rows where !row.isGone {
      try database.execute(
        sql: """
          INSERT OR IGNORE INTO closed_subject (scope, participant, erasure) VALUES (?, ?, ?)
          """,
        arguments: [row.scope.description, row.participant, closure.erasure])
    }
  }

  /// Ends what closing began, for ever.
  public func reopen(_ erasure: String) throws(StorageFault) {
    try faulting("reopen the vault after an erasure") {
      try commit { database in
        for table in ["closed_party", "closed_scope", "closed_subject"] {
          try database.execute(
            sql: "DELETE FROM \(table) WHERE erasure = ?", arguments: [erasure])
        }
        try database.execute(
          sql: "INSERT OR REPLACE INTO erasure (erasure, state) VALUES (?, 'done')",
          arguments: [erasure])
      }
    }
  }

  /// The erasures that keep something closed, sorted.
  public func closedErasures() throws(StorageFault) -> [String] {
    try read { database in
      try String.fetchAll(
        database, sql: "SELECT erasure FROM erasure WHERE state = 'closed' ORDER BY erasure")
    }
  }

  /// Refuses subjects that an erasure has closed.
  static func checkOpen(_ subjects: [HiddenSubject], _ database: Database) throws {
    guard try isAnythingClosed(database) else { return }
    let bySubject = try SQLiteStatement(
      database, "SELECT 1 FROM closed_subject WHERE scope = ? AND participant = ? LIMIT 1")
    let byScope = try SQLiteStatement(
      database, "SELECT 1 FROM closed_scope WHERE scope = ? LIMIT 1")
    for subject in subjects {
      let scope = subject.scope.description
      bySubject.bind(scope, subject.participant)
      byScope.bind(scope, at: 1)
      let isClosed =
        try bySubject.hasRow() || byScope.hasRow()
        || isClosed(party: subject.party, database)
        || isClosed(party: subject.statedParty, database)
      if isClosed { throw StorageFault.closedByErasure }
    }
  }

  private static func isAnythingClosed(_ database: Database) throws -> Bool {
    try SQLiteStatement(database, "SELECT 1 FROM erasure WHERE state = 'closed' LIMIT 1")
      .hasRow()
  }

  static func isClosed(party: String?, _ database: Database) throws -> Bool {
    guard let party else { return false }
    return try SQLiteStatement(
      database, "SELECT 1 FROM closed_party WHERE party = ? LIMIT 1"
    ).bind(party).hasRow()
  }

  // MARK: What is settled

  /// Up to which record of the log every erasure is known to be done.
  public func settledThrough() throws(StorageFault) -> LogCheckpoint {
    try read(SQLiteVaultStore.settled)
  }

  /// The same, of a vault of whatever form: without its leaf where that was not noted yet.
  static func settled(_ database: Database) throws -> LogCheckpoint {
    guard try database.tableExists("settled") else { return .start }
    let leaf = try database.columns(in: "settled").contains { $0.name == "leaf" }
    return try SQLiteStatement(
      database, "SELECT position, \(leaf ? "leaf" : "NULL") FROM settled"
    ).first { row in
      LogCheckpoint(position: Position(row.integer(0)), leaf: row.blob(1))
    } ?? .start
  }

  /// Notes that every erasure up to a record is done; goes back only from what is another log's.
  public func settle(
    through checkpoint: LogCheckpoint, replacing known: LogCheckpoint?
  ) throws(StorageFault) {
    try faulting("write the vault") {
      try commit { database in
        // Another process may have come further meanwhile.
        let settled = try SQLiteVaultStore.settled(database)
        guard settled == known || checkpoint.position > settled.position else { return }
        try database.execute(
          sql: "UPDATE settled SET position = ?, leaf = ?",
          arguments: [checkpoint.position.rawValue, Data(checkpoint.leaf)])
      }
    }
  }

  // MARK: What is complete

  /// Through which record of the log every key that a record names was found to be here.
  public func completeThrough() throws(StorageFault) -> LogCheckpoint {
    try read { database in
      try SQLiteStatement(database, "SELECT position, leaf FROM complete").first { row in
        LogCheckpoint(position: Position(row.integer(0)), leaf: row.blob(1))
      } ?? .start
    }
  }

  /// Notes through which record every key was found to be here.
  public func noteComplete(through checkpoint: LogCheckpoint) throws(StorageFault) {
    try faulting("write the vault") {
      try commit { database in
        try database.execute(
          sql: "UPDATE complete SET position = ?, leaf = ?",
          arguments: [checkpoint.position.rawValue, Data(checkpoint.leaf)])
      }
    }
  }
}
