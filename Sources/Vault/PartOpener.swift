internal import Crypto
internal import Foundation
internal import InteractionModel
internal import Merkle

/// Why a part was not opened: something is wrong with it, or with what was asked for its attachments.
enum OpeningFailure<Fault: Error>: Error {
  case part(PartFault)
  case fault(Fault)
}

/// Opens parts with what they were sealed with, whoever gave it; one for each worker, because it
/// reuses its buffer.
struct PartOpener {
  private var roots = PlaintextRoot()

  /// What a part says, if its commitment is the given one, it is as it was sealed, and what it says is
  /// what its root commits to.
  /// - Parameters:
  ///   - part: the part's bytes.
  ///   - secrets: what it was sealed with.
  ///   - additional: the data it is bound to.
  ///   - names: the attachments that it lists.
  ///   - attachment: fetches the file of an attachment, given its name and its place in the list, and
  ///     what it was sealed with; nil when there is none.
  /// - Returns: its content, attachments included.
  /// - Throws: what is wrong with the part, or what `attachment` throws.
  mutating func content<Fault: Error>(
    of part: PartBatch.Lent, with secrets: PartSecrets, boundTo additional: [UInt8],
    naming names: [String],
    attachment: (String, Int) throws(Fault) -> ([UInt8], SymmetricKey)?
  ) throws(OpeningFailure<Fault>) -> JSONObject {
    // The commitment first: with it, one ciphertext cannot be made to open under two keys.
    guard PartOpener.equal(secrets.commitment, part.commitment) else { throw .part(.commitment) }
    guard let plaintext = PartOpener.decrypt(part.combined, secrets.key, additional) else {
      throw .part(.tag)
    }
    let (value, isPlain) = plaintext.withUnsafeBytes { bytes in
      bytes.withMemoryRebound(to: UInt8.self) { text in
        (try? JSONValue(borrowed: text), !AttachmentReference.mayStand(in: bytes))
      }
    }
    guard case .object(var content)? = value else { throw .part(.content) }
    if !isPlain {
      content = try restore(content, names, attachment)
    } else if !names.isEmpty {
      throw .part(.attachmentList)
    }
    let root = roots.root(of: content, salts: secrets.seed)
    guard root.withUnsafeBytes({ $0.elementsEqual(part.root) }) else { throw .part(.root) }
    return content
  }

  /// Puts the strings of attachments back; the list of the part must name exactly those that the
  /// sealed content does.
  private func restore<Fault: Error>(
    _ content: JSONObject, _ names: [String],
    _ attachment: (String, Int) throws(Fault) -> ([UInt8], SymmetricKey)?
  ) throws(OpeningFailure<Fault>) -> JSONObject {
    var left = Dictionary(
      names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    guard left.count == names.count else { throw .part(.attachmentList) }
    let restored = try AttachmentReference.restore(content) {
      reference throws(OpeningFailure<Fault>) -> String in
      guard let reference, let ordinal = left.removeValue(forKey: reference.name) else {
        throw .part(.attachmentList)
      }
      let file: ([UInt8], SymmetricKey)?
      do throws(Fault) {
        file = try attachment(reference.name, ordinal)
      } catch {
        throw .fault(error)
      }
      guard let (bytes, key) = file else { throw .part(.attachmentMissing(reference.name)) }
      guard Hex.string(SHA256.hash(data: bytes)) == reference.name else {
        throw .part(.attachmentHash(reference.name))
      }
      let text = bytes.withUnsafeBytes { PartOpener.decrypt($0, key, []) }
      guard let text, text.count >= reference.bytes,
        let string = String(validating: text.prefix(reference.bytes), as: UTF8.self)
      else { throw .part(.attachmentTag(reference.name)) }
      return string
    }
    guard left.isEmpty else { throw .part(.attachmentList) }
    return restored
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
  private static func equal(_ left: [UInt8], _ right: UnsafeRawBufferPointer) -> Bool {
    guard left.count == right.count else { return false }
    var difference: UInt8 = 0
    for index in right.indices { difference |= left[index] ^ right[index] }
    return difference == 0
  }
}
