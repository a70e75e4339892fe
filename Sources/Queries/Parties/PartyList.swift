internal import Compliance
internal import EventLog
public import InteractionModel
internal import ProjectionEngine
internal import Projections

/// A page of parties.
public struct PartyList: Sendable {
  /// The parties, the one last heard of last, as answers have them.
  public let parties: [JSONObject]
  /// The id to go on after; nil when nothing follows.
  public let next: String?
  /// How far what answered is behind the log; nil when it is not.
  public let lag: Lag?

  /// The page for tables of other programs.
  public var lines: ListLines { ListLines(Parties.columns, parties, lag: lag) }

  /// The page as answers have it.
  public var json: JSONObject {
    [
      "parties": .array(parties.map(JSONValue.object)),
      "next": next.map(JSONValue.string) ?? .null,
    ]
  }
}

extension Parties {
  /// Parties, the one last heard of last.
  /// - Parameters:
  ///   - caseID: a case they are part of; nil for all.
  ///   - after: the last id of the page before; nil for the first page.
  ///   - limit: how many at most.
  /// - Returns: the page.
  /// - Throws: ``UnknownWord`` when there is no such case, ``QueryError/noPlace(_:)`` when there is no
  ///   such party to start after.
  public func list(
    inCase caseID: String? = nil, after: String? = nil, limit: Int = 50
  ) throws -> PartyList {
    let (found, next) = try query(inCase: caseID).page(after: after, limit: limit)
    let unfounded = try unfounded()
    return PartyList(
      parties: found.map { Parties.line($0, without: unfounded) }, next: next,
      lag: try entities.lag())
  }

  /// Every party of a list, in order of their ids.
  /// - Parameter caseID: a case they are part of; nil for all.
  /// - Returns: the lines.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  public func lines(inCase caseID: String? = nil) throws -> ListLines {
    let query = try query(inCase: caseID)
    let unfounded = try unfounded()
    return ListLines(Parties.columns, lag: try entities.lag()) { body in
      try query.forEach { try body(Parties.line($0, without: unfounded)) }
    }
  }

  /// The columns that a line of a list has as they are.
  private static let shown = ["cases", "channels", "conversations", "findings"]
  fileprivate static let columns = ["party", "lastTouch"] + shown

  /// How many of the findings that rows count are none since an erasure or a redaction, by party.
  private func unfounded() throws -> [String: Int64] {
    let forgotten = try ForgottenFacts(for: entities.reader)
    let asks = OrderedRows(
      model: entities.model, tables: [PartyContinuity.findings], column: nil,
      stop: entities.reader.stop)
    var counts: [String: Int64] = [:]
    var some: [(party: String, finding: Document<FindingField>)] = []
    func count() throws {
      let unfounded = try forgotten.unfounded(among: some.map(\.finding))
      for (party, finding) in some where unfounded.contains(finding[.id]?.string ?? "") {
        counts[party, default: 0] += 1
      }
      some = []
    }
    try asks.forEach(where: [
      .equals(column: "kind", .text(FindingKind.repeatAsk.rawValue)),
      .equals(column: "state", .text("open")),
    ]) { ask in
      guard let party = EntityKey(parsing: ask.row.entity) else { return }
      some.append((party.id, ask.document()))
      if some.count == ForgottenFacts.lookedAtAtOnce { try count() }
    }
    try count()
    return counts
  }

  private static func line(
    _ row: OrderedRows.Element, without unfounded: [String: Int64]
  ) -> JSONObject {
    var object: JSONObject = ["party": .string(row.row.key)]
    for column in shown { object[column] = row.json(column) }
    if let count = row.json("findings").int {
      object["findings"] = .int(count - unfounded[row.row.key, default: 0])
    }
    object["lastTouch"] = row.document(PartyField.self)[.lastTouch] ?? .null
    return object
  }

  private func query(inCase caseID: String?) throws -> ListQuery {
    var query = ListQuery(
      rows: entities.rows(by: "last_at"), store: entities.reader.store,
      // Who was merged into another stands there under the other's name.
      filters: [.equals(column: "merged_into", .null)])
    if let caseID {
      let id = try TypedIDs(entities.reader).known(.case, caseID)
      query.filters.append(.contains(column: "cases", id))
    }
    return query
  }
}
