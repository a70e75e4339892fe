internal import EventLog
internal import InteractionModel
internal import Vault

extension ErasurePlanner {
  /// The records around the subjects of an erasure, each read once, without what they say.
  struct Draft {
    /// What a record's envelope says.
    struct Seen {
      let position: Position
      let type: EventType
      let conversation: String?
      let `case`: String?
      let party: String?
      /// The party it names and the one that acts in it.
      let parties: Set<String>
      let keys: [String]
      let identification: Identification?

      /// The conversation, or the case that stands in for it.
      var scope: EntityKey? {
        conversation.map(EntityKey.conversation) ?? `case`.map(EntityKey.case)
      }
    }

    /// Who a `party.identified` says is which party.
    struct Identification {
      /// The participant's bare name; nil when it names nobody.
      let participant: String?
      let party: String
      let position: Position
    }

    private let log: any EventStore
    private let through: Position
    private var read: Set<EntityKey> = []
    private var positions: Set<Position> = []
    private(set) var records: [Seen] = []
    private var byKey: [String: [Int]] = [:]

    /// Nothing yet.
    /// - Parameters:
    ///   - log: the log.
    ///   - through: the last record that counts.
    init(log: any EventStore, through: Position = Position(.max)) {
      self.log = log
      self.through = through
    }

    /// Reads the records of an entity, through the log's index.
    mutating func read(_ entity: EntityKey) throws {
      guard read.insert(entity).inserted else { return }
      var after = Position.start
      while true {
        let page = try log.records(
          .entity(entity), in: ReadRange(after: after, through: through), limit: 1_000)
        for stored in page where positions.insert(stored.position).inserted {
          let seen = try Draft.seen(stored)
          for key in seen.keys { byKey[key, default: []].append(records.count) }
          records.append(seen)
        }
        guard let last = page.last, page.count == 1_000 else { return }
        after = last.position
      }
    }

    private static func seen(_ stored: StoredRecord) throws -> Seen {
      let record = try stored.decoded()
      var identification: Identification?
      if record.type == .partyIdentified,
        let party = record.body["party"]?.string ?? record.party
      {
        identification = Identification(
          participant: record.body["participant"]?.string.map(bare), party: party,
          position: record.position)
        // Who identifies somebody else by name is not the participant nobody knew.
        let isActing = record.actor.map { Actor.partyTypes.contains($0.type) && $0.id != nil }
        if identification?.participant == nil, isActing == true { identification = nil }
      }
      let acting = record.actor.flatMap { Actor.partyTypes.contains($0.type) ? $0.id : nil }
      return Seen(
        position: record.position, type: record.type, conversation: record.conversation,
        case: record.case,
        party: record.party, parties: Set([record.party, acting].compactMap { $0 }),
        keys: Array(Set(try record.sealedParts().map(\.key))),
        identification: identification)
    }

    /// The keys of parts in records whose envelope names one of some parties.
    func keys(namedWith parties: Set<String>) -> Set<String> {
      records.reduce(into: []) { keys, seen in
        if let party = seen.party, parties.contains(party) { keys.formUnion(seen.keys) }
      }
    }

    /// A participant's name without the word that says it is a party's.
    static func bare(_ participant: String) -> String {
      participant.hasPrefix("party:") ? String(participant.dropFirst(6)) : participant
    }

    /// The conversations and cases in which somebody was identified as one of some parties.
    func scopes(identifying parties: Set<String>) -> Set<EntityKey> {
      Set(
        records.filter { $0.identification.map { parties.contains($0.party) } ?? false }
          .compactMap(\.scope))
    }

    /// Every identification by conversation or case, in position order.
    ///
    /// One that names nobody says something in a conversation only.
    func identifications() -> [EntityKey: [Identification]] {
      records.sorted { $0.position < $1.position }.reduce(into: [:]) { found, seen in
        guard let identification = seen.identification, let scope = seen.scope,
          identification.participant != nil || scope.kind == .conversation
        else { return }
        found[scope, default: []].append(identification)
      }
    }

    /// The participants who were identified as one of some parties without saying where.
    func participantsWithoutPlace(identifiedAs parties: Set<String>) -> Set<String> {
      Set(
        records.compactMap { seen in
          guard seen.scope == nil, let identification = seen.identification,
            parties.contains(identification.party)
          else { return nil }
          return identification.participant
        }
      ).subtracting(parties)
    }

    /// The conversations and cases of records whose envelope names one of some parties.
    func scopes(naming parties: Set<String>) -> Set<EntityKey> {
      records.reduce(into: []) { scopes, seen in
        guard let party = seen.party, parties.contains(party) else { return }
        if let id = seen.conversation { scopes.insert(.conversation(id)) }
        if let id = seen.case { scopes.insert(.case(id)) }
      }
    }

    /// Whether every record under a key names one of some parties.
    func isOnly(_ parties: Set<String>, under key: String) -> Bool {
      (byKey[key] ?? []).allSatisfy { records[$0].party.map(parties.contains) ?? false }
    }

    /// Subjects with their counts, in the order of scope and key.
    func subjects(_ rows: [SubjectKey]) -> [ErasureSubject] {
      rows.sorted { ($0.scope, $0.keyID) < ($1.scope, $1.keyID) }.map { row in
        ErasureSubject(
          keyID: row.keyID, scope: row.scope,
          participantKind: row.kind.isEmpty ? "participant" : row.kind, party: row.party,
          records: byKey[row.keyID]?.count ?? 0, types: types(under: [row.keyID]))
      }
    }

    /// How many records have a part under one of some keys.
    func positions(of keys: Set<String>) -> Int { places(under: keys).count }

    /// The same by the types of the records.
    func types(under keys: Set<String>) -> [EventType: Int] {
      places(under: keys).reduce(into: [:]) { $0[records[$1].type, default: 0] += 1 }
    }

    private func places(under keys: Set<String>) -> Set<Int> {
      keys.reduce(into: []) { $0.formUnion(byKey[$1] ?? []) }
    }
  }
}
