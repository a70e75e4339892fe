/// Tiles in memory.
public struct MemoryTiles: TileStore, Sendable {
  private struct Place: Hashable {
    let level: Int
    let index: UInt64

    init(_ tile: TileID) {
      level = tile.level
      index = tile.index
    }
  }

  private var tiles: [Place: [Hash]] = [:]

  /// No tiles.
  public init() {}

  /// Reads a tile.
  /// - Parameter tile: which, and how much of it.
  /// - Returns: its hashes.
  /// - Throws: ``TreeError/tileMissing(_:)``.
  public func hashes(in tile: TileID) throws(TreeError) -> [Hash] {
    guard let hashes = tiles[Place(tile)], hashes.count >= tile.width else {
      throw .tileMissing(tile)
    }
    return Array(hashes.prefix(tile.width))
  }

  /// Keeps a tile in place of a narrower one.
  /// - Parameter tile: the tile.
  public mutating func write(_ tile: Tile) {
    tiles[Place(tile.id)] = tile.hashes
  }
}
