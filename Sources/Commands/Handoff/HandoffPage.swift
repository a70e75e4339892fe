internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// A page of hand-offs or of findings.
struct HandoffPage {
  let model: any ReadModel
  let findingTables: [Table]
  let limit: Int
  let after: String?

  private var handoffs: OrderedRows {
    OrderedRows(model: model, tables: [ContinuityHandoff.handoffs], column: "requested_at")
  }

  /// Hand-offs by the time they were asked for.
  /// - Parameters:
  ///   - states: those that are listed; nil for all.
  ///   - department: the department they go from or to; nil for any.
  /// - Returns: the hand-offs, and where to go on.
  /// - Throws: ``Refusal`` when there is no such hand-off to start after.
  func handoffs(
    in states: [String]?, department: String?
  ) throws -> (handoffs: [HandoffLine], next: String?) {
    let elsewhere = try StepsElsewhere(in: model)
    let found = try handoffs.page(where: [], after: after, limit: limit) { element in
      if let states {
        let status = elsewhere.joined(element.fields, element.row.key)["status"]?.string
        guard states.contains(status ?? "") else { return false }
      }
      return department.map { HandoffPage.concerns(element, $0) } ?? true
    }
    return (found.rows.map { HandoffLine($0, elsewhere) }, found.next)
  }

  /// Findings by the time they were found, and the hand-offs they are about.
  /// - Parameters:
  ///   - kind: the kind of finding.
  ///   - openOnly: whether those that a later link withdrew are left out.
  ///   - department: the department that their hand-offs go from or to; nil for any.
  /// - Returns: the findings, their hand-offs, and where to go on.
  /// - Throws: ``Refusal`` when there is no such finding to start after.
  func findings(
    of kind: FindingKind, openOnly: Bool, department: String?
  ) throws -> (findings: [JSONObject], handoffs: [HandoffLine], next: String?) {
    var filters = [RowFilter.equals(column: "kind", .text(kind.rawValue))]
    if openOnly { filters.append(.equals(column: "state", .text("open"))) }
    var wanted: Set<String>?
    if let department {
      wanted = []
      for column in ["from_department", "to_department"] {
        try handoffs.forEach(where: [.equals(column: column, .text(department))]) {
          wanted?.insert($0.row.key)
        }
      }
    }
    let rows = OrderedRows(model: model, tables: findingTables, column: "found_at")
    let found = try rows.page(where: filters, after: after, limit: limit) { element in
      guard let wanted else { return true }
      return element.text("handoff").map(wanted.contains) ?? false
    }
    let ids = Set(found.rows.compactMap { $0.text("handoff") })
    let table = ContinuityHandoff.handoffs
    let elsewhere = try StepsElsewhere(in: model)
    let lines = try ids.compactMap { id in
      try model.row(table, key: id).map { HandoffLine(handoffs.element($0, of: table), elsewhere) }
    }
    return (found.rows.map(\.fields), lines.sorted { $0.place < $1.place }, found.next)
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

  private static func concerns(_ element: OrderedRows.Element, _ department: String) -> Bool {
    element.text("from_department") == department || element.text("to_department") == department
  }
}

/// What a line of the list says of a hand-off.
struct HandoffLine {
  private let id: String
  private let element: OrderedRows.Element
  private let fields: JSONObject

  /// A line.
  /// - Parameters:
  ///   - element: the row of the hand-off.
  ///   - elsewhere: the steps that its row does not have.
  init(_ element: OrderedRows.Element, _ elsewhere: StepsElsewhere) {
    id = element.row.key
    self.element = element
    fields = elsewhere.joined(element.fields, id)
  }

  /// Where it stands among others.
  var place: (Int64, String) { (element.time, id) }

  private static let columns = [
    "kind", "matter", "matter_kind", "conversation", "party", "from_department",
    "from_queue", "from_agent", "from_channel", "to_department", "to_queue", "to_agent",
    "to_channel",
  ]

  /// The kinds of its findings.
  private var findings: [String] {
    (element.json("findings").array ?? []).compactMap(\.string)
  }

  var json: JSONValue {
    var object: JSONObject = [
      "handoff": .string(id), "findings": .array(findings.map(JSONValue.string)),
      "time": fields["time"] ?? .null, "outcome": fields["outcome"] ?? .null,
      "toCase": fields["to"]?["case"] ?? .null,
    ]
    for column in HandoffLine.columns {
      object[HandoffLine.member(column)] = element.json(column)
    }
    object["status"] = fields["status"] ?? .null
    return .object(object)
  }

  /// The name of a column as members of JSON are named: `from_department` is `fromDepartment`.
  private static func member(_ column: String) -> String {
    let words = column.split(separator: "_")
    let rest = words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }
    return ([String(words.first ?? "")] + rest).joined()
  }

  func add(to table: inout TextTable) {
    // The widest word that is known; the rest is on the card.
    func place(_ side: String) -> String {
      let names = ["department", "queue", "channel", "agent"].map { "\(side)_\($0)" }
      return names.compactMap { element.text($0) }.first.map(Terminal.short) ?? "–"
    }
    let status = fields["status"]?.string ?? "–"
    let matter = Terminal.short(element.text("matter") ?? "–")
    let rest = [matter, Words.code(element.json("kind"))].compactMap { $0 }
    table.add(
      id, Terminal.safe(status), String(Words.time(fields["time"]).prefix(16)),
      findings.isEmpty ? "–" : String(findings.count),
      "\(place("from")) → \(place("to")), \(rest.joined(separator: ", "))",
      style: HandoffCard.style(of: status), at: 1)
  }
}
