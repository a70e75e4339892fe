internal import GRDB

/// How many documents and words a shard's full-text table has.
struct SearchStatistics: Sendable {
  private(set) var documents: Int64 = 0
  private(set) var words: Int64 = 0

  init() {}

  /// Reads the record in which FTS5 keeps both (the first row of its data: varints of the number of
  /// rows and of the words in each column), which is what `bm25()` reckons with.
  init(of database: Database) throws {
    let statement = try SQLiteStatement(database, "SELECT block FROM words_data WHERE id = 1")
    let numbers = try statement.first { row in
      var bytes = row.borrowed(0)[...]
      return (SQLiteVarint.next(&bytes), SQLiteVarint.next(&bytes))
    }
    (documents, words) = numbers ?? (0, 0)
  }

  var averageLength: Double { documents > 0 ? max(Double(words) / Double(documents), 1e-9) : 1 }

  static func + (left: SearchStatistics, right: SearchStatistics) -> SearchStatistics {
    var sum = left
    sum.documents += right.documents
    sum.words += right.words
    return sum
  }
}
