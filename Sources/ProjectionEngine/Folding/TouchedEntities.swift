internal import EventLog
internal import InteractionModel
internal import Projections

/// Finds the entities whose records or rows change with some links: those to refold.
///
/// Too many is only slow; one too few would be a wrong row. Each rule names why it is complete.
struct TouchedEntities {
  let log: any EventStore
  /// The links before the batch.
  let model: any ReadModel
  /// The links after the batch.
  let after: OverlaidLinks
  /// The end of the batch.
  let through: Position
  let kind: EntityKind

  func find(links: [Link], quarantines: [Position]) throws -> Set<String> {
    var touched: Set<String> = []
    for link in links { try find(link, &touched) }
    for position in quarantines {
      // A record that was folded and is now passed over: whoever it belongs to.
      if let record = try log.record(at: position)?.decoded(),
        let entity = try Membership(after).entity(kind, of: record)
      {
        touched.insert(entity)
      }
    }
    return touched
  }

  private func find(_ link: Link, _ touched: inout Set<String>) throws {
    switch (link.kind, kind) {
    case (.conversationToCase, .case):
      // Whatever cases the conversation's records belonged to before, and belong to now.
      try insertOwners(of: .conversation(link.subject), &touched)
      // A case that loses or gains nothing but the link itself: its old and its new target.
      for target in try [link.target, previousTarget(link)].compactMap({ $0 }) {
        try insertFamily(.caseIntoCase, target, &touched)
      }
    case (.caseIntoCase, .case), (.partyIntoParty, .party):
      // Everybody in the old and the new family: records move between the roots, and whoever was
      // merged away has a row that names its root.
      for member in try [link.subject, link.target, previousTarget(link)].compactMap({ $0 }) {
        try insertFamily(link.kind, member, &touched)
      }
    case (.partyIntoParty, _):
      // Rows name parties by their roots: whoever has a record of a party whose root changes.
      for party in try family(.partyIntoParty, link.subject) {
        try insertOwners(of: .party(party), &touched)
      }
    case (.conversationToCase, _), (.caseIntoCase, _):
      break
    }
  }

  private func previousTarget(_ link: Link) throws -> String? {
    try model.link(link.kind, of: link.subject)?.target
  }

  /// The entities that the records naming something belong to, before and after.
  private func insertOwners(of named: EntityKey, _ touched: inout Set<String>) throws {
    try log.forEachRecord(.entity(named), in: ReadRange(through: through)) { stored in
      let record = try stored.decoded()
      if let owner = try Membership(OverlaidLinks(base: model, adding: [])).entity(kind, of: record)
      {
        touched.insert(owner)
      }
      if let owner = try Membership(after).entity(kind, of: record) { touched.insert(owner) }
      return true
    }
  }

  private func insertFamily(
    _ relation: LinkKind, _ member: String, _ touched: inout Set<String>
  ) throws {
    touched.formUnion(try family(relation, member))
  }

  /// Everybody who shares a root with a member, before or after.
  private func family(_ relation: LinkKind, _ member: String) throws -> Set<String> {
    let before = Membership(OverlaidLinks(base: model, adding: []))
    let now = Membership(after)
    var found: Set<String> = [member]
    found.formUnion(try before.members(relation, of: before.root(relation, of: member)))
    found.formUnion(try now.members(relation, of: now.root(relation, of: member)))
    return found
  }
}
