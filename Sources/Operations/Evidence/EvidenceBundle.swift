public import InteractionModel
public import Merkle

/// A bundle that was written, and what it gives.
public struct EvidenceBundle: Sendable {
  /// The first line of what a bundle says of itself.
  static let format = NoteFormat(name: "evidence", version: 1)

  /// Whose records it has.
  public let entity: EntityKey
  /// The tree that has the records.
  public let checkpoint: Checkpoint
  /// What it gives of them.
  public let tally: EvidenceTally
  /// SHA-256 of its manifest, in hexadecimal; the register of disclosures has it.
  public let manifest: String
  /// Where the register has it.
  public let position: Position

  /// The bundle as answers have it.
  public var json: JSONObject {
    var object = tally.json
    object["disclosed"] = .int(position.rawValue)
    object[entity.kind.rawValue] = .string(entity.id)
    object["manifest"] = .string(manifest)
    object["origin"] = .string(checkpoint.origin)
    object["root"] = .string(checkpoint.root.base64)
    object["size"] = .int(Int64(clamping: checkpoint.size))
    return object
  }
}
