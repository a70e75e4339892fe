internal import EventLog
internal import InteractionModel
internal import Vault

extension ErasurePlanner {
  /// The records around the subjects of an erasure, each read once, without what they say.
  struct Draft {
    /// What a record's envelope says.
    struct Seen {
      let position: Position
      let conversation: String?
      let `case`: String?
      let party: String?
      let keys: [String]
      /// Who a `party.identified` says is which party.
      let identification: (participant: String, party: String)?
    }

    private let log: InteractionLog
    private var read: Set<EntityKey> = []
    private var positions: Set<Position> = []
    private(set) var records: [Seen] = []
    private var byKey: [String: [Int]] = [:]

    init(log: InteractionLog) {
      self.log = log
    }

    /// Reads the records of an entity, through the log's index.
    mutating func read(_ entity: EntityKey) throws {
      guard read.insert(entity).inserted else { return }
      var after = Position.start
      while true {
        let page = try log.store.records(
          .entity(entity), in: ReadRange(after: after), limit: 1_000)
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
      var identification: (participant: String, party: String)?
      if record.type == .partyIdentified, let participant = record.body["participant"]?.string,
        let party = record.body["party"]?.string ?? record.party
      {
        identification = (participant, party)
      }
      return Seen(
        position: record.position, conversation: record.conversation, case: record.case,
        party: record.party, keys: Array(Set(try record.sealedParts().map(\.key))),
        identification: identification)
    }

    /// The keys of parts in records whose envelope names one of some parties.
    func keys(namedWith parties: Set<String>) -> Set<String> {
      records.reduce(into: []) { keys, seen in
        if let party = seen.party, parties.contains(party) { keys.formUnion(seen.keys) }
      }
    }

    /// By scope, which participants were identified as one of some parties.
    func identified(as parties: Set<String>) -> [EntityKey: Set<String>] {
      records.reduce(into: [:]) { found, seen in
        guard let (participant, party) = seen.identification, parties.contains(party),
          let scope = seen.conversation.map(EntityKey.conversation) ?? seen.case.map(EntityKey.case)
        else { return }
        found[scope, default: []].formUnion([participant, "party:\(participant)"])
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
          participantKind: ErasureSubject.kind(of: row.participant), party: row.party,
          records: byKey[row.keyID]?.count ?? 0)
      }
    }

    /// How many records have a part under one of some keys.
    func positions(of keys: Set<String>) -> Int {
      keys.reduce(into: Set<Int>()) { $0.formUnion(byKey[$1] ?? []) }.count
    }
  }
}
