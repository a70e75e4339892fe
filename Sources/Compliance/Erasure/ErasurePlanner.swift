internal import EventLog
internal import InteractionModel
internal import Projections
internal import Vault

/// Finds every subject that an erasure must reach, through the indexes of vault and log.
///
/// The subjects of a party are those the vault knows to be the party or whoever was merged with it,
/// those of its own stream, and those in records that name the party whose participant is the
/// party's: by its own name (`party:ID`), by what a `party.identified` in the party's records says,
/// or because nobody else's records are sealed under it. Whoever else took part keeps theirs.
struct ErasurePlanner {
  let log: InteractionLog
  let membership: Membership<EarlierLinks>

  init(log: InteractionLog, links: any LinkSource, through: Position) {
    self.log = log
    membership = Membership(EarlierLinks(base: links, through: through))
  }

  /// Every party that is the same as one under the links in force.
  func family(of entity: EntityKey) throws -> [String] {
    guard entity.kind == .party else { return [] }
    return try membership.members(
      .partyIntoParty, of: membership.root(.partyIntoParty, of: entity.id))
  }

  /// What an erasure would do now.
  func plan(_ entity: EntityKey) throws -> ErasurePlan {
    let family = try family(of: entity)
    var draft = Draft(log: log)
    let rows =
      entity.kind == .party
      ? try rows(ofFamily: family, &draft) : try log.vault.keys(inScope: entity)
    let live = try notMarked(rows.filter { !$0.isDestroyed })
    for row in live { try draft.read(row.scope) }
    if entity.kind == .conversation { try draft.read(entity) }
    let keyIDs = Set(live.map(\.keyID))
    return ErasurePlan(
      entity: entity, family: family, subjects: draft.subjects(live),
      left: entity.kind == .party ? try left(by: keyIDs, family, draft) : [],
      records: draft.positions(of: keyIDs), destroyedBefore: rows.count - live.count,
      concerned: try concerned(entity, family, live, draft))
  }

  /// Keys that an erasure has not marked yet; one that has is being finished by somebody.
  private func notMarked(_ rows: [SubjectKey]) throws -> [SubjectKey] {
    let marked = try log.store.destroyed(among: rows.map(\.keyID))
    return rows.filter { marked[$0.keyID] == nil }
  }

  // MARK: Subjects of a party

  private func rows(ofFamily family: [String], _ draft: inout Draft) throws -> [SubjectKey] {
    var rows: [String: SubjectKey] = [:]
    for party in family {
      for row in try log.vault.keys(ofParty: party) { rows[row.keyID] = row }
      for row in try log.vault.keys(inScope: .party(party)) { rows[row.keyID] = row }
      try draft.read(.party(party))
    }
    let members = Set(family)
    let identified = draft.identified(as: members)
    let named = draft.keys(namedWith: members).filter { rows[$0] == nil }
    for row in try log.vault.keys(withIDs: named.sorted()) {
      if try belongs(row, to: members, identified, &draft) { rows[row.keyID] = row }
    }
    // What was said before anybody knew who it was names no party in its records.
    for (scope, participants) in identified {
      for row in try log.vault.keys(inScope: scope)
      where rows[row.keyID] == nil && participants.contains(row.participant) && isFree(row, members)
      {
        rows[row.keyID] = row
      }
    }
    return rows.values.sorted { $0.keyID < $1.keyID }
  }

  private func isFree(_ row: SubjectKey, _ members: Set<String>) -> Bool {
    guard let party = row.party else { return true }
    // A provisional party that is the participant itself is the one who was identified.
    return members.contains(party) || row.participant == party
      || row.participant == "party:\(party)"
  }

  private func belongs(
    _ row: SubjectKey, to members: Set<String>,
    _ identified: [EntityKey: Set<String>], _ draft: inout Draft
  ) throws -> Bool {
    if identified[row.scope]?.contains(row.participant) == true, isFree(row, members) {
      return true
    }
    guard row.party == nil else { return false }
    if row.participant.hasPrefix("party:") {
      return members.contains(String(row.participant.dropFirst(6)))
    }
    // A case has one participant of a kind: it is the party when no record says otherwise.
    let kinds = Actor.partyTypes.union(["matter"])
    guard row.scope.kind == .case, kinds.contains(row.participant) else { return false }
    try draft.read(row.scope)
    return draft.isOnly(members, under: row.keyID)
  }

  private func left(
    by keyIDs: Set<String>, _ family: [String], _ draft: Draft
  ) throws -> [ErasureSubject] {
    let named = draft.keys(namedWith: Set(family)).subtracting(keyIDs)
    let staff: Set<String> = ["agent", "assistant", "system", "operator", "supervisor"]
    let rows = try notMarked(
      log.vault.keys(withIDs: named.sorted()).filter { !$0.isDestroyed && $0.party == nil })
    return draft.subjects(rows).filter { !staff.contains($0.participantKind) }
  }

  // MARK: Holds

  /// What a hold could be on.
  private func concerned(
    _ entity: EntityKey, _ family: [String], _ rows: [SubjectKey], _ draft: Draft
  ) throws -> Set<EntityKey> {
    var cases: Set<String> = []
    var parties: Set<String> = []
    var concerned = Set(rows.map(\.scope).filter { $0.kind == .conversation })
    concerned.insert(entity)
    for scope in concerned where scope.kind == .conversation {
      if let link = try membership.source.link(.conversationToCase, of: scope.id)?.target {
        cases.insert(link)
      }
    }
    for case let row in rows where row.scope.kind == .case { cases.insert(row.scope.id) }
    for seen in draft.records {
      let isOwn =
        seen.party.map(family.contains) ?? false
        || seen.conversation.map { concerned.contains(.conversation($0)) } ?? false
      guard isOwn else { continue }
      if let id = seen.case { cases.insert(id) }
      if entity.kind == .conversation, let party = seen.party { parties.insert(party) }
    }
    if entity.kind == .conversation {
      parties.formUnion(rows.compactMap(\.party))
    } else {
      parties.formUnion(family)
    }
    for id in cases {
      concerned.insert(.case(id))
      concerned.insert(.case(try membership.root(.caseIntoCase, of: id)))
    }
    for id in parties {
      concerned.insert(.party(id))
      concerned.insert(.party(try membership.root(.partyIntoParty, of: id)))
    }
    return concerned
  }

  /// The first hold in force that stands in the way of a plan.
  func hold(against plan: ErasurePlan, among holds: [Hold]) throws -> Hold? {
    try holds.first { hold in
      guard hold.isInForce else { return false }
      if plan.concerned.contains(hold.entity) { return true }
      let relation: LinkKind
      switch hold.entity.kind {
      case .party: relation = .partyIntoParty
      case .case: relation = .caseIntoCase
      case .conversation, .document: return false
      }
      let root = try membership.root(relation, of: hold.entity.id)
      return plan.concerned.contains(EntityKey(hold.entity.kind, root))
    }
  }
}
