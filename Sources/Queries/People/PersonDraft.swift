internal import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections
internal import Search
internal import Vault

/// Somebody who is to be shown, and the records that must be opened for that.
struct PersonDraft {
  /// How many cases are looked at, the last ones, and how many are shown.
  private static let (lookedAt, shown) = (200, 10)
  /// How many identifiers are opened for how somebody can be reached.
  private static let contacts = 24
  /// The facts that say what somebody is called.
  private static let names: Set<String> = ["name", "first_name", "last_name"]

  let party: String
  private let fields: Document<PartyField>?
  private let cases: [(id: String, status: String, opening: Position?)]
  private let promises: [Document<PromiseField>]
  private let because: [FoundPerson.Because]
  /// By record, the keys of the parts that say how somebody can be reached.
  private var sources: [Position: Set<String>] = [:]
  /// The records that may say what somebody is called.
  private let naming: Set<Position>

  /// Somebody who is to be shown.
  init(
    _ party: String, found finding: PeopleFinding, _ known: KnownIdentifiers, in people: People
  ) throws {
    self.party = party
    because = finding.because[party] ?? []
    let rows = try PartyRows(of: party, in: people.parties.entities.model)
    fields = rows.party
    cases = try PersonDraft.openCases(of: rows.party, in: people)
    promises = try rows.party.map(PartyStanding(of: people.parties, at: nil).promises) ?? []
    let merged = rows.party?.texts(.mergedParties) ?? []
    let own = try ([party] + merged.suffix(PersonDraft.contacts)).flatMap {
      try known.identifiers(of: $0)
    }.sorted { $0.position > $1.position }.prefix(PersonDraft.contacts)
    for key in own + (finding.keys[party] ?? []).prefix(PersonDraft.contacts) {
      sources[key.position, default: []].insert(key.keyID)
    }
    let identities = rows.party?.parts(.identities, of: IdentityField.self).compactMap {
      $0[.position]?.int
    }
    let names = rows.facts.filter { PersonDraft.names.contains($0[.key]?.string ?? "") }
      .compactMap { $0.part(.value, of: ReferenceField.self)?[.position]?.int }
    naming = Set(((identities ?? []) + names).map { Position($0) })
  }

  /// The records that must be opened.
  var positions: Set<Position> { naming.union(sources.keys).union(cases.compactMap(\.opening)) }

  // MARK: Cases

  private static func openCases(
    of party: Document<PartyField>?, in people: People
  ) throws -> [(id: String, status: String, opening: Position?)] {
    let named = party?.parts(.cases, of: PartyCaseField.self) ?? []
    var cases: [(id: String, status: String, opening: Position?)] = []
    for known in named.suffix(lookedAt).reversed() where cases.count < shown {
      guard let id = known[.case]?.string,
        let row = try people.cases.entities.model.row(CaseState.table, key: id)
      else { continue }
      let fields: Document<CaseField> = CaseState.table.document(row.values)
      guard let status = fields[.status]?.string, ["open", "pended"].contains(status) else {
        continue
      }
      let position = known[.position]?.int.map { Position($0) }
      cases.append((id, status, try position ?? opening(of: id, in: people.reader.store.events)))
    }
    return cases
  }

  /// The record that opened a case, which is among its first; nil when it is not.
  private static func opening(of id: String, in log: any EventStore) throws -> Position? {
    try log.records(.entity(.case(id)), in: ReadRange(), limit: 8).map { try $0.decoded() }
      .first { $0.type == .caseOpened }?.position
  }

  // MARK: Opened

  /// The person as they are shown.
  /// - Parameters:
  ///   - opened: what the gate opened.
  ///   - rules: what counts as a way to reach somebody.
  ///   - view: when and where it is looked at.
  /// - Returns: the person.
  func person(
    _ opened: [Position: OpenedRecord], by rules: IdentifierRules, at view: Viewpoint
  ) -> FoundPerson {
    var contacts: [FoundContact] = []
    var known: Set<String> = []
    for position in sources.keys.sorted(by: >) {
      guard let record = opened[position] else { continue }
      for part in record.parts where sources[position]?.contains(part.keyID) == true {
        contacts += rules.contacts(in: part.content ?? [:], of: record.record)
          .filter { known.insert($0.normal).inserted }
      }
    }
    let name = naming.sorted(by: >).lazy.compactMap { opened[$0] }
      .compactMap(PersonDraft.name).first
    return FoundPerson(
      party: party, name: name, contacts: contacts, cases: cases.map { open($0, opened) },
      lastTouch: fields?[.lastTouch]?.string,
      promises: promises.map { $0.seen(at: view) }, because: because)
  }

  private func open(
    _ known: (id: String, status: String, opening: Position?), _ opened: [Position: OpenedRecord]
  ) -> FoundPerson.OpenCase {
    let parts = known.opening.flatMap { opened[$0]?.parts } ?? []
    let titles = parts.compactMap { $0.content?["title"]?.string }
    return FoundPerson.OpenCase(id: known.id, status: known.status, title: titles.first)
  }

  /// What somebody is called in a record; nil when it does not say.
  private static func name(in record: OpenedRecord) -> String? {
    record.parts.lazy.compactMap(\.content).compactMap { content in
      if names.contains(record.record.body["key"]?.string ?? "") {
        return content["value"]?.string
      }
      if let name = content["name"]?.string { return name }
      let halves = ["first_name", "last_name"].compactMap { content[$0]?.string }
      return halves.isEmpty ? nil : halves.joined(separator: " ")
    }.first
  }
}
