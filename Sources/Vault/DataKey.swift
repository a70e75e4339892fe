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

  /// HKDF-Expand (RFC 5869 §2.3) with SHA-256 to 64 bytes: the first 32 as a key, the others as
  /// bytes.
  ///
  /// - Parameter info: ``blank`` and the info behind it; used as scratch, so that each of the two
  ///   blocks is hashed from one piece.
  /// - Returns: the two halves.
  func expand(_ info: inout [UInt8]) -> (key: SymmetricKey, rest: SHA256Digest) {
    info.append(1)
    return info.withUnsafeMutableBytes { bytes in
      let first = keyed.code(UnsafeRawBufferPointer(rebasing: bytes[DataKey.blank.count...]))
      first.withUnsafeBytes { bytes.copyMemory(from: $0) }
      bytes[bytes.count - 1] = 2
      let second = keyed.code(UnsafeRawBufferPointer(bytes))
      return (SymmetricKey(data: first), second)
    }
  }

  /// Room for the first block, which the second one begins with.
  static let blank = [UInt8](repeating: 0, count: 32)

  /// The AES-256-GCM key and the commitment of a part.
  func part(
    _ place: SealedPlace, scratch: inout [UInt8]
  ) -> (key: SymmetricKey, commitment: SHA256Digest) {
    place.writeInfo("throughline/record/v1", to: &scratch)
    let (key, commitment) = expand(&scratch)
    return (key, commitment)
  }

  /// The AES-256-GCM key of an attachment of a part.
  func attachment(_ ordinal: Int, of place: SealedPlace) -> SymmetricKey {
    var info: [UInt8] = []
    place.writeInfo("throughline/attachment/v1", to: &info)
    withUnsafeBytes(of: UInt32(truncatingIfNeeded: ordinal).bigEndian) {
      info.append(contentsOf: $0)
    }
    return expand(&info).key
  }
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
