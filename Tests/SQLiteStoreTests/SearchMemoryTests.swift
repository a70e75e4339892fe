internal import Foundation
internal import InteractionModel
internal import Search
internal import StoreConformance
internal import Testing

@testable import SQLiteStore

@Suite("What a search index of many shards keeps open")
struct SearchMemoryTests {
  private static func shelf() throws -> SearchShelf {
    let entries = (1...90).map { SearchEntry.message($0, "elm", in: "c-\($0 % 4)") }
    let shelf = try SearchShelf(entries, shardSize: 10)
    // Lets go of the connections that wrote.
    try shelf.index.condense()
    return shelf
  }

  /// How many of the shards this process has open.
  private static func openShards(of shelf: SearchShelf) throws -> Int {
    let folder = "\(shelf.directory.path)/search/1/shard-"
    let files = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap {
      try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
    }
    return Set(files.filter { $0.contains(folder) && $0.hasSuffix(".db") }).count
  }

  @Test("Who follows the archive asks all shards and keeps none open")
  func followed() throws {
    let shelf = try Self.shelf()
    let found = try shelf.index.documents(of: ["c-1", "c-3"]).map(\.position.rawValue)
    #expect(found.sorted() == (1...90).filter { $0 % 2 == 1 })
    #expect(try Self.openShards(of: shelf) == 0)
  }

  @Test("Who searches keeps them open, and is asked the same there")
  func searched() throws {
    let shelf = try Self.shelf()
    #expect(try shelf.find("elm").count == 90)
    #expect(try Self.openShards(of: shelf) == 9)
    #expect(try shelf.index.documents(of: ["c-1", "c-3"]).count == 45)
    #expect(try shelf.index.documents(of: ["c-9"]).isEmpty)
  }

  @Test("All readers together keep as many pages, however many shards there are")
  func shared() {
    for shards in [1, 2, 4, 39, 400, 65_536] {
      let each = SearchDatabase.cache(ofEachOf: shards)
      #expect(each > 0 && each <= 16 << 10 && each * shards <= 64 << 10)
    }
  }
}
