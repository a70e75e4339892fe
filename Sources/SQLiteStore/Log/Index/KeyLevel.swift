internal import EventLog
internal import GRDB
internal import InteractionModel

/// One key of the index with what stands under it.
struct IndexKey: Comparable {
  let key: UInt64
  let value: UInt64

  static func < (left: IndexKey, right: IndexKey) -> Bool {
    (left.key, left.value) < (right.key, right.value)
  }
}

/// One of the two tables of merged keys: rows of packed keys in ascending order.
struct KeyLevel {
  /// Into how many parts the range of keys is cut for merging; part of the format.
  static let slices = 32
  /// How many keys a row has at most: what fits one page of 4,096 bytes.
  static let rowLimit = 308

  static let new = KeyLevel(table: "key_new")
  static let old = KeyLevel(table: "key_old")

  let table: String

  /// The slice that a key lies in.
  static func slice(of key: UInt64) -> Int { Int(key >> 59) }

  /// The lowest key of a slice.
  static func lowest(of slice: Int) -> UInt64 { UInt64(slice) << 59 }

  /// A key as SQLite orders integers.
  static func rowID(_ key: UInt64) -> Int64 { Int64(bitPattern: key ^ 1 << 63) }

  /// The key that a row's number stands for.
  static func key(_ rowID: Int64) -> UInt64 { UInt64(bitPattern: rowID) ^ 1 << 63 }

  /// The statement of ``find(_:_:_:)``, to be used again and again.
  func lookup(_ database: Database) throws -> SQLiteStatement {
    try SQLiteStatement(
      database, "SELECT keys FROM \(table) WHERE first <= ? ORDER BY first DESC LIMIT 1")
  }

  /// The values under a key, while the body answers true.
  static func find(
    _ statement: SQLiteStatement, _ key: UInt64, _ body: (UInt64) throws -> Bool
  ) throws {
    statement.bind(rowID(key), at: 1)
    try statement.forEachRow { row in
      let keys = PackedKeys(row.borrowed(0))
      var place = keys.firstPlace(notBelow: key)
      while place < keys.count, keys.key(place) == key {
        guard try body(keys.value(place)) else { return false }
        place += 1
      }
      return false
    }
  }

  /// Walks through the rows of a slice, whose keys are borrowed.
  func forEachRow(
    _ database: Database, of slice: Int,
    _ body: (_ first: Int64, _ keys: UnsafeRawBufferPointer) throws -> Void
  ) throws {
    let statement = try SQLiteStatement(
      database, "SELECT first, keys FROM \(table) WHERE first >= ? AND first <= ? ORDER BY first")
    statement.bind(KeyLevel.rowID(KeyLevel.lowest(of: slice)), at: 1)
    statement.bind(KeyLevel.rowID(KeyLevel.lowest(of: slice) | ~0 >> 5), at: 2)
    try statement.forEachRow { row in
      try body(row.integer(0), row.borrowed(1))
      return true
    }
  }

  /// Removes a slice and answers its keys.
  func take(_ database: Database, _ slice: Int) throws -> [IndexKey] {
    var all: [IndexKey] = []
    try forEachRow(database, of: slice) { _, bytes in
      let keys = PackedKeys(bytes)
      for place in 0..<keys.count { all.append(keys[place]) }
    }
    let remove = try SQLiteStatement(
      database, "DELETE FROM \(table) WHERE first >= ? AND first <= ?")
    remove.bind(KeyLevel.rowID(KeyLevel.lowest(of: slice)), at: 1)
    remove.bind(KeyLevel.rowID(KeyLevel.lowest(of: slice) | ~0 >> 5), at: 2)
    try remove.run()
    return all
  }

  /// Adds keys, in ascending order, to a slice.
  ///
  /// A row is written anew when keys belong into it, and cut into equal ones when it grows too
  /// long; so rows are between half full and full, and others stay untouched.
  func add(_ database: Database, _ slice: Int, _ new: ArraySlice<IndexKey>) throws {
    guard !new.isEmpty else { return }
    var rows: [(first: Int64, keys: [UInt8])] = []
    try forEachRow(database, of: slice) { rows.append(($0, Array($1))) }
    if rows.isEmpty { rows.append((KeyLevel.rowID(KeyLevel.lowest(of: slice)), [])) }
    let write = try SQLiteStatement(
      database,
      """
      INSERT INTO \(table) (first, keys) VALUES (?, ?)
      ON CONFLICT (first) DO UPDATE SET keys = excluded.keys
      """)
    var rest = new
    for (index, row) in rows.enumerated() {
      var mine = rest
      if index + 1 < rows.count {
        let next = KeyLevel.key(rows[index + 1].first)
        mine = rest.prefix { $0.key < next }
      }
      guard !mine.isEmpty else { continue }
      rest = rest[mine.endIndex...]
      try PackedKeys.merged(row.keys, mine).withUnsafeBytes { bytes in
        let keys = PackedKeys(bytes)
        let rows = (keys.count + KeyLevel.rowLimit - 1) / KeyLevel.rowLimit
        var start = 0
        for number in 1...rows where start < keys.count {
          var end = keys.count * number / rows
          // What has the same key stays together, so that one row answers for it.
          while end < keys.count, end == start || keys.key(end) == keys.key(end - 1) { end += 1 }
          guard end > start else { continue }
          write.bind(start == 0 ? row.first : KeyLevel.rowID(keys.key(start)), at: 1)
          write.bindBorrowed(keys.bytes(start..<end), at: 2)
          try write.run()
          start = end
        }
      }
    }
  }
}
