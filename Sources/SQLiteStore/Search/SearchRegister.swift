internal import EventLog
internal import GRDB
internal import InteractionModel
internal import ProjectionEngine
internal import Search

/// What a build of the index says of itself, in `index.db`: how far it is, which erasures it has
/// carried out, and what each of its shards must have.
///
/// Shards are changed between two commits of it. The first opens them here: from then on the
/// register does not say what they have. The second, when every shard is durable, says so again, and
/// moves the checkpoint. A crash in between leaves shards open: each has what it says itself, which
/// has to agree with its documents, and the step that comes next writes what is missing and closes
/// them.
enum SearchRegister {
  /// The version of all tables of a build, its shards' too, in `user_version` of `index.db`: a build
  /// with others was made by another version of the program.
  private static let layout: Int64 = 2

  static let schema = """
    CREATE TABLE state (
      id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
      generation INTEGER NOT NULL,
      build BLOB NOT NULL,
      tokeniser INTEGER NOT NULL,
      archive INTEGER NOT NULL,
      documents INTEGER NOT NULL,
      shard_size INTEGER NOT NULL,
      checkpoint INTEGER NOT NULL,
      leaf BLOB NOT NULL,
      purged INTEGER NOT NULL,
      purged_leaf BLOB NOT NULL,
      failure_position INTEGER,
      failure_reason TEXT
    ) STRICT;
    CREATE TABLE shard (
      shard INTEGER NOT NULL PRIMARY KEY,
      opened INTEGER NOT NULL,
      is_open INTEGER NOT NULL,
      documents INTEGER NOT NULL,
      words INTEGER NOT NULL,
      keys INTEGER NOT NULL,
      sum BLOB NOT NULL
    ) STRICT;
    CREATE TABLE place (
      conversation TEXT NOT NULL,
      shard INTEGER NOT NULL,
      PRIMARY KEY (conversation, shard)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE pending (conversation TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE pending_record (position INTEGER NOT NULL PRIMARY KEY) STRICT;
    """

  /// What a shard must have.
  struct Entry: Sendable, Hashable {
    /// How often it was opened to be changed.
    let opened: Int64
    /// Whether it is being changed, or a change was interrupted.
    let isOpen: Bool
    let tally: SearchTally
  }

  /// Writes the first row of a new build.
  static func begin(
    _ generation: Int64, _ version: SearchVersion, shardSize: Int64, purged: LogCheckpoint,
    _ database: Database
  ) throws {
    let insert = try SQLiteStatement(
      database,
      """
      INSERT INTO state (
        id, generation, build, tokeniser, archive, documents, shard_size, checkpoint, leaf, purged,
        purged_leaf
      ) VALUES (1, ?, ?, ?, ?, ?, ?, 0, x'', ?, ?)
      """)
    insert.bind(generation, at: 1)
    insert.bind(SearchSum.salt(), at: 2)
    insert.bind(Int64(version.tokeniser), at: 3)
    insert.bind(Int64(version.archive), at: 4)
    insert.bind(Int64(version.documents), at: 5)
    insert.bind(shardSize, at: 6)
    insert.bind(purged.position.rawValue, at: 7)
    insert.bind(purged.leaf, at: 8)
    try insert.run()
    try database.execute(sql: "PRAGMA user_version = \(layout)")
  }

  /// Refuses a build whose tables are of another version of the program.
  static func requireLayout(_ database: Database) throws {
    let found = try SQLiteStatement(database, "PRAGMA user_version").first { $0.integer(0) }
    // A file without any tables is of no version: it was emptied, which is looked at elsewhere.
    guard found != layout, try database.tableExists("state") else { return }
    throw StorageFault(
      code: .outdated, reason: "the search index was made by another version of the program",
      remedy: "run \(.project), which builds it again")
  }

  /// What is the same for as long as there is the build; nil when it has no state.
  static func identity(
    _ database: Database
  ) throws -> (generation: Int64, build: [UInt8], shardSize: Int64)? {
    try SQLiteStatement(database, "SELECT generation, build, shard_size FROM state").first {
      (generation: $0.integer(0), build: $0.blob(1), shardSize: $0.integer(2))
    }
  }

