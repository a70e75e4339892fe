internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// All that the read model has of a party: its own row, what it told, and where continuity was
/// lost between what it came with.
struct PartyRows {
  /// The party's own row; nil when there is none.
  let party: JSONObject?
  /// What it told the agency, each fact with its source.
  let facts: [JSONValue]
  let findings: [JSONObject]

  /// The rows of a party.
  /// - Parameters:
  ///   - id: the party.
  ///   - questions: over parties, as of some point.
  /// - Throws: when the log cannot be read.
  init(of id: String, by questions: EntityQuestions) throws {
    let rows = try questions.rows(of: id)
    func documents(_ table: Table) -> [JSONObject] {
      rows.filter { $0.table == table.name }.map { table.fields($0.values) }
    }
    party = documents(PartyContinuity.parties).first
    facts = documents(PartyContinuity.knownFacts).map(JSONValue.object)
    findings = documents(PartyContinuity.findings)
  }
}
