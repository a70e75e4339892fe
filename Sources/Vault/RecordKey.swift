internal import Crypto
public import InteractionModel
internal import Merkle

/// What opens one part of one record, and nothing else, without the vault: for whoever is given the
/// whole part.
///
/// With the seed, whoever has it finds the root of what the part says. That root stands in the record,
/// so that no other key can be given that opens the same ciphertext to something else; the commitment
/// alone shows that only to whoever has the vault. A part of which something is withheld is disclosed
/// without any of this (``InteractionLog/disclose(_:part:withholding:)``).
public struct RecordKey: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// The key of AES-256-GCM: 32 bytes.
  public let key: [UInt8]
  /// What the part's `commitment` must be: 32 bytes.
  public let commitment: [UInt8]
  /// What the salts of its plaintext come from: 32 bytes.
  public let seed: [UInt8]
  /// The key of each attachment in the part's list, in order: 32 bytes each.
  public let attachmentKeys: [[UInt8]]

  /// A key, as somebody gave it; nil when one of these has not 32 bytes.
  /// - Parameters:
  ///   - key: the key of AES-256-GCM.
  ///   - commitment: what the part's `commitment` must be.
  ///   - seed: what the salts of its plaintext come from.
  ///   - attachmentKeys: the key of each attachment in the part's list, in order.
  public init?(key: [UInt8], commitment: [UInt8], seed: [UInt8], attachmentKeys: [[UInt8]] = []) {
    guard ([key, commitment, seed] + attachmentKeys).allSatisfy({ $0.count == 32 }) else {
      return nil
    }
    self.key = key
    self.commitment = commitment
    self.seed = seed
    self.attachmentKeys = attachmentKeys
  }

  /// The key of a part, of its three blocks.
  init(
    _ blocks: (SHA256Digest, SHA256Digest, SHA256Digest), attachmentKeys: [SymmetricKey]
  ) {
    key = Array(blocks.0)
    commitment = Array(blocks.1)
    seed = Array(blocks.2)
    self.attachmentKeys = attachmentKeys.map { $0.withUnsafeBytes { Array($0) } }
  }

  /// Opens the part.
  /// - Parameters:
  ///   - part: the part, as it stands in the record.
  ///   - index: its place among the record's parts.
  ///   - record: the record.
  ///   - origin: the name of the log at its birth.
  ///   - attachment: the file of an attachment by its name; nil when there is none.
  /// - Returns: what the part says.
  /// - Throws: ``PartFault`` when it is not what was sealed, or not what its root commits to.
  public func open(
    _ part: SealedPart, at index: Int, of record: Record, origin: String,
    attachment: (String) -> [UInt8]? = { _ in nil }
  ) throws(PartFault) -> JSONObject {
    guard part.attachments.count == attachmentKeys.count else { throw .attachmentList }
    let place = SealedPlace(
      origin: origin, id: record.id, type: record.type, schema: record.schema, index: index)
    var additional: [UInt8] = []
    place.writeAdditionalData(key: part.key, to: &additional)
    let secrets = PartSecrets(
      key: SymmetricKey(data: key), commitment: commitment,
      seed: PartSeed(SymmetricKey(data: seed)))
    var opener = PartOpener()
    let opened = part.withBytes { lent in
      Result { () throws(OpeningFailure<Never>) in
        try opener.content(
          of: lent, with: secrets, boundTo: additional, naming: part.attachments
        ) { name, ordinal in
          attachment(name).map { ($0, SymmetricKey(data: attachmentKeys[ordinal])) }
        }
      }
    }
    switch opened {
    case .success(let content): return content
    case .failure(.part(let fault)): throw fault
    }
  }

  /// That it is one.
  public var description: String { "the key of one part" }

  /// That it is one.
  public var debugDescription: String { description }

  /// Nothing: a dump shows no secret.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
