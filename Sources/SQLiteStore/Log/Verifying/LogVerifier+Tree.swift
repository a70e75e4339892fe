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
  /// Tiles whose records were altered: the hashes above them must differ as well.
  var altered: Set<TileID> = []

  /// A tree without records.
  init(hasTiles: Bool) {
    self.hasTiles = hasTiles
  }

  /// How many records it has so far.
  var count: UInt64 { tree.count }

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
    let differing = tile.hashes.indices.filter { tile.hashes[$0] != kept.hashes[$0] }
    guard !differing.isEmpty else {
      if row.root != root.bytes {
        report(first, "root of \(tile.id)", "\(root)", Hex.string(row.root))
      }
      return
    }
    tree?.altered.insert(tile.id)
    let below = tile.id.below
    let unexplained = differing.first { index in
      below.isEmpty
        ? !isAltered(place(of: tile.id, index)) : tree?.altered.contains(below[index]) == false
    }
    if let index = unexplained {
      report(
        place(of: tile.id, index), "\(tile.id)", "\(tile.hashes[index])", "\(kept.hashes[index])")
    }
  }

  /// Whether a record was found not to have the leaf beside it, which says as much as its tile does.
  private func isAltered(_ place: Int64) -> Bool {
    problems.contains { $0.position?.rawValue == place && $0.what == "leaf" }
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
