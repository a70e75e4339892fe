internal import EventLog
internal import InteractionModel
internal import Projections
internal import Vault

/// Whose keys are a party's, and whose stay.
extension ErasurePlanner {
  /// What belongs to a family of parties.
  struct Belongings {
    /// Its subjects, in the order of their keys.
    var rows: [SubjectKey] = []
    /// By conversation or case, the participants who were identified as one of the family.
    var identified: [EntityKey: Set<String>] = [:]
  }

  /// The kinds of participant that no party is.
  private static let staff: Set<String> = [
    "agent", "assistant", "system", "operator", "supervisor",
  ]

  func belongings(of members: Set<String>, _ draft: inout Draft) throws -> Belongings {
    var rows: [String: SubjectKey] = [:]
    for party in members {
      for row in try log.vault.keys(ofParty: party) { rows[row.keyID] = row }
      for row in try log.vault.keys(inScope: .party(party)) { rows[row.keyID] = row }
      try draft.read(.party(party))
    }
    for scope in try unindexed.scopes(identifying: members, in: log.store) {
      try draft.read(scope)
    }
    let named = draft.keys(namedWith: members)
    let identified = try identified(as: members, &draft)
    for row in try log.vault.keys(withIDs: named.filter { rows[$0] == nil }.sorted()) {
      if try belongs(row, to: members, &draft) { rows[row.keyID] = row }
    }
    // What was said before anybody knew who it was names no party in its records.
    for (scope, participants) in identified {
      let labels = ParticipantLabels(participants, in: scope, log.vault)
      for row in try log.vault.keys(inScope: scope) where rows[row.keyID] == nil {
        guard let name = labels.name(of: row) else { continue }
        if try isClaimable(row, calledAs: name, members) { rows[row.keyID] = row }
      }
    }
    return Belongings(rows: rows.values.sorted { $0.keyID < $1.keyID }, identified: identified)
  }

  private func belongs(
    _ row: SubjectKey, to members: Set<String>, _ draft: inout Draft
  ) throws -> Bool {
    guard row.party == nil else { return false }
    if isStated(as: members, row) { return true }
    // A case has one participant of a kind: it is the party when no record says otherwise.
    let kinds = Actor.partyTypes.union(["matter"])
    guard row.scope.kind == .case, isCalled(kinds, row) else { return false }
    try draft.read(row.scope)
    return draft.isOnly(members, under: row.keyID)
  }

  /// Whether the name of a row's participant says that it is one of some parties.
  func isStated(as parties: Set<String>, _ row: SubjectKey) -> Bool {
    // Its kind is looked at first: a family may have thousands of names.
    row.kind == "party" && isCalled(parties.lazy.map { "party:\($0)" }, row)
  }

  /// Whether a row is of a participant of one of some names.
  func isCalled(_ names: some Sequence<String>, _ row: SubjectKey) -> Bool {
    names.contains { log.vault.label(of: $0, in: row.scope) == row.participant }
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
    let labels = ParticipantLabels(named, in: scope, log.vault)
    let unidentified = try log.vault.keys(inScope: scope).filter { row in
      guard !row.isGone, labels.name(of: row) == nil,
        !ErasurePlanner.staff.contains(row.kind)
      else { return false }
      guard let party = row.party else { return !isStated(as: members, row) }
      guard !members.contains(party) else { return false }
      return try ParticipantLabels([party], in: scope, log.vault).name(of: row) != nil
        && isProvisional(party)
    }
    guard unidentified.count == 1, let only = unidentified.first else { return nil }
    return ErasurePlanner.nameless.first { isCalled([$0], only) }
  }

  /// What a participant is called of whom nobody said who it is.
  static let nameless = Actor.partyTypes.union(["unknown"]).sorted()

  /// Whether an identification can make a key the family's: not when it is known to be another's.
  private func isClaimable(
    _ row: SubjectKey, calledAs name: ParticipantLabels.Name, _ members: Set<String>
  ) throws -> Bool {
    guard let party = row.party ?? (name.isStatedParty ? name.bare : nil) else { return true }
    return try members.contains(party) || (party == name.bare && isProvisional(party))
  }

  /// Whether a party is only what a source called a participant until somebody knew who it was: no
  /// record but an identification names it as a party.
  private func isProvisional(_ name: String) throws -> Bool {
    guard EntityKey.isValid(id: name) else { return false }
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
    by live: [SubjectKey], _ belongings: Belongings, _ members: Set<String>, _ draft: inout Draft
  ) throws -> [ErasureSubject] {
    var rows: [String: SubjectKey] = [:]
    for row in try log.vault.keys(withIDs: draft.keys(namedWith: members).sorted())
    where row.party == nil {
      rows[row.keyID] = row
    }
    let scopes = Set(live.map(\.scope)).union(draft.scopes(naming: members))
    for scope in scopes where scope.kind == .conversation || scope.kind == .case {
      let labels = ParticipantLabels(belongings.identified[scope] ?? [], in: scope, log.vault)
      for row in try log.vault.keys(inScope: scope)
      where row.party == nil || labels.name(of: row) != nil {
        rows[row.keyID] = row
      }
    }
    for participant in draft.participantsWithoutPlace(identifiedAs: members) {
      for row in try log.vault.keys(ofParty: participant) { rows[row.keyID] = row }
    }
    for row in belongings.rows { rows[row.keyID] = nil }
    let left = try notMarked(Array(rows.values))
    for row in left { try draft.read(row.scope) }
    return draft.subjects(left)
  }
}
