internal import EventLog
internal import GRDB
internal import InteractionModel
internal import Search

/// The documents of one range of positions: a file with a full-text table.
///
/// `residue` names the keys whose text may still stand somewhere in the file although no document
/// has it: the full-text table only marks the words of what is removed, and pages keep copies of
/// what moved. A purge of one of these keys has to write the file anew as well.
enum SearchShard {
  static let schema = """
    CREATE TABLE document (
      position INTEGER NOT NULL PRIMARY KEY,
      conversation TEXT,
      text_position INTEGER NOT NULL,
      type TEXT NOT NULL,
      channel TEXT,
      department TEXT,
      direction TEXT,
      visibility TEXT,
      at INTEGER NOT NULL,
      kind TEXT NOT NULL,
      is_entry INTEGER NOT NULL,
      case_id TEXT,
      party TEXT,
      -- See SearchSum.
      salt BLOB NOT NULL
    ) STRICT;
    CREATE INDEX document_conversation ON document (conversation) WHERE is_entry = 1;
    CREATE TABLE document_key (
      key TEXT NOT NULL,
      position INTEGER NOT NULL,
      PRIMARY KEY (key, position)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX document_key_position ON document_key (position);
    CREATE TABLE residue (key TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE VIRTUAL TABLE words USING fts5(
      text, tokenize = '\(SearchWords.name)', prefix = '2 3'
    );
    CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, row);
    -- SearchSegments relies on it that segments do not change: no merging beside each commit but of
    -- sixteen segments at once; what is left is merged when the shard is condensed. Sixteen megabytes
    -- of words before a commit writes a segment early.
    INSERT INTO words (words, rank) VALUES ('automerge', 0);
    INSERT INTO words (words, rank) VALUES ('hashsize', 16777216);
    \(SearchLengths.schema)
    \(SearchTerms.schema)
    \(SearchTally.schema)
    \(SearchSegments.schema)
    """

  static let columns = """
    position, conversation, text_position, type, channel, department, direction, visibility, at, \
    kind, is_entry, case_id, party
    """
  /// How many they are: what a statement selects behind them begins here.
  static let columnCount: Int32 = 13

  /// Writes what a new shard has: nothing.
  static func begin(_ build: [UInt8], _ database: Database) throws {
    try SearchTally.begin(build, database)
    try SearchSegments.watch(database)
    try SearchSegments.note(database)
  }

  // MARK: Reading

  static func document(_ row: SQLiteRow) throws -> SearchDocument {
    func text(_ column: Int32) -> String? { row.isNull(column) ? nil : row.text(column) }
    guard let kind = SearchKind(rawValue: row.text(9)) else {
      throw SearchDamage.fault("has a document of no kind of text")
    }
    var document = SearchDocument(
      in: text(1), isEntry: row.integer(10) != 0, position: Position(row.integer(0)),
      textPosition: Position(row.integer(2)), type: row.text(3), kind: kind,
      at: Instant(microseconds: row.integer(8)))
    document.channel = text(4)
    document.department = text(5)
    document.direction = text(6)
    document.visibility = text(7)
    document.caseID = text(11)
    document.party = text(12)
    return document
  }

  static func documents(
    of conversations: [String], _ database: Database
  ) throws -> [SearchDocument] {
    let statement = try SQLiteStatement(
      database, "SELECT \(columns) FROM document WHERE conversation = ? AND is_entry = 1")
    var documents: [SearchDocument] = []
    for conversation in conversations {
      statement.bind(conversation, at: 1)
      try statement.forEachRow { row in
        documents.append(try document(row))
        return true
      }
    }
    return documents
  }

  static func documents(
    at positions: [Position], _ database: Database
  ) throws -> [SearchDocument] {
    let statement = try SQLiteStatement(
      database, "SELECT \(columns) FROM document WHERE position = ?")
    return try positions.compactMap { position in
      statement.bind(position.rawValue, at: 1)
      return try statement.first { try document($0) }
    }
  }

  /// The conversations whose entries have documents here.
  static func conversations(_ database: Database) throws -> [String] {
    try SQLiteStatement(database, "SELECT DISTINCT conversation FROM document WHERE is_entry = 1")
      .all { $0.text(0) }
  }

  static func forEachText(
    _ database: Database, _ body: (SearchDocument, String) throws -> Void
  ) throws {
    let statement = try SQLiteStatement(
      database,
      """
      SELECT \(columns), words.text FROM document JOIN words ON words.rowid = document.position
      ORDER BY position
      """)
    try statement.forEachRow { row in
      try body(document(row), row.text(columnCount))
      return true
    }
  }

  // MARK: Writing

  /// Changes the documents of a shard, within a transaction.
  static func change(
    removing removals: [Position], updating updates: [SearchDocument],
    inserting entries: [SearchEntry], _ database: Database
  ) throws {
    try chooseOverwriting(database)
    try SearchSegments.watch(database)
    try SearchTerms.forget(database)
    var tally = try SearchTally.stored(database).tally
    try remove(removals, &tally, database)
    try update(updates, &tally, database)
    try insert(entries, &tally, database)
    try settle(&tally, database)
  }

  /// Writes what the shard has after a change.
  private static func settle(_ tally: inout SearchTally, _ database: Database) throws {
    // FTS5 says how many words there are when it is asked to be ready for a savepoint; the commit
    // has nothing left to write then.
    try database.execute(sql: "SAVEPOINT words; RELEASE words")
    tally.words = try SearchStatistics(of: database).words
    try tally.store(database)
    try SearchSegments.note(database)
  }

