/// Some of a plaintext, shown so that anyone can see that it is what the root commits to, and nothing
/// else of it but how many leaves are withheld.
///
/// Holds neither a key nor the seed of the salts: from what is withheld stand only hashes of leaves
/// that are salted with what is not told. Nothing in it is to be believed before ``check(_:)`` with the
/// root of the record's part. <doc:PlaintextRoots> has the rule, and the JSON form.
public struct Disclosure: Sendable, Hashable {
  /// What is told of a leaf.
  public enum Leaf: Sendable, Hashable {
    /// All of it, and the salt that its hash is made with.
    case shown(PlaintextLeaf, Salt)
    /// Its hash.
    case withheld(Hash)
  }

  /// The salt of the root.
  public let rootSalt: Salt
  /// All leaves of the plaintext, in its order.
  public let leaves: [Leaf]

  /// A disclosure, as somebody gave it.
  /// - Parameters:
  ///   - rootSalt: the salt of the root.
  ///   - leaves: all leaves, in order.
  public init(rootSalt: Salt, leaves: [Leaf]) {
    self.rootSalt = rootSalt
    self.leaves = leaves
  }

  /// How many leaves are withheld.
  public var withheldCount: Int { leaves.count { if case .withheld = $0 { true } else { false } } }

  /// The root that it leads to.
  public var root: Hash {
    var row = LeafRow()
    for leaf in leaves {
      switch leaf {
      case .shown(let leaf, let salt): row.append(.leaf(leaf.entry(with: salt)))
      case .withheld(let hash): row.append(hash)
      }
    }
    return row.root(with: rootSalt)
  }

  /// Checks that what is shown is what the root commits to, at its place, and that no leaf is left
  /// out, added or moved.
  /// - Parameter root: the root that stands in the record.
  /// - Throws: ``DisclosureError/otherRoot`` when it does not lead there, and
  ///   ``DisclosureError/impossible(leaf:)`` when whoever made the root made it of no plaintext.
  public func check(_ root: Hash) throws(DisclosureError) {
    guard self.root == root else { throw .otherRoot }
    try checkOrder()
  }

  /// Shown leaves stand as those of a plaintext do: the pieces of a string one behind the other from
  /// the first on, cut where they have to be, and no place twice.
  private func checkOrder() throws(DisclosureError) {
    var before: (leaf: PlaintextLeaf, index: Int)?
    var ended: Set<[UInt8]> = []
    for (index, leaf) in leaves.enumerated() {
      guard case .shown(let leaf, _) = leaf else { continue }
      guard leaf.isPossible else { throw .impossible(leaf: index) }
      let pointer = Array(leaf.pointer.utf8)
      let between = index - (before?.index ?? -1)
      if let last = before?.leaf, last.pointer.utf8.elementsEqual(pointer) {
        guard leaf.kind == .string, last.kind == .string,
          Int(leaf.piece) == Int(last.piece) + between,
          between > 1 || TextPieces.isPiece(last.text, before: leaf.text)
        else { throw .impossible(leaf: index) }
      } else {
        if let last = before?.leaf { ended.insert(Array(last.pointer.utf8)) }
        guard !ended.contains(pointer), Int(leaf.piece) < between else {
          throw .impossible(leaf: index)
        }
      }
      before = (leaf, index)
    }
  }
}
