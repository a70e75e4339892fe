internal import EventLog
internal import InteractionModel
internal import Projections

/// The records that belong to one entity in a subset of the log, found through the log's indexes.
struct EntityHistory<Links: LinkSource & Sendable>: Sendable {
  let log: any EventStore
  let links: Links
  let subset: LogSubset
  /// Positions the projection passes over.
  let quarantined: Set<Position>

  /// The records of an entity in position order.
  /// - Parameters:
  ///   - kind: what is folded by.
  ///   - id: the entity.
  func records(_ kind: EntityKind, _ id: String) throws -> [Record] {
    let membership = Membership(links)
    var found: [Position: Record] = [:]
    let range = ReadRange(through: subset.through)
    for candidate in try membership.candidates(kind, id) {
      try log.forEachRecord(.entity(candidate), in: range) { stored in
        guard found[stored.position] == nil, !quarantined.contains(stored.position) else {
          return true
        }
        let record = try stored.decoded()
        if subset.contains(record.position, record.effectiveTime),
          try membership.entity(kind, of: record) == id
        {
          found[record.position] = record
        }
        return true
      }
    }
    return found.values.sorted { $0.position < $1.position }
  }

  /// What rows may know of an entity beyond its records.
  func context(_ kind: EntityKind, _ id: String) throws -> RowContext {
    let membership = Membership(links)
    var mergedInto: String?
    if let merge = kind.mergeLink {
      let root = try membership.root(merge, of: id)
      mergedInto = root == id ? nil : root
    }
    return RowContext(key: id, mergedInto: mergedInto)
  }
}

extension EntityKind {
  /// The relation by which entities of the kind are merged, if they can be.
  var mergeLink: LinkKind? {
    switch self {
    case .case: .caseIntoCase
    case .party: .partyIntoParty
    case .conversation, .document: nil
    }
  }
}
