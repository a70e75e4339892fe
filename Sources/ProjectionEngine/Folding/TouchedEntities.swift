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
  let kind: EntityKind

  func find(links: [Link], quarantines: [Position]) throws -> Set<String> {
    var touched: Set<String> = []
    var moved: Set<EntityKey> = []
    var parties: Set<String> = []
    for link in links {
      switch (link.kind, kind) {
      case (.conversationToCase, .case):
        // The link of a conversation decides about the records that name the conversation, and
        // about no others.
        moved.insert(.conversation(link.subject))
      case (.caseIntoCase, .case), (.partyIntoParty, .party):
        // Records move between roots, and whoever was merged away has a row that names its root. A
        // root can only change where the chain to it runs through the subject of a link, so whoever
        // has another root than before shared the subject's and shares it still.
        touched.formUnion(try family(link.kind, link.subject))
      case (.partyIntoParty, _), (.conversationToCase, _), (.caseIntoCase, _): break
      }
      if link.kind == .partyIntoParty {
        parties.formUnion(try family(.partyIntoParty, link.subject))
      }
    }
    for conversation in moved { try insertOwners(of: conversation, &touched) }
    // Rows name parties by their roots: whoever named a party whose root may have changed.
    if !parties.isEmpty {
      touched.formUnion(try model.entities(naming: parties.sorted()))
    }
    for position in quarantines where position <= through {
      // A record that was folded and is now passed over: whoever it belongs to.
      if let record = try log.record(at: position)?.decoded(),
        let entity = try Membership(after).entity(kind, of: record)
      {
        touched.insert(entity)
      }
    }
    return touched
  }

  /// The entities that the records naming something belong to, before and after.
  private func insertOwners(of named: EntityKey, _ touched: inout Set<String>) throws {
    let before = OverlaidLinks(base: before, adding: [])
    try log.forEachRecord(.entity(named), in: ReadRange(through: through)) { stored in
      let record = try stored.decoded()
      for links in [before, after] {
        if let owner = try Membership(links).entity(kind, of: record) { touched.insert(owner) }
      }
      return true
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
