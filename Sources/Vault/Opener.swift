internal import Crypto
internal import EventLog
internal import Foundation
internal import InteractionModel

private enum OpeningFailure: Error {
  case unavailable(Unavailability)
  case fault(StorageFault)
}

/// Opens parts; the counterpart of ``Sealer``, and like it one for each worker, because it reuses
/// its buffers.
struct Opener {
  private let origin: String
  private var scratch: [UInt8] = []
  private var additional: [UInt8] = []

  init(origin: String) {
    self.origin = origin
  }

  /// Opens the parts of a record with keys that have been looked up.
  mutating func open(
    _ record: Record, _ parts: [SealedPart],
    attachments: (String) throws(StorageFault) -> [UInt8]?,
    state: (_ index: Int) -> Vault.KeyState
  ) throws(StorageFault) -> [OpenedPart] {
    var opened: [OpenedPart] = []
    opened.reserveCapacity(parts.count)
    for (index, part) in parts.enumerated() {
      let result: Opening
      switch state(index) {
      case .held(let key):
        let place = SealedPlace(
          origin: origin, id: record.id, type: record.type, schema: record.schema, index: index)
        result = try open(part, at: place, with: key, attachments)
      case .destroyed: result = .erased
      case .missing: result = .unavailable(.keyMissing)
      case .damaged: result = .unavailable(.keyDamaged)
      case .masterChanged: result = .unavailable(.masterKeyChanged)
      }
      opened.append(OpenedPart(index: index, keyID: part.key, result: result))
    }
    return opened
  }

  private mutating func open(
    _ part: SealedPart, at place: SealedPlace, with key: DataKey,
    _ attachments: (String) throws(StorageFault) -> [UInt8]?
  ) throws(StorageFault) -> Opening {
    do throws(OpeningFailure) {
      return .opened(try content(of: part, at: place, with: key, attachments))
    } catch {
      switch error {
      case .unavailable(let reason): return .unavailable(reason)
      case .fault(let fault): throw fault
      }
    }
  }

  private mutating func content(
    of part: SealedPart, at place: SealedPlace, with key: DataKey,
    _ attachments: (String) throws(StorageFault) -> [UInt8]?
  ) throws(OpeningFailure) -> JSONObject {
    let derived = key.part(place, scratch: &scratch)
    // The commitment first: with it, one ciphertext cannot be made to open under two keys.
    guard Opener.equal(derived.commitment, part.commitment) else { throw .unavailable(.altered) }
    place.writeAdditionalData(key: part.key, to: &additional)
    let plaintext = try decrypt(part.nonce + part.data, derived.key, additional)
    let (value, isPlain) = plaintext.withUnsafeBytes { bytes in
      bytes.withMemoryRebound(to: UInt8.self) { text in
        (try? JSONValue(borrowed: text), !AttachmentReference.mayStand(in: bytes))
      }
    }
    guard case .object(let content)? = value else { throw .unavailable(.altered) }
    guard !isPlain else {
      guard part.attachments.isEmpty else { throw .unavailable(.altered) }
      return content
    }
    return try restore(content, part, place, key, attachments)
  }

  /// Puts the strings of attachments back; the list of the part must name exactly those that the
  /// sealed content does.
  private func restore(
    _ content: JSONObject, _ part: SealedPart, _ place: SealedPlace, _ key: DataKey,
    _ attachments: (String) throws(StorageFault) -> [UInt8]?
  ) throws(OpeningFailure) -> JSONObject {
    var left = Dictionary(
      part.attachments.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    guard left.count == part.attachments.count else { throw .unavailable(.altered) }
    let restored = try AttachmentReference.restore(content) {
      reference throws(OpeningFailure) -> String in
      guard let reference, let ordinal = left.removeValue(forKey: reference.name) else {
        throw .unavailable(.altered)
      }
      let bytes: [UInt8]?
      do throws(StorageFault) {
        bytes = try attachments(reference.name)
      } catch {
        throw .fault(error)
      }
      guard let bytes else { throw .unavailable(.attachmentMissing) }
      guard Hex.string(SHA256.hash(data: bytes)) == reference.name else {
        throw .unavailable(.altered)
      }
      let text = try decrypt(bytes, key.attachment(ordinal, of: place), [])
      guard text.count >= reference.bytes,
        let string = String(validating: text.prefix(reference.bytes), as: UTF8.self)
      else { throw .unavailable(.altered) }
      return string
    }
    guard left.isEmpty else { throw .unavailable(.altered) }
    return restored
  }

  private func decrypt(
    _ combined: [UInt8], _ key: SymmetricKey, _ additional: [UInt8]
  ) throws(OpeningFailure) -> Data {
    guard let box = try? AES.GCM.SealedBox(combined: combined),
      let plaintext = try? AES.GCM.open(box, using: key, authenticating: additional)
    else { throw .unavailable(.altered) }
    return plaintext
  }

  /// Compares in a time that does not tell where two values differ.
  private static func equal(_ left: SHA256Digest, _ right: [UInt8]) -> Bool {
    left.withUnsafeBytes { left in
      guard left.count == right.count else { return false }
      var difference: UInt8 = 0
      for index in right.indices { difference |= left[index] ^ right[index] }
      return difference == 0
    }
  }
}
