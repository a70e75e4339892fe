/// The roots of the perfect subtrees of a growing tree: enough to know its root.
///
/// Appending costs O(1) amortised and O(log n) memory, against O(n) for keeping the leaves, which
/// only proofs need.
public struct CompactRange: Sendable, Hashable {
  /// The roots of the perfect subtrees, from the largest (leftmost) to the smallest.
  private var subtrees: [Hash] = []
  /// How many leaves have been appended.
  public private(set) var count: UInt64 = 0

  /// A tree without leaves.
  public init() {}

  /// Appends the hash of a leaf.
  /// - Parameter leaf: its hash, ``Hash/leaf(_:)``.
  public mutating func append(_ leaf: Hash) {
    var hash = leaf
    var size = count
    while size & 1 == 1, let left = subtrees.popLast() {
      hash = .node(left, hash)
      size >>= 1
    }
    subtrees.append(hash)
    count += 1
  }

  /// The root of the tree so far (RFC 6962 §2.1).
  public var root: Hash {
    guard var hash = subtrees.last else { return .emptyRoot }
    for left in subtrees.dropLast().reversed() { hash = .node(left, hash) }
    return hash
  }
}