  static func state(_ database: Database) throws -> SearchIndexState? {
    let pending = try SQLiteStatement(
      database, "SELECT conversation FROM pending ORDER BY conversation"
    ).all { $0.text(0) }
    let records = try SQLiteStatement(
      database, "SELECT position FROM pending_record ORDER BY position"
    ).all { Position($0.integer(0)) }
    let statement = try SQLiteStatement(
      database,
      """
      SELECT tokeniser, archive, checkpoint, leaf, purged, purged_leaf, failure_position,
        failure_reason, documents
      FROM state
      """)
    return try statement.first { row in
      SearchIndexState(
        version: SearchVersion(
          tokeniser: Int(row.integer(0)), archive: Int(row.integer(1)),
          documents: Int(row.integer(8))),
        checkpoint: LogCheckpoint(position: Position(row.integer(2)), leaf: row.blob(3)),
        purged: LogCheckpoint(position: Position(row.integer(4)), leaf: row.blob(5)),
        failure: row.isNull(6)
          ? nil
          : ProjectionFailure(position: Position(row.integer(6)), reason: row.text(7)),
        pending: pending, pendingRecords: records)
    }
  }

  static func setPurged(_ purged: LogCheckpoint, _ database: Database) throws {
    let update = try SQLiteStatement(database, "UPDATE state SET purged = ?, purged_leaf = ?")
    update.bind(purged.position.rawValue, at: 1)
    update.bind(purged.leaf, at: 2)
    try update.run()
  }

  static func setCheckpoint(_ checkpoint: LogCheckpoint, _ database: Database) throws {
    let update = try SQLiteStatement(
      database,
      """
      UPDATE state
      SET checkpoint = ?, leaf = ?, failure_position = NULL, failure_reason = NULL
      """)
    update.bind(checkpoint.position.rawValue, at: 1)
    update.bind(checkpoint.leaf, at: 2)
    try update.run()
  }

  /// Marks conversations and records to be looked at again.
  static func markPending(
    _ conversations: [String], _ records: [Position], _ database: Database
  ) throws {
    let conversation = try SQLiteStatement(
      database, "INSERT OR IGNORE INTO pending (conversation) VALUES (?)")
    for name in conversations {
      conversation.bind(name, at: 1)
      try conversation.run()
    }
    let record = try SQLiteStatement(
      database, "INSERT OR IGNORE INTO pending_record (position) VALUES (?)")
    for position in records {
      record.bind(position.rawValue, at: 1)
      try record.run()
    }
  }

  /// Notes what was looked at again.
  static func dropPending(_ batch: SearchBatch, _ database: Database) throws {
    let conversation = try SQLiteStatement(database, "DELETE FROM pending WHERE conversation = ?")
    for name in batch.refreshed {
      conversation.bind(name, at: 1)
      try conversation.run()
    }
    let record = try SQLiteStatement(database, "DELETE FROM pending_record WHERE position = ?")
    for position in batch.refreshedRecords {
      record.bind(position.rawValue, at: 1)
      try record.run()
    }
  }

  // MARK: Shards

  static func entries(_ database: Database) throws -> [Int64: Entry] {
    var entries: [Int64: Entry] = [:]
    let statement = try SQLiteStatement(
      database, "SELECT shard, opened, is_open, documents, words, keys, sum FROM shard")
    try statement.forEachRow { row in
      guard let sum = SearchSum(row.borrowed(6)) else {
        throw SearchDamage.fault("does not say what a shard must have")
      }
      entries[row.integer(0)] = Entry(
        opened: row.integer(1), isOpen: row.integer(2) != 0,
        tally: SearchTally(
          documents: row.integer(3), words: row.integer(4), keys: row.integer(5), sum: sum))
      return true
    }
    return entries
  }

  /// Notes that shards are about to be changed; makes an entry for those that are new.
  static func open(_ shards: some Sequence<Int64>, _ database: Database) throws {
    let insert = try SQLiteStatement(
      database,
      """
      INSERT INTO shard (shard, opened, is_open, documents, words, keys, sum)
      VALUES (?, 1, 1, 0, 0, 0, ?)
      ON CONFLICT (shard) DO UPDATE SET opened = opened + 1, is_open = 1
      """)
    for shard in shards {
      insert.bind(shard, at: 1)
      insert.bind(SearchSum.zero.bytes, at: 2)
      try insert.run()
    }
  }

  /// Notes what shards have, now that they are changed.
  static func close(_ tallies: [Int64: SearchTally], _ database: Database) throws {
    let update = try SQLiteStatement(
      database,
      """
      UPDATE shard SET is_open = 0, documents = ?, words = ?, keys = ?, sum = ? WHERE shard = ?
      """)
    for (shard, tally) in tallies {
      update.bind(tally.documents, at: 1)
      update.bind(tally.words, at: 2)
      update.bind(tally.keys, at: 3)
      update.bind(tally.sum.bytes, at: 4)
      update.bind(shard, at: 5)
      try update.run()
    }
  }
}
