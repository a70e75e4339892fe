internal import Crypto
public import EventLog
internal import Foundation
public import InteractionModel

extension Vault {
  /// Opens the sealed parts of a record.
  ///
  /// Answers for every part what it says or why it cannot be read; nothing is ever shown as
  /// *erased* that was not destroyed on purpose. Does not ask the log which keys an erasure has
  /// marked that has not come to the vault yet; ``InteractionLog/open(_:)-([Record])`` does.
  /// - Parameters:
  ///   - record: the record.
  ///   - origin: the name of the log it stands in.
  ///   - attachments: fetches the file of an attachment by its name; nil when there is none.
  /// - Returns: the parts in the record's order.
  /// - Throws: ``/EventLog/StorageFault`` when the vault cannot be asked, or the record's sealed
  ///   parts are not of the form they should have.
  public func open(
    _ record: Record, origin: String,
    attachments: (String) throws(StorageFault) -> [UInt8]?
  ) throws(StorageFault) -> [OpenedPart] {
    guard record.sealedCount > 0 else { return [] }
    let parts = try Vault.parts(of: record)
    let states = try keyStates(of: parts.map(\.key))
    return try open(record, parts, states, origin: origin, attachments: attachments)
  }

  /// The sealed parts of a record.
  static func parts(of record: Record) throws(StorageFault) -> [SealedPart] {
    do {
      return try record.sealedParts()
    } catch {
      throw StorageFault(
        code: "corrupt",
        message: """
          the sealed parts of the record at position \(record.position) cannot be read; \
          run `throughline verify`
          """,
        cause: error.description)
    }
  }

  /// Opens the parts of a record with keys that have been looked up.
  func open(
    _ record: Record, _ parts: [SealedPart], _ states: [String: KeyState], origin: String,
    attachments: (String) throws(StorageFault) -> [UInt8]?
  ) throws(StorageFault) -> [OpenedPart] {
    var opened: [OpenedPart] = []
    opened.reserveCapacity(parts.count)
    for (index, part) in parts.enumerated() {
      let result: Opening
      switch states[part.key] ?? .missing {
      case .held(let key):
        let place = SealedPlace(
          origin: origin, id: record.id, type: record.type, schema: record.schema, index: index)
        result = try Opener(part: part, place: place, key: key).result(attachments)
      case .destroyed: result = .erased
      case .missing: result = .unavailable(.keyMissing)
      case .damaged: result = .unavailable(.keyDamaged)
      case .masterChanged: result = .unavailable(.masterKeyChanged)
      }
      opened.append(OpenedPart(index: index, keyID: part.key, result: result))
    }
    return opened
  }
}

private enum OpeningFailure: Error {
  case unavailable(Unavailability)
  case fault(StorageFault)
}

/// Opens one part; the counterpart of ``Sealer``.
private struct Opener {
  let part: SealedPart
  let place: SealedPlace
  let key: DataKey

  func result(
    _ attachments: (String) throws(StorageFault) -> [UInt8]?
  ) throws(StorageFault) -> Opening {
    do throws(OpeningFailure) {
      return .opened(try open(attachments))
    } catch {
      switch error {
      case .unavailable(let reason): return .unavailable(reason)
      case .fault(let fault): throw fault
      }
    }
  }

  private func open(
    _ attachments: (String) throws(StorageFault) -> [UInt8]?
  ) throws(OpeningFailure) -> JSONObject {
    let derived = key.part(place)
    // The commitment first: with it, one ciphertext cannot be made to open under two keys.
    guard Opener.equal(derived.commitment, part.commitment) else { throw .unavailable(.altered) }
    var additional: [UInt8] = []
    place.writeAdditionalData(key: part.key, to: &additional)
    let plaintext = try decrypt(part.nonce + part.data, derived.key, additional)
    guard
      case .object(let content)? = try? plaintext.withUnsafeBytes({ bytes in
        try JSONValue(parsing: bytes)
      })
    else { throw .unavailable(.altered) }
    let isPlain = !plaintext.withUnsafeBytes { AttachmentReference.mayStand(in: $0) }
    guard !isPlain else {
      guard part.attachments.isEmpty else { throw .unavailable(.altered) }
      return content
    }
    return try restore(content, attachments)
  }

  /// Puts the strings of attachments back; the list of the part must name exactly those that the
  /// sealed content does.
  private func restore(
    _ content: JSONObject, _ attachments: (String) throws(StorageFault) -> [UInt8]?
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
  private static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    var difference: UInt8 = 0
    for index in left.indices { difference |= left[index] ^ right[index] }
    return difference == 0
  }
}
