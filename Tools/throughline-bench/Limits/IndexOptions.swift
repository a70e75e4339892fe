internal import Foundation

/// The options and settings of full-text tables, as their files say them.
enum IndexOptions {
  /// Those of every full-text table in the search index of a store, each once.
  static func ofStore(in directory: String) throws -> Set<String> {
    let root = "\(directory)/search"
    let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    var options: Set<String> = []
    for name in names where name.hasSuffix(".db") {
      let database = try RawSQLite("\(root)/\(name)", durability: .normal)
      options.formUnion(try of(database))
    }
    return options
  }

  /// Those of the limit's table.
  static func ofLimit() throws -> Set<String> {
    let database = try RawSQLite(":memory:", durability: .normal)
    try database.execute(PlainWords.schema)
    return try of(database)
  }

  private static func of(_ database: RawSQLite) throws -> Set<String> {
    var options: Set<String> = []
    let tables = try database.prepare(
      "SELECT sql FROM sqlite_master WHERE sql LIKE '%USING fts5(%'")
    while try tables.step() {
      let settings = try database.prepare("SELECT k || '=' || v FROM words_config ORDER BY k")
      var table = PlainWords.options(of: tables.text(0))
      while try settings.step() { table += " " + settings.text(0) }
      options.insert(table)
    }
    return options
  }

  /// Throws when the limit's are not the store's.
  static func check(_ directory: String) throws {
    let options = try ofStore(in: directory)
    guard try options != ofLimit() else { return }
    throw BenchFailure(
      """
      the store's full-text tables have other options than the limit's: \
      \(options.sorted().joined(separator: "; "))
      """)
  }
}
