internal import InteractionModel
internal import Projections

/// What a hold reaches: what belonged to it when it was placed, and whatever came to it since.
///
/// Moving something away does not end the hold on it; only a release does. What was taken out
/// before the hold was placed was never in it.
struct HoldReach {
  private let hold: Hold
  private let links: KnownLinks
  private let family: HeldFamily

  /// The reach of a hold.
  init(_ hold: Hold, _ links: KnownLinks) throws {
    self.hold = hold
    self.links = links
    let held = hold.entity
    family =
      if let merge = held.kind.mergeLink {
        try HeldFamily(
          of: held.id, since: hold.position, links: { try links.links(merge, of: $0) },
          subjects: { try links.subjects(merge, everPointingTo: $0) })
      } else {
        HeldFamily(of: held.id, since: hold.position)
      }
  }

  /// Every party that was one with the held one at some time of the hold, itself included.
  var kin: Set<String> { family.members }

  /// Whether what was an entity's until a record is held: the entity is the one that is held, or
  /// belonged to it at some time of the hold before that record.
  func covers(_ entity: EntityKey, until end: Position) throws -> Bool {
    guard end > hold.position else { return false }
    switch (hold.entity.kind, entity.kind) {
    case (.party, .party), (.case, .case): return family.has(entity.id, before: end)
    case (.case, .conversation):
      let links = try links.links(ofConversation: entity.id).inForce(since: hold.position)
      for (place, link) in links.enumerated() {
        guard let target = link.target else { continue }
        let until = place + 1 < links.count ? links[place + 1].position : Position(.max)
        if until > link.position, family.has(target, before: until) { return true }
      }
      return false
    default: return entity == hold.entity
    }
  }
}
