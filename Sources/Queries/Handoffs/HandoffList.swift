public import InteractionModel
internal import ProjectionEngine
public import Projections

/// Which hand-offs, or which findings, are listed; all that are set must hold.
public struct HandoffFilter: Sendable, Hashable {
  /// Only what nobody has acknowledged, completed or returned; only findings that stand.
  public var openOnly = false
  /// The kind of the findings that are listed in place of hand-offs; nil for hand-offs.
  public var finding: FindingKind?
  /// The department that the hand-offs go from or to.
  public var department: String?

  /// All hand-offs.
  public init() {}
}

/// A page of hand-offs or of findings.
public struct HandoffList: Sendable {
  /// Hand-offs by the time they were asked for; those that the findings are about.
  public let handoffs: [HandoffLine]
  /// Findings by the time they were found.
  public let findings: [Document<FindingField>]
  /// How many findings of each kind stand in the whole store.
  public let openFindings: JSONObject
  /// The id to go on after; nil when nothing follows.
  public let next: String?
  /// How far what answered is behind the log; nil when it is not.
  public let lag: Lag?

  /// The page as answers have it.
  public var json: JSONObject {
    [
      "handoffs": .array(handoffs.map(\.json)),
      "findings": .array(findings.map(\.json)),
      "openFindings": .object(openFindings), "next": next.map(JSONValue.string) ?? .null,
    ]
  }
}

extension Handoffs {
  /// Hand-offs, the longest waiting first, or findings of a kind and the hand-offs they are about.
  /// - Parameters:
  ///   - filter: which.
  ///   - after: the last id of the page before; nil for the first page.
  ///   - limit: how many at most.
  /// - Returns: the page.
  /// - Throws: ``QueryError/noPlace(_:)`` when there is nothing of that id to start after.
  public func list(
    _ filter: HandoffFilter = HandoffFilter(), after: String? = nil, limit: Int = 50
  ) throws -> HandoffList {
    let lag = try lag()
    return try model.withSnapshot { model in
      let part = HandoffPage(
        model: model, findingTables: findingTables, limit: limit, after: after)
      return HandoffList(
        part: try filter.finding.map { try part.findings(of: $0, filter) }
          ?? part.handoffs(filter),
        openFindings: try part.openFindings(), lag: lag)
    }
  }
}

extension HandoffList {
  fileprivate init(part: HandoffPage.Part, openFindings: JSONObject, lag: Lag?) {
    handoffs = part.handoffs
    findings = part.findings
    next = part.next
    self.openFindings = openFindings
    self.lag = lag
  }
}

/// Reads a page of hand-offs or of findings.
private struct HandoffPage {
  typealias Part = (handoffs: [HandoffLine], findings: [Document<FindingField>], next: String?)

  /// The states of a hand-off in which somebody still has to take over.
  private static let open = ["open", "viewed"]

  let model: any ReadModel
  let findingTables: [Table]
  let limit: Int
  let after: String?

  private var rows: OrderedRows {
    OrderedRows(model: model, tables: [ContinuityHandoff.handoffs], column: "requested_at")
  }

  /// Hand-offs by the time they were asked for.
  func handoffs(_ filter: HandoffFilter) throws -> Part {
    let elsewhere = try StepsElsewhere(in: model)
    let found = try rows.page(where: [], after: after, limit: limit) { element in
      if filter.openOnly {
        let status = elsewhere.joined(element.document(), element.row.key)[.status]?.string
        guard HandoffPage.open.contains(status ?? "") else { return false }
      }
      guard let department = filter.department else { return true }
      return ["from_department", "to_department"].contains { element.text($0) == department }
    }
    return (found.rows.map { HandoffLine($0, elsewhere) }, [], found.next)
  }

  /// Findings by the time they were found, and the hand-offs they are about.
  func findings(of kind: FindingKind, _ filter: HandoffFilter) throws -> Part {
    var filters = [RowFilter.equals(column: "kind", .text(kind.rawValue))]
    if filter.openOnly { filters.append(.equals(column: "state", .text("open"))) }
    var wanted: Set<String>?
    if let department = filter.department {
      wanted = []
      for column in ["from_department", "to_department"] {
        try rows.forEach(where: [.equals(column: column, .text(department))]) {
          wanted?.insert($0.row.key)
        }
      }
    }
    let ordered = OrderedRows(model: model, tables: findingTables, column: "found_at")
    let found = try ordered.page(where: filters, after: after, limit: limit) { element in
      guard let wanted else { return true }
      return element.text("handoff").map(wanted.contains) ?? false
    }
    let ids = Set(found.rows.compactMap { $0.text("handoff") })
    let table = ContinuityHandoff.handoffs
    let elsewhere = try StepsElsewhere(in: model)
    let lines = try ids.compactMap { id in
      try model.row(table, key: id).map { HandoffLine(rows.element($0, of: table), elsewhere) }
    }
    return (lines.sorted { $0.place < $1.place }, found.rows.map { $0.document() }, found.next)
  }

  /// How many findings of each kind stand.
  func openFindings() throws -> JSONObject {
    var counts: [String: Int64] = [:]
    let rows = OrderedRows(model: model, tables: findingTables, column: "found_at")
    try rows.forEach(where: [.equals(column: "state", .text("open"))]) { element in
      counts[element.text("kind") ?? "", default: 0] += 1
    }
    return JSONObject(counts.map { ($0.key, .int($0.value)) })
  }
}

/// What a line of the list says of a hand-off.
public struct HandoffLine: Sendable {
  /// The hand-off.
  public let id: String
  /// Its fields.
  public let fields: Document<HandoffField>
  private let element: OrderedRows.Element

  /// A line.
  /// - Parameters:
  ///   - element: the row of the hand-off.
  ///   - elsewhere: the steps that its row does not have.
  init(_ element: OrderedRows.Element, _ elsewhere: StepsElsewhere) {
    id = element.row.key
    self.element = element
    fields = elsewhere.joined(element.document(), id)
  }

  /// Where it stands among others.
  var place: (Int64, String) { (element.time, id) }

  private static let columns = [
    "kind", "matter", "matter_kind", "conversation", "party", "from_department",
    "from_queue", "from_agent", "from_channel", "to_department", "to_queue", "to_agent",
    "to_channel",
  ]

  /// The kinds of its findings.
  public var findings: [String] {
    (element.json("findings").array ?? []).compactMap(\.string)
  }

  /// The line as answers have it.
  public var json: JSONValue {
    var object: JSONObject = [
      "handoff": .string(id), "findings": .array(findings.map(JSONValue.string)),
      "time": fields[.time] ?? .null, "outcome": fields[.outcome] ?? .null,
      "toCase": fields.part(.to, of: TransferEndField.self)?[.case] ?? .null,
    ]
    for column in HandoffLine.columns {
      object[HandoffLine.member(column)] = element.json(column)
    }
    object["status"] = fields[.status] ?? .null
    return .object(object)
  }

  /// The name of a column as members of JSON are named: `from_department` is `fromDepartment`.
  private static func member(_ column: String) -> String {
    let words = column.split(separator: "_")
    let rest = words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }
    return ([String(words.first ?? "")] + rest).joined()
  }
}