  /// Where nothing was ever removed, pages that become free have nothing but copies of what is
  /// there, and need not be overwritten.
  private static func chooseOverwriting(_ database: Database) throws {
    let isClean =
      try SQLiteStatement(database, "SELECT 1 FROM residue LIMIT 1").first { _ in true } == nil
    try database.execute(sql: "PRAGMA secure_delete = \(isClean ? "OFF" : "ON")")
  }

  /// Removes documents, within a transaction.
  static func remove(_ positions: [Position], _ database: Database) throws {
    try SearchSegments.watch(database)
    var tally = try SearchTally.stored(database).tally
    try remove(positions, &tally, database)
    try settle(&tally, database)
  }

  private static func remove(
    _ positions: [Position], _ tally: inout SearchTally, _ database: Database
  ) throws {
    let positions = positions.map(\.rawValue)
    try erase(positions, &tally, database)
    try SearchLengths.note(positions, database)
  }

  /// Removes the documents that there are at some positions.
  private static func erase(
    _ positions: [Int64], _ tally: inout SearchTally, _ database: Database
  ) throws {
    let statements = try [
      "INSERT OR IGNORE INTO residue (key) SELECT key FROM document_key WHERE position = ?",
      "DELETE FROM words WHERE rowid = ?", "DELETE FROM document_key WHERE position = ?",
      "DELETE FROM document WHERE position = ?",
    ].map { try SQLiteStatement(database, $0) }
    var isOverwriting = false
    for position in positions {
      guard let stored = try stored(at: position, database) else { continue }
      tally.remove(stored.number, keys: stored.keys.count)
      // From here on pages that become free may have what was removed, and are overwritten.
      if !isOverwriting {
        try database.execute(sql: "PRAGMA secure_delete = ON")
        isOverwriting = true
      }
      for statement in statements {
        statement.bind(position, at: 1)
        try statement.run()
      }
    }
  }

  /// Exchanges what is kept of documents beside their text.
  private static func update(
    _ documents: [SearchDocument], _ tally: inout SearchTally, _ database: Database
  ) throws {
    for document in documents {
      guard let stored = try stored(at: document.position.rawValue, database) else { continue }
      tally.remove(stored.number, keys: stored.keys.count)
      tally.add(
        SearchSum(of: document, stored.text, keys: stored.keys, salt: stored.salt),
        keys: stored.keys.count)
      try put([(document, stored.salt)], "INSERT OR REPLACE", database)
    }
  }

  private static func insert(
    _ entries: [SearchEntry], _ tally: inout SearchTally, _ database: Database
  ) throws {
    let positions = entries.map(\.document.position.rawValue)
    // Nothing is there yet behind the last document, where most of what is inserted belongs.
    let last =
      try SQLiteStatement(database, "SELECT max(position) FROM document")
      .first { $0.integer(0) } ?? 0
    try erase(positions.filter { $0 <= last }, &tally, database)
    let words = try SQLiteStatement(database, "INSERT INTO words (rowid, text) VALUES (?, ?)")
    let keys = try SQLiteStatement(
      database, "INSERT OR IGNORE INTO document_key (key, position) VALUES (?, ?)")
    let salted = entries.map { ($0.document, SearchSum.salt()) }
    for (entry, (_, salt)) in zip(entries, salted) {
      let position = entry.document.position.rawValue
      let names = Set(entry.keys).sorted()
      tally.add(
        SearchSum(of: entry.document, entry.text, keys: names, salt: salt), keys: names.count)
      words.bind(position, at: 1)
      words.bind(entry.text, at: 2)
      try words.run()
      for key in names {
        keys.bind(key, at: 1)
        keys.bind(position, at: 2)
        try keys.run()
      }
    }
    try put(salted, "INSERT", database)
    try SearchLengths.note(positions, database)
  }

  /// Writes documents.
  ///
  /// Inserted where it can be: a row that replaces others is to SQLite a transaction within the
  /// transaction, about which the full-text table is asked as well.
  private static func put(
    _ documents: [(document: SearchDocument, salt: [UInt8])], _ verb: String, _ database: Database
  ) throws {
    let statement = try SQLiteStatement(
      database,
      """
      \(verb) INTO document (\(columns), salt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    for (document, salt) in documents {
      statement.bind(document.position.rawValue, at: 1)
      statement.bind(document.conversation, at: 2)
      statement.bind(document.textPosition.rawValue, at: 3)
      statement.bind(document.type, at: 4)
      statement.bind(document.channel, at: 5)
      statement.bind(document.department, at: 6)
      statement.bind(document.direction, at: 7)
      statement.bind(document.visibility, at: 8)
      statement.bind(document.at.microseconds, at: 9)
      statement.bind(document.kind.rawValue, at: 10)
      statement.bind(document.isEntry ? 1 : 0, at: 11)
      statement.bind(document.caseID, at: 12)
      statement.bind(document.party, at: 13)
      statement.bind(salt, at: 14)
      try statement.run()
    }
  }

  /// Merges all segments of the full-text table into one and counts the words: what a shard is
  /// searched fastest by, once it does not change any more.
  static func condense(_ database: Database) throws {
    // What was damaged must not be merged into what is said to be sound.
    try SearchSegments.checkPlaces(database)
    try SearchSegments.checkPages(database)
    try chooseOverwriting(database)
    try SearchSegments.watch(database)
    try database.execute(sql: "INSERT INTO words (words) VALUES ('optimize')")
    try SearchSegments.note(database)
    try SearchTerms.note(database)
  }
}
