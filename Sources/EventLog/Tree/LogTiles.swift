internal import InteractionModel
public import Merkle

/// The tiles of the tree over a log's records, as proofs read them.
///
/// The record at position p is leaf p − 1; the leaf is SHA-256(0x00 ‖ line).
public struct LogTiles: TileSource, Sendable {
  private let store: any EventStore

  /// The tiles of a log.
  /// - Parameter store: the log.
  public init(_ store: any EventStore) {
    self.store = store
  }

  /// Reads a tile.
  /// - Parameter tile: which, and how much of it.
  /// - Returns: its first hashes, as many as its width says.
  /// - Throws: ``/Merkle/TreeError``.
  public func hashes(in tile: TileID) throws(TreeError) -> [Hash] {
    do throws(StorageFault) {
      return try store.hashes(in: tile)
    } catch {
      throw .tileUnavailable(tile, reason: error.diagnosis.sentence.description)
    }
  }
}

/// The tree over a log's records as it was at one size.
public typealias LogTree = TiledTree<LogTiles>

extension EventStore {
  /// The tree over the first records: its root, and proofs of what is in it and what it extends.
  ///
  /// What is recorded never changes, so any size the log has had can be asked about at any time. A
  /// question reads at most two tiles a level.
  /// - Parameter size: how many records, at most as many as the log has.
  /// - Returns: the tree.
  /// - Throws: ``/Merkle/TreeError/tooLarge(size:)``.
  public func tree(atSize size: UInt64) throws(TreeError) -> LogTree {
    try LogTree(LogTiles(self), size: size)
  }

  /// The root over the first records (RFC 6962 §2.1).
  /// - Parameter size: how many records, at most as many as the log has.
  /// - Returns: the root.
  /// - Throws: ``/Merkle/TreeError`` when a tile cannot be read.
  public func root(atSize size: UInt64) throws(TreeError) -> Hash {
    var tree = try tree(atSize: size)
    return try tree.root()
  }
}
