public import InteractionModel

/// The salts of a plaintext's leaves and of its root.
public protocol PlaintextSalts {
  /// The salt of a leaf.
  /// - Parameter leaf: which one, from 0 in the order of the plaintext.
  /// - Returns: its salt.
  func salt(of leaf: UInt32) -> Salt
  /// The salt of the root.
  var rootSalt: Salt { get }
}

/// Makes the roots of plaintexts; one for each worker, because it reuses its buffers.
///
/// What the root of a plaintext is, <doc:PlaintextRoots> says to the byte.
public struct PlaintextRoot: Sendable {
  /// The version of the rule.
  public static let rule = 1

  private var walk = PlaintextWalk()
  private var row = LeafRow()

  /// Makes roots.
  public init() {}

  /// The root of a plaintext.
  /// - Parameters:
  ///   - content: the plaintext.
  ///   - salts: its salts.
  /// - Returns: the root.
  public mutating func root(of content: JSONObject, salts: some PlaintextSalts) -> Hash {
    var row = LeafRow()
    swap(&row, &self.row)
    walk.forEach(in: content) { entry, _ in
      salts.salt(of: UInt32(truncatingIfNeeded: row.count)).write(
        to: &entry, at: PlaintextWalk.saltPlace)
      row.append(hashOf: entry)
    }
    let root = row.root(with: salts.rootSalt)
    swap(&row, &self.row)
    return root
  }
}
