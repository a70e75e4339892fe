internal import EventLog
internal import GRDB
internal import InteractionModel
internal import struct InteractionModel.Record
internal import Merkle
internal import StoreConformance
internal import Testing

@testable import SQLiteStore

/// What no row shows by itself, and no sum: whoever forges it makes all that follows from it anew.
@Suite("Forged indexes are found")
struct ForgedIndexTests {
  /// A log of some events, closed.
  private func log(recentLimit: Int) async throws -> TestDirectory {
    let directory = try await PlainLog.make(events: 0)
    let store = try PlainLog.open(directory.path, recentLimit: recentLimit)
    var maker = EventMaker(seed: 31)
    for _ in 0..<40 { try await store.append(plain: [maker.event()]) }
    #expect(try store.problems() == [])
    try store.close()
    return directory
  }

  /// Rewrites what the indexes have of each record and name, under whichever key a change gives it.
  private func rekey(
    _ raw: RawConnection, _ path: String, _ change: (IndexedThing, UInt64) -> UInt64
  ) throws {
    for row in try raw.rows("SELECT first, records FROM recent") {
      guard case .integer(let first) = row[0], case .blob(let bytes) = row[1] else { continue }
      var other = RecentRow()
      _ = bytes.withUnsafeBytes { bytes in
        RecentRow.read(first, bytes) { content in
          switch content {
          case .record(let position, let key): other.begin(key: change(.record(position), key))
          case .entry(let number, let entry):
            other.add(number, count: entry.count, isOwn: entry.version > 0)
          }
        }
      }
      try raw.rows("UPDATE recent SET records = ? WHERE first = ?", [.blob(other.bytes), row[0]])
    }
    try DatabaseQueue(path: path).write { database in
      var keys: [IndexKey] = []
      for level in [KeyLevel.new, .old] {
        for slice in 0..<KeyLevel.slices { keys += try level.take(database, slice) }
      }
      keys = keys.map {
        IndexKey(key: change(IndexedThing(value: $0.value), $0.key), value: $0.value)
      }
      for slice in 0..<KeyLevel.slices {
        let own = keys.filter { KeyLevel.slice(of: $0.key) == slice }.sorted()
        try KeyLevel.old.add(database, slice, own[...])
      }
    }
  }

  @Test(
    "An id that stands in the log twice, each record being found by it", arguments: [8, 1_000],
    [(7, 30), (3, 38), (33, 40), (12, 13)])
  func repeatedID(recentLimit: Int, places: (Int64, Int64)) async throws {
    let base = try await log(recentLimit: recentLimit)
    let (first, second) = places
    for isForged in [false, true] {
      let found = try TamperedLog.problems(base) { raw in
        func line(_ place: Int64) throws -> [UInt8] {
          let value = try raw.rows("SELECT line FROM record WHERE position = \(place)").first?.first
          guard case .blob(let bytes)? = value else { return [] }
          return bytes
        }
        let id = try Record(line: line(first)).id
        let path = try raw.texts("SELECT file FROM pragma_database_list WHERE name = 'main'")[0]
        if isForged {
          let own = try Record(line: line(second)).id
          let text = String(decoding: try line(second), as: UTF8.self)
          let forged = Array(text.replacing(own.description, with: id.description).utf8)
          try raw.rows(
            "UPDATE record SET line = ?, leaf = ? WHERE position = \(second)",
            [.blob(forged), .blob(Hash.leaf(forged).bytes)])
        }
        try rekey(raw, path) { thing, key in
          isForged && thing == .record(second) ? Fingerprint.of(id) : key
        }
      }
      #expect(found.isEmpty != isForged, "\(found)")
      #expect(
        found.contains { $0.what == "event id" && $0.position == Position(second) } == isForged,
        "\(found)")
    }
  }

  @Test("How many records a stream had when another one mentioned it", arguments: [1, -1, 2])
  func mention(difference: Int64) async throws {
    let base = try await log(recentLimit: 1_000)
    var place: Int64?
    let found = try TamperedLog.problems(base) { raw in
      for row in try raw.rows("SELECT first, records FROM recent ORDER BY first DESC")
      where place == nil {
        guard case .integer(let first) = row[0], case .blob(let bytes) = row[1] else { continue }
        var other = RecentRow()
        _ = bytes.withUnsafeBytes { bytes in
          RecentRow.read(first, bytes) { content in
            switch content {
            case .record(_, let key): other.begin(key: key)
            case .entry(let number, let entry):
              let isHere = place == nil && entry.version <= 0 && entry.count + difference >= 0
              if isHere { place = entry.position }
              other.add(
                number, count: entry.count + (isHere ? difference : 0), isOwn: entry.version > 0)
            }
          }
        }
        try raw.rows("UPDATE recent SET records = ? WHERE first = ?", [.blob(other.bytes), row[0]])
      }
    }
    #expect(place != nil)
    #expect(found.contains { $0.position?.rawValue == place }, "\(found)")
  }
}
