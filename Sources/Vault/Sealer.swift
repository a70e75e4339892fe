internal import Crypto
internal import EventLog
internal import Foundation
internal import InteractionModel
internal import Merkle

/// A sealed attachment on its way to the store.
struct SealedAttachment: Sendable {
  /// SHA-256 of ``bytes`` in hexadecimal.
  let name: String
  /// Nonce ‖ ciphertext ‖ tag.
  let bytes: [UInt8]
}

/// Seals the personal parts of events; one for each worker, because it reuses its buffers.
///
/// A part: `okm = HKDF-SHA256-Expand(data key, "throughline/record/v1" ‖ 0x00 ‖ event id (16
/// bytes) ‖ part index (u32, big-endian), 96)`; the first 32 bytes are an AES-256-GCM key, so that
/// one record can be disclosed without opening another, the next the commitment that stands in the
/// part, because GCM does not commit to a key, the last the ``PartSeed`` of its root, which is that of
/// the content as it was given, before anything of it is escaped or moves to an attachment. Nonce
/// random; plaintext canonical JSON padded with spaces to a multiple of 32, which hides the exact
/// length; additional data as ``SealedPlace/writeAdditionalData(key:to:)`` writes it.
///
/// An attachment: key as of a part, but with the label `throughline/attachment/v1` and the
/// attachment's place in the part's list (u32, big-endian) behind the index; plaintext UTF-8
/// padded with zeros to a multiple of 32; no additional data, because the part names the SHA-256
/// of the ciphertext.
struct Sealer {
  private static let block = 32

  private let origin: String
  private var plaintext: [UInt8] = []
  private var additional: [UInt8] = []
  private var scratch: [UInt8] = []
  private var roots = PlaintextRoot()
  private var nonces = Nonces()

  init(origin: String) {
    self.origin = origin
  }

  /// Seals an event.
  /// - Parameters:
  ///   - event: the event.
  ///   - keys: the data key of each personal part, in order.
  ///   - attachments: what must be in the store before the record is.
  /// - Returns: the event with its parts, encoded.
  /// - Throws: ``/EventLog/AppendError/invalid(id:_:)`` when the line would be too large.
  mutating func seal(
    _ event: NewEvent, keys: ArraySlice<DataKey>, attachments: inout [SealedAttachment]
  ) throws(AppendError) -> SealedEvent {
    var parts: [SealedPart] = []
    parts.reserveCapacity(event.personal.count)
    var chosen: [Set<Int>] = []
    var contents: [JSONObject] = []
    if event.personal.count != 1 {
      (contents, chosen) = chooseLongStrings(event)
    }
    for (index, part) in event.personal.enumerated() {
      let place = SealedPlace(
        origin: origin, id: event.id, type: event.type, schema: event.schema, index: index)
      let key = keys[keys.startIndex + index]
      var names: [String] = []
      if chosen.isEmpty {
        write(part.content)
        // With one part, the bytes that are needed anyway say whether it is long.
        if plaintext.count > RecordLine.maximumPersonalBytes {
          (contents, chosen) = chooseLongStrings(event)
        }
      }
      if !chosen.isEmpty {
        let content = try exchange(chosen[index], in: contents[index], of: place, key) { file in
          names.append(file.name)
          attachments.append(file)
        }
        plaintext.removeAll(keepingCapacity: true)
        CanonicalJSON.write(content, to: &plaintext)
      }
      parts.append(try seal(part.content, place, with: key, attachments: names))
    }
    do {
      return try SealedEvent(event, sealed: parts)
    } catch {
      throw .invalid(id: event.id, error)
    }
  }

  /// Writes content into the buffer, escaped where it needs to be.
  private mutating func write(_ content: JSONObject) {
    plaintext.removeAll(keepingCapacity: true)
    CanonicalJSON.write(content, to: &plaintext)
    guard plaintext.withUnsafeBytes({ AttachmentReference.mayStand(in: $0) }) else { return }
    plaintext.removeAll(keepingCapacity: true)
    CanonicalJSON.write(AttachmentReference.escape(content), to: &plaintext)
  }

