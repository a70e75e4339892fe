internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// All that is known of a party: its own row, what it told, and where continuity was lost between
/// what it came with.
struct PartyRows {
  /// The lists of the party's row that grow with what it comes with.
  private static let lists: [PartyField] = [.cases, .conversations, .promises]

  /// The party's own row; nil when there is none.
  var party: Document<PartyField>?
  /// What it told the agency, each fact with its source.
  private(set) var facts: [Document<FactField>]
  private(set) var findings: [Document<FindingField>]
  /// How many of each list were left out by ``keeping(last:)``.
  private(set) var left: [(list: String, count: Int)] = []

  /// The rows of a party as of some point: it is folded again from its records.
  /// - Throws: when the log cannot be read.
  init(of id: String, by questions: EntityQuestions) throws {
    let rows = try questions.rows(of: id)
    func documents<Field>(_ table: Table) -> [Document<Field>] {
      rows.filter { $0.table == table.name }.map { table.document($0.values) }
    }
    let parties: [Document<PartyField>] = documents(PartyContinuity.parties)
    party = parties.first
    facts = documents(PartyContinuity.knownFacts)
    findings = documents(PartyContinuity.findings)
  }

  /// The rows of a party as the read model has them.
  /// - Throws: when the read model cannot be read.
  init(of id: String, in model: any ReadModel) throws {
    func rows(_ table: Table) throws -> [StoredRow] {
      try model.rows(table, where: "entity", isAnyOf: [EntityKey.party(id).description])
    }
    let table = PartyContinuity.parties
    party = try model.row(table, key: id).map { table.document($0.values) }
    facts = try rows(PartyContinuity.knownFacts).map {
      PartyContinuity.knownFacts.document($0.values)
    }
    findings = try rows(PartyContinuity.findings).map(Shown.init).sorted().map(\.fields)
  }

  /// A finding at its place: rows come by their keys, people read by the time it showed.
  private struct Shown: Comparable {
    let fields: Document<FindingField>
    private let place: (time: Int64, position: Int64, kind: String)

    init(_ row: StoredRow) {
      let table = PartyContinuity.findings
      fields = table.document(row.values)
      let column = table.columns.firstIndex { $0.name == "found_at" }
      place = (
        column.flatMap { row.values[$0].json.int } ?? .min, fields[.position]?.int ?? 0,
        fields[.kind]?.string ?? ""
      )
    }

    static func < (left: Shown, right: Shown) -> Bool { left.place < right.place }

    static func == (left: Shown, right: Shown) -> Bool { left.place == right.place }
  }

  /// The same without what was erased or redacted, and the keys of those facts.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  func known(
    _ forgotten: ForgottenFacts
  ) throws -> (rows: PartyRows, forgotten: ForgottenKeys) {
    let keys = try forgotten.keys(of: facts)
    let unfounded = try forgotten.unfounded(among: findings)
    var rows = self
    rows.party = party?.without(keys, in: .facts, .doNotAsk)
    rows.facts = facts.filter { !keys.all.contains($0.name) }
    rows.findings = findings.filter { !unfounded.contains($0[.id]?.string ?? "") }
    return (rows, keys)
  }

  /// The same with the last of each list, those that matter most to whoever takes over.
  func keeping(last limit: Int) -> PartyRows {
    var rows = self
    func cut<Element>(_ list: String, _ elements: [Element]) -> [Element] {
      guard elements.count > limit else { return elements }
      rows.left.append((list, elements.count - limit))
      return Array(elements.suffix(limit))
    }
    for list in PartyRows.lists {
      guard let elements = party?[list]?.array else { continue }
      // First, for it changes the rows too.
      let kept = cut(list.rawValue, elements)
      rows.party?[list] = .array(kept)
    }
    let (keptFacts, keptFindings) = (cut("facts", facts), cut("findings", findings))
    rows.facts = keptFacts
    rows.findings = keptFindings
    return rows
  }
}
