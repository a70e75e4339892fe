public import EventLog
public import InteractionModel
internal import Projections

/// Which holds were on what an erasure destroyed, and whether one was in force when it did.
///
/// Told by the log alone, for ever and without any key: who was one with whom, what belonged to which
/// case, and which records the destroyed keys sealed stand in it as they stood then. What the vault alone
/// knew, which name was whose, is told by the records that say it.
public struct ErasureHolds: Sendable {
  /// A hold that was on what was destroyed, at that time or another.
  public struct Touching: Sendable, Hashable {
    /// The hold, with its release where there is one by now.
    public let hold: Hold
    /// Whether it was in force at the record of the request.
    public let wasInForce: Bool

    /// The hold as answers have it.
    public var json: JSONObject {
      var object = hold.json
      object["wasInForce"] = .bool(wasInForce)
      return object
    }
  }

  /// Every hold that was ever on what was destroyed, in the order in which they were placed.
  public let touching: [Touching]
  /// How many holds were in force then, whatever they were on.
  public let inForce: Int

  /// Whether a hold was in force on what was destroyed; an erasure that goes by the rules is refused
  /// then.
  public var wasHeld: Bool { touching.contains(where: \.wasInForce) }

  /// The holds of an erasure.
  /// - Parameters:
  ///   - certificate: the erasure, with its keys; of a refused one, what it would have been of.
  ///   - store: the store, of which neither vault nor key is needed.
  /// - Throws: ``/EventLog/StorageFault`` when log or read models cannot be read.
  public init(of certificate: ErasureCertificate, in store: OpenStore) throws {
    try self.init(
      of: certificate, under: store.links(through: certificate.position), in: store.events)
  }

  /// The holds of an erasure.
  /// - Parameters:
  ///   - certificate: the erasure, with its keys.
  ///   - links: those through the record of its request.
  ///   - log: the log.
  /// - Throws: ``/EventLog/StorageFault`` when log or read models cannot be read.
  package init(
    of certificate: ErasureCertificate, under links: KnownLinks, in log: any EventStore
  ) throws {
    let place = certificate.position
    let concern = try Concern(of: certificate, links, in: log)
    let holds = try Hold.all(in: log)
    func wasInForce(_ hold: Hold) -> Bool {
      hold.position < place && hold.release.map { $0.position > place } != false
    }
    inForce = holds.count(where: wasInForce)
    touching = try holds.filter { hold in
      let reach = try HoldReach(hold, links)
      return try concern.ends.contains { try reach.covers($0.key, until: $0.value) }
    }.map { Touching(hold: $0, wasInForce: wasInForce($0)) }
  }
}

extension Concern {
  /// Everything that the words of an erasure are or were of when it was requested, by the log alone.
  fileprivate init(
    of certificate: ErasureCertificate, _ links: KnownLinks, in log: any EventStore
  ) throws {
    self.init()
    let entity = certificate.entity
    let membership = Membership(links)
    let family =
      entity.kind == .party
      ? try membership.members(
        .partyIntoParty, of: membership.root(.partyIntoParty, of: entity.id)) : []
    let (keys, members) = (Set(certificate.keys), Set(family))
    var draft = ErasurePlanner.Draft(log: log, through: certificate.position)
    try draft.read(entity)
    for party in family { try draft.read(.party(party)) }
    try draft.readScopes(naming: members, sealedUnder: keys)
    // What somebody said before anybody knew who it was names nobody: then all of the log is read.
    let missing = keys.subtracting(draft.records.flatMap(\.keys))
    if !missing.isEmpty {
      for place in try ErasurePlanner.Draft.places(
        sealedUnder: missing, in: log, through: certificate.position)
      {
        try draft.read(place)
      }
      try draft.readScopes(naming: members, sealedUnder: keys)
    }
    note(entity)
    for party in family { note(.party(party)) }
    take(draft.identities(sealedUnder: keys))
    take(draft, of: entity, members, sealedUnder: keys)
  }
}

extension ErasurePlanner.Draft {
  /// Reads the conversations and cases that name some parties, or of which records are that some keys
  /// sealed, and what these lead to.
  fileprivate mutating func readScopes(
    naming parties: Set<String>, sealedUnder keys: Set<String>
  ) throws {
    var scopes: Set<EntityKey> = []
    while true {
      let found = self.scopes(naming: parties).union(self.scopes(sealedUnder: keys))
        .subtracting(scopes)
      if found.isEmpty { return }
      for scope in found { try read(scope) }
      scopes.formUnion(found)
    }
  }

  /// Everything that the records are of which some keys sealed, from a reading of all of the log.
  fileprivate static func places(
    sealedUnder keys: Set<String>, in log: any EventStore, through: Position
  ) throws -> Set<EntityKey> {
    var places: Set<EntityKey> = []
    try log.forEachRecord(in: ReadRange(through: through)) { stored in
      let record = try stored.decoded()
      guard try record.sealedParts().contains(where: { keys.contains($0.key) }) else { return true }
      let named = [
        record.conversation.map(EntityKey.conversation), record.case.map(EntityKey.case),
        record.party.map(EntityKey.party), record.stream.entity,
      ]
      places.formUnion(named.compactMap(\.self))
      return true
    }
    return places
  }

  /// The conversations and cases of records that some keys sealed.
  fileprivate func scopes(sealedUnder keys: Set<String>) -> Set<EntityKey> {
    Set(records.filter { !keys.isDisjoint(with: $0.keys) }.compactMap(\.scope))
  }

  /// Which parties identifications said that those are whose words some keys sealed, each with the record
  /// that took it back: whoever acts in such a record or is named by it, and where nobody is, whoever has
  /// no name.
  fileprivate func identities(
    sealedUnder keys: Set<String>
  ) -> [(party: String, end: Position)] {
    var speakers: [EntityKey: (names: Set<String>, hasNameless: Bool)] = [:]
    for seen in records where !keys.isDisjoint(with: seen.keys) {
      guard let scope = seen.scope, seen.identification == nil else { continue }
      speakers[scope, default: ([], false)].names.formUnion(seen.parties)
      if seen.parties.isEmpty { speakers[scope]?.hasNameless = true }
    }
    var found: [(party: String, end: Position)] = []
    for (scope, said) in identifications() {
      guard let speakers = speakers[scope] else { continue }
      for (place, identification) in said.enumerated() {
        let isTheirs =
          identification.participant.map(speakers.names.contains) ?? speakers.hasNameless
        guard isTheirs else { continue }
        let next = said[(place + 1)...].first {
          $0.participant == identification.participant
        }
        found.append((identification.party, next?.position ?? Position(.max)))
      }
    }
    return found
  }
}
