internal import EventLog
internal import GRDB
internal import InteractionModel

/// Keys that erasures destroy: marked in the transaction of the record that destroys them, and
/// refused in every later one.
extension AppendTransaction {
  /// Refuses new events with a part that is sealed by a destroyed key, and destructions that
  /// cannot be.
  ///
  /// Here and not before, because only whoever has the write lock knows that no erasure comes
  /// between the look and the commit.
  func checkKeys(_ request: AppendRequest, _ placements: [Placement?]) throws {
    if let destroying = request.destroying {
      let fault = destroying.fault(head: cache.head.position, events: request.events.count)
      if let fault { throw fault }
      if destroying.record == nil, placements.first == .some(nil) {
        for key in destroying.keys {
          guard let position = try destroyer(of: key) else { continue }
          throw AppendError.alreadyDestroyed(key: key, by: position)
        }
      }
    }
    let dying = Set(request.destroying?.keys ?? [])
    guard cache.hasDestroyedKeys || !dying.isEmpty else { return }
    for (index, sealed) in request.events.enumerated() where placements[index] == nil {
      for part in sealed.sealed {
        let position =
          try destroyer(of: part.key) ?? (dying.contains(part.key) ? cache.head.position.next : nil)
        if let position {
          throw AppendError.keyDestroyed(id: sealed.event.id, key: part.key, by: position)
        }
      }
    }
  }

  /// Marks keys that are not marked yet.
  mutating func destroy(_ destroying: KeyDestruction, first: Placement?) throws {
    guard let record = destroying.record ?? first?.position else { return }
    let insert = try SQLiteStatement(
      database, "INSERT INTO destroyed_key (key, position) VALUES (?, ?)")
    for key in Set(destroying.keys) where try destroyer(of: key) == nil {
      insert.bind(Hex.bytes(key) ?? [], at: 1)
      insert.bind(record.rawValue, at: 2)
      try insert.run()
      cache.hasDestroyedKeys = true
    }
  }

  private func destroyer(of key: String) throws -> Position? {
    guard cache.hasDestroyedKeys else { return nil }
    return try LogQuery.destroyer(database, of: key)
  }
}
