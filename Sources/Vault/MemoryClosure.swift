internal import InteractionModel

/// What one erasure keeps closed in memory.
struct MemoryClosure {
  private(set) var parties: Set<String> = []
  private var scopes: Set<EntityKey> = []
  private var subjects: Set<HiddenSubject> = []

  mutating func add(_ closure: VaultClosure, subjects covered: [HiddenSubject]) {
    parties.formUnion(closure.parties)
    scopes.formUnion(closure.scopes)
    subjects.formUnion(covered)
  }

  func holds(_ subject: HiddenSubject) -> Bool {
    scopes.contains(subject.scope) || subjects.contains(subject)
      || subject.party.map(parties.contains) ?? false
      || subject.statedParty.map(parties.contains) ?? false
  }
}

extension VaultClosure {
  /// Whether a row is one whose key must go.
  func covers(_ row: SubjectKey) -> Bool {
    scopes.contains(row.scope) || keyIDs.contains(row.keyID)
      || row.party.map(parties.contains) ?? false
  }
}
