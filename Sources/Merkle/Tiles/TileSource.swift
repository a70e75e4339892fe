/// Where the tiles of a tree are read.
///
/// What a tile holds never changes, it only becomes wider; so whoever has a wider one gives its
/// front. A store need not keep the tile that is still growing on each level: its hashes are those
/// of the last records, and the roots of the last full tiles of the level below.
public protocol TileSource {
  /// Reads a tile.
  /// - Parameter tile: which, and how much of it.
  /// - Returns: its first ``TileID/width`` hashes.
  /// - Throws: ``TreeError/tileMissing(_:)``, ``TreeError/tileDamaged(_:bytes:)`` or
  ///   ``TreeError/tileUnavailable(_:reason:)``.
  func hashes(in tile: TileID) throws(TreeError) -> [Hash]
}

/// Where tiles are kept.
public protocol TileStore: TileSource {
  /// Keeps a tile in place of a narrower one.
  /// - Parameter tile: the tile.
  /// - Throws: ``TreeError/tileUnavailable(_:reason:)``.
  mutating func write(_ tile: Tile) throws(TreeError)
}
