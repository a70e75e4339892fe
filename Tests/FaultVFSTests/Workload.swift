/// Transactions that each write several pages, and what must be true of them afterwards.
///
/// Small pages and frequent checkpoints, so that a short run restarts the WAL several times and
/// every operation of a checkpoint is hit too.
enum Workload {
  static let transactions = 20
  static let parts = 4

  /// Opens a connection in WAL mode.
  static func open(_ path: String, synchronous: String = "FULL") throws(SQLiteFailure)
    -> SQLiteConnection
  {
    let connection = try SQLiteConnection(path)
    try connection.execute(
      """
      PRAGMA page_size = 1024;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = \(synchronous);
      PRAGMA wal_autocheckpoint = 24;
      """)
    return connection
  }

  /// Creates the tables; done before faults are armed or as the first thing that may fail.
  static func createTables(_ connection: SQLiteConnection) throws(SQLiteFailure) {
    try connection.execute(
      """
      BEGIN IMMEDIATE;
      CREATE TABLE IF NOT EXISTS part (
        txn INTEGER NOT NULL, number INTEGER NOT NULL, payload TEXT NOT NULL,
        PRIMARY KEY (txn, number));
      CREATE TABLE IF NOT EXISTS tally (id INTEGER PRIMARY KEY, parts INTEGER NOT NULL);
      INSERT OR IGNORE INTO tally VALUES (1, 0);
      COMMIT;
      """)
  }

  /// Commits one transaction; a throw means that it was not acknowledged.
  static func commit(_ txn: Int, on connection: SQLiteConnection) throws(SQLiteFailure) {
    do {
      try connection.execute("BEGIN IMMEDIATE")
      for number in 0..<parts {
        try connection.execute(
          "INSERT INTO part VALUES (\(txn), \(number), hex(zeroblob(\(200 + 100 * number))))")
      }
      try connection.execute("UPDATE tally SET parts = parts + \(parts)")
      try connection.execute("COMMIT")
    } catch {
      // SQLite may have rolled back by itself already; then this one fails, and that is fine.
      try? connection.execute("ROLLBACK")
      throw error
    }
  }

  /// Opens, creates and commits, going on after a refusal; gives the acknowledged transactions.
  static func run(on disk: SimulatedDisk) -> Set<Int> {
    var acknowledged: Set<Int> = []
    guard let connection = try? open(disk.database) else { return acknowledged }
    try? createTables(connection)
    for txn in 1...transactions where (try? commit(txn, on: connection)) != nil {
      acknowledged.insert(txn)
    }
    return acknowledged
  }

  /// Reopens the database and says what is wrong with it; empty when every promise was kept.
  static func violations(on disk: SimulatedDisk, acknowledged: Set<Int>) -> [String] {
    do {
      let connection = try open(disk.database)
      let integrity = try connection.rows("PRAGMA integrity_check")
      guard integrity == [["ok"]] else { return ["the database is damaged"] }
      let tables = try connection.rows("SELECT 1 FROM sqlite_schema WHERE name = 'part'")
      guard !tables.isEmpty else { return acknowledged.map { "transaction \($0) is lost" } }
      return try violations(in: connection, acknowledged: acknowledged)
    } catch {
      return ["the database does not open or read: code \(error.code)"]
    }
  }

  private static func violations(
    in connection: SQLiteConnection, acknowledged: Set<Int>
  ) throws(SQLiteFailure) -> [String] {
    var found: [String] = []
    var present: Set<String> = []
    for row in try connection.rows("SELECT txn, count(*) FROM part GROUP BY txn") {
      present.insert(row[0])
      if row[1] != "\(parts)" { found.append("transaction \(row[0]) has \(row[1]) parts") }
    }
    for txn in acknowledged.sorted() where !present.contains("\(txn)") {
      found.append("transaction \(txn) is lost")
    }
    let tally = try connection.rows("SELECT coalesce(sum(parts), 0) FROM tally")
    if tally != [["\(present.count * parts)"]] { found.append("the tally disagrees") }
    return found
  }
}
