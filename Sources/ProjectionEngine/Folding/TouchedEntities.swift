internal import EventLog
internal import InteractionModel
internal import Projections

/// Finds the entities whose records or rows change with some links: those to refold.
///
/// Too many is only slow; one too few would be a wrong row. Each rule names why it is complete.
struct TouchedEntities {
  let log: any EventStore
  let model: any ReadModel
  /// The links before the batch.
  let before: any LinkSource & Sendable
  /// The links after the batch.
  let after: OverlaidLinks
  /// The end of the batch.
  let through: Position

  private var folds: [Fold] { model.projection.folds }

  func find(links: [Link], quarantines: [Position]) throws -> Set<EntityKey> {
    var touched: Set<EntityKey> = []
    var named: Set<EntityKey> = []
    for link in links {
      switch link.kind {
      case .conversationToCase:
        // The link of a conversation decides about the records that name the conversation, and
        // about no others.
        named.insert(.conversation(link.subject))
        try insertOwners(of: .conversation(link.subject), &touched)
      case .caseIntoCase:
        try insertFamily(link, .case, &touched, &named)
      case .partyIntoParty:
        try insertFamily(link, .party, &touched, &named)
      }
    }
    // Rows say where parties, conversations and cases belong: whoever named one that may have moved.
    if !named.isEmpty {
      touched.formUnion(try model.entities(naming: named.sorted()))
    }
    for position in quarantines where position <= through {
      // A record that was folded and is now passed over: whoever it belongs to.
      guard let record = try log.record(at: position)?.decoded() else { continue }
      try insertOwners(of: record, after, folds, &touched)
    }
    return touched
  }

  /// Records move between roots, and whoever was merged away has a row that names its root.
  ///
  /// A root can only change where the chain to it runs through the subject of a link, so whoever has
  /// another root than before shared the subject's and shares it still.
  private func insertFamily(
    _ link: Link, _ kind: EntityKind, _ touched: inout Set<EntityKey>,
    _ named: inout Set<EntityKey>
  ) throws {
    let keys = try family(link.kind, link.subject).map { EntityKey(kind, $0) }
    named.formUnion(keys)
    if model.projection.fold(over: kind) != nil { touched.formUnion(keys) }
  }

  /// The entities that the records naming something belong to, before and after.
  private func insertOwners(of named: EntityKey, _ touched: inout Set<EntityKey>) throws {
    // To which party or conversation a record belongs, no link of a conversation changes.
    let folds = folds.filter { $0.kind == .case || $0.reach == .withoutCase }
    guard !folds.isEmpty else { return }
    let before = OverlaidLinks(base: before, adding: [])
    try log.forEachRecord(.entity(named), in: ReadRange(through: through)) { stored in
      let record = try stored.decoded()
      for links in [before, after] { try insertOwners(of: record, links, folds, &touched) }
      return true
    }
  }

  private func insertOwners(
    of record: Record, _ links: OverlaidLinks, _ folds: [Fold], _ touched: inout Set<EntityKey>
  ) throws {
    for fold in folds {
      guard let owner = try Membership(links).entity(of: fold, for: record) else { continue }
      touched.insert(EntityKey(fold.kind, owner))
    }
  }

  /// Everybody who shares a root with a member, before or after.
  private func family(_ relation: LinkKind, _ member: String) throws -> Set<String> {
    let before = OverlaidLinks(base: before, adding: [])
    var found: Set<String> = [member]
    for membership in [Membership(before), Membership(after)] {
      found.formUnion(
        try membership.members(relation, of: membership.root(relation, of: member)))
    }
    return found
  }
}
