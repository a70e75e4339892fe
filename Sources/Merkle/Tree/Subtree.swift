/// Neighbouring leaves that can be proven together: a tree's front, or what hangs from one node.
///
/// Leaves from `start` up to, not including, `end`. Unless it begins at 0 or is empty, `start` is a
/// multiple of the width rounded up to a power of two, so that no leaf in front of it hangs from the
/// same node (draft-ietf-plants-merkle-tree-certs, “Subtrees”).
public struct Subtree: Sendable, Hashable {
  /// The largest tree there is: 2^63 leaves.
  public static let largest: UInt64 = 1 << 63

  /// The first leaf, from 0.
  public let start: UInt64
  /// The leaf behind the last.
  public let end: UInt64

  /// A subtree.
  /// - Parameters:
  ///   - start: the first leaf, from 0.
  ///   - end: the leaf behind the last.
  /// - Throws: ``TreeError/notASubtree(start:end:)``.
  public init(start: UInt64, end: UInt64) throws(TreeError) {
    guard start <= end, end <= Subtree.largest,
      start == 0 || start == end || start & (Subtree.roundedUp(end - start) - 1) == 0
    else { throw .notASubtree(start: start, end: end) }
    self.init(from: start, to: end)
  }

  /// A subtree that comes from parting a tree, which gives no others.
  init(from start: UInt64, to end: UInt64) {
    self.start = start
    self.end = end
  }

  /// How many leaves it has.
  public var width: UInt64 { end - start }

  /// Whether it has none.
  public var isEmpty: Bool { start == end }

  /// The smallest power of two that is not less; of 1 to 2^63.
  private static func roundedUp(_ width: UInt64) -> UInt64 {
    1 << (UInt64.bitWidth - (width - 1).leadingZeroBitCount)
  }

  /// Where RFC 6962 parts it: behind the largest power of two strictly below its width.
  private var middle: UInt64 {
    start + 1 << (UInt64.bitWidth - 1 - (width - 1).leadingZeroBitCount)
  }

  /// Its children's hashes make its own; of at least two leaves.
  private var halves: (left: Subtree, right: Subtree) {
    (Subtree(from: start, to: middle), Subtree(from: middle, to: end))
  }
}

extension Subtree {
  /// The siblings on the way from a leaf up to the root (RFC 6962 §2.1.1), in that order.
  func siblings(of leaf: UInt64) -> [Subtree] {
    var (rest, siblings) = (self, [Subtree]())
    while rest.width > 1 {
      let (left, right) = rest.halves
      let isLeft = leaf < left.end
      siblings.append(isLeft ? right : left)
      rest = isLeft ? left : right
    }
    return siblings.reversed()
  }

  /// What shows that this tree begins with its first `old` leaves, of which it has at least as many
  /// (RFC 6962 §2.1.2).
  func extending(_ old: UInt64) -> [Subtree] {
    var (rest, siblings) = (self, [Subtree]())
    while rest.end != old {
      let (left, right) = rest.halves
      let isLeft = old <= left.end
      siblings.append(isLeft ? right : left)
      rest = isLeft ? left : right
    }
    // Whoever asks knows the root of the old tree, when that is what is left.
    if rest.start != 0 { siblings.append(rest) }
    return siblings.reversed()
  }
}
