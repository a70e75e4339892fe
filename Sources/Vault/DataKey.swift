internal import Crypto
internal import Foundation
internal import InteractionModel

/// The key of one subject, ready to derive the keys of parts and attachments.
///
/// Holds HMAC already keyed, so that a derivation costs the hashing of its info only.
final class DataKey: Sendable {
  /// The key's id as it stands in records.
  let id: String
  private let keyed: HMAC<SHA256>

  init(id: String, key: SymmetricKey) {
    self.id = id
    keyed = HMAC(key: key)
  }

  /// HKDF-Expand (RFC 5869 §2.3) with SHA-256 to 64 bytes: the first 32 as a key, the others as
  /// bytes.
  ///
  /// - Parameter info: ``blank`` and the info behind it; used as scratch, so that each of the two
  ///   blocks is hashed from one piece.
  /// - Returns: the two halves.
  func expand(_ info: inout [UInt8]) -> (key: SymmetricKey, rest: [UInt8]) {
    info.append(1)
    var mac = keyed
    mac.update(data: info[DataKey.blank.count...])
    let first = mac.finalize()
    info.withUnsafeMutableBytes { bytes in
      first.withUnsafeBytes { bytes.copyMemory(from: $0) }
    }
    info[info.count - 1] = 2
    mac = keyed
    mac.update(data: info)
    return (SymmetricKey(data: first), mac.finalize().withUnsafeBytes { Array($0) })
  }

  /// Room for the first block, which the second one begins with.
  static let blank = [UInt8](repeating: 0, count: 32)

  /// The AES-256-GCM key and the commitment of a part.
  func part(_ place: SealedPlace) -> (key: SymmetricKey, commitment: [UInt8]) {
    var info = place.info("throughline/record/v1")
    let (key, commitment) = expand(&info)
    return (key, commitment)
  }

  /// The AES-256-GCM key of an attachment of a part.
  func attachment(_ ordinal: Int, of place: SealedPlace) -> SymmetricKey {
    var info = place.info("throughline/attachment/v1")
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

  /// The info of a derivation, behind ``DataKey/blank``.
  ///
  /// `label ‖ 0x00 ‖ event id (16 bytes) ‖ part index (u32)`, numbers big-endian. All behind the
  /// label has a fixed length, so no two places share an info.
  func info(_ label: StaticString) -> [UInt8] {
    var info: [UInt8] = []
    info.reserveCapacity(96)
    info.append(contentsOf: DataKey.blank)
    info.append(
      contentsOf: UnsafeBufferPointer(start: label.utf8Start, count: label.utf8CodeUnitCount))
    info.append(0)
    withUnsafeBytes(of: id.high.bigEndian) { info.append(contentsOf: $0) }
    withUnsafeBytes(of: id.low.bigEndian) { info.append(contentsOf: $0) }
    withUnsafeBytes(of: UInt32(truncatingIfNeeded: index).bigEndian) {
      info.append(contentsOf: $0)
    }
    return info
  }

  /// Writes the additional data that a part is bound to.
  ///
  /// Canonical JSON of `id`, `index`, `key`, `origin`, `schema`, `type`. Never position, version or
  /// time of recording, which are not known yet when a part is sealed.
  func writeAdditionalData(key: String, to bytes: inout [UInt8]) {
    bytes.removeAll(keepingCapacity: true)
    bytes.append(contentsOf: "{\"id\":".utf8)
    CanonicalJSON.write(id.description, to: &bytes)
    bytes.append(contentsOf: ",\"index\":".utf8)
    CanonicalJSON.write(Int64(index), to: &bytes)
    bytes.append(contentsOf: ",\"key\":".utf8)
    CanonicalJSON.write(key, to: &bytes)
    bytes.append(contentsOf: ",\"origin\":".utf8)
    CanonicalJSON.write(origin, to: &bytes)
    bytes.append(contentsOf: ",\"schema\":".utf8)
    CanonicalJSON.write(Int64(schema), to: &bytes)
    bytes.append(contentsOf: ",\"type\":".utf8)
    CanonicalJSON.write(type.rawValue, to: &bytes)
    bytes.append(UInt8(ascii: "}"))
  }
}
