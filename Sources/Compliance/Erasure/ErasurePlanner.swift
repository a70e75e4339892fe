internal import EventLog
internal import InteractionModel
internal import Projections
internal import Vault

/// Finds every subject that an erasure must reach, through the indexes of vault and log.
///
/// The subjects of a party are those the vault knows to be the party or whoever was merged with it,
/// those of its own stream, and those in records that name the party whose participant is the
/// party's: by its own name (`party:ID`), by the last `party.identified` of the conversation about
/// it, or because nobody else's records are sealed under it. Whoever else took part keeps theirs.
struct ErasurePlanner {
  let log: InteractionLog
  let links: KnownLinks
  let membership: Membership<EarlierLinks>

  init(log: InteractionLog, links: KnownLinks, through: Position) {
    self.log = log
    self.links = links
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
    let isParty = entity.kind == .party
    let claim = isParty ? try claim(of: Set(family), &draft) : Claim()
    let rows = isParty ? claim.rows : try log.vault.keys(inScope: entity)
    let live = try notMarked(rows)
    for row in live { try draft.read(row.scope) }
    if entity.kind == .conversation { try draft.read(entity) }
    let keyIDs = Set(live.map(\.keyID))
    let concerned = try concerned(entity, family, live, draft)
    let left = isParty ? try left(by: live, claim, Set(family), &draft) : []
    return ErasurePlan(
      entity: entity, family: family, subjects: draft.subjects(live), left: left,
      records: draft.positions(of: keyIDs), destroyedBefore: rows.count - live.count,
      concerned: concerned)
  }

  /// Keys that no erasure has marked yet; one that has is destroyed or about to be.
  ///
  /// What the vault has says nothing here: a key that it lost is marked like any other.
  func notMarked(_ rows: [SubjectKey]) throws -> [SubjectKey] {
    let marked = try log.store.destroyed(among: rows.map(\.keyID))
    return rows.filter { marked[$0.keyID] == nil }
  }

  // MARK: Holds

  /// What a hold could be on.
  private func concerned(
    _ entity: EntityKey, _ family: [String], _ rows: [SubjectKey], _ draft: Draft
  ) throws -> Set<EntityKey> {
    let family = Set(family)
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
  ///
  /// Links count as they are, and as they were at any time since the hold was placed.
  func hold(against plan: ErasurePlan, among holds: [Hold]) throws -> Hold? {
    try holds.first { hold in
      guard hold.isInForce else { return false }
      let reach = HoldReach(hold: hold, links: links)
      return try plan.concerned.contains { try reach.covers($0) }
    }
  }
}
