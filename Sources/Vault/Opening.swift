public import InteractionModel

/// What became of the attempt to open a sealed part.
public enum Opening: Sendable, Hashable {
  /// It says this.
  case opened(JSONObject)
  /// Its key was destroyed; nobody can read it any more, and that was intended.
  case erased
  /// It cannot be read although it should: something is damaged, and what needs it must stop.
  case unavailable(Unavailability)
  /// The reader's purpose does not permit it.
  case notPermitted

  /// The state in one word, as commands print it.
  public var state: String {
    switch self {
    case .opened: "opened"
    case .erased: "erased"
    case .unavailable: "unavailable"
    case .notPermitted: "notPermitted"
    }
  }
}

/// Why a sealed part cannot be read although its key was not destroyed.
public enum Unavailability: String, Remediable, Hashable {
  /// Part, place or attachment are not what was sealed.
  case altered
  /// The vault has no such key, and the log does not say that an erasure destroyed it.
  case keyMissing = "key-missing"
  /// The vault's copy of the key cannot be unwrapped.
  case keyDamaged = "key-damaged"
  /// Another master key is in force than this program has.
  case masterKeyChanged = "master-key-changed"
  /// The store does not have an attachment that the part names.
  case attachmentMissing = "attachment-missing"

  /// What is wrong and what to do.
  public var diagnosis: Diagnosis {
    switch self {
    case .altered: Diagnosis("the part is not as it was sealed", "run \(.verifyOpening)")
    case .keyMissing:
      Diagnosis(
        "the vault has no such key and no erasure destroyed it",
        "\(VaultAge.unknown.remedy) (\(.verify) tells)")
    case .keyDamaged:
      Diagnosis("the key in the vault is damaged", "restore vault.db from a copy")
    case .masterKeyChanged: Diagnosis("the master key was changed", "start again with the new one")
    case .attachmentMissing:
      Diagnosis("an attachment is missing", "restore the folder attachments from a copy")
    }
  }
}

/// One sealed part of a record after the attempt to open it.
public struct OpenedPart: Sendable, Hashable {
  /// Its place among the record's parts, from 0.
  public let index: Int
  /// Which key seals it.
  public let keyID: String
  /// What it says, or why not.
  public let result: Opening

  /// An opened part.
  /// - Parameters:
  ///   - index: its place among the record's parts.
  ///   - keyID: which key seals it.
  ///   - result: what it says, or why not.
  public init(index: Int, keyID: String, result: Opening) {
    self.index = index
    self.keyID = keyID
    self.result = result
  }
}
