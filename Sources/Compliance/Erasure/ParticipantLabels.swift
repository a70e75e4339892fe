internal import InteractionModel
internal import Vault

/// What the vault's rows of one scope call participants whose names are known.
///
/// Rows have keyed hashes only, so a row is recognised by hashing the names in question.
struct ParticipantLabels {
  /// A name that a row has.
  struct Name {
    /// The name without the word that says it is a party's.
    let bare: String
    /// Whether the row has it with that word: then the name itself says which party it is.
    let isStatedParty: Bool
  }

  private let scope: EntityKey
  private let names: [String: Name]

  /// The labels of some names in a scope, each also as a party's.
  init(_ bare: some Sequence<String>, in scope: EntityKey, _ vault: Vault) {
    self.scope = scope
    var names: [String: Name] = [:]
    for name in bare {
      names[vault.label(of: name, in: scope)] = Name(bare: name, isStatedParty: false)
      names[vault.label(of: "party:\(name)", in: scope)] = Name(bare: name, isStatedParty: true)
    }
    self.names = names
  }

  /// The name of a row's participant; nil when it is none of them.
  func name(of row: SubjectKey) -> Name? {
    row.scope == scope ? names[row.participant] : nil
  }
}
