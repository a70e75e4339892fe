/// Proves from hashes alone that a tree has a leaf at an index (RFC 6962 §2.1.1).
public struct InclusionProof: Sendable, Hashable {
  /// The leaf, from 0.
  public let index: UInt64
  /// How many leaves the tree has.
  public let size: UInt64
  /// The siblings on the way up, from the leaf's own.
  public let path: [Hash]

  /// A proof, as somebody gave it.
  /// - Parameters:
  ///   - index: the leaf, from 0.
  ///   - size: how many leaves the tree has.
  ///   - path: the siblings on the way up, from the leaf's own.
  public init(index: UInt64, size: UInt64, path: [Hash]) {
    self.index = index
    self.size = size
    self.path = path
  }

  /// The root that the tree has if the leaf is in it.
  /// - Parameter leaf: the hash of the leaf.
  /// - Returns: the root.
  /// - Throws: ``TreeError`` when no tree has such a proof.
  public func root(with leaf: Hash) throws(TreeError) -> Hash {
    guard size <= Subtree.largest else { throw .tooLarge(size: size) }
    guard index < size else { throw .noSuchLeaf(index: index, size: size) }
    // Up to where the way joins the right border, siblings stand on either side; from there on a
    // node has one only where it hangs on the right.
    let inner = UInt64.bitWidth - (index ^ (size - 1)).leadingZeroBitCount
    guard path.count == inner + (index >> inner).nonzeroBitCount else {
      throw .wrongLength(hashes: path.count)
    }
    var hash = leaf
    for (height, sibling) in path.enumerated() {
      let isLeft = height < inner && index >> height & 1 == 0
      hash = isLeft ? .node(hash, sibling) : .node(sibling, hash)
    }
    return hash
  }

  /// Checks that the tree of that root has the leaf.
  /// - Parameters:
  ///   - leaf: the hash of the leaf.
  ///   - root: the root of the tree.
  /// - Throws: ``TreeError`` when it does not prove it.
  public func verify(leaf: Hash, root: Hash) throws(TreeError) {
    guard try self.root(with: leaf) == root else { throw .otherRoot }
  }

  /// Checks that a subtree has the leaf: the same proof, counted from where the subtree begins.
  /// - Parameters:
  ///   - leaf: the hash of the leaf.
  ///   - index: the leaf, in the whole tree.
  ///   - path: the siblings on the way up to the root of the subtree.
  ///   - subtree: the leaves that its root is over.
  ///   - root: the root of the subtree.
  /// - Throws: ``TreeError`` when it does not prove it.
  public static func verify(
    leaf: Hash, at index: UInt64, path: [Hash], in subtree: Subtree, root: Hash
  ) throws(TreeError) {
    guard index >= subtree.start else { throw .noSuchLeaf(index: index, size: subtree.end) }
    try InclusionProof(index: index - subtree.start, size: subtree.width, path: path)
      .verify(leaf: leaf, root: root)
  }
}
