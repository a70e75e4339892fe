internal import GRDB

extension LogIndex {
  /// Moves what is recent to where it stays; to be done in the transaction of the committer.
  ///
  /// All keys come into `key_new`. For each full window of positions one slice goes on to
  /// `key_old`, the next of the 32 each time, so that every slice has its turn, whatever the sizes
  /// of the commits.
  /// - Parameters:
  ///   - recent: all that is recent, up to the head; nothing is recent afterwards.
  ///   - window: for how many positions a slice goes on.
  /// - Throws: what SQLite throws.
  func merge(_ recent: inout RecentPart, window: Int) throws {
    var keys: [IndexKey] = []
    keys.reserveCapacity(recent.keys.count)
    recent.keys.forEach { keys.append(IndexKey(key: $0, value: $1)) }
    keys.sort()
    // Taken out, so that it is changed in place.
    var filter = recent.filter
    recent.filter = nil
    for key in keys { filter?.insert(key.key) }
    let turns = recent.through / Int64(window) - recent.merged / Int64(window)
    let next = Int(recent.merged / Int64(window) % Int64(KeyLevel.slices))
    var rest = keys[...]
    for slice in 0..<KeyLevel.slices {
      let part = rest.prefix { KeyLevel.slice(of: $0.key) == slice }
      rest = rest[part.endIndex...]
      let turn = (slice - next + KeyLevel.slices) % KeyLevel.slices
      if turn < turns {
        let moving = try KeyLevel.new.take(database, slice) + part
        try KeyLevel.old.add(database, slice, moving.sorted()[...])
      } else {
        try KeyLevel.new.add(database, slice, part)
      }
    }
    let insert = try Posting.insertion(database)
    var entries: [LogEntry] = []
    for number in recent.numbers.sorted() {
      entries.removeAll(keepingCapacity: true)
      recent.forEachEntry(of: number) { entry in
        entries.append(entry)
        return true
      }
      try Posting.insert(entries.reversed(), of: number, insert)
    }
    try database.execute(sql: "DELETE FROM recent")
    recent = RecentPart(merged: recent.through, entities: recent.entities, filter: filter)
  }
}
