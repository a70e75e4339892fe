internal import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// What an ``AccessFilter`` means in a log, whatever was merged and linked there.
struct AccessCondition {
  private let reader: String?
  private let parties: Set<String>?
  private let places: Set<EntityKey>?

  /// - Parameters:
  ///   - filter: what it means, with whole ids.
  ///   - store: where.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  init(_ filter: AccessFilter, in store: OpenStore) throws {
    reader = filter.reader
    guard filter.party != nil || filter.caseID != nil else {
      (parties, places) = (nil, nil)
      return
    }
    let membership = Membership(try store.links())
    parties = try filter.party.map { party in
      let root = try membership.root(.partyIntoParty, of: party)
      return Set(try membership.members(.partyIntoParty, of: root))
    }
    places = try filter.caseID.map { try AccessCondition.places(of: $0, membership, store.events) }
  }

  /// A case, what was merged into it, and the conversations that belong to it by a link or because
  /// their records say so.
  private static func places(
    of caseID: String, _ membership: Membership<KnownLinks>, _ log: any EventStore
  ) throws -> Set<EntityKey> {
    let root = try membership.root(.caseIntoCase, of: caseID)
    var places = Set(try membership.candidates(.case, root))
    for entity in places where entity.kind == .case {
      try log.forEachRecord(.entity(entity)) { stored in
        let record = try stored.decoded()
        if let conversation = record.conversation, try membership.caseID(of: record) == root {
          places.insert(.conversation(conversation))
        }
        return true
      }
    }
    return places
  }

  func isOfReader(_ access: Access) -> Bool { reader.map { $0 == access.reader } ?? true }

  func holds(of access: Access) -> Bool {
    if let places, places.isDisjoint(with: access.places) { return false }
    guard let parties else { return true }
    if let entity = access.entity, entity.kind == .party, parties.contains(entity.id) {
      return true
    }
    return !parties.isDisjoint(with: access.parties)
  }
}
