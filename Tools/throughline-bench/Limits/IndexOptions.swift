internal import Foundation

/// The options of the store's own full-text tables, as its files say them.
enum IndexOptions {
  /// The options of every full-text table in the search index of a store, each once.
  static func ofStore(in directory: String) throws -> Set<String> {
    let root = "\(directory)/search"
    let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    var options: Set<String> = []
    for name in names where name.hasSuffix(".db") {
      let database = try RawSQLite("\(root)/\(name)", durability: .normal)
      let statement = try database.prepare(
        "SELECT sql FROM sqlite_master WHERE sql LIKE '%USING fts5(%'")
      while try statement.step() { options.insert(PlainWords.options(of: statement.text(0))) }
    }
    return options
  }

  /// Tells whoever reads the figures when the limit's options are not the store's.
  static func check(_ directory: String, _ progress: Progress) throws {
    let options = try ofStore(in: directory)
    guard options != [PlainWords.options(of: PlainWords.schema)] else { return }
    progress.note(
      """
      the store's full-text tables have other options than the limit's: \
      \(options.sorted().joined(separator: "; "))
      """)
  }
}
