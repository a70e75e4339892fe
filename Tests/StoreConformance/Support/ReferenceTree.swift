public import Merkle

/// RFC 6962 §2.1 as it is written, without any cleverness but to remember what was computed.
public struct ReferenceTree {
  /// The hashes of the leaves.
  public let leaves: [Hash]
  /// What was computed, by first leaf and number of leaves.
  private var known: [[Hash?]]

  /// A tree.
  /// - Parameter leaves: the hashes of its leaves.
  public init(_ leaves: [Hash]) {
    self.leaves = leaves
    known = leaves.indices.map { Array(repeating: nil, count: leaves.count - $0 + 1) }
  }

  /// MTH(D[range]).
  public mutating func root(_ range: Range<Int>) -> Hash {
    guard range.count > 1 else { return range.first.map { leaves[$0] } ?? .emptyRoot }
    if let hash = known[range.lowerBound][range.count] { return hash }
    let middle = range.lowerBound + left(of: range.count)
    let hash = Hash.node(root(range.lowerBound..<middle), root(middle..<range.upperBound))
    known[range.lowerBound][range.count] = hash
    return hash
  }

  /// PATH(index, D[range]), the index counted in the whole tree.
  public mutating func path(_ index: Int, _ range: Range<Int>) -> [Hash] {
    guard range.count > 1 else { return [] }
    let middle = range.lowerBound + left(of: range.count)
    let (front, back) = (range.lowerBound..<middle, middle..<range.upperBound)
    return index < middle
      ? path(index, front) + [root(back)] : path(index, back) + [root(front)]
  }

  /// SUBPROOF(old, D[range], isWhole), the size counted in the whole tree.
  public mutating func proof(_ old: Int, _ range: Range<Int>, isWhole: Bool = true) -> [Hash] {
    guard old < range.upperBound else { return isWhole ? [] : [root(range)] }
    let middle = range.lowerBound + left(of: range.count)
    let (front, back) = (range.lowerBound..<middle, middle..<range.upperBound)
    return old <= middle
      ? proof(old, front, isWhole: isWhole) + [root(back)]
      : proof(old, back, isWhole: false) + [root(front)]
  }

  private func left(of count: Int) -> Int {
    var left = 1
    while left * 2 < count { left *= 2 }
    return left
  }
}
