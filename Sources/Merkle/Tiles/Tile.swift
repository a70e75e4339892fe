/// Up to 256 neighbouring hashes of a tree (C2SP tlog-tiles).
public struct Tile: Sendable, Hashable {
  /// How many levels of the tree a level of tiles spans.
  public static let height = 8
  /// How many hashes a full tile has.
  public static let width = 256
  /// How many levels of tiles the largest tree has.
  public static let levels = 8

  /// Which tile.
  public let id: TileID
  /// Its hashes, as many as the id says.
  public let hashes: [Hash]

  /// A tile of that many hashes.
  init(_ id: TileID, hashes: [Hash]) {
    self.id = id
    self.hashes = hashes
  }

  /// A tile, as it was stored.
  /// - Parameters:
  ///   - id: which tile.
  ///   - bytes: its hashes one after the other.
  /// - Throws: ``TreeError/tileDamaged(_:bytes:)`` when they are not as many as the id says.
  public init(_ id: TileID, bytes: [UInt8]) throws(TreeError) {
    guard bytes.count == id.width * Hash.size else {
      throw .tileDamaged(id, bytes: bytes.count)
    }
    hashes = stride(from: 0, to: bytes.count, by: Hash.size).compactMap {
      Hash(Array(bytes[$0..<$0 + Hash.size]))
    }
    self.id = id
  }

  /// The hashes one after the other, as tiles are stored.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(hashes.count * Hash.size)
    for hash in hashes { hash.withUnsafeBytes { bytes.append(contentsOf: $0) } }
    return bytes
  }
}
