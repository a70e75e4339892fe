internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Search
@_spi(Opening) internal import Vault

/// What limit L4 is given before the clock starts: each record as JSON with its parts in clear, and
/// the text that goes into the full-text index.
enum OpenedText {
  static let schema = """
    CREATE TABLE opened (position INTEGER PRIMARY KEY, line TEXT NOT NULL, text TEXT)
    """

  /// Opens the whole log of a site into a new file.
  static func write(_ site: Site, to path: String) throws {
    let database = try RawSQLite(path, durability: .normal)
    try database.execute(schema)
    let insert = try database.prepare("INSERT INTO opened VALUES (?, ?, ?)")
    try site.forEachPage { records, lines in
      let opened = try site.log.open(records)
      try database.execute("BEGIN IMMEDIATE")
      for (index, record) in records.enumerated() {
        let text = SearchText(opened[index]).text
        insert.bind(record.position.rawValue, at: 1)
        insert.bind(try line(lines[index], opened[index]), at: 2)
        insert.bind(text.isEmpty ? nil : text, at: 3)
        try insert.run()
      }
      try database.execute("COMMIT")
    }
    try database.checkpoint()
  }

  /// A record's line with its sealed parts opened.
  private static func line(_ line: [UInt8], _ parts: [OpenedPart]) throws -> String {
    guard !parts.isEmpty else { return String(decoding: line, as: UTF8.self) }
    guard case .object(var object) = try JSONValue(parsing: line) else {
      throw BenchFailure("a record is no JSON object; run `throughline verify`")
    }
    object["sealed"] = .array(
      parts.map { part in
        guard case .opened(let content) = part.result else { return .null }
        return .object(content)
      })
    return JSONValue.object(object).canonicalText
  }
}
