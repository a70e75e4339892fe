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
  let unindexed: UnindexedIdentifications

  init(
    log: InteractionLog, links: KnownLinks, through: Position, _ unindexed: UnindexedIdentifications
  ) {
    self.log = log
    self.unindexed = unindexed
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
    var draft = Draft(log: log.store)
    let isParty = entity.kind == .party
    let belongings = isParty ? try belongings(of: Set(family), &draft) : Belongings()
    let rows = isParty ? belongings.rows : try log.vault.keys(inScope: entity)
    let live = try notMarked(rows)
    for row in live { try draft.read(row.scope) }
    if entity.kind == .conversation { try draft.read(entity) }
    let keyIDs = Set(live.map(\.keyID))
    let concerned = concerned(by: live, of: entity, family, draft)
    let left = isParty ? try left(by: live, belongings, Set(family), &draft) : []
    return ErasurePlan(
      entity: entity, family: family, subjects: draft.subjects(live), left: left,
      records: draft.positions(of: keyIDs), types: draft.types(under: keyIDs),
      destroyedBefore: rows.count - live.count,
      concerned: concerned, rows: live)
  }

  /// Keys that no erasure has marked yet; one that has is destroyed or about to be.
  ///
  /// What the vault has says nothing here: a key that it lost is marked like any other.
  func notMarked(_ rows: [SubjectKey]) throws -> [SubjectKey] {
    let marked = try log.store.destroyed(among: rows.map(\.keyID))
    return rows.filter { marked[$0.keyID] == nil }
  }
}
