internal import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections
internal import Search
internal import Vault

/// Who is meant by a text, before anything is opened.
struct PeopleFinding {
  /// How many conversations and cases of which the vault names no party are looked at.
  private static let places = 256
  /// How many texts are looked at, of an identifier or of words.
  private static let texts = 50

  private let people: People
  private let links: Membership<KnownLinks>
  private(set) var order: [String] = []
  private(set) var because: [String: [FoundPerson.Because]] = [:]
  private(set) var places: [EntityKey] = []
  private(set) var beginnings: [EntityKey] = []
  /// The records of texts that were found.
  private(set) var found: Set<Position> = []
  /// Whether more texts fit than were looked at.
  private(set) var hasMoreTexts = false
  private var roots: [String: String] = [:]

  init(_ people: People) throws {
    self.people = people
    let entities = people.parties.entities
    links = Membership(try KnownLinks(of: entities.log, model: entities.model))
  }

  /// Whether nothing was found yet.
  var isEmpty: Bool { order.isEmpty && places.isEmpty && beginnings.isEmpty }

  // MARK: By ids

  /// Takes whom an id names, or the beginning of one.
  mutating func take(_ match: EntityNames.Match) throws {
    for entity in match.meant { try take(entity, .id(entity)) }
    if match.meant.isEmpty { beginnings = match.entities }
  }

  /// Takes whom a hand-off is about that has an id, is called by one, or is the only one whose id begins
  /// so; to be asked when nobody else is meant, for some of that is looked for in all of them.
  mutating func take(handoff text: String) throws {
    guard let names = HandoffNames(for: people.reader), HandoffNames.mayCall(text) else { return }
    let isLong = text.utf8.count >= EntityNames.shortest
    var meant = try names.whole(text).map { [$0] } ?? (isLong ? names.begun(text) : [])
    if meant.isEmpty { meant = try names.called(text).meant }
    guard let handoff = meant.first, meant.count == 1 else { return }
    for kind in [EntityKind.party, .case, .conversation] {
      guard let owner = try names.owner(of: handoff, kind) else { continue }
      return try take(EntityKey(kind, owner), .handoff(handoff))
    }
  }

  /// Takes whose something is.
  private mutating func take(_ entity: EntityKey, _ reason: FoundPerson.Because) throws {
    let parties = try parties(of: entity)
    if parties.isEmpty { note(entity) }
    for party in parties { take(party, reason) }
  }

  private mutating func take(_ party: String, _ reason: FoundPerson.Because) {
    if because[party] == nil { order.append(party) }
    if because[party]?.contains(reason) != true { because[party, default: []].append(reason) }
  }

  private mutating func note(_ place: EntityKey) {
    if places.count < PeopleFinding.places, !places.contains(place) { places.append(place) }
  }

  // MARK: By identifiers

  /// Takes whom some keys are about, those last heard of first.
  mutating func take(_ identified: [IdentifiedKey]) throws {
    var seen: Set<EntityKey> = []
    for key in identified.sorted(by: { $0.position > $1.position }) {
      let entity = key.party.map(EntityKey.party) ?? key.scope
      guard seen.insert(entity).inserted, key.party != nil || seen.count <= PeopleFinding.places
      else { continue }
      let parties = try parties(of: entity)
      if parties.isEmpty { note(entity) }
      for party in parties { take(party, .identifier(key.position)) }
    }
  }

  // MARK: By texts

  /// Takes in whose conversations something was said that has an identifier, the best first.
  /// - Returns: how many texts have it.
  mutating func take(
    _ reading: IdentifierReading, _ known: KnownIdentifiers, in texts: SearchedTexts
  ) throws -> Int {
    guard let query = reading.query else { return 0 }
    let page = try texts.index.search(
      SearchRequest(query, filter: texts.filter(), limit: PeopleFinding.texts))
    let records = try page.hits.compactMap {
      try texts.log.record(at: $0.document.textPosition)?.decoded()
    }
    let saying = try known.positions(
      among: records, people.reader.editions(before: records), saying: reading)
    let hits = page.hits.filter { saying.contains($0.document.textPosition) }
    if page.total > page.hits.count { hasMoreTexts = true }
    try take(hits)
    return hits.count
  }

  /// Takes in whose conversations some words were said, the best first.
  mutating func take(words text: String, in texts: SearchedTexts) throws {
    let words = text.split { !$0.isLetter && !$0.isNumber }.map { $0.lowercased() }
    guard !words.isEmpty, let query = try? SearchQuery(words.joined(separator: " ")) else { return }
    let page = try texts.index.search(
      SearchRequest(query, filter: texts.filter(), limit: PeopleFinding.texts))
    if page.total > page.hits.count { hasMoreTexts = true }
    try take(page.hits)
  }

  private mutating func take(_ hits: [SearchHit]) throws {
    for hit in hits {
      let document = hit.document
      found.insert(document.textPosition)
      // What nobody is named by, such as a codified answer, means nobody.
      guard let owner = owner(of: document) else { continue }
      try take(
        owner, .text(document.kind, conversation: document.conversation, document.position))
    }
  }

  /// What a text that was found belongs to; nil when its record names nothing.
  private func owner(of document: SearchDocument) -> EntityKey? {
    document.party.map(EntityKey.party) ?? document.caseID.map(EntityKey.case)
      ?? document.conversation.map(EntityKey.conversation)
  }

  // MARK: Whose

  /// The parties that something belongs to, under the links in force.
  private mutating func parties(of entity: EntityKey) throws -> [String] {
    let named: [String]
    switch entity.kind {
    case .party: named = [entity.id]
    case .conversation: named = try people.conversations.parties(of: entity.id)
    case .case: named = try people.cases.parties(of: links.root(.caseIntoCase, of: entity.id))
    case .document, .register: named = []
    }
    return try Set(named.map { try root(of: $0) }).sorted()
  }

  private mutating func root(of party: String) throws -> String {
    if let root = roots[party] { return root }
    let root = try links.root(.partyIntoParty, of: party)
    roots[party] = root
    return root
  }
}

extension Conversations {
  /// The parties that took part in a conversation; none when there is no such conversation.
  fileprivate func parties(of id: String) throws -> [String] {
    try owners(of: id)?.parties ?? []
  }
}

extension Cases {
  /// The parties that took part in a case; none when there is no such case.
  fileprivate func parties(of id: String) throws -> [String] {
    guard let row = try entities.model.row(entities.table, key: id) else { return [] }
    let fields: Document<CaseField> = entities.table.document(row.values)
    return fields.texts(.participants)
  }
}
