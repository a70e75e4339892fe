internal import Crypto
internal import EventLog
internal import Foundation
internal import InteractionModel

private enum OpeningFailure: Error {
  case part(PartFault)
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
  /// - Parameters:
  ///   - record: the record.
  ///   - range: which parts of the batch are its own.
  ///   - batch: the parts.
  ///   - keys: what is known of the batch's keys.
  ///   - attachments: fetches the file of an attachment by its name; nil when there is none.
  /// - Returns: the parts in the record's order.
  /// - Throws: what `attachments` throws.
  mutating func open(
    _ record: Record, _ range: Range<Int>, of batch: PartBatch, with keys: KeyStates,
    attachments: (String) throws(StorageFault) -> [UInt8]?
  ) throws(StorageFault) -> [OpenedPart] {
    let attempts = try attempt(record, range, of: batch, with: keys, attachments: attachments)
    return zip(range, attempts).map { place, attempt in
      let result: Opening =
        switch attempt {
        case .success(let content?): .opened(content)
        case .success(nil): .erased
        case .failure(let fault): .unavailable(fault.unavailability)
        }
      return OpenedPart(
        index: place - range.lowerBound, keyID: keys.names[batch.parts[place].key], result: result)
    }
  }

  /// Opens the parts of a record and tells what exactly is wrong with them.
  /// - Parameters: as of ``open(_:_:of:with:attachments:)``.
  /// - Returns: for each part, in the record's order, its content: nothing when it was erased.
  /// - Throws: what `attachments` throws.
  mutating func attempt(
    _ record: Record, _ range: Range<Int>, of batch: PartBatch, with keys: KeyStates,
    attachments: (String) throws(StorageFault) -> [UInt8]?
  ) throws(StorageFault) -> [Result<JSONObject?, PartFault>] {
    var results: [Result<JSONObject?, PartFault>] = []
    results.reserveCapacity(range.count)
    for place in range {
      results.append(
        try attempt(place, at: place - range.lowerBound, of: record, batch, keys, attachments))
    }
    return results
  }

  /// Opens one part; nothing when its key was destroyed.
  private mutating func attempt(
    _ place: Int, at index: Int, of record: Record, _ batch: PartBatch, _ keys: KeyStates,
    _ attachments: (String) throws(StorageFault) -> [UInt8]?
  ) throws(StorageFault) -> Result<JSONObject?, PartFault> {
    let part = batch.parts[place]
    switch keys.states[part.key] {
    case .held(let key):
      let stands = SealedPlace(
        origin: origin, id: record.id, type: record.type, schema: record.schema, index: index)
      do throws(OpeningFailure) {
        return .success(
          try content(of: part, batch.others[place], batch, stands, key, attachments))
      } catch {
        switch error {
        case .part(let fault): return .failure(fault)
        case .fault(let fault): throw fault
        }
      }
    case .destroyed: return .success(nil)
    case .missing: return .failure(.keyMissing)
    case .damaged: return .failure(.keyDamaged)
    case .masterChanged: return .failure(.masterKeyChanged)
    }
  }

  private mutating func content(
    of part: PartBatch.Part, _ other: SealedPart?, _ batch: PartBatch, _ place: SealedPlace,
    _ key: DataKey, _ attachments: (String) throws(StorageFault) -> [UInt8]?
  ) throws(OpeningFailure) -> JSONObject {
    let derived = key.part(place, scratch: &scratch)
    place.writeAdditionalData(key: key.id, to: &additional)
    let decrypted: Result<Data, PartFault>
    if let other {
      decrypted = other.commitment.withUnsafeBytes { commitment in
        (other.nonce + other.data).withUnsafeBytes { combined in
          decrypt(PartBatch.Lent(commitment: commitment, combined: combined), derived)
        }
      }
    } else {
      decrypted = batch.withBytes(of: part) { decrypt($0, derived) }
    }
    let plaintext: Data
    switch decrypted {
    case .success(let data): plaintext = data
    case .failure(let fault): throw .part(fault)
    }
    let (value, isPlain) = plaintext.withUnsafeBytes { bytes in
      bytes.withMemoryRebound(to: UInt8.self) { text in
        (try? JSONValue(borrowed: text), !AttachmentReference.mayStand(in: bytes))
      }
    }
    guard case .object(let content)? = value else { throw .part(.content) }
    let names = other?.attachments ?? []
    guard !isPlain else {
      guard names.isEmpty else { throw .part(.attachmentList) }
      return content
    }
    return try restore(content, names, place, key, attachments)
  }

  /// Puts the strings of attachments back; the list of the part must name exactly those that the
  /// sealed content does.
  private func restore(
    _ content: JSONObject, _ names: [String], _ place: SealedPlace, _ key: DataKey,
    _ attachments: (String) throws(StorageFault) -> [UInt8]?
  ) throws(OpeningFailure) -> JSONObject {
    var left = Dictionary(
      names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    guard left.count == names.count else { throw .part(.attachmentList) }
    let restored = try AttachmentReference.restore(content) {
      reference throws(OpeningFailure) -> String in
      guard let reference, let ordinal = left.removeValue(forKey: reference.name) else {
        throw .part(.attachmentList)
      }
      let bytes: [UInt8]?
      do throws(StorageFault) {
        bytes = try attachments(reference.name)
      } catch {
        throw .fault(error)
      }
      guard let bytes else { throw .part(.attachmentMissing(reference.name)) }
      guard Hex.string(SHA256.hash(data: bytes)) == reference.name else {
        throw .part(.attachmentHash(reference.name))
      }
      let text = bytes.withUnsafeBytes { bytes in
        Opener.decrypt(bytes, key.attachment(ordinal, of: place), [])
      }
      guard let text, text.count >= reference.bytes,
        let string = String(validating: text.prefix(reference.bytes), as: UTF8.self)
      else { throw .part(.attachmentTag(reference.name)) }
      return string
    }
    guard left.isEmpty else { throw .part(.attachmentList) }
    return restored
  }

  /// What a part says, if its commitment is the derived one and it is as it was sealed.
  private func decrypt(
    _ part: PartBatch.Lent, _ derived: (key: SymmetricKey, commitment: SHA256Digest)
  ) -> Result<Data, PartFault> {
    // The commitment first: with it, one ciphertext cannot be made to open under two keys.
    guard Opener.equal(derived.commitment, part.commitment) else { return .failure(.commitment) }
    return Opener.decrypt(part.combined, derived.key, additional).map(Result.success)
      ?? .failure(.tag)
  }

  /// What was encrypted; nil when it was altered.
  private static func decrypt(
    _ combined: UnsafeRawBufferPointer, _ key: SymmetricKey, _ additional: [UInt8]
  ) -> Data? {
    guard let start = UnsafeMutableRawPointer(mutating: combined.baseAddress) else { return nil }
    // Lent, not copied: the box only reads it, and does not outlive this call.
    let bytes = Data(bytesNoCopy: start, count: combined.count, deallocator: .none)
    guard let box = try? AES.GCM.SealedBox(combined: bytes) else { return nil }
    return try? AES.GCM.open(box, using: key, authenticating: additional)
  }

  /// Compares in a time that does not tell where two values differ.
  private static func equal(_ left: SHA256Digest, _ right: UnsafeRawBufferPointer) -> Bool {
    left.withUnsafeBytes { left in
      guard left.count == right.count else { return false }
      var difference: UInt8 = 0
      for index in right.indices { difference |= left[index] ^ right[index] }
      return difference == 0
    }
  }
}
