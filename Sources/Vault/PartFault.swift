internal import InteractionModel

/// Why a sealed part does not open, to the detail that whoever verifies wants.
public enum PartFault: Error, Sendable, Hashable {
  /// The vault does not have the key, and the log does not say that an erasure destroyed it.
  case keyMissing
  /// The vault's copy of the key cannot be unwrapped.
  case keyDamaged
  /// Another master key is in force than this program has.
  case masterKeyChanged
  /// The commitment is not the one that the key makes for this event and place: the part is another
  /// record's, another place's or sealed by another key.
  case commitment
  /// Nonce, ciphertext, tag or the data they are bound to (origin, id, type, schema, place, key) are
  /// not those of the sealing.
  case tag
  /// What was sealed is no JSON object.
  case content
  /// What was sealed is not what the root of the part commits to.
  case root
  /// The part's list of attachments is not the one that its content has.
  case attachmentList
  /// There is no file of an attachment.
  case attachmentMissing(String)
  /// The file of an attachment does not hash to its name.
  case attachmentHash(String)
  /// The file of an attachment does not open, or is not the text that was sealed.
  case attachmentTag(String)

  /// The same for a reader, who only wants to know what to do.
  public var unavailability: Unavailability {
    switch self {
    case .keyMissing: .keyMissing
    case .keyDamaged: .keyDamaged
    case .masterKeyChanged: .masterKeyChanged
    case .attachmentMissing: .attachmentMissing
    case .commitment, .tag, .content, .root, .attachmentList, .attachmentHash, .attachmentTag:
      .altered
    }
  }

  /// What to bring back; nil where something was altered.
  var remedy: Remedy? {
    switch self {
    case .keyMissing, .keyDamaged: "restore vault.db from a copy"
    case .attachmentMissing: "restore the folder attachments from a copy"
    default: nil
    }
  }

  /// What was looked at, what should be there, and what is.
  var words: (what: String, expected: String, found: String) {
    switch self {
    case .keyMissing: ("key", "a key in the vault, or an erasure", "neither")
    case .keyDamaged: ("key", "a key that the master key unwraps", "another")
    case .masterKeyChanged: ("key", "the master key in force", "one from before")
    case .commitment:
      (
        "commitment", "that of its key, event and place",
        "another one: the part is not this record's"
      )
    case .tag: ("tag", "data as it was sealed for this event", "altered data")
    case .content: ("content", "a JSON object", "something else")
    case .root: ("root", "that of what was sealed", "another one")
    case .attachmentList:
      ("attachments", "those that the sealed content names", "another list")
    case .attachmentMissing(let name): ("attachment", name, "no file")
    case .attachmentHash(let name): ("attachment", name, "bytes of another hash")
    case .attachmentTag(let name): ("attachment", name, "bytes that do not open")
    }
  }
}
