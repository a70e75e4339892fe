internal import GRDB

/// What a shard has, as it says itself and as the register of its build says it must.
///
/// The shard keeps it in the transaction that changes its documents, so the two can only disagree
/// when somebody else changed one of them.
struct SearchTally: Sendable, Hashable {
  /// How many documents.
  var documents: Int64 = 0
  /// How many words they have together.
  var words: Int64 = 0
  /// How many keys they name together.
  var keys: Int64 = 0
  /// The sum over them.
  var sum = SearchSum.zero

  static let table = "tally"

  /// The statements that make the table of a shard.
  ///
  /// `terms` is how many words ``SearchTerms`` has counted, and `term_hash` is over them
  /// (``RowsHash``); they change without the documents.
  static let schema = """
    CREATE TABLE tally (
      id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
      build BLOB NOT NULL,
      documents INTEGER NOT NULL,
      words INTEGER NOT NULL,
      keys INTEGER NOT NULL,
      sum BLOB NOT NULL,
      terms INTEGER NOT NULL,
      term_hash BLOB NOT NULL
    ) STRICT;
    """

  /// Makes the first row of a new shard.
  static func begin(_ build: [UInt8], _ database: Database) throws {
    let insert = try SQLiteStatement(
      database,
      """
      INSERT INTO tally (id, build, documents, words, keys, sum, terms, term_hash)
      VALUES (1, ?, 0, 0, 0, ?, 0, x'')
      """)
    insert.bind(build, at: 1)
    insert.bind(SearchSum.zero.bytes, at: 2)
    try insert.run()
  }

  /// What a shard says it has.
  static func stored(
    _ database: Database
  ) throws -> (tally: SearchTally, build: [UInt8], terms: Int64) {
    let found = try SQLiteStatement(
      database, "SELECT documents, words, keys, sum, build, terms FROM tally"
    ).first { row in
      SearchSum(row.borrowed(3)).map { sum in
        (
          tally: SearchTally(
            documents: row.integer(0), words: row.integer(1), keys: row.integer(2), sum: sum),
          build: row.blob(4), terms: row.integer(5)
        )
      }
    }
    guard let found = found ?? nil else {
      throw SearchDamage.fault("has a shard that does not say what it has")
    }
    return found
  }

  /// Writes what a shard has.
  func store(_ database: Database) throws {
    let update = try SQLiteStatement(
      database, "UPDATE tally SET documents = ?, words = ?, keys = ?, sum = ?")
    update.bind(documents, at: 1)
    update.bind(words, at: 2)
    update.bind(keys, at: 3)
    update.bind(sum.bytes, at: 4)
    try update.run()
  }

  /// Notes how many words of a shard are counted, and a hash over them.
  static func note(terms: Int64, hash: RowsHash, _ database: Database) throws {
    let update = try SQLiteStatement(database, "UPDATE tally SET terms = ?, term_hash = ?")
    update.bind(terms, at: 1)
    update.bind(hash.bytes, at: 2)
    try update.run()
  }

  /// The hash over the words that are counted.
  static func termHash(_ database: Database) throws -> RowsHash {
    RowsHash(
      try SQLiteStatement(database, "SELECT term_hash FROM tally").first { $0.blob(0) } ?? [])
  }

  /// Takes a document in.
  mutating func add(_ number: SearchSum, keys count: Int) {
    documents += 1
    keys += Int64(count)
    sum += number
  }

  /// Takes a document out.
  mutating func remove(_ number: SearchSum, keys count: Int) {
    documents -= 1
    keys -= Int64(count)
    sum -= number
  }
}
