internal import Foundation
internal import Search
internal import StoreConformance
internal import Vault

@testable import SQLiteStore

/// A search index in a directory of its own, filled through its port.
struct SearchShelf {
  let directory: TestDirectory
  let store: SQLiteSearchStore
  let index: any SearchIndex

  /// An index of some documents.
  /// - Parameters:
  ///   - entries: what it holds.
  ///   - shardSize: how many positions a shard has.
  /// - Throws: what the store throws.
  init(_ entries: [SearchEntry] = [], shardSize: Int64 = SQLiteSearchStore.shardSize) throws {
    directory = try TestDirectory()
    store = try SQLiteSearchStore(directory: directory.path, shardSize: shardSize)
    index = try store.serve(entries)
  }

  /// The positions that a query finds, best first.
  func find(_ query: String) throws -> [Int64] { try index.find(query) }
}

/// The bytes of the search index's files.
extension TestDirectory {
  /// The files below `search` that hold one of some texts; words in an index share beginnings, so
  /// the ends of the texts are looked for.
  func files(holding markers: [String]) throws -> [String] {
    let ends = markers.map { Array($0.utf8.suffix(9)) }
    return try contents().filter { name, data in
      name.hasPrefix("search/")
        && data.withUnsafeBytes { bytes in
          ends.contains { Self.holds(bytes, $0) }
        }
    }.keys.sorted()
  }

  private static func holds(_ bytes: UnsafeRawBufferPointer, _ text: [UInt8]) -> Bool {
    guard var place = bytes.baseAddress, let first = text.first else { return false }
    let end = place + bytes.count
    while let found = memchr(place, Int32(first), end - place) {
      let start = UnsafeRawPointer(found)
      guard end - start >= text.count else { return false }
      if memcmp(start, text, text.count) == 0 { return true }
      place = start + 1
    }
    return false
  }
}

/// A log whose search index stands in a directory of its own.
final class ShelvedLog: SearchedLog {
  let directory: TestDirectory
  let store: SQLiteSearchStore

  /// - Parameters:
  ///   - shardSize: how many positions a shard of the index has.
  ///   - length: see ``SearchedLog/init(_:length:)``.
  /// - Throws: what the stores throw.
  init(shardSize: Int64 = 16, length: Int? = nil) async throws {
    directory = try TestDirectory()
    store = try SQLiteSearchStore(directory: directory.path, shardSize: shardSize)
    try await super.init(store, length: length)
  }
}
