internal import GRDB
internal import StoreConformance
internal import Testing

@testable import SQLiteStore

@Suite("Packed rows of the index")
struct KeyLevelTests {
  private func database() throws -> DatabaseQueue {
    let queue = try DatabaseQueue()
    try queue.write { database in
      for level in [KeyLevel.new, .old] {
        try database.execute(
          sql: "CREATE TABLE \(level.table) (first INTEGER PRIMARY KEY, keys BLOB)")
      }
    }
    return queue
  }

  @Test("Keys that come in pieces are all found, and no row is longer than a page takes")
  func pieces() throws {
    var dice = SeededGenerator(seed: 9)
    try database().write { database in
      var all: [UInt64: Set<UInt64>] = [:]
      for piece in 1...30 {
        var keys: [IndexKey] = []
        for number in 0..<300 {
          // Some come many times over, some stand at the ends of the range.
          let key: UInt64 =
            number < 5 ? 1 << 60 : number == 5 ? 0 : number == 6 ? .max : dice.next()
          keys.append(IndexKey(key: key, value: UInt64(piece * 1_000 + number)))
          all[key, default: []].insert(UInt64(piece * 1_000 + number))
        }
        keys.sort()
        for slice in 0..<KeyLevel.slices {
          try KeyLevel.old.add(
            database, slice, keys.filter { KeyLevel.slice(of: $0.key) == slice }[...])
        }
      }
      let lookup = try KeyLevel.old.lookup(database)
      for (key, values) in all {
        var found: Set<UInt64> = []
        try KeyLevel.find(lookup, key) { found.insert($0).inserted }
        #expect(found == values)
      }
      try KeyLevel.find(lookup, 12_345) { _ in
        Issue.record("found what is not there")
        return true
      }
      let lengths = try Int.fetchAll(database, sql: "SELECT length(keys) / 13 FROM key_old")
      #expect(lengths.reduce(0, +) == 9_000)
      #expect(lengths.allSatisfy { $0 <= KeyLevel.rowLimit })
      var taken: [IndexKey] = []
      for slice in 0..<KeyLevel.slices { taken += try KeyLevel.old.take(database, slice) }
      #expect(taken == taken.sorted() && taken.count == 9_000)
      #expect(try Int.fetchOne(database, sql: "SELECT count(*) FROM key_old") == 0)
    }
  }

  @Test("A filter never denies a key that is merged, and few that are not")
  func filter() throws {
    var dice = SeededGenerator(seed: 12)
    var keys = (0..<20_000).map { IndexKey(key: dice.next(), value: UInt64($0 + 1)) }.sorted()
    try database().write { database in
      for slice in 0..<KeyLevel.slices {
        let part = keys.filter { KeyLevel.slice(of: $0.key) == slice }
        let level = slice % 2 == 0 ? KeyLevel.new : .old
        try level.add(database, slice, part[...])
      }
      var filter = try KeyFilter(keys: 20_000).orThrow()
      for _ in 0..<KeyLevel.slices + 1 {
        #expect(keys.allSatisfy { filter.mayContain($0.key) })
        try filter.readSlice(database)
      }
      for _ in 0..<1_000 {
        let late = IndexKey(key: dice.next(), value: 7)
        filter.insert(late.key)
        keys.append(late)
      }
      #expect(keys.allSatisfy { filter.mayContain($0.key) })
      let wrong = (0..<10_000).count { _ in filter.mayContain(dice.next()) }
      #expect(wrong < 200)
    }
    #expect(KeyFilter(keys: 1_000_000_000) == nil)
  }

  @Test("Numbers come back as they went in, and malformed ones do not")
  func numbers() {
    for number in [0, 1, 127, 128, 16_383, 16_384, 1 << 40, 1 << 62 - 1] as [Int64] {
      var bytes: [UInt8] = []
      PackedNumbers.write(UInt64(number), to: &bytes)
      bytes.withUnsafeBytes { buffer in
        var reader = PackedReader(buffer)
        #expect(reader.number() == number && reader.isAtEnd)
      }
      let cut = bytes.count > 1 ? Array(bytes.dropLast()) : [0x80]
      cut.withUnsafeBytes { buffer in
        var reader = PackedReader(buffer)
        #expect(reader.number() == nil)
      }
    }
    for odd in [[0x80, 0x00], [UInt8](repeating: 0xFF, count: 12), []] as [[UInt8]] {
      odd.withUnsafeBytes { buffer in
        var reader = PackedReader(buffer)
        #expect(reader.number() == nil)
      }
    }
  }

  @Test("A table of keys keeps all numbers of a key, and one where it is set")
  func table() {
    var table = KeyTable()
    var dice = SeededGenerator(seed: 4)
    let keys = (0..<500).map { _ in dice.next() }
    for (index, key) in keys.enumerated() {
      table.insert(UInt64(index + 1), for: key)
      table.insert(UInt64(index + 1_001), for: key)
    }
    for (index, key) in keys.enumerated() {
      #expect(table.first(key) { $0 > 1_000 } == UInt64(index + 1_001))
      #expect(table.first(key) { $0 <= 1_000 } == UInt64(index + 1))
    }
    #expect(table.count == 1_000)
    #expect(table.first(7) == 0)
    var single = KeyTable()
    #expect(single.set(3, for: 0) == 0)
    #expect(single.set(4, for: 0) == 3)
    #expect(single.first(0) == 4 && single.count == 1)
  }
}
