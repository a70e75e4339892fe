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

  let party: String
  private let fields: Document<PartyField>?
  private let cases: [(id: String, status: String, opening: Position?)]
  private let promises: [Document<PromiseField>]
  private let because: [FoundPerson.Because]
  /// What somebody is called, and how they can be reached.
  private let caller: Caller

  /// Somebody who is to be shown.
  init(
    _ party: String, _ because: [FoundPerson.Because], _ known: KnownIdentifiers,
    _ forgotten: ForgottenFacts, in people: People
  ) throws {
    self.party = party
    self.because = because
    let rows = try PartyRows(of: party, in: people.parties.entities.model).known(forgotten).rows
    fields = rows.party
    cases = try PersonDraft.openCases(of: rows.party, in: people)
    promises = try rows.party.map(PartyStanding(of: people.parties, at: nil).promises) ?? []
    caller = Caller(party, rows, try NotedContacts(of: party, rows.party, by: known))
  }

  /// The records that must be opened.
  var positions: Set<Position> {
    caller.positions.union(cases.compactMap(\.opening))
  }

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
      let log = people.parties.entities.log
      cases.append((id, status, try position ?? log.opening(of: id)?.position))
    }
    return cases
  }

  // MARK: Opened

  /// The person as they are shown.
  /// - Parameters:
  ///   - opened: what the gate opened.
  ///   - view: when and where it is looked at.
  /// - Returns: the person.
  func person(
    _ opened: [Position: OpenedRecord], at view: Viewpoint
  ) -> FoundPerson {
    let own = caller.positions.compactMap { opened[$0] }
    let words = OpenedReferences(in: [caller.json], of: own)
    return FoundPerson(
      party: party, name: caller.name(in: words), contacts: caller.contacts(in: words),
      cases: cases.map { open($0, opened) },
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
}
