internal import EventLog
internal import GRDB
internal import InteractionModel
internal import ProjectionEngine

/// Whether a shard has what it says it has.
extension SearchShard {
  /// Compares what can be counted without reading any text.
  /// - Parameters:
  ///   - build: the build it must be of.
  ///   - database: the shard.
  /// - Returns: what it has.
  /// - Throws: ``StorageFault`` `damaged`, or what SQLite throws.
  static func check(_ build: [UInt8], _ database: Database) throws -> SearchTally {
    let stored = try SearchTally.stored(database)
    guard stored.build == build else {
      throw SearchDamage.fault("has a shard of another build")
    }
    let tally = stored.tally
    let words = try SearchStatistics(of: database)
    guard words.documents == tally.documents, words.words == tally.words else {
      throw SearchDamage.fault("has a shard with other words than it should have")
    }
    for (table, rows) in [
      ("document", tally.documents), ("words_docsize", tally.documents),
      ("document_key", tally.keys), ("term", stored.terms),
    ] {
      let found = try SQLiteStatement(database, "SELECT count(*) FROM \(table)")
        .first { $0.integer(0) }
      guard found == rows else {
        throw SearchDamage.fault(
          "has a shard with \(found ?? 0) rows of “\(table)” where \(rows) should be")
      }
    }
    try SearchSegments.checkPlaces(database)
    return tally
  }

  /// Compares every page of words, every document and all that is counted of them.
  /// - Parameters:
  ///   - build: the build it must be of.
  ///   - database: the shard.
  /// - Throws: ``StorageFault`` `damaged`, or what SQLite throws.
  static func inspect(_ build: [UInt8], _ database: Database) throws {
    let tally = try checkDocuments(build, database)
    try SearchSegments.checkPages(database)
    try SearchLengths.check(words: tally.words, database)
    try SearchTerms.check(database)
  }

  /// Compares every document, its keys and its text with what the shard says it has, so that nothing
  /// is there of which nobody knows whose it is.
  /// - Parameters:
  ///   - build: the build it must be of.
  ///   - database: the shard.
  /// - Returns: what it has.
  /// - Throws: ``StorageFault`` `damaged`, or what SQLite throws.
  @discardableResult
  static func checkDocuments(_ build: [UInt8], _ database: Database) throws -> SearchTally {
    let tally = try check(build, database)
    let keys = try SQLiteStatement(database, "SELECT key FROM document_key WHERE position = ?")
    var found = SearchTally()
    try SQLiteStatement(
      database,
      """
      SELECT \(columns), salt, words_content.c0 FROM document
      JOIN words_content ON words_content.id = document.position
      """
    ).forEachRow { row in
      keys.bind(row.integer(0), at: 1)
      let names = try keys.all { $0.text(0) }
      guard !names.isEmpty else {
        throw SearchDamage.fault("has a document without keys, of which nobody knows whose it is")
      }
      found.add(
        SearchSum(
          of: try document(row), row.text(columnCount + 1), keys: names, salt: row.blob(columnCount)
        ),
        keys: names.count)
      return true
    }
    let contents = try SQLiteStatement(database, "SELECT count(*) FROM words_content")
      .first { $0.integer(0) }
    guard found.sum == tally.sum, found.documents == tally.documents, found.keys == tally.keys,
      contents == tally.documents
    else { throw SearchDamage.fault("has a shard with other documents than it should have") }
    return tally
  }

  /// Compares the words that are looked for with the texts, by FTS5's `integrity-check`.
  ///
  /// So it is seen whether what was written was right; that it is still there ``inspect(_:_:)`` sees.
  /// Changes nothing, but can only run on a connection that writes.
  static func checkWords(_ database: Database) throws {
    do {
      try database.execute(sql: "INSERT INTO words (words) VALUES ('integrity-check')")
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
      throw SearchDamage.fault("has a shard whose words are not those of its texts")
    }
  }

  /// A document as it stands, with all that its number is made of.
  static func stored(
    at position: Int64, _ database: Database
  ) throws -> (number: SearchSum, text: String, keys: [String], salt: [UInt8])? {
    let statement = try SQLiteStatement(
      database, "SELECT \(columns), salt FROM document WHERE position = ?")
    statement.bind(position, at: 1)
    guard let (document, salt) = try statement.first({ (try document($0), $0.blob(columnCount)) })
    else {
      return nil
    }
    let names = try SQLiteStatement(database, "SELECT key FROM document_key WHERE position = ?")
    names.bind(position, at: 1)
    let keys = try names.all { $0.text(0) }
    let words = try SQLiteStatement(database, "SELECT text FROM words WHERE rowid = ?")
    words.bind(position, at: 1)
    guard let text = try words.first({ $0.text(0) }) else {
      throw SearchDamage.fault("has a document without its text")
    }
    return (SearchSum(of: document, text, keys: keys, salt: salt), text, keys, salt)
  }
}
