/// Collects the inclusion proof of one leaf while all leaves of a tree pass by, for whoever keeps no
/// tiles.
///
/// Costs a hash a leaf, as the root does, and O(log n) memory.
public struct InclusionCollector: Sendable {
  private let index: UInt64
  private let size: UInt64
  /// The siblings on the way up, from the leaf's own, as far as their leaves have passed.
  private var path: [(subtree: Subtree, range: CompactRange)]
  /// The places of those in the path, in the order in which their leaves pass.
  private var next: ArraySlice<Int>
  private var passed: UInt64 = 0

  /// Nothing has passed yet.
  /// - Parameters:
  ///   - index: the leaf that is to be proven, from 0.
  ///   - size: how many leaves the tree has.
  /// - Throws: ``TreeError/noSuchLeaf(index:size:)`` or ``TreeError/tooLarge(size:)``.
  public init(of index: UInt64, in size: UInt64) throws(TreeError) {
    guard size <= Subtree.largest else { throw .tooLarge(size: size) }
    guard index < size else { throw .noSuchLeaf(index: index, size: size) }
    self.index = index
    self.size = size
    let path = Subtree(from: 0, to: size).siblings(of: index).map { ($0, CompactRange()) }
    self.path = path
    next = path.indices.sorted { path[$0].0.start < path[$1].0.start }[...]
  }

  /// Lets the next leaf pass.
  /// - Parameter leaf: its hash.
  public mutating func append(_ leaf: Hash) {
    defer { passed += 1 }
    guard passed != index else { return }
    if let place = next.first, path[place].subtree.end <= passed { next.removeFirst() }
    guard let place = next.first else { return }
    path[place].range.append(leaf)
  }

  /// The proof, once every leaf has passed.
  /// - Throws: ``TreeError/shrinking(old:new:)`` when others passed than were said to come.
  public func proof() throws(TreeError) -> InclusionProof {
    guard passed == size else { throw .shrinking(old: size, new: passed) }
    return InclusionProof(index: index, size: size, path: path.map(\.range.root))
  }
}