  /// Looks at all parts of an event together; empty when nothing has to move.
  private mutating func chooseLongStrings(
    _ event: NewEvent
  ) -> (contents: [JSONObject], chosen: [Set<Int>]) {
    var total = 0
    for part in event.personal {
      write(part.content)
      total += plaintext.count
    }
    guard total > RecordLine.maximumPersonalBytes else { return ([], []) }
    let contents = event.personal.map { AttachmentReference.escape($0.content) }
    return (contents, LongStrings.choose(from: contents, total: total))
  }

  private mutating func exchange(
    _ chosen: Set<Int>, in content: JSONObject, of place: SealedPlace, _ key: DataKey,
    sealed: (SealedAttachment) -> Void
  ) throws(AppendError) -> JSONObject {
    var ordinal = 0
    return try LongStrings.exchange(chosen, in: content) { string throws(AppendError) in
      var text = Array(string.utf8)
      let count = text.count
      pad(&text, with: 0)
      let box = try encrypt(text, key.attachment(ordinal, of: place), [])
      ordinal += 1
      let name = Hex.string(SHA256.hash(data: box))
      sealed(SealedAttachment(name: name, bytes: Array(box)))
      return AttachmentReference(name: name, bytes: count).json
    }
  }

  /// Seals what is in the buffer, and commits to the content that it was made of.
  private mutating func seal(
    _ content: JSONObject, _ place: SealedPlace, with key: DataKey, attachments: [String]
  ) throws(AppendError) -> SealedPart {
    pad(&plaintext, with: UInt8(ascii: " "))
    place.writeAdditionalData(key: key.id, to: &additional)
    let secrets = key.part(place, scratch: &scratch)
    let root = roots.root(of: content, salts: secrets.seed)
    let box = try encrypt(plaintext, secrets.key, additional)
    return box.withUnsafeBytes { bytes in
      SealedPart(
        key: key.id, commitment: secrets.commitment,
        nonce: Array(UnsafeRawBufferPointer(rebasing: bytes[..<Nonces.byteCount])),
        data: Array(UnsafeRawBufferPointer(rebasing: bytes[Nonces.byteCount...])),
        root: root.bytes, attachments: attachments)
    }
  }

  private func pad(_ bytes: inout [UInt8], with filler: UInt8) {
    let rest = bytes.count % Sealer.block
    guard rest > 0 || bytes.isEmpty else { return }
    bytes.append(contentsOf: repeatElement(filler, count: Sealer.block - rest))
  }

  /// Nonce ‖ ciphertext ‖ tag.
  private mutating func encrypt(
    _ plaintext: [UInt8], _ key: SymmetricKey, _ additional: [UInt8]
  ) throws(AppendError) -> Data {
    do {
      let box = try AES.GCM.seal(
        plaintext, using: key, nonce: nonces.next(), authenticating: additional)
      if let bytes = box.combined { return bytes }
    } catch {}
    throw .storage(
      StorageFault(
        code: .crypto, reason: "a part could not be sealed", remedy: "restart the program"))
  }
}

/// Random nonces, drawn from the system in bulk: a call a nonce would cost more than the cipher.
private struct Nonces {
  static let byteCount = 12
  /// `getentropy` gives at most 256 bytes a call.
  private static let pool = 256 / byteCount * byteCount

  private var bytes = [UInt8](repeating: 0, count: Nonces.pool)
  private var used = Nonces.pool

  mutating func next() throws -> AES.GCM.Nonce {
    if used == Nonces.pool {
      guard getentropy(&bytes, Nonces.pool) == 0 else {
        throw StorageFault(code: .crypto, reason: "the system gave no random numbers")
      }
      used = 0
    }
    defer { used += Nonces.byteCount }
    return try AES.GCM.Nonce(data: bytes[used..<used + Nonces.byteCount])
  }
}
