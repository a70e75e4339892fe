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

  /// The first block of HKDF-Expand (RFC 5869 §2.3) with SHA-256.
  /// - Parameter info: ``blank``, the info and a byte behind it; used as scratch, so that a block is
  ///   hashed from one piece.
  /// - Returns: the block.
  func block(of info: inout [UInt8]) -> SHA256Digest {
    info[info.count - 1] = 1
    return info.withUnsafeBytes { bytes in
      keyed.code(UnsafeRawBufferPointer(rebasing: bytes[DataKey.blank.count...]))
    }
  }

  /// A later block of HKDF-Expand, from the one before it.
  func block(
    _ number: UInt8, after last: some ContiguousBytes, of info: inout [UInt8]
  ) -> SHA256Digest {
    info[info.count - 1] = number
    return info.withUnsafeMutableBytes { bytes in
      last.withUnsafeBytes { bytes.copyMemory(from: $0) }
      return keyed.code(UnsafeRawBufferPointer(bytes))
    }
  }

  /// Room for the block before, which each but the first begins with.
  static let blank = [UInt8](repeating: 0, count: 32)

  /// The AES-256-GCM key and the commitment of a part: the first two blocks.
  func part(_ place: SealedPlace, scratch: inout [UInt8]) -> PartSecrets {
    place.writeInfo("throughline/record/v1", to: &scratch)
    let key = block(of: &scratch)
    let commitment = block(2, after: key, of: &scratch)
    return PartSecrets(
      key: SymmetricKey(data: key), commitment: commitment.withUnsafeBytes { Array($0) })
  }

  /// What the salts of a part's plaintext come from: the third block.
  /// - Parameters:
  ///   - secrets: the first two.
  ///   - scratch: as ``part(_:scratch:)`` left it.
  /// - Returns: the 32 bytes.
  func seed(of secrets: PartSecrets, scratch: inout [UInt8]) -> SymmetricKey {
    SymmetricKey(data: block(3, after: secrets.commitment, of: &scratch))
  }

  /// The AES-256-GCM key of an attachment of a part.
  func attachment(_ ordinal: Int, of place: SealedPlace) -> SymmetricKey {
    var info: [UInt8] = []
    place.writeInfo("throughline/attachment/v1", ordinal, to: &info)
    return SymmetricKey(data: block(of: &info))
  }
}

/// What one part is sealed with, and nothing else is.
struct PartSecrets {
  /// Of AES-256-GCM.
  let key: SymmetricKey
  /// What stands in the part: 32 bytes.
  let commitment: [UInt8]
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
  /// `label ‖ 0x00 ‖ event id (16 bytes) ‖ part index (u32)`, of an attachment also `‖ its place in the
  /// part's list (u32)`, numbers big-endian; and room for a block's number. All behind the label has a
  /// fixed length, so no two places share an info.
  func writeInfo(_ label: StaticString, _ ordinal: Int? = nil, to info: inout [UInt8]) {
    info.removeAll(keepingCapacity: true)
    info.append(contentsOf: DataKey.blank)
    CanonicalJSON.write(plain: label, to: &info)
    info.append(0)
    withUnsafeBytes(of: (id.high.bigEndian, id.low.bigEndian)) { info.append(contentsOf: $0) }
    for number in [index, ordinal] {
      guard let number else { continue }
      withUnsafeBytes(of: UInt32(truncatingIfNeeded: number).bigEndian) {
        info.append(contentsOf: $0)
      }
    }
    info.append(0)
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
