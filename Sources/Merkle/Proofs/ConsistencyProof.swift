/// Proves from hashes alone that a tree begins with all the leaves of an older one (RFC 6962
/// §2.1.2).
public struct ConsistencyProof: Sendable, Hashable {
  /// How many leaves the older tree has.
  public let oldSize: UInt64
  /// How many leaves the newer tree has.
  public let newSize: UInt64
  /// Hashes of subtrees, from the lowest.
  public let path: [Hash]

  /// A proof, as somebody gave it.
  /// - Parameters:
  ///   - oldSize: how many leaves the older tree has.
  ///   - newSize: how many leaves the newer tree has.
  ///   - path: hashes of subtrees, from the lowest.
  public init(oldSize: UInt64, newSize: UInt64, path: [Hash]) {
    self.oldSize = oldSize
    self.newSize = newSize
    self.path = path
  }

  /// Checks that the newer tree begins with the older one.
  /// - Parameters:
  ///   - oldRoot: the root of the older tree.
  ///   - newRoot: the root of the newer tree.
  /// - Throws: ``TreeError`` when it does not prove it, and of an empty older tree always:
  ///   verifiers disagree about that one.
  public func verify(oldRoot: Hash, newRoot: Hash) throws(TreeError) {
    guard oldSize > 0 else { throw .emptyTree }
    guard oldSize <= newSize else { throw .shrinking(old: oldSize, new: newSize) }
    try ConsistencyProof.verify(
      Subtree(start: 0, end: oldSize), root: oldRoot, path: path, inTreeOf: newSize, root: newRoot)
  }

  /// Checks that a tree has a subtree of that root (draft-ietf-plants-merkle-tree-certs, “Verifying
  /// a Subtree Consistency Proof”); a subtree that begins at 0 is an older tree.
  /// - Parameters:
  ///   - subtree: the leaves that the first root is over.
  ///   - subtreeRoot: the root of the subtree.
  ///   - path: hashes of subtrees, from the lowest.
  ///   - size: how many leaves the tree has.
  ///   - root: the root of the tree.
  /// - Throws: ``TreeError`` when it does not prove it.
  public static func verify(
    _ subtree: Subtree, root subtreeRoot: Hash, path: [Hash], inTreeOf size: UInt64, root: Hash
  ) throws(TreeError) {
    guard size <= Subtree.largest else { throw .tooLarge(size: size) }
    guard subtree.end <= size else { throw .shrinking(old: subtree.end, new: size) }
    guard !subtree.isEmpty else {
      // Every tree has it, whatever its root.
      guard path.isEmpty else { throw .wrongLength(hashes: path.count) }
      guard subtreeRoot == .emptyRoot else { throw .otherRoot }
      return
    }
    // First and last node of the subtree and last of the tree, on the level that is looked at.
    var (first, last, end) = (subtree.start, subtree.end - 1, size - 1)
    func climb() { (first, last, end) = (first >> 1, last >> 1, end >> 1) }
    while first != last, last & 1 == 1 || last == end { climb() }
    // Where the subtree is one node of the tree, its root is where the path begins.
    var rest = path[...]
    guard let seed = first == last ? subtreeRoot : rest.popFirst() else {
      throw .wrongLength(hashes: path.count)
    }
    var (small, large) = (seed, seed)
    for hash in rest {
      guard end != 0 else { throw .wrongLength(hashes: path.count) }
      if last & 1 == 1 || last == end {
        if first < last { small = .node(hash, small) }
        large = .node(hash, large)
        while last & 1 == 0, end != 0 { climb() }
      } else {
        large = .node(large, hash)
      }
      climb()
    }
    guard end == 0 else { throw .wrongLength(hashes: path.count) }
    guard small == subtreeRoot, large == root else { throw .otherRoot }
  }
}
