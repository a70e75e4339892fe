internal import StoreConformance

extension Shelf {
  /// The indexes for queries that a read model's file does not have.
  static func missingIndexes(_ file: String) throws -> [String] {
    let found = try RawConnection(file).texts(
      "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY 1")
    return ["item_count", "item_status"].filter { !found.contains($0) }
  }
}
