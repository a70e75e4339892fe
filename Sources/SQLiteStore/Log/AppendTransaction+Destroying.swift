internal import EventLog
internal import GRDB
internal import InteractionModel

/// Keys that erasures destroy: marked in the transaction of the record that destroys them, and
/// refused in every later one.
extension AppendTransaction {
  /// Marks keys that are not marked yet.
  mutating func destroy(_ destroying: KeyDestruction, first: Placement?) throws {
    guard let record = destroying.record ?? first?.position else { return }
    let insert = try SQLiteStatement(
      database, "INSERT INTO destroyed_key (key, position) VALUES (?, ?)")
    for key in Set(destroying.keys) where try destroyer(of: key) == nil {
      try insert.bind(Hex.bytes(key) ?? [], record.rawValue).run()
      cache.hasDestroyedKeys = true
    }
  }

  func destroyer(of key: String) throws -> Position? {
    guard cache.hasDestroyedKeys else { return nil }
    return try LogQuery.destroyer(database, of: key)
  }
}
