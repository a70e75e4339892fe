public import InteractionModel
public import Merkle

/// That a log goes on without records that it had signed: its checkpoints are of another origin, and signed
/// by another key, from its record on.
///
/// The record (`log.epoch_started` in the log's own stream) names the checkpoint that the log does not
/// extend, the new origin (``LogOrigin/origin(ofEpoch:of:)``), the next key, whose name that is, the how
/// many-eth of the log it is, and the signature of the key before it, as the last word of its line behind a
/// note, over the statement `throughline/epoch@v1` with the key, the number, and origin, size and root of
/// the checkpoint as its lines. So whoever trusts the key before sees that it says so itself, and nobody has
/// two histories of one origin.
public struct EpochStart: Sendable, Hashable {
  /// The form of what is stated.
  public static let format = NoteFormat(name: "epoch", version: 1)

  /// The key that is in force from the record on; its name is the new origin.
  public let key: VerifierKey
  /// The how many-eth key of the log it is; the birth record names the first.
  public let generation: Int
  /// The checkpoint that the log does not extend.
  public let lost: Checkpoint
  /// By the key before it.
  private let signature: String

  /// An epoch, signed.
  /// - Parameters:
  ///   - lost: the checkpoint that the log does not extend, of the origin in force.
  ///   - key: the next key, named as the new origin.
  ///   - keys: the keys of the log until then.
  ///   - old: the last of them.
  /// - Throws: ``/Merkle/NoteError`` when the checkpoint or a key is of something else.
  public init(
    without lost: Checkpoint, to key: VerifierKey, after keys: SigningKeys,
    signedBy old: SigningKey
  ) throws(NoteError) {
    try EpochStart.require(key, lost, after: keys)
    self.key = key
    self.lost = lost
    generation = keys.reigns.count + 1
    signature = try EpochStart.statement(key, generation, lost).signature(by: old)
  }

  /// Reads what a record says, and checks who says so.
  /// - Parameters:
  ///   - record: the record.
  ///   - keys: the keys of the log up to then.
  /// - Throws: ``/Merkle/NoteError`` unless the last of them states that this one follows it.
  init(_ record: Record, after keys: SigningKeys) throws(NoteError) {
    let body = record.body
    guard let text = body["signingKey"]?.string, let old = keys.last else { throw .notAKey }
    key = try VerifierKey(text)
    generation = keys.reigns.count + 1
    guard let size = body["size"]?.int, size >= 0, let origin = body["oldOrigin"]?.string,
      let root = body["root"]?.string.flatMap({ Hash(base64: $0.utf8) })
    else { throw .notACheckpoint }
    lost = try Checkpoint(origin: origin, size: UInt64(size), root: root)
    try EpochStart.require(key, lost, after: keys)
    guard body["generation"]?.int == Int64(generation), body["origin"]?.string == key.name,
      let signature = body["signature"]?.string
    else { throw .notSigned(by: [old.name]) }
    try EpochStart.statement(key, generation, lost).verify(signature, by: old)
    self.signature = signature
  }

  private static func statement(
    _ key: VerifierKey, _ generation: Int, _ lost: Checkpoint
  ) -> KeyStatement {
    KeyStatement(
      format: format,
      lines: [
        key.description, "\(generation)", lost.origin, "\(lost.size)", lost.root.base64,
      ])
  }

  private static func require(
    _ key: VerifierKey, _ lost: Checkpoint, after keys: SigningKeys
  ) throws(NoteError) {
    guard key.algorithm == .ed25519 else { throw .otherAlgorithm(name: key.name) }
    let expected = [(lost.origin, keys.origins.last ?? ""), (key.name, keys.nextOrigin)]
    for (found, expected) in expected where !found.utf8.elementsEqual(expected.utf8) {
      throw .otherOrigin(found: found, expected: expected)
    }
  }

  /// What its record says.
  public var body: JSONObject {
    [
      "origin": .string(key.name), "signingKey": .string(key.description),
      "generation": .int(Int64(generation)), "oldOrigin": .string(lost.origin),
      "size": .int(Int64(clamping: lost.size)), "root": .string(lost.root.base64),
      "signature": .string(signature),
    ]
  }
}
