/// The hashes of subtrees of a tree, from its tiles.
struct TileReading<Source: TileSource> {
  private let source: Source
  private let size: UInt64
  /// What was read: of each tile its hashes, and above them those of each pair, up to its root.
  private var tiles: [TileID: [[Hash]]] = [:]

  /// How many tiles are kept, at 16 kB each; a question needs at most two a level.
  private static var limit: Int { 64 }

  /// Nothing read yet, of a tree of that size.
  init(_ source: Source, size: UInt64) {
    self.source = source
    self.size = size
  }

  /// The hashes of subtrees that come from parting the tree.
  mutating func hashes(of subtrees: [Subtree]) throws(TreeError) -> [Hash] {
    var hashes: [Hash] = []
    for subtree in subtrees { hashes.append(try hash(of: subtree)) }
    return hashes
  }

  /// The hash of a subtree that comes from parting the tree.
  mutating func hash(of subtree: Subtree) throws(TreeError) -> Hash {
    .root(over: try perfect(of: subtree))
  }

  /// The roots of the perfect subtrees that it falls into, from the largest.
  mutating func perfect(of subtree: Subtree) throws(TreeError) -> [Hash] {
    var roots: [Hash] = []
    var start = subtree.start
    while start < subtree.end {
      let height = UInt64.bitWidth - 1 - (subtree.end - start).leadingZeroBitCount
      let (level, above) = height.quotientAndRemainder(dividingBy: Tile.height)
      let first = start >> (level * Tile.height)
      let place = Int(first % UInt64(Tile.width)) >> above
      roots.append(try nodes(in: TileID(with: first, on: level, in: size))[above][place])
      start += 1 << height
    }
    return roots
  }

  /// The hashes of a tile.
  mutating func hashes(in tile: TileID) throws(TreeError) -> [Hash] {
    try nodes(in: tile)[0]
  }

  private mutating func nodes(in tile: TileID) throws(TreeError) -> [[Hash]] {
    if let known = tiles[tile] { return known }
    var row = try source.hashes(in: tile)
    guard row.count == tile.width else {
      throw .tileDamaged(tile, bytes: row.count * Hash.size)
    }
    var rows = [row]
    // The root of a full tile stands on the level above.
    while row.count > 1, rows.count < Tile.height {
      row = stride(from: 1, to: row.count, by: 2).map { .node(row[$0 - 1], row[$0]) }
      rows.append(row)
    }
    if tiles.count >= TileReading.limit { tiles.removeAll() }
    tiles[tile] = rows
    return rows
  }
}

extension TileReading: Sendable where Source: Sendable {}
