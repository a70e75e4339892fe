internal import GRDB

/// What each segment of a shard's full-text table has, so that a page of words which was removed,
/// altered or exchanged is seen.
///
/// FTS5 writes segments that it never changes again, as long as nothing is merged piecemeal
/// (`automerge` is 0, see ``SearchShard``): a commit makes one or a few, and merging makes one of
/// several. So only what a commit has written has to be hashed, and what is searched can be
/// compared page by page with what was written. That FTS5 has written the words of the texts is
/// another matter, which its own check sees.
enum SearchSegments {
  /// Segments have numbers from 1 on; 0 stands for what says which there are.
  static let schema = """
    CREATE TABLE segment (
      segment INTEGER NOT NULL PRIMARY KEY,
      -- Over the words by which its pages are found; of 0 over the settings. See RowsHash.
      places BLOB NOT NULL,
      -- Over its pages; of 0 over the list of segments.
      pages BLOB NOT NULL
    ) STRICT;
    """

  /// Where FTS5 keeps the list of segments in its table of pages.
  private static let listRow: Int64 = 10
  /// How many bits of a page's id stand for its place within its segment (FTS5's `fts5_index.c`).
  private static let pageBits: Int64 = 37

  /// The rows that are hashed, by the number of the segment.
  private struct Rows {
    private let places: SQLiteStatement
    private let pages: SQLiteStatement
    private let settings: SQLiteStatement

    init(_ database: Database) throws {
      places = try SQLiteStatement(
        database, "SELECT pgno, term FROM words_idx WHERE segid = ? ORDER BY term")
      pages = try SQLiteStatement(
        database, "SELECT id, block FROM words_data WHERE id BETWEEN ? AND ? ORDER BY id")
      settings = try SQLiteStatement(
        database, "SELECT length(k), k || '=' || v FROM words_config ORDER BY k")
    }

    func placesHash(of segment: Int64, salt: [UInt8]) throws -> RowsHash {
      guard segment > 0 else { return try RowsHash(of: settings, salt: salt) }
      places.bind(segment, at: 1)
      return try RowsHash(of: places, salt: salt)
    }

    func pagesHash(of segment: Int64, salt: [UInt8]) throws -> RowsHash {
      let first = segment << pageBits
      pages.bind(segment > 0 ? first : listRow, at: 1)
      pages.bind(segment > 0 ? first | (1 << pageBits - 1) : listRow, at: 2)
      return try RowsHash(of: pages, salt: salt)
    }
  }

  // MARK: Writing

  /// Begins to note which segments are written on this connection; to be called before they are.
  ///
  /// Numbers of segments that were merged are given again, so that what is new cannot be told from
  /// the list of segments alone. The trigger is of this connection and in no file of the index.
  static func watch(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TEMP TABLE IF NOT EXISTS written (segment INTEGER PRIMARY KEY);
        CREATE TEMP TRIGGER IF NOT EXISTS write_segment AFTER INSERT ON main.words_data
        WHEN new.id > \(listRow) BEGIN
          INSERT OR IGNORE INTO written (segment) VALUES (new.id >> \(pageBits));
        END;
        """)
  }

  /// Notes what the segments have that were written since ``watch(_:)``, once all that is to be
  /// written was, and forgets those that are gone.
  static func note(_ database: Database) throws {
    let listed = try list(database)
    let written = Set(
      try SQLiteStatement(database, "SELECT segment FROM written").all {
        $0.integer(0)
      })
    try database.execute(sql: "DELETE FROM written")
    let known = try stored(database)
    let drop = try SQLiteStatement(database, "DELETE FROM segment WHERE segment = ?")
    for segment in known.keys where segment > 0 && !listed.contains(segment) {
      drop.bind(segment, at: 1)
      try drop.run()
    }
    let put = try SQLiteStatement(
      database, "INSERT OR REPLACE INTO segment (segment, places, pages) VALUES (?, ?, ?)")
    let rows = try Rows(database)
    for segment in listed where written.contains(segment) || known[segment] == nil {
      try note(segment, rows, put)
    }
    try note(0, rows, put)
  }

  private static func note(_ segment: Int64, _ rows: Rows, _ put: SQLiteStatement) throws {
    put.bind(segment, at: 1)
    put.bind(try rows.placesHash(of: segment, salt: SearchSum.salt()).bytes, at: 2)
    put.bind(try rows.pagesHash(of: segment, salt: SearchSum.salt()).bytes, at: 3)
    try put.run()
  }

  // MARK: Checking

  /// Compares the list of segments and the places of their pages: what every search goes by, one
  /// row for a page.
  /// - Throws: ``StorageFault`` `damaged`, or what SQLite throws.
  static func checkPlaces(_ database: Database) throws {
    let known = try stored(database)
    let rows = try Rows(database)
    guard let list = known[0], Set(known.keys) == Set(try self.list(database) + [0]),
      try rows.pagesHash(of: 0, salt: list.pages.salt) == list.pages
    else { throw SearchDamage.fault("has a shard with another list of its words") }
    for (segment, hashes) in known {
      guard try rows.placesHash(of: segment, salt: hashes.places.salt) == hashes.places else {
        throw SearchDamage.fault("has a shard that does not know where all its words are")
      }
    }
  }

  /// Compares every page of words, which reads all of them, after ``checkPlaces(_:)``.
  /// - Throws: ``StorageFault`` `damaged`, or what SQLite throws.
  static func checkPages(_ database: Database) throws {
    let rows = try Rows(database)
    for (segment, hashes) in try stored(database) {
      guard try rows.pagesHash(of: segment, salt: hashes.pages.salt) == hashes.pages else {
        throw SearchDamage.fault("has a shard with other pages of words than were written")
      }
    }
  }

  private static func stored(
    _ database: Database
  ) throws -> [Int64: (places: RowsHash, pages: RowsHash)] {
    var segments: [Int64: (places: RowsHash, pages: RowsHash)] = [:]
    try SQLiteStatement(database, "SELECT segment, places, pages FROM segment").forEachRow { row in
      segments[row.integer(0)] = (RowsHash(row.blob(1)), RowsHash(row.blob(2)))
      return true
    }
    return segments
  }

  /// The segments that FTS5 has.
  ///
  /// The record is a cookie of four bytes and varints: of levels, of all segments, of writes; then
  /// for each level how many of its segments are being merged, how many it has, and for each its
  /// number, first and last page.
  private static func list(_ database: Database) throws -> [Int64] {
    let statement = try SQLiteStatement(
      database, "SELECT block FROM words_data WHERE id = \(listRow)")
    let segments = try statement.first { row -> [Int64] in
      var bytes = row.borrowed(0)[...].dropFirst(4)
      func next() -> Int64 { SQLiteVarint.next(&bytes) }
      var segments: [Int64] = []
      var levels = next()
      _ = (next(), next())
      // What is no such record ends where its bytes do.
      while levels > 0, !bytes.isEmpty {
        levels -= 1
        _ = next()
        var count = next()
        while count > 0, !bytes.isEmpty {
          count -= 1
          segments.append(next())
          _ = (next(), next())
        }
      }
      return segments
    }
    guard let segments else { throw SearchDamage.fault("has a shard without a list of its words") }
    return segments
  }
}
