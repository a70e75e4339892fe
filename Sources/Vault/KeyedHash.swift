internal import Crypto

/// HMAC-SHA256 (RFC 2104) with a key that is hashed in once.
///
/// As swift-crypto's own, which takes its data through collections that are not specialised for
/// arrays and costs twice as much for the few dozen bytes of a derivation.
struct KeyedHash: Sendable {
  private static let block = 64

  private let inner: SHA256
  private let outer: SHA256

  /// A hash keyed by a key of at most 64 bytes.
  init(key: SymmetricKey) {
    func padded(_ pad: UInt8) -> SHA256 {
      var hash = SHA256()
      withUnsafeTemporaryAllocation(byteCount: KeyedHash.block, alignment: 8) { bytes in
        bytes.initializeMemory(as: UInt8.self, repeating: pad)
        key.withUnsafeBytes { key in
          for place in 0..<min(key.count, KeyedHash.block) { bytes[place] ^= key[place] }
        }
        hash.update(bufferPointer: UnsafeRawBufferPointer(bytes))
        // What was the key must not stay on the stack.
        bytes.initializeMemory(as: UInt8.self, repeating: 0)
      }
      return hash
    }
    precondition(key.bitCount <= KeyedHash.block * 8, "longer keys are hashed first")
    inner = padded(0x36)
    outer = padded(0x5C)
  }

  /// The code of some bytes.
  func code(_ bytes: UnsafeRawBufferPointer) -> SHA256Digest {
    var hash = inner
    hash.update(bufferPointer: bytes)
    let digest = hash.finalize()
    hash = outer
    digest.withUnsafeBytes { hash.update(bufferPointer: $0) }
    return hash.finalize()
  }
}
