internal import Compliance
internal import InteractionModel
internal import Vault

/// That somebody read, or was given something to read, as the log tells it.
struct Access {
  /// What an account that has no room in one record says in the first, and behind it the others.
  let records: [Record]
  let first: Record
  /// The keys whose words were shown; of accounts that do not tell them from those in whose words a
  /// question was answered, of both.
  let keys: [String]
  /// The rows of those keys, as far as there are any.
  let rows: [SubjectKey]

  init(_ records: [Record], first: Record, in vault: (any VaultStore)?) throws {
    self.records = records
    self.first = first
    keys = try records.filter { $0.type == .recordAccessed }.flatMap { try $0.shownKeys() }
    rows = keys.isEmpty ? [] : try vault?.keys(withIDs: keys) ?? []
  }

  /// Whether part of an account stands in a record, and its beginning in one before.
  static func goesOn(_ record: Record) -> Bool { (record.body["part"]?.int ?? 1) > 1 }

  /// Who read; their kind where that is all that is known.
  var reader: String? { first.actor.map { $0.id ?? $0.type } }

  /// What was looked at.
  var entity: EntityKey? {
    EntityKey(first.body) ?? first.case.map(EntityKey.case)
      ?? first.conversation.map(EntityKey.conversation) ?? first.party.map(EntityKey.party)
  }

  /// Whose words were shown, as far as it is known, by the account or by now.
  var parties: [String] {
    var parties = Set(rows.compactMap(\.party))
    for record in records {
      parties.formUnion((record.body["parties"]?.array ?? []).compactMap(\.string))
    }
    if let party = first.party { parties.insert(party) }
    return parties.sorted()
  }

  /// Everything that it was about, but for parties.
  var places: Set<EntityKey> {
    var places = Set(rows.map(\.scope))
    if let entity { places.insert(entity) }
    if let id = first.case { places.insert(.case(id)) }
    if let id = first.conversation { places.insert(.conversation(id)) }
    return places
  }
}
