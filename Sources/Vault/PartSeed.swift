internal import Crypto
internal import InteractionModel
internal import Merkle

/// What the salts of a part's plaintext come from: the third block of the part's key material, so that
/// they go when the key goes, and the root says nothing any more.
///
/// `salt(i) = HMAC-SHA256(seed, i as u32, big-endian)[:16]`, and that of the root is the code of a
/// label, which is longer than any number.
struct PartSeed: PlaintextSalts {
  private static let label = Array("throughline/root/v1".utf8)

  private let keyed: KeyedHash

  /// Of the 32 bytes.
  init(_ seed: SymmetricKey) {
    keyed = KeyedHash(key: seed)
  }

  func salt(of leaf: UInt32) -> Salt {
    withUnsafeBytes(of: leaf.bigEndian) { salt($0) }
  }

  var rootSalt: Salt { PartSeed.label.withUnsafeBytes { salt($0) } }

  private func salt(_ message: UnsafeRawBufferPointer) -> Salt {
    keyed.code(message).withUnsafeBytes { Salt($0) }
  }
}
