public import InteractionModel
public import Merkle

extension EventStore {
  /// The hashes of a tile from the lines of the records, for a log that keeps no tiles: reads every
  /// record below the tile.
  /// - Parameter tile: which, and how much of it.
  /// - Returns: its first hashes, as many as its width says.
  /// - Throws: ``StorageFault`` when the log ends before, or cannot be read.
  public func hashes(in tile: TileID) throws(StorageFault) -> [Hash] {
    try recomputedHashes(in: tile)
  }

  /// The hashes of a tile from the lines of the records.
  ///
  /// Of a tile of leaves, which are never decoded, it reads a page of records.
  /// - Parameter tile: which, and how much of it.
  /// - Returns: its first hashes, as many as its width says.
  /// - Throws: ``StorageFault`` when the log ends before, or cannot be read.
  public func recomputedHashes(in tile: TileID) throws(StorageFault) -> [Hash] {
    guard tile.level == 0 else {
      var roots: [Hash] = []
      for below in tile.below {
        var range = CompactRange()
        for hash in try recomputedHashes(in: below) { range.append(hash) }
        roots.append(range.root)
      }
      return roots
    }
    let start = Int64(clamping: tile.index << Tile.height)
    let range = ReadRange(
      after: Position(start), through: Position(start + Int64(tile.width)))
    let records = try records(.all, in: range, limit: tile.width)
    guard records.count == tile.width else {
      throw .endsBefore(tile, at: try head().position)
    }
    return records.map { Hash.leaf($0.line) }
  }
}

extension StorageFault {
  /// A log that has not the records that a tile is over.
  /// - Parameters:
  ///   - tile: the tile.
  ///   - end: the last position of the log.
  /// - Returns: the fault.
  public static func endsBefore(_ tile: TileID, at end: Position) -> StorageFault {
    StorageFault(
      code: .missing,
      reason: "the log ends at \(end), or has not every record before, so there is no \(tile)",
      remedy: "ask for a size that it has, or run \(.verify)")
  }
}

extension EventStore {
  /// The largest checkpoint that is kept, with its cosignatures.
  /// - Returns: the checkpoint; nil when none was kept.
  /// - Throws: ``StorageFault`` when it cannot be read.
  public func lastCheckpoint() throws(StorageFault) -> SignedCheckpoint? {
    try lastCheckpoint(reaching: 0) { _ in true }
  }
}
