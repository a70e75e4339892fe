/// Which tile, and how much of it (C2SP tlog-tiles).
///
/// On level 0 the hashes are those of leaves, on each level above, the roots of full tiles of the
/// level below.
public struct TileID: Sendable, Hashable, CustomStringConvertible {
  /// From 0 to 7: a hash on it covers 256^level leaves.
  public let level: Int
  /// The place on the level, from 0.
  public let index: UInt64
  /// How many hashes, from 1 to 256.
  public let width: Int

  /// A tile.
  /// - Parameters:
  ///   - level: from 0 to 7.
  ///   - index: the place on the level, from 0.
  ///   - width: how many hashes, from 1 to 256.
  /// - Throws: ``TreeError/noSuchTile(level:index:width:)`` when even the largest tree has none.
  public init(level: Int, index: UInt64, width: Int) throws(TreeError) {
    guard 0..<Tile.levels ~= level, 1...Tile.width ~= width, index < 1 << 56,
      index << Tile.height + UInt64(width) <= TileID.hashes(on: level, of: Subtree.largest)
    else { throw .noSuchTile(level: level, index: index, width: width) }
    self.init(of: level, at: index, wide: width)
  }

  /// A tile that some tree has.
  init(of level: Int, at index: UInt64, wide width: Int) {
    self.level = level
    self.index = index
    self.width = width
  }

  /// The tile with that hash, as wide as a tree has it, which has that hash.
  init(with hash: UInt64, on level: Int, in size: UInt64) {
    let index = hash >> Tile.height
    let rest = TileID.hashes(on: level, of: size) - index << Tile.height
    self.init(of: level, at: index, wide: Int(min(rest, UInt64(Tile.width))))
  }

  /// Whether it has all its hashes, and will never change.
  public var isFull: Bool { width == Tile.width }

  /// The full tiles of the level below whose roots are the hashes of this one; none on level 0.
  public var below: [TileID] {
    guard level > 0 else { return [] }
    let first = index << Tile.height
    return (first..<first + UInt64(width)).map {
      TileID(of: level - 1, at: $0, wide: Tile.width)
    }
  }

  /// How many hashes a tree has on a level.
  static func hashes(on level: Int, of size: UInt64) -> UInt64 {
    size >> (level * Tile.height)
  }

  /// The tiles of a tree that an older one does not have, or has narrower, level by level.
  ///
  /// Of an older size 0 all of them: what a reader needs who has none.
  /// - Parameters:
  ///   - size: how many leaves the tree has, at most 2^63.
  ///   - old: how many leaves the older tree has, not more.
  /// - Returns: the tiles, one after the other, without keeping them.
  public static func tiles(
    in size: UInt64, since old: UInt64 = 0
  ) -> some Sequence<TileID> {
    sequence(state: (level: 0, hash: old)) { next -> TileID? in
      while next.level < Tile.levels {
        let (level, hash) = next
        if hash < hashes(on: level, of: size) {
          let tile = TileID(with: hash, on: level, in: size)
          next.hash = (tile.index + 1) << Tile.height
          return tile
        }
        next = (level + 1, level + 1 < Tile.levels ? hashes(on: level + 1, of: old) : 0)
      }
      return nil
    }
  }

  /// The path of the tile.
  public var description: String { TilePath.hashes(self).description }
}
