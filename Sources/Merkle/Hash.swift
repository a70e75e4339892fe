internal import Crypto

/// A SHA-256 digest in the tree of RFC 6962.
public struct Hash: Sendable, Hashable, CustomStringConvertible {
  /// The 32 bytes.
  public let bytes: [UInt8]

  /// A digest of these 32 bytes; nil when there are not 32.
  public init?(_ bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    self.bytes = bytes
  }

  private init(_ digest: SHA256Digest) {
    bytes = Array(digest)
  }

  /// The leaf hash of an entry: SHA-256(0x00 ‖ entry), RFC 6962 §2.1.
  /// - Parameter entry: the bytes of the entry.
  /// - Returns: the leaf hash.
  public static func leaf(_ entry: [UInt8]) -> Hash {
    entry.withUnsafeBytes { leaf($0) }
  }

  /// The leaf hash of borrowed bytes.
  package static func leaf(_ entry: UnsafeRawBufferPointer) -> Hash {
    var hasher = SHA256()
    withUnsafeBytes(of: UInt8(0)) { hasher.update(bufferPointer: $0) }
    hasher.update(bufferPointer: entry)
    return Hash(hasher.finalize())
  }

  /// The hash of an inner node: SHA-256(0x01 ‖ left ‖ right), RFC 6962 §2.1.
  /// - Parameters:
  ///   - left: the hash of the left subtree.
  ///   - right: the hash of the right subtree.
  /// - Returns: the hash of the node.
  public static func node(_ left: Hash, _ right: Hash) -> Hash {
    var hasher = SHA256()
    withUnsafeBytes(of: UInt8(1)) { hasher.update(bufferPointer: $0) }
    left.bytes.withUnsafeBytes { hasher.update(bufferPointer: $0) }
    right.bytes.withUnsafeBytes { hasher.update(bufferPointer: $0) }
    return Hash(hasher.finalize())
  }

  /// The root of a tree without leaves: SHA-256 of nothing.
  public static let emptyRoot = Hash(SHA256.hash(data: [UInt8]()))

  /// Lower-case hexadecimal.
  public var description: String {
    bytes.reduce(into: "") { text, byte in
      text += byte < 16 ? "0" : ""
      text += String(byte, radix: 16)
    }
  }
}

extension Hash {
  /// SHA-256 of some bytes as they are, without a prefix: the name of an attachment.
  /// - Parameter bytes: the bytes.
  /// - Returns: the digest.
  public static func content(_ bytes: [UInt8]) -> Hash {
    Hash(SHA256.hash(data: bytes))
  }
}
