internal import GRDB

/// How many documents and words a shard's full-text table has.
struct SearchStatistics: Sendable {
  private(set) var documents: Int64 = 0
  private(set) var words: Int64 = 0

  init() {}

  /// Reads the record in which FTS5 keeps both (the first row of its data: varints of the number of
  /// rows and of the words in each column), which is what `bm25()` reckons with.
  init(of database: Database) throws {
    let record = try SQLiteStatement(database, "SELECT block FROM words_data WHERE id = 1")
      .first { $0.blob(0) }
    guard let record else { return }
    var bytes = record[...]
    documents = SearchStatistics.varint(&bytes)
    words = SearchStatistics.varint(&bytes)
  }

  var averageLength: Double { documents > 0 ? max(Double(words) / Double(documents), 1e-9) : 1 }

  static func + (left: SearchStatistics, right: SearchStatistics) -> SearchStatistics {
    var sum = left
    sum.documents += right.documents
    sum.words += right.words
    return sum
  }

  /// A number of SQLite's file format, section 1.6: seven bits a byte, the ninth byte whole.
  private static func varint(_ bytes: inout ArraySlice<UInt8>) -> Int64 {
    var value: UInt64 = 0
    for index in 0..<9 {
      guard let byte = bytes.popFirst() else { break }
      if index == 8 {
        value = value << 8 | UInt64(byte)
      } else {
        value = value << 7 | UInt64(byte & 0x7F)
        if byte & 0x80 == 0 { break }
      }
    }
    return Int64(bitPattern: value)
  }
}
