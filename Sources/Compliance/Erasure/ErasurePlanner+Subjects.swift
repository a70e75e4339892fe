internal import EventLog
internal import InteractionModel
internal import Projections
internal import Vault

/// Whose keys are a party's, and whose stay.
extension ErasurePlanner {
  /// What belongs to a family of parties.
  struct Claim {
    /// Its subjects, in the order of their keys.
    var rows: [SubjectKey] = []
    /// By conversation or case, the participants who were identified as one of the family.
    var identified: [EntityKey: Set<String>] = [:]
  }

  /// The kinds of participant that no party is.
  private static let staff: Set<String> = [
    "agent", "assistant", "system", "operator", "supervisor",
  ]

  func claim(of members: Set<String>, _ draft: inout Draft) throws -> Claim {
    var rows: [String: SubjectKey] = [:]
    for party in members {
      for row in try log.vault.keys(ofParty: party) { rows[row.keyID] = row }
      for row in try log.vault.keys(inScope: .party(party)) { rows[row.keyID] = row }
      try draft.read(.party(party))
    }
    let named = draft.keys(namedWith: members)
    let identified = try identified(as: members, &draft)
    for row in try log.vault.keys(withIDs: named.filter { rows[$0] == nil }.sorted()) {
      if try belongs(row, to: members, &draft) { rows[row.keyID] = row }
    }
    // What was said before anybody knew who it was names no party in its records.
    for (scope, participants) in identified {
      for row in try log.vault.keys(inScope: scope)
      where rows[row.keyID] == nil && participants.contains(Draft.bare(row.participant)) {
        if try isClaimable(row, members) { rows[row.keyID] = row }
      }
    }
    return Claim(rows: rows.values.sorted { $0.keyID < $1.keyID }, identified: identified)
  }

  private func belongs(
    _ row: SubjectKey, to members: Set<String>, _ draft: inout Draft
  ) throws -> Bool {
    guard row.party == nil else { return false }
    if row.participant.hasPrefix("party:") {
      return members.contains(Draft.bare(row.participant))
    }
    // A case has one participant of a kind: it is the party when no record says otherwise.
    let kinds = Actor.partyTypes.union(["matter"])
    guard row.scope.kind == .case, kinds.contains(row.participant) else { return false }
    try draft.read(row.scope)
    return draft.isOnly(members, under: row.keyID)
  }

  // MARK: Identifications

  /// By scope, which participants are one of some parties by the last word about each of them.
  private func identified(
    as members: Set<String>, _ draft: inout Draft
  ) throws -> [EntityKey: Set<String>] {
    // A correction names whom it is corrected to: the whole conversation is read for it.
    for scope in draft.scopes(identifying: members) { try draft.read(scope) }
    var found: [EntityKey: Set<String>] = [:]
    for (scope, identifications) in draft.identifications() {
      guard identifications.contains(where: { members.contains($0.party) }) else { continue }
      let named = Set(identifications.compactMap(\.participant))
      let nameless =
        identifications.contains { $0.participant == nil }
        ? try onlyUnidentified(in: scope, besides: named, members) : nil
      var last: [String: String] = [:]
      for identification in identifications {
        if let participant = identification.participant ?? nameless {
          last[participant] = identification.party
        }
      }
      found[scope] = Set(last.filter { members.contains($0.value) }.keys)
    }
    return found
  }

  /// The participant whom an identification without a name means; nil when it could be several.
  private func onlyUnidentified(
    in scope: EntityKey, besides named: Set<String>, _ members: Set<String>
  ) throws -> String? {
    let unidentified = try log.vault.keys(inScope: scope).filter { row in
      guard !row.isDestroyed, !named.contains(Draft.bare(row.participant)),
        !ErasurePlanner.staff.contains(ErasureSubject.kind(of: row.participant))
      else { return false }
      guard let party = ErasurePlanner.party(of: row) else { return true }
      return try !members.contains(party) && isProvisional(row)
    }
    let nameless = Actor.partyTypes.union(["unknown"])
    guard unidentified.count == 1, let only = unidentified.first?.participant,
      nameless.contains(only)
    else { return nil }
    return only
  }

  private static func party(of row: SubjectKey) -> String? {
    row.party ?? (row.participant.hasPrefix("party:") ? Draft.bare(row.participant) : nil)
  }

  /// Whether an identification can make a key the family's: not when it is known to be another's.
  private func isClaimable(_ row: SubjectKey, _ members: Set<String>) throws -> Bool {
    guard let party = ErasurePlanner.party(of: row) else { return true }
    return try members.contains(party) || isProvisional(row)
  }

  /// Whether the party of a key is only what a source called the participant until somebody knew
  /// who it was: no record but an identification names it as a party.
  private func isProvisional(_ row: SubjectKey) throws -> Bool {
    let name = Draft.bare(row.participant)
    guard ErasurePlanner.party(of: row) == name, EntityKey.isValid(id: name) else { return false }
    var after = Position.start
    while true {
      let page = try log.store.records(
        .entity(.party(name)), in: ReadRange(after: after), limit: 100)
      for stored in page where try stored.decoded().type != .partyIdentified { return false }
      guard let last = page.last, page.count == 100 else { return true }
      after = last.position
    }
  }

  // MARK: What stays

  /// The subjects in the party's conversations and cases that nothing says are a party, and those
  /// that were said to be this one in a way that does not decide it.
  func left(
    by live: [SubjectKey], _ claim: Claim, _ members: Set<String>, _ draft: inout Draft
  ) throws -> [ErasureSubject] {
    var rows: [String: SubjectKey] = [:]
    for row in try log.vault.keys(withIDs: draft.keys(namedWith: members).sorted())
    where row.party == nil {
      rows[row.keyID] = row
    }
    let scopes = Set(live.map(\.scope)).union(draft.scopes(naming: members))
    for scope in scopes where scope.kind == .conversation || scope.kind == .case {
      let participants = claim.identified[scope] ?? []
      for row in try log.vault.keys(inScope: scope)
      where row.party == nil || participants.contains(Draft.bare(row.participant)) {
        rows[row.keyID] = row
      }
    }
    for participant in draft.participantsWithoutPlace(identifiedAs: members) {
      for row in try log.vault.keys(ofParty: participant) { rows[row.keyID] = row }
    }
    for row in claim.rows { rows[row.keyID] = nil }
    let left = try notMarked(rows.values.filter { !$0.isDestroyed })
    for row in left { try draft.read(row.scope) }
    return draft.subjects(left)
  }
}
