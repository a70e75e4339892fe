internal import GRDB
internal import GRDBSQLite

/// ``/Search/BM25`` over all shards of an index, as functions within SQLite's full-text tables.
///
/// The formula is FTS5's own `bm25()`, with two differences: the number of documents, their average
/// length and how many have a word are those of the whole index, so that the shards' scores can be
/// compared; and the forms of one word count as one word. Where there is one shard and one form of
/// each word, the scores are those of `bm25()`.
struct SearchScoring: Sendable {
  /// What a search looks for: each group is a word with its forms, a phrase, or a beginning.
  let weights: [Double]
  /// To which group each phrase of the expression belongs, in the order in which they stand in it;
  /// −1 for those that are not scored.
  let groups: [Int]
  /// How many words a document has on average.
  let averageLength: Double

  /// Adds `collected(words, collector)`, which hands each document to a ``SearchCollector``, and
  /// `contributions(words, collector)`, the summand of each group as a blob of doubles, to a
  /// connection.
  static func register(on database: Database) throws {
    let interface = try SearchScoring.interface(of: database.sqliteConnection)
    for (name, function) in [
      ("collected", SearchCollector.collected), ("contributions", SearchCollector.contributions),
    ] {
      guard let create = interface.pointee.xCreateFunction,
        create(interface, name, nil, function, nil) == SQLITE_OK
      else { throw DatabaseError(message: "cannot add the function \(name)") }
    }
  }

  /// What FTS5 offers a connection for its extensions.
  static func interface(of connection: OpaquePointer?) throws -> UnsafeMutablePointer<fts5_api> {
    guard let connection else {
      throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "connection is closed")
    }
    // FTS5 hands out its interface through a query with a typed pointer (fts5.h).
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(connection, "SELECT fts5(?1)", -1, &statement, nil) == SQLITE_OK else {
      throw DatabaseError(message: "this SQLite has no full-text search (FTS5)")
    }
    defer { sqlite3_finalize(statement) }
    var interface: UnsafeMutablePointer<fts5_api>?
    withUnsafeMutablePointer(to: &interface) { pointer in
      _ = sqlite3_bind_pointer(statement, 1, pointer, pointerType.characters, nil)
      _ = sqlite3_step(statement)
    }
    guard let interface else {
      throw DatabaseError(message: "this SQLite has no full-text search (FTS5)")
    }
    return interface
  }

  private static let pointerType: StaticString = "fts5_api_ptr"
}
