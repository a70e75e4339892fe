internal import InteractionModel
internal import Projections

/// What a hold reaches: what belonged to it when it was placed, and whatever came to it since.
///
/// Moving something away does not end the hold on it; only a release does. What was taken out
/// before the hold was placed was never in it.
struct HoldReach {
  let hold: Hold
  let links: KnownLinks

  /// Whether what was an entity's until a record is held: the entity is the one that is held, or
  /// belonged to it at some time of the hold before that record.
  func covers(_ entity: EntityKey, until end: Position) throws -> Bool {
    guard end > hold.position else { return false }
    switch (hold.entity.kind, entity.kind) {
    case (.party, .party): return try wasOne(.partyIntoParty, with: entity.id, before: end)
    case (.case, .case): return try wasOne(.caseIntoCase, with: entity.id, before: end)
    case (.case, .conversation):
      let links = try sinceHold(.conversationToCase, of: entity.id)
      for (index, link) in links.enumerated() {
        guard let target = link.target else { continue }
        let until = index + 1 < links.count ? links[index + 1].position : Position(.max)
        if until > link.position, try wasOne(.caseIntoCase, with: target, before: until) {
          return true
        }
      }
      return false
    default: return entity == hold.entity
    }
  }

  /// Every party that was one with the held one at some time of the hold, itself included.
  func kin() throws -> Set<String> {
    var seen: Set<String> = []
    var queue = [hold.entity.id]
    while let party = queue.popLast() {
      guard seen.insert(party).inserted else { continue }
      queue += try sinceHold(.partyIntoParty, of: party).compactMap(\.target)
      queue += try links.subjects(.partyIntoParty, everPointingTo: party)
    }
    return try seen.filter { try covers(.party($0), until: Position(.max)) }
  }

  /// The link of a subject that was in force when the hold was placed, and all later ones.
  private func sinceHold(_ kind: LinkKind, of subject: String) throws -> [Link] {
    let all = try links.links(kind, of: subject)
    let later = all.firstIndex { $0.position > hold.position } ?? all.endIndex
    return Array(all[max(later - 1, 0)...])
  }

  /// Whether an entity ended at the same root as the held one at some time of the hold.
  private func wasOne(
    _ kind: LinkKind, with id: String, before end: Position
  ) throws -> Bool {
    if id == hold.entity.id { return true }
    // Only these links can move either root, and roots stay as they are in between.
    var histories: [String: [Link]] = [:]
    var queue = [id, hold.entity.id]
    while let subject = queue.popLast() {
      guard histories[subject] == nil else { continue }
      let history = try sinceHold(kind, of: subject)
      histories[subject] = history
      queue += history.compactMap(\.target)
    }
    let moves = histories.values.joined().map(\.position)
    return try Set(moves.map { max($0, hold.position) } + [hold.position]).contains { moment in
      guard moment < end else { return false }
      let membership = Membership(LinksOfMoment(histories: histories, moment: moment))
      return try membership.root(kind, of: id) == membership.root(kind, of: hold.entity.id)
    }
  }
}

/// Links of one kind as they were at a moment.
private struct LinksOfMoment: LinkSource {
  let histories: [String: [Link]]
  let moment: Position

  func link(_ kind: LinkKind, of subject: String) -> Link? {
    histories[subject]?.last { $0.position <= moment }
  }

  /// Nobody asks: a root is found along the links, not against them.
  func subjects(_ kind: LinkKind, everPointingTo target: String) -> [String] {
    histories.filter { $0.value.contains { $0.target == target } }.keys.sorted()
  }
}
