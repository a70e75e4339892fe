/// The roots of the perfect subtrees of a growing tree: enough to know its root.
///
/// Appending costs O(1) amortised and O(log n) memory, against O(n) for keeping the leaves, which
/// only proofs need.
public struct CompactRange: Sendable, Hashable {
  /// The roots of the perfect subtrees, from the largest (leftmost) to the smallest.
  package private(set) var subtrees: [Hash]
  /// How many leaves have been appended.
  public private(set) var count: UInt64

  /// A tree without leaves.
  public init() {
    self.init(count: 0, subtrees: [])
  }

  /// A tree of that many leaves: one root for each bit of their number, from the highest.
  package init(count: UInt64, subtrees: [Hash]) {
    self.count = count
    self.subtrees = subtrees
  }

  /// Appends the hash of a leaf.
  /// - Parameter leaf: its hash, ``Hash/leaf(_:)``.
  public mutating func append(_ leaf: Hash) {
    append(leaf) { _ in }
  }

  /// Appends the hash of a leaf, and tells the roots of the full tiles that it completes: of the
  /// subtrees of height 8, 16 and so on, from the lowest.
  @inline(__always)
  mutating func append(_ leaf: Hash, completing note: (Hash) -> Void) {
    var hash = leaf
    var height = 0
    while count >> height & 1 == 1, let left = subtrees.popLast() {
      hash = .node(left, hash)
      height += 1
      if height % Tile.height == 0 { note(hash) }
    }
    subtrees.append(hash)
    count += 1
  }

  /// The root of the tree so far (RFC 6962 §2.1).
  public var root: Hash { .root(over: subtrees) }
}

extension Hash {
  /// The root over the perfect subtrees that a tree falls into, from the largest to the smallest.
  static func root(over subtrees: [Hash]) -> Hash {
    guard var hash = subtrees.last else { return .emptyRoot }
    for left in subtrees.dropLast().reversed() { hash = .node(left, hash) }
    return hash
  }
}
