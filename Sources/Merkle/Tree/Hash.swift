internal import Crypto
package import InteractionModel

/// A SHA-256 digest in the tree of RFC 6962.
///
/// Kept in place, without memory of its own: a log hashes every record, and twice that many nodes.
public struct Hash: Sendable, Hashable, CustomStringConvertible {
  private let words: Words

  private struct Words: Sendable, Hashable {
    let first: UInt64
    let second: UInt64
    let third: UInt64
    let fourth: UInt64
  }

  /// The 32 bytes.
  public var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

  /// Lends the 32 bytes.
  /// - Parameter body: reads them; they are gone when it returns.
  /// - Returns: what `body` does.
  /// - Throws: what `body` throws.
  @inline(__always)
  package func withUnsafeBytes<Value, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    try Swift.withUnsafeBytes(of: words) { bytes throws(Failure) in try body(bytes) }
  }

  /// A digest of these 32 bytes; nil when there are not 32.
  public init?(_ bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    words = bytes.withUnsafeBytes { Hash.words($0) }
  }

  init(_ digest: SHA256Digest) {
    words = digest.withUnsafeBytes { Hash.words($0) }
  }

  /// The first 32 bytes as they lie in memory.
  private static func words(_ bytes: UnsafeRawBufferPointer) -> Words {
    Words(
      first: bytes.loadUnaligned(as: UInt64.self),
      second: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
      third: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self),
      fourth: bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
  }

  /// The leaf that a record carries.
  package init(_ leaf: RecordLeaf) {
    words = leaf.withUnsafeBytes { Hash.words($0) }
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
    Swift.withUnsafeBytes(of: UInt8(0)) { hasher.update(bufferPointer: $0) }
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
    Swift.withUnsafeBytes(of: UInt8(1)) { hasher.update(bufferPointer: $0) }
    left.withUnsafeBytes { hasher.update(bufferPointer: $0) }
    right.withUnsafeBytes { hasher.update(bufferPointer: $0) }
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
