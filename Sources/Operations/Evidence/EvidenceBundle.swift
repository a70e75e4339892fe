public import InteractionModel
public import Merkle

/// A bundle that was written, and what it gives.
public struct EvidenceBundle: Sendable {
  /// The first line of what a bundle says of itself.
  static let format = NoteFormat(name: "evidence", version: 4)

  /// Whose records it has.
  public let entity: EntityKey
  /// The checkpoint of the tree that has the records, and who cosigned it of the witnesses that the log
  /// named by then.
  public let checkpoint: WitnessedCheckpoint
  /// What it gives of them.
  public let tally: EvidenceTally
  /// The requests of the erasures that closed parts of it, in order; mostly none.
  public let erasures: [Position]
  /// What once was of it and is elsewhere, by names.
  public let departed: [DepartedEntity]
  /// What is withheld in one place and given away in another.
  public let repeats: [Repeat]
  /// What EntityIndex passed over, so that nothing is stated of it; mostly nothing.
  public let quarantined: [Position]
  /// SHA-256 of its manifest, in hexadecimal; the register of disclosures has it.
  public let manifest: String
  /// Where the register has it.
  public let position: Position

  /// That what a redaction withholds is given away elsewhere.
  public struct Repeat: Sendable, Hashable {
    /// Which redaction, by its number in the list from 1; of several with the same words the first.
    public let redaction: Int
    /// The records in which the same words are shown.
    public let positions: [Position]
    /// The others in which a part of them is that says by itself whom they are about: a name, an address, a
    /// code.
    public let partly: [Position]
  }

  /// The bundle as answers have it.
  public var json: JSONObject {
    var object = tally.json
    object["erasures"] = .array(erasures.map { .int($0.rawValue) })
    let tree = checkpoint.signed.checkpoint
    object["departed"] = .array(departed.map { .object($0.json) })
    for member in checkpoint.cosigning.members { object[member.key] = member.value }
    object["disclosed"] = .int(position.rawValue)
    object[entity.kind.rawValue] = .string(entity.id)
    object["manifest"] = .string(manifest)
    object["origin"] = .string(tree.origin)
    object["repeats"] = .array(
      repeats.map { found in
        [
          "partly": .array(found.partly.map { .int($0.rawValue) }),
          "positions": .array(found.positions.map { .int($0.rawValue) }),
          "redaction": .int(Int64(found.redaction)),
        ]
      })
    object["quarantined"] = .array(quarantined.map { .int($0.rawValue) })
    object["root"] = .string(tree.root.base64)
    object["size"] = .int(Int64(clamping: tree.size))
    return object
  }
}
