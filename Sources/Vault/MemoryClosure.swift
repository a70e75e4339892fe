internal import InteractionModel

/// What one erasure keeps closed in memory.
struct MemoryClosure {
  private(set) var parties: Set<String> = []
  private var scopes: Set<EntityKey> = []
  private var subjects: Set<Subject> = []

  mutating func add(_ closure: VaultClosure, subjects covered: [Subject]) {
    parties.formUnion(closure.parties)
    scopes.formUnion(closure.scopes)
    subjects.formUnion(covered)
  }

  func holds(_ subject: Subject) -> Bool {
    scopes.contains(subject.scope) || subjects.contains(subject)
      || subject.party.map(parties.contains) ?? false
      || parties.contains { subject.participant == "party:\($0)" }
  }
}

extension VaultClosure {
  /// Whether a row is one whose key must go.
  func covers(_ row: SubjectKey) -> Bool {
    scopes.contains(row.scope) || keyIDs.contains(row.keyID)
      || row.party.map(parties.contains) ?? false
  }
}

extension SubjectKey {
  /// The row after its key was destroyed by an erasure.
  func destroyed(_ pseudonym: (Subject) -> String) -> SubjectKey {
    guard !isDestroyed else { return self }
    return SubjectKey(
      keyID: keyID,
      subject: Subject(scope: scope, participant: pseudonym(subject), party: party),
      wrapped: nil, isDestroyed: true)
  }
}
