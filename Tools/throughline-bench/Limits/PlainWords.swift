internal import Foundation

/// Limit L4: the full-text table, with the options of the store's own index but FTS5's own tokeniser,
/// which knows one form of a word and no codes.
enum PlainWords {
  /// The table; a test compares it and its settings with those of the store.
  static let table = """
    CREATE VIRTUAL TABLE words USING fts5(
      text, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
    )
    """

  /// The table with its settings.
  static let schema = """
    \(table);
    INSERT INTO words (words, rank) VALUES ('automerge', 0);
    INSERT INTO words (words, rank) VALUES ('hashsize', 16777216)
    """

  /// Puts the segments together, as the store does with what it searches; what L4 fills is left as
  /// it is, which is less work than the store's.
  static let optimize = "INSERT INTO words (words) VALUES ('optimize')"

  /// How many positions are indexed in one transaction.
  static let batch: Int64 = 65_536

  /// Indexes the texts of a range of positions: all but those that stand in place of others.
  static let insert = """
    INSERT INTO words (rowid, text)
    SELECT opened.position, opened.text FROM source.opened JOIN event USING (position)
    WHERE opened.position BETWEEN ?1 AND ?2 AND opened.text IS NOT NULL
      AND event.type NOT IN ('message.edited', 'message.redacted')
    """

  /// The best hits for an expression, best first.
  static let search = """
    SELECT rowid, rank FROM words WHERE words MATCH ?1 ORDER BY rank LIMIT ?2
    """

  /// The options of a full-text table but for its tokeniser, without white space, to compare two.
  static func options(of sql: String) -> String {
    guard let start = sql.range(of: "fts5(", options: .caseInsensitive) else { return "" }
    return sql[start.upperBound...].split(separator: ",").filter { !$0.contains("tokenize") }
      .joined(separator: ",").filter { !$0.isWhitespace }
  }
}
