public import EventLog
internal import GRDB
public import InteractionModel

extension SQLiteEventStore {
  /// Which of some keys an erasure has destroyed: a lookup each, without a transaction.
  public func destroyed(among keys: [String]) throws(StorageFault) -> [String: Position] {
    guard !keys.isEmpty else { return [:] }
    return try faulting("read which keys are destroyed") {
      // `unsafeRead` spares the transaction: what a key was destroyed by never changes.
      try pool.unsafeRead { database in
        var found: [String: Position] = [:]
        // Most logs have destroyed none, and are asked for every page that is opened.
        let any = try SQLiteStatement(
          database, "SELECT 1 FROM destroyed_key WHERE key >= x'' LIMIT 1")
        guard try any.hasRow() else { return found }
        for key in keys where found[key] == nil {
          found[key] = try LogQuery.destroyer(database, of: key)
        }
        return found
      }
    }
  }

  /// The keys that a record destroyed, from the list of all destroyed keys.
  public func keys(destroyedBy record: Position) throws(StorageFault) -> [String] {
    try faulting("read which keys are destroyed") {
      try pool.read { database in
        try SQLiteStatement(
          database, "SELECT key FROM destroyed_key WHERE position = ? ORDER BY key"
        ).bind(record.rawValue).all(\.hex)
      }
    }
  }

  /// How many keys erasures have destroyed.
  public func destroyedCount() throws(StorageFault) -> Int {
    try faulting("count which keys are destroyed") {
      try pool.read { database in
        let statement = try SQLiteStatement(database, "SELECT count(*) FROM destroyed_key")
        return Int(try statement.first { $0.integer(0) } ?? 0)
      }
    }
  }

  /// Every key that an erasure has destroyed.
  public func destroyedKeys() throws(StorageFault) -> [String] {
    try faulting("read which keys are destroyed") {
      try pool.read { database in
        try SQLiteStatement(database, "SELECT key FROM destroyed_key ORDER BY key").all(\.hex)
      }
    }
  }
}

extension LogQuery {
  /// The record that destroyed a key; nil when none did.
  static func destroyer(_ database: Database, of key: String) throws -> Position? {
    try SQLiteStatement(
      database, "SELECT position FROM destroyed_key WHERE key = ?"
    ).bind(Hex.bytes(key) ?? []).first { Position($0.integer(0)) }
  }
}
