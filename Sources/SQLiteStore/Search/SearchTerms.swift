internal import GRDB

/// In how many documents of a shard each word stands.
///
/// FTS5 finds that out by walking through all of a word's documents. Once a shard is condensed it
/// stands in a table of its own, which has all words of the shard, or none: whatever changes the
/// shard empties it, in the same transaction.
enum SearchTerms {
  static let schema = """
    CREATE TABLE term (
      term TEXT NOT NULL PRIMARY KEY,
      documents INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    """

  /// Whether the table says of every word in how many documents it stands.
  static func areKnown(_ database: Database) throws -> Bool {
    try SQLiteStatement(database, "SELECT 1 FROM term LIMIT 1").first { _ in true } == true
  }

  /// Empties the table before the shard changes.
  static func forget(_ database: Database) throws {
    guard try areKnown(database) else { return }
    try SQLiteStatement(database, "DELETE FROM term").run()
    try SearchTally.note(terms: 0, hash: RowsHash([]), database)
  }

  /// Fills the table, in the transaction that has merged the shard's segments.
  static func note(_ database: Database) throws {
    try SQLiteStatement(database, "DELETE FROM term").run()
    try SQLiteStatement(
      database, "INSERT INTO term (term, documents) SELECT term, doc FROM vocabulary"
    ).run()
    let terms = try SQLiteStatement(database, "SELECT count(*) FROM term").first { $0.integer(0) }
    try SearchTally.note(
      terms: terms ?? 0, hash: hash(database, salt: SearchSum.salt()), database)
  }

  private static func hash(_ database: Database, salt: [UInt8]) throws -> RowsHash {
    try RowsHash(
      of: SQLiteStatement(database, "SELECT documents, term FROM term ORDER BY term"), salt: salt)
  }

  /// Compares the numbers with those that were counted.
  /// - Throws: ``StorageFault`` `damaged`, or what SQLite throws.
  static func check(_ database: Database) throws {
    guard try areKnown(database) else { return }
    let noted = try SearchTally.termHash(database)
    guard try hash(database, salt: noted.salt) == noted else {
      throw SearchDamage.fault("has a shard with other numbers of words than were counted")
    }
  }

  /// The words from one on and before another one, with the number of documents of each.
  static func counts(
    from first: String, before end: String, _ database: Database,
    _ body: (String, Int64) -> Void
  ) throws {
    let statement = try SQLiteStatement(
      database,
      try areKnown(database)
        ? "SELECT term, documents FROM term WHERE term >= ? AND term < ?"
        : "SELECT term, doc FROM vocabulary WHERE term >= ? AND term < ?")
    statement.bind(first, at: 1)
    statement.bind(end, at: 2)
    try statement.forEachRow { row in
      body(row.text(0), row.integer(1))
      return true
    }
  }

  /// In how many documents a word stands.
  static func count(of word: String, _ database: Database) throws -> Int64 {
    let statement = try SQLiteStatement(
      database,
      try areKnown(database)
        ? "SELECT documents FROM term WHERE term = ?" : "SELECT doc FROM vocabulary WHERE term = ?")
    statement.bind(word, at: 1)
    return try statement.first { $0.integer(0) } ?? 0
  }
}
