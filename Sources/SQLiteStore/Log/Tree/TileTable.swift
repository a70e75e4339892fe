public import EventLog
internal import GRDB
internal import InteractionModel
public import Merkle
internal import Migrations

/// The full tiles of the tree over the records: the rows of the table `tile`.
///
/// A commit adds the tiles that it fills, a row for every 256 records; what is in no full tile yet
/// follows from the records and from the roots of the rows.
enum TileTable {
  /// The migration that makes the table, of which ``fill(_:)`` is part.
  static let migration = "0005_log"

  /// The history of a log that has no tiles yet, which can be read all the same.
  static let earlierMigrations = Array(Migration.sqliteLog.prefix { $0.name != migration })

  /// Whether a log has the table.
  static func isThere(_ database: Database) throws -> Bool {
    try database.tableExists("tile")
  }

  /// Keeps the tiles that a tree has filled.
  static func insert(_ database: Database, _ tiles: [(tile: Tile, root: Hash)]) throws {
    guard !tiles.isEmpty else { return }
    let insert = try SQLiteStatement(
      database, "INSERT INTO tile (level, number, root, hashes) VALUES (?, ?, ?, ?)")
    for (tile, root) in tiles {
      insert.bind(Int64(tile.id.level), at: 1)
      insert.bind(Int64(tile.id.index), at: 2)
      try root.withUnsafeBytes { root in
        try tile.bytes.withUnsafeBytes { hashes in
          insert.bindBorrowed(root, at: 3)
          insert.bindBorrowed(hashes, at: 4)
          try insert.run()
        }
      }
    }
  }

  /// Whether it has a full tile, with that root.
  static func has(_ tile: Tile, _ root: Hash, _ database: Database) throws -> Bool {
    let statement = try SQLiteStatement(
      database,
      "SELECT 1 FROM tile WHERE level = ? AND number = ? AND root = ? AND hashes = ?")
    statement.bind(tile.bytes, at: 4)
    return try statement.bind(Int64(tile.id.level), Int64(tile.id.index), root.bytes).hasRow()
  }

  /// Keeps the tiles of the records that are there.
  static func fill(_ database: Database) throws {
    var tree = GrowingTree()
    try LogQuery.scan(database, ReadRange(), .max).forEachRow { row in
      tree.append(Hash.leaf(row.borrowed(1)))
      try insert(database, tree.takeFullTiles())
      return true
    }
  }

  /// The hashes of a tile: those of a full one as they are kept, those of one that is growing from
  /// the last records, or from the last roots of the level below.
  static func hashes(_ database: Database, in tile: TileID) throws -> [Hash] {
    let full = try TileID(level: tile.level, index: tile.index, width: Tile.width)
    let kept = try SQLiteStatement(
      database, "SELECT hashes FROM tile WHERE level = ? AND number = ?"
    ).bind(Int64(tile.level), Int64(tile.index)).first { row in
      try Tile(full, bytes: row.blob(0)).hashes.prefix(tile.width)
    }
    if let kept { return Array(kept) }
    guard !tile.isFull else { throw TreeError.tileMissing(tile) }
    let hashes = try tile.level == 0 ? leaves(database, in: tile) : roots(database, in: tile)
    guard hashes.count == tile.width else {
      throw StorageFault.endsBefore(tile, at: try LogQuery.head(database).position)
    }
    return hashes
  }

  private static func leaves(_ database: Database, in tile: TileID) throws -> [Hash] {
    let first = Int64(tile.index << Tile.height)
    let range = ReadRange(
      after: Position(first), through: Position(first + Int64(tile.width)))
    return try LogQuery.scan(database, range, tile.width).all { Hash.leaf($0.borrowed(1)) }
  }

  private static func roots(_ database: Database, in tile: TileID) throws -> [Hash] {
    let first = Int64(tile.index << Tile.height)
    return try SQLiteStatement(
      database,
      "SELECT root FROM tile WHERE level = ? AND number >= ? AND number < ? ORDER BY number"
    ).bind(Int64(tile.level - 1), first, first + Int64(tile.width))
      .all { Hash($0.blob(0)) }.compactMap(\.self)
  }

  // MARK: The tree that is appended to

  /// The tree over the records that a transaction sees.
  static func tree(_ database: Database, size: Int64) throws -> GrowingTree {
    let tiles = TilesInUse(database)
    do throws(TreeError) {
      return try GrowingTree(tiles, size: UInt64(size))
    } catch {
      throw tiles.fault ?? error
    }
  }

  /// Takes in the records that others have appended to a tree, with the tiles that they filled.
  static func advance(_ tree: inout GrowingTree, _ database: Database) throws {
    let range = ReadRange(after: Position(Int64(tree.count)))
    try LogQuery.scan(database, range, .max).forEachRow { row in
      tree.append(Hash.leaf(row.borrowed(1)))
      return true
    }
    _ = tree.takeFullTiles()
  }

  /// The tiles of a transaction, which remembers why one could not be read.
  private final class TilesInUse: TileSource {
    private let database: Database
    private(set) var fault: (any Error)?

    init(_ database: Database) {
      self.database = database
    }

    func hashes(in tile: TileID) throws(TreeError) -> [Hash] {
      do {
        return try TileTable.hashes(database, in: tile)
      } catch {
        fault = error
        throw .tileMissing(tile)
      }
    }
  }
}

extension SQLiteEventStore {
  /// The hashes of a tile of the tree over the records; of a log that was only read since from its
  /// records alone.
  /// - Parameter tile: which, and how much of it.
  /// - Returns: its first hashes, as many as its width says.
  /// - Throws: ``/EventLog/StorageFault`` when the log ends before, or cannot be read.
  public func hashes(in tile: TileID) throws(StorageFault) -> [Hash] {
    let kept = try faulting("read the tree of the log") {
      try pool.read { database in
        try TileTable.isThere(database) ? TileTable.hashes(database, in: tile) : nil
      }
    }
    if let kept { return kept }
    return try recomputedHashes(in: tile)
  }
}
