internal import Crypto

/// The hashes of all leaves of a plaintext, one behind the other in one piece of memory, and the root
/// over them.
///
/// As ``CompactRange`` computes it, in a third less time: each hash is made of one piece of memory, for
/// of so few bytes beginning, giving and ending cost more than hashing.
struct LeafRow {
  private var hashes: [UInt8] = []

  /// How many leaves there are.
  var count: Int { hashes.count / Hash.size }

  /// Appends the hash of an entry that begins with the byte of a leaf.
  mutating func append(hashOf entry: [UInt8]) {
    entry.withUnsafeBytes { bytes in
      LeafRow.digest(bytes).withUnsafeBytes { hashes.append(contentsOf: $0) }
    }
  }

  /// Appends a hash.
  mutating func append(_ hash: Hash) {
    hash.withUnsafeBytes { hashes.append(contentsOf: $0) }
  }

  /// SHA-256(0x02 ‖ salt ‖ u32 count ‖ tree hash of RFC 6962 §2.1), of at least one leaf; takes the
  /// leaves out.
  ///
  /// The root binds the number of leaves, so that nobody can pass off an inner node as one.
  mutating func root(with salt: Salt) -> Hash {
    var message: [UInt8] = [2]
    message.reserveCapacity(1 + Salt.size + 4 + Hash.size)
    message += salt.bytes
    withUnsafeBytes(of: UInt32(truncatingIfNeeded: count).bigEndian) { message += $0 }
    fold()
    message += hashes
    hashes.removeAll(keepingCapacity: true)
    return .content(message)
  }

  /// Pairs neighbours until one hash is left; whoever has none goes up as it is.
  private mutating func fold() {
    var width = count
    let size = Hash.size
    hashes.withUnsafeMutableBytes { hashes in
      withUnsafeTemporaryAllocation(byteCount: 1 + 2 * size, alignment: 8) { node in
        node[0] = 1
        let children = UnsafeMutableRawBufferPointer(rebasing: node[1...])
        while width > 1 {
          for parent in 0..<width / 2 {
            children.copyMemory(
              from: UnsafeRawBufferPointer(
                rebasing: hashes[2 * parent * size..<2 * (parent + 1) * size]))
            LeafRow.digest(UnsafeRawBufferPointer(node)).withUnsafeBytes {
              UnsafeMutableRawBufferPointer(rebasing: hashes[(parent * size)...]).copyMemory(
                from: $0)
            }
          }
          if width % 2 == 1 {
            let last = (width - 1) * size
            UnsafeMutableRawBufferPointer(rebasing: hashes[(width / 2 * size)...]).copyMemory(
              from: UnsafeRawBufferPointer(rebasing: hashes[last..<last + size]))
          }
          width = (width + 1) / 2
        }
      }
    }
    hashes.removeSubrange(min(size, hashes.count)...)
  }

  private static func digest(_ bytes: UnsafeRawBufferPointer) -> SHA256Digest {
    var hash = SHA256()
    hash.update(bufferPointer: bytes)
    return hash.finalize()
  }
}
