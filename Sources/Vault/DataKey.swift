internal import Crypto
internal import Foundation
internal import InteractionModel

/// The key of one subject, ready to derive the keys of parts and attachments.
///
/// Holds the hash already keyed, so that a derivation costs the hashing of its info only.
final class DataKey: Sendable {
  /// The key's id as it stands in records.
  let id: String
  private let keyed: KeyedHash

  init(id: String, key: SymmetricKey) {
    self.id = id
    keyed = KeyedHash(key: key)
  }

  /// HKDF-Expand (RFC 5869 §2.3) with SHA-256 to 96 bytes.
  ///
  /// - Parameter info: ``blank`` and the info behind it; used as scratch, so that each of the three
  ///   blocks is hashed from one piece.
  /// - Returns: the three blocks.
  func expand(_ info: inout [UInt8]) -> (SHA256Digest, SHA256Digest, SHA256Digest) {
    info.append(1)
    return info.withUnsafeMutableBytes { bytes in
      func block(_ number: UInt8, after last: SHA256Digest) -> SHA256Digest {
        last.withUnsafeBytes { bytes.copyMemory(from: $0) }
        bytes[bytes.count - 1] = number
        return keyed.code(UnsafeRawBufferPointer(bytes))
      }
      let first = keyed.code(UnsafeRawBufferPointer(rebasing: bytes[DataKey.blank.count...]))
      let second = block(2, after: first)
      return (first, second, block(3, after: second))
    }
  }

  /// Room for the block before, which each but the first begins with.
  static let blank = [UInt8](repeating: 0, count: 32)

  /// The AES-256-GCM key, the commitment and the seed of a part.
  func part(_ place: SealedPlace, scratch: inout [UInt8]) -> PartSecrets {
    let (key, commitment, seed) = material(of: place, scratch: &scratch)
    return PartSecrets(
      key: SymmetricKey(data: key), commitment: commitment.withUnsafeBytes { Array($0) },
      seed: PartSeed(SymmetricKey(data: seed)))
  }

  /// What opens a part and its attachments without this key.
  func recordKey(_ place: SealedPlace, attachments count: Int) -> RecordKey {
    var scratch: [UInt8] = []
    return RecordKey(
      material(of: place, scratch: &scratch),
      attachmentKeys: (0..<count).map { attachment($0, of: place) })
  }

  private func material(
    of place: SealedPlace, scratch: inout [UInt8]
  ) -> (SHA256Digest, SHA256Digest, SHA256Digest) {
    place.writeInfo("throughline/record/v1", to: &scratch)
    return expand(&scratch)
  }

  /// The AES-256-GCM key of an attachment of a part.
  func attachment(_ ordinal: Int, of place: SealedPlace) -> SymmetricKey {
    var info: [UInt8] = []
    place.writeInfo("throughline/attachment/v1", to: &info)
    withUnsafeBytes(of: UInt32(truncatingIfNeeded: ordinal).bigEndian) {
      info.append(contentsOf: $0)
    }
    return SymmetricKey(data: expand(&info).0)
  }
}

/// What one part is sealed with, and nothing else is.
struct PartSecrets {
  /// Of AES-256-GCM.
  let key: SymmetricKey
  /// What stands in the part: 32 bytes.
  let commitment: [UInt8]
  /// What the salts of its plaintext come from.
  let seed: PartSeed
}

/// Where a sealed part stands: everything about it that is known before it is recorded.
struct SealedPlace {
  let origin: String
  let id: EventID
  let type: EventType
  let schema: Int
  let index: Int

  /// Writes the info of a derivation, behind ``DataKey/blank``.
  ///
  /// `label ‖ 0x00 ‖ event id (16 bytes) ‖ part index (u32)`, numbers big-endian. All behind the
  /// label has a fixed length, so no two places share an info.
  func writeInfo(_ label: StaticString, to info: inout [UInt8]) {
    info.removeAll(keepingCapacity: true)
    info.append(contentsOf: DataKey.blank)
    CanonicalJSON.write(plain: label, to: &info)
    info.append(0)
    withUnsafeBytes(of: (id.high.bigEndian, id.low.bigEndian)) { info.append(contentsOf: $0) }
    withUnsafeBytes(of: UInt32(truncatingIfNeeded: index).bigEndian) {
      info.append(contentsOf: $0)
    }
  }

  /// Writes the additional data that a part is bound to.
  ///
  /// Canonical JSON of `id`, `index`, `key`, `origin`, `schema`, `type`. Never position, version or
  /// time of recording, which are not known yet when a part is sealed.
  func writeAdditionalData(key: String, to bytes: inout [UInt8]) {
    bytes.removeAll(keepingCapacity: true)
    CanonicalJSON.write(plain: "{\"id\":\"", to: &bytes)
    id.write(to: &bytes)
    CanonicalJSON.write(plain: "\",\"index\":", to: &bytes)
    CanonicalJSON.write(Int64(index), to: &bytes)
    CanonicalJSON.write(plain: ",\"key\":", to: &bytes)
    CanonicalJSON.write(key, to: &bytes)
    CanonicalJSON.write(plain: ",\"origin\":", to: &bytes)
    CanonicalJSON.write(origin, to: &bytes)
    CanonicalJSON.write(plain: ",\"schema\":", to: &bytes)
    CanonicalJSON.write(Int64(schema), to: &bytes)
    CanonicalJSON.write(plain: ",\"type\":", to: &bytes)
    CanonicalJSON.write(type.rawValue, to: &bytes)
    bytes.append(UInt8(ascii: "}"))
  }
}
