/// A tree that leaves are appended to: its root, and the tiles that changed.
///
/// Holds the right border only: a compact range, and on each level the tile that is not full yet.
/// A leaf costs less than one hash of a node, and a root O(log n). It is a value: whoever appends in
/// a transaction keeps the one from before until the commit, and goes back to it after a failure.
public struct GrowingTree: Sendable {
  private var range: CompactRange
  /// The last hashes of each level that are not in a full tile, at most 255.
  private var edge: [[Hash]]
  /// The tiles that became full since they were last taken, each with its root.
  private var full: [(tile: Tile, root: Hash)] = []
  /// How many leaves the tree had when its tiles were last taken.
  private var taken: UInt64

  /// A tree without leaves.
  public init() {
    range = CompactRange()
    edge = []
    taken = 0
  }

  /// A tree that goes on from its tiles, of which it reads at most one a level.
  /// - Parameters:
  ///   - source: the tiles.
  ///   - size: how many leaves the tree has.
  /// - Throws: ``TreeError`` when it is too large or a tile cannot be read.
  public init(_ source: some TileSource, size: UInt64) throws(TreeError) {
    guard size <= Subtree.largest else { throw .tooLarge(size: size) }
    var reading = TileReading(source, size: size)
    range = CompactRange(
      count: size, subtrees: try reading.perfect(of: Subtree(from: 0, to: size)))
    edge = []
    for level in 0..<Tile.levels {
      let hashes = TileID.hashes(on: level, of: size)
      guard hashes > 0 else { break }
      let isPartial = hashes % UInt64(Tile.width) > 0
      edge.append(
        try isPartial ? reading.hashes(in: TileID(with: hashes - 1, on: level, in: size)) : [])
    }
    taken = size
  }

  /// How many leaves it has.
  public var count: UInt64 { range.count }

  /// The root (RFC 6962 §2.1).
  public var root: Hash { range.root }

  /// Appends the hash of a leaf.
  /// - Parameter leaf: its hash, ``Hash/leaf(_:)``.
  public mutating func append(_ leaf: Hash) {
    var level = 0
    push(leaf, on: level)
    // The roots come from the lowest, each completing the tile of one level.
    var roots: [Hash] = []
    range.append(leaf) { roots.append($0) }
    for root in roots {
      complete(level, root: root)
      level += 1
      push(root, on: level)
    }
  }

  private mutating func push(_ hash: Hash, on level: Int) {
    if level == edge.count { edge.append([]) }
    edge[level].append(hash)
  }

  private mutating func complete(_ level: Int, root: Hash) {
    let index = (range.count - 1) >> ((level + 1) * Tile.height)
    let tile = Tile(TileID(of: level, at: index, wide: Tile.width), hashes: edge[level])
    full.append((tile, root))
    edge[level].removeAll()
  }

  /// Takes the tiles that became full since the last time.
  ///
  /// Each comes once, so that a store whose rows never change can keep them as they come; what is
  /// in no full tile yet follows from the records and from the roots of full tiles.
  /// - Returns: the tiles, each with its root, which is a hash of the level above.
  public mutating func takeFullTiles() -> [(tile: Tile, root: Hash)] {
    taken = count
    defer { full = [] }
    return full
  }

  /// Takes every tile that changed since the last time: the full ones, and on each level the one
  /// that is growing, if it grew.
  /// - Returns: the tiles, each once.
  public mutating func takeChangedTiles() -> [Tile] {
    let since = taken
    var tiles = takeFullTiles().map(\.tile)
    for (level, hashes) in edge.enumerated() where !hashes.isEmpty {
      let total = TileID.hashes(on: level, of: count)
      guard total > TileID.hashes(on: level, of: since) else { continue }
      tiles.append(Tile(TileID(with: total - 1, on: level, in: count), hashes: hashes))
    }
    return tiles
  }
}
