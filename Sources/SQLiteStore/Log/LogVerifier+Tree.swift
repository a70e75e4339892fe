internal import EventLog
internal import GRDB
internal import InteractionModel
internal import Merkle

/// The tree as the records make it, while it is compared with the tiles that were kept.
struct TreeInCheck {
  /// Whether the log has tiles: one that was only read since a program that knew of none has not.
  let hasTiles: Bool
  private var tree = GrowingTree()
  /// How many rows of tiles the records account for.
  private(set) var tiles: Int64 = 0

  /// A tree without records.
  init(hasTiles: Bool) {
    self.hasTiles = hasTiles
  }

  /// The root over the records so far.
  var root: Hash { tree.root }

  /// Adds a record; answers the tiles that it fills.
  mutating func append(_ leaf: Hash) -> [(tile: Tile, root: Hash)] {
    tree.append(leaf)
    let full = tree.takeFullTiles()
    tiles += Int64(full.count)
    return full
  }
}

/// The tree: each tile must be that of the lines, and none may be left over.
///
/// A line that was altered with its leaf column differs from its tile, which names the place.
extension LogVerifier {
  /// Takes the leaf of the next record, and compares the tiles that it fills.
  mutating func checkTree(_ database: Database, _ leaf: Hash) throws {
    guard let full = tree?.append(leaf), tree?.hasTiles == true else { return }
    for (tile, root) in full { try check(database, tile, root) }
  }

  private mutating func check(_ database: Database, _ tile: Tile, _ root: Hash) throws {
    let first = place(of: tile.id, 0)
    let row = try SQLiteStatement(
      database, "SELECT root, hashes FROM tile WHERE level = ? AND number = ?"
    ).bind(Int64(tile.id.level), Int64(tile.id.index)).first { row in
      (root: row.blob(0), hashes: row.blob(1), areBlobs: row.isBlob(0) && row.isBlob(1))
    }
    guard let row, row.areBlobs, let kept = try? Tile(tile.id, bytes: row.hashes) else {
      return report(
        first, "\(tile.id)", "\(tile.hashes.count) hashes",
        row.map { "\($0.hashes.count) bytes" } ?? "no row")
    }
    for (index, (own, kept)) in zip(tile.hashes, kept.hashes).enumerated() where own != kept {
      return report(place(of: tile.id, index), "\(tile.id)", "\(own)", "\(kept)")
    }
    if row.root != root.bytes {
      report(first, "root of \(tile.id)", "\(root)", Hex.string(row.root))
    }
  }

  /// The first record below a hash of a tile.
  private func place(of tile: TileID, _ index: Int) -> Int64 {
    let hash = Int64(tile.index << Tile.height) + Int64(index)
    return hash << (tile.level * Tile.height) + 1
  }

  /// Tiles that no record accounts for are of records that the log no longer has.
  mutating func checkTileTotal(_ database: Database) throws {
    guard let tree, tree.hasTiles else { return }
    let total = try Int64.fetchOne(database, sql: "SELECT count(*) FROM tile") ?? 0
    if total != tree.tiles {
      report(
        size + 1, "tiles", "\(tree.tiles) of \(size) records",
        "\(total), as if there had been more")
    }
  }
}
