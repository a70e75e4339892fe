/// The entries whose hashes are in a tile of level 0 (C2SP tlog-tiles): each behind its length, two
/// bytes, the higher first.
public struct EntryBundle: Sendable, Hashable {
  /// The longest entry that a bundle can hold, in bytes.
  public static let longestEntry = Int(UInt16.max)

  /// The entries, as they are hashed.
  public let entries: [[UInt8]]

  /// A bundle of entries.
  /// - Parameter entries: from 1 to 256.
  /// - Throws: ``TreeError/entryTooLong(bytes:)`` or ``TreeError/notABundle(entries:)``.
  public init(_ entries: [[UInt8]]) throws(TreeError) {
    guard 1...Tile.width ~= entries.count else { throw .notABundle(entries: entries.count) }
    for entry in entries where entry.count > EntryBundle.longestEntry {
      throw .entryTooLong(bytes: entry.count)
    }
    self.entries = entries
  }

  /// Reads a bundle.
  /// - Parameters:
  ///   - bytes: the bundle.
  ///   - tile: the tile of its hashes, which says how many entries it has.
  /// - Throws: ``TreeError/notABundle(entries:)`` when it has more or fewer.
  public init(_ bytes: [UInt8], for tile: TileID) throws(TreeError) {
    var entries: [[UInt8]] = []
    var rest = bytes[...]
    while let high = rest.popFirst(), let low = rest.popFirst() {
      let length = Int(high) << 8 | Int(low)
      guard rest.count >= length else { throw .notABundle(entries: tile.width) }
      entries.append(Array(rest.prefix(length)))
      rest = rest.dropFirst(length)
    }
    var encoded = 0
    for entry in entries { encoded += 2 + entry.count }
    guard encoded == bytes.count, entries.count == tile.width else {
      throw .notABundle(entries: tile.width)
    }
    self.entries = entries
  }

  /// The bundle, as it is served.
  public var bytes: [UInt8] {
    entries.reduce(into: []) { bytes, entry in
      bytes.append(UInt8(truncatingIfNeeded: entry.count >> 8))
      bytes.append(UInt8(truncatingIfNeeded: entry.count))
      bytes.append(contentsOf: entry)
    }
  }
}
