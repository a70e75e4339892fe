public import InteractionModel
public import Merkle

/// That the next checkpoints of a log are signed with another key, as the key before it states.
///
/// Its record (`log.signing_key_rotated` in the log's own stream) names the next key, the how many-eth of
/// the log it is, and the signature of the key before it, as the last word of its line behind a note,
/// over the statement `throughline/signing-key@v1` with these two as its lines. The number keeps a
/// signature from being shown a second time, when the same two keys follow each other again.
public struct SigningKeyRotation: Sendable, Hashable {
  /// The form of what is stated.
  public static let format = NoteFormat(name: "signing-key", version: 1)

  /// The key that is in force from the record on.
  public let key: VerifierKey
  /// The how many-eth key of the log it is; the birth record names the first.
  public let generation: Int
  /// By the key before it.
  private let signature: String

  /// A rotation, signed.
  /// - Parameters:
  ///   - key: the next key, of the same name as the one before.
  ///   - generation: the how many-eth key it is.
  ///   - old: the key that is in force until then.
  /// - Throws: ``/Merkle/NoteError`` when either cannot sign for the log.
  public init(
    to key: VerifierKey, generation: Int, signedBy old: SigningKey
  ) throws(NoteError) {
    try SigningKeyRotation.require(key, namedAs: old.verifier)
    self.key = key
    self.generation = generation
    signature = try SigningKeyRotation.statement(key, generation).signature(by: old)
  }

  /// Reads what a record says, and checks who says so.
  /// - Parameters:
  ///   - record: the record.
  ///   - keys: the keys of the log up to then.
  /// - Throws: ``/Merkle/NoteError`` unless the last of them states that this one follows it.
  init(_ record: Record, after keys: SigningKeys) throws(NoteError) {
    guard let text = record.body["signingKey"]?.string else { throw .notAKey }
    let key = try VerifierKey(text)
    guard let old = keys.last else { throw .notSigned(by: [key.name]) }
    try SigningKeyRotation.require(key, namedAs: old)
    generation = keys.reigns.count + 1
    guard record.body["generation"]?.int == Int64(generation),
      let signature = record.body["signature"]?.string
    else { throw .notSigned(by: [old.name]) }
    try SigningKeyRotation.statement(key, generation).verify(signature, by: old)
    self.key = key
    self.signature = signature
  }

  private static func statement(_ key: VerifierKey, _ generation: Int) -> KeyStatement {
    KeyStatement(format: format, lines: [key.description, "\(generation)"])
  }

  private static func require(
    _ key: VerifierKey, namedAs old: VerifierKey
  ) throws(NoteError) {
    guard key.name.utf8.elementsEqual(old.name.utf8) else {
      throw .otherOrigin(found: key.name, expected: old.name)
    }
    guard key.algorithm == .ed25519 else { throw .otherAlgorithm(name: key.name) }
  }

  /// What its record says.
  public var body: JSONObject {
    [
      "signingKey": .string(key.description), "generation": .int(Int64(generation)),
      "signature": .string(signature),
    ]
  }
}
