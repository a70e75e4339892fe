/// A tree as it was at one size, read from tiles.
///
/// A question reads at most two tiles a level, and hashes what is in them: O(log n). What was read
/// serves the next question too, so that many proofs of neighbouring leaves cost little more than
/// one.
public struct TiledTree<Source: TileSource> {
  /// How many leaves it has.
  public let size: UInt64
  private var reading: TileReading<Source>

  /// The tree of the first leaves.
  /// - Parameters:
  ///   - source: the tiles of a tree that has at least as many leaves.
  ///   - size: how many leaves.
  /// - Throws: ``TreeError/tooLarge(size:)``.
  public init(_ source: Source, size: UInt64) throws(TreeError) {
    guard size <= Subtree.largest else { throw .tooLarge(size: size) }
    self.size = size
    reading = TileReading(source, size: size)
  }

  private var whole: Subtree { Subtree(from: 0, to: size) }

  /// The root (RFC 6962 §2.1).
  /// - Returns: the root.
  /// - Throws: ``TreeError`` when a tile cannot be read.
  public mutating func root() throws(TreeError) -> Hash {
    try reading.hash(of: whole)
  }

  /// The tree as something that leaves are appended to.
  /// - Returns: the tree.
  /// - Throws: ``TreeError`` when a tile cannot be read.
  public mutating func range() throws(TreeError) -> CompactRange {
    CompactRange(count: size, subtrees: try reading.perfect(of: whole))
  }

  /// The hash of a leaf.
  /// - Parameter index: the leaf, from 0.
  /// - Returns: its hash.
  /// - Throws: ``TreeError/noSuchLeaf(index:size:)``, or that its tile cannot be read.
  public mutating func leaf(at index: UInt64) throws(TreeError) -> Hash {
    guard index < size else { throw .noSuchLeaf(index: index, size: size) }
    return try reading.hash(of: Subtree(from: index, to: index + 1))
  }

  /// Proves that the tree has a leaf.
  /// - Parameter index: the leaf, from 0.
  /// - Returns: the proof.
  /// - Throws: ``TreeError/noSuchLeaf(index:size:)``, or that a tile cannot be read.
  public mutating func inclusionProof(of index: UInt64) throws(TreeError) -> InclusionProof {
    guard index < size else { throw .noSuchLeaf(index: index, size: size) }
    return InclusionProof(
      index: index, size: size, path: try reading.hashes(of: whole.siblings(of: index)))
  }

  /// Proves that the tree begins with all the leaves of an older one.
  /// - Parameter old: how many leaves the older tree has.
  /// - Returns: the proof.
  /// - Throws: ``TreeError/emptyTree``, ``TreeError/shrinking(old:new:)``, or that a tile cannot be
  ///   read.
  public mutating func consistencyProof(
    from old: UInt64
  ) throws(TreeError) -> ConsistencyProof {
    guard old > 0 else { throw .emptyTree }
    guard old <= size else { throw .shrinking(old: old, new: size) }
    return ConsistencyProof(
      oldSize: old, newSize: size, path: try reading.hashes(of: whole.extending(old)))
  }
}

extension TiledTree: Sendable where Source: Sendable {}
