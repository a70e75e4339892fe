internal import Compliance
internal import EventLog
public import InteractionModel
internal import ProjectionEngine
public import Projections

/// Which hand-offs, or which findings, are listed; all that are set must hold.
public struct HandoffFilter: Sendable, Hashable {
  /// Only what nobody has acknowledged, completed or returned; only findings that stand.
  public var openOnly = false
  /// The kind of the findings that are listed in place of hand-offs; nil for hand-offs.
  public var finding: FindingKind?
  /// The department that the hand-offs go from or to; of findings about none, in which they came up.
  public var department: String?

  /// The queue that they go from or to, or in which a finding about none came up.
  public var queue: String?
  /// The agent that they go from or to, or with whom a finding about none came up.
  public var agent: String?
  /// How far they have come: `open`, `viewed`, `acknowledged`, `completed`, `rejected`, `failed` or
  /// `returned`.
  public var status: String?
  /// Asked for at or after this.
  public var askedFrom: Instant?
  /// Asked for before this.
  public var askedBefore: Instant?
  /// Found at or after this; only for findings.
  public var foundFrom: Instant?
  /// Found before this; only for findings.
  public var foundBefore: Instant?

  /// All hand-offs.
  public init() {}

  /// Where something must have come from or gone.
  fileprivate var places: [(kind: FindingPlaces.Kind, word: String)] {
    [(.department, department), (.queue, queue), (.agent, agent)].compactMap { kind, word in
      word.map { (kind, $0) }
    }
  }

  /// Whether it is about the hand-offs themselves, so that findings about none are left out.
  fileprivate var isOfHandoffs: Bool {
    status != nil || askedFrom != nil || askedBefore != nil
  }

  fileprivate func words(_ elsewhere: StepsElsewhere) -> [WordCondition] {
    [
      department.map {
        WordCondition(
          "department", $0, in: .column("from_department"), .column("to_department"),
          names: .departments)
      },
      queue.map {
        WordCondition(
          "queue", $0, in: .column("from_queue"), .column("to_queue"), names: .queues)
      },
      agent.map {
        WordCondition(
          "agent", $0, in: .column("from_agent"), .column("to_agent"), names: .agents)
      },
      status.map { status in
        WordCondition(
          "status", status, in: .texts { [elsewhere.status(of: $0)].compactMap(\.self) },
          vocabulary: HandoffStatus.allCases.map(\.rawValue))
      },
    ].compactMap(\.self)
  }
}

/// A page of hand-offs or of findings.
public struct HandoffList: Sendable {
  /// Hand-offs by the time they were asked for; those that the findings are about.
  public let handoffs: [HandoffLine]
  /// Findings by the time they were found.
  public let findings: [Document<FindingField>]
  /// How many findings of each kind stand, of those about the hand-offs that the filter is about, and
  /// of those about none that came up in the same place.
  public let openFindings: JSONObject
  /// The id to go on after; nil when nothing follows.
  public let next: String?
  /// How far what answered is behind the log; nil when it is not.
  public let lag: Lag?
  /// The page for tables of other programs: of the findings where these are listed.
  public let lines: ListLines

  /// The page as answers have it.
  public var json: JSONObject {
    [
      "handoffs": .array(handoffs.map(\.json)),
      "findings": .array(findings.map(\.json)),
      "openFindings": .object(
        JSONObject(openFindings.members.map { (HandoffList.member($0.key), $0.value) })),
      "next": next.map(JSONValue.string) ?? .null,
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
  /// - Throws: ``UnknownWord`` when nothing is called by a word of the filter,
  ///   ``QueryError/noPlace(_:)`` when there is nothing of that id to start after.
  public func list(
    _ filter: HandoffFilter = HandoffFilter(), after: String? = nil, limit: Int = 50
  ) throws -> HandoffList {
    let lag = try lag()
    return try model.withSnapshot { model in
      let search = try HandoffSearch(filter, in: model, findingTables, reader)
      return HandoffList(
        part: try search.page(after: after, limit: limit), openFindings: try search.openFindings(),
        lag: lag, listsFindings: filter.finding != nil)
    }
  }

  /// Every hand-off or finding of a list, in order of their ids.
  /// - Parameter filter: which.
  /// - Returns: the lines.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  public func lines(_ filter: HandoffFilter = HandoffFilter()) throws -> ListLines {
    let columns = HandoffList.columns(ofFindings: filter.finding != nil)
    return ListLines(
      columns, called: HandoffList.names(ofFindings: filter.finding != nil), lag: try lag()
    ) { body in
      try model.withSnapshot { model in
        try HandoffSearch(filter, in: model, findingTables, reader).forEach(body)
      }
    }
  }
}

extension HandoffList {
  /// The name of a member that is about a kind of finding: `repeat_ask` is `repeatAsk`.
  private static func member(_ kind: String) -> String {
    let words = kind.split(separator: "_")
    return (words.prefix(1) + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() })
      .joined()
  }

  /// What a finding is, and where, before what only some kinds have.
  private static let findingColumns: [String] = {
    let first: [FindingField] = [.id, .kind, .state, .time, .conversation, .handoff, .causes]
    let rest = FindingField.allCases.filter { !first.contains($0) }
    return (first + rest).map(\.rawValue)
  }()

  /// What tables of hand-offs, and of findings, call them otherwise.
  ///
  /// A finding is its kind: counted by its id there is one of each.
  fileprivate static func names(ofFindings: Bool) -> [String: String] {
    [
      "asked": "time", "lost": "findings", "from": "fromDepartment", "to": "toDepartment",
      "finding": ofFindings ? "kind" : "findings", "found": "time", "what": "kind",
    ]
  }

  fileprivate static func columns(ofFindings: Bool) -> [String] {
    ofFindings ? findingColumns : HandoffLine.members
  }

  fileprivate init(
    part: HandoffSearch.Part, openFindings: JSONObject, lag: Lag?, listsFindings: Bool
  ) {
    handoffs = part.handoffs
    findings = part.findings
    next = part.next
    self.openFindings = openFindings
    self.lag = lag
    lines = ListLines(
      HandoffList.columns(ofFindings: listsFindings),
      called: HandoffList.names(ofFindings: listsFindings),
      listsFindings ? findings.map(\.object) : handoffs.map(\.object), lag: lag)
  }
}

/// Looks for hand-offs or findings.
private struct HandoffSearch {
  typealias Part = (handoffs: [HandoffLine], findings: [Document<FindingField>], next: String?)

  private let filter: HandoffFilter
  private let model: any ReadModel
  private let store: OpenStore
  private let elsewhere: StepsElsewhere
  /// The findings that are none since an erasure, by their ids.
  private let unfounded: Set<String>
  /// The hand-offs that the filter is about.
  private let handoffs: ListQuery
  /// All findings, of which those are wanted that are about them.
  private let findings: ListQuery

  init(
    _ filter: HandoffFilter, in model: any ReadModel, _ findingTables: [Table], _ reader: Reader
  ) throws {
    let elsewhere = try StepsElsewhere(in: model)
    var handoffs = ListQuery(
      rows: OrderedRows(
        model: model, tables: [ContinuityHandoff.handoffs], column: "requested_at",
        stop: reader.stop),
      store: reader.store, words: filter.words(elsewhere))
    handoffs.require("requested_at", from: filter.askedFrom, before: filter.askedBefore)
    var findings = ListQuery(
      rows: OrderedRows(model: model, tables: findingTables, column: "found_at", stop: reader.stop),
      store: reader.store)
    let unfounded = try HandoffSearch.unfounded(among: findings, reader)
    var wanted: Set<String>?
    if filter.isOfHandoffs || !filter.places.isEmpty {
      var ids: Set<String> = []
      try handoffs.forEach { ids.insert($0.row.key) }
      // What stands without a hand-off is of where it came up.
      if !filter.isOfHandoffs {
        var places = FindingPlaces(in: model, reader.store)
        var alone = findings
        alone.filters.append(.equals(column: "handoff", .null))
        try alone.forEach { finding in
          let holds = try filter.places.allSatisfy { kind, word in
            try places.names(of: kind, finding).contains(word)
          }
          if holds { ids.insert(finding.row.key) }
        }
      }
      wanted = ids
    }
    findings.isWanted = { [wanted] finding in
      guard !unfounded.contains(finding.row.key) else { return false }
      return wanted?.contains(finding.text("handoff") ?? finding.row.key) ?? true
    }
    if filter.openOnly, filter.finding == nil {
      handoffs.isWanted = {
        elsewhere.status(of: $0).flatMap(HandoffStatus.init(rawValue:))?.isOpen ?? false
      }
    }
    self.filter = filter
    self.model = model
    store = reader.store
    self.elsewhere = elsewhere
    self.unfounded = unfounded
    self.handoffs = handoffs
    self.findings = findings
  }

  private static func unfounded(
    among findings: ListQuery, _ reader: Reader
  ) throws -> Set<String> {
    let forgotten = try ForgottenFacts(for: reader)
    var asks = findings
    asks.filters.append(.equals(column: "kind", .text(FindingKind.repeatAsk.rawValue)))
    var (ids, some) = (Set<String>(), [Document<FindingField>]())
    try asks.forEach { ask in
      some.append(ask.document())
      guard some.count == ForgottenFacts.lookedAtAtOnce else { return }
      ids.formUnion(try forgotten.unfounded(among: some))
      some = []
    }
    return ids.union(try forgotten.unfounded(among: some))
  }

  private func line(_ element: OrderedRows.Element) throws -> HandoffLine {
    try HandoffLine(element, elsewhere, without: unfounded, RecordedTimes(in: store.events))
  }

  /// The findings of the kind that is asked for.
  private func findings(of kind: FindingKind) -> ListQuery {
    var query = findings
    query.filters.append(.equals(column: "kind", .text(kind.rawValue)))
    if filter.openOnly { query.filters.append(.equals(column: "state", .text("open"))) }
    query.require("found_at", from: filter.foundFrom, before: filter.foundBefore)
    return query
  }

  /// Hand-offs by the time they were asked for; or findings by the time they were found, and the
  /// hand-offs they are about.
  func page(after: String?, limit: Int) throws -> Part {
    guard let kind = filter.finding else {
      let found = try handoffs.page(after: after, limit: limit)
      return (try found.rows.map(line), [], found.next)
    }
    let found = try findings(of: kind).page(after: after, limit: limit)
    let ids = Set(found.rows.compactMap { $0.text("handoff") })
    let table = ContinuityHandoff.handoffs
    let lines = try ids.compactMap { id in
      try model.row(table, key: id).map { try line(handoffs.rows.element($0, of: table)) }
    }
    var places = FindingPlaces(in: model, store)
    let documents = try found.rows.map { try places.document($0) }
    return (lines.sorted { $0.place < $1.place }, documents, found.next)
  }

  /// Every hand-off or finding.
  func forEach(_ body: (JSONObject) throws -> Void) throws {
    guard let kind = filter.finding else {
      return try handoffs.forEach { try body(line($0).object) }
    }
    var places = FindingPlaces(in: model, store)
    try findings(of: kind).forEach { try body(places.document($0).object) }
  }

  /// How many findings of each kind stand.
  func openFindings() throws -> JSONObject {
    var counts: [String: Int64] = [:]
    var open = findings
    open.filters.append(.equals(column: "state", .text("open")))
    try open.forEach { counts[$0.text("kind") ?? "", default: 0] += 1 }
    return JSONObject(counts.map { ($0.key, .int($0.value)) })
  }
}

/// What a line of the list says of a hand-off.
public struct HandoffLine: Sendable {
  /// The hand-off.
  public let id: String
  /// Its fields.
  public let fields: Document<HandoffField>
  /// The kinds of its findings.
  public let findings: [String]
  private let element: OrderedRows.Element

  /// A line.
  /// - Parameters:
  ///   - element: the row of the hand-off.
  ///   - elsewhere: the steps that its row does not have.
  ///   - unfounded: findings that are none, by their ids.
  ///   - times: which times are those of recording.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  init(
    _ element: OrderedRows.Element, _ elsewhere: StepsElsewhere, without unfounded: Set<String>,
    _ times: RecordedTimes
  ) throws {
    id = element.row.key
    self.element = element
    fields = try times.flagging(
      elsewhere.joined(element.document(), id), at: .position, in: .flags)
    let rest = fields.texts(.findings).filter { !unfounded.contains($0) }
    findings = Set(rest.map { String($0.prefix { $0 != "@" }) }).sorted()
  }

  /// Where it stands among others.
  var place: (Int64, String) { (element.time, id) }

  private static let columns = [
    "kind", "matter", "matter_kind", "conversation", "party", "from_department",
    "from_queue", "from_agent", "from_channel", "to_department", "to_queue", "to_agent",
    "to_channel",
  ]

  /// The members of ``object``, in the order of columns.
  static let members =
    ["handoff", "status", "time"] + columns.map(member) + ["toCase", "findings", "outcome"]
    + FindingPlaces.Kind.allCases.map(\.field.rawValue) + [HandoffField.flags.rawValue]

  /// The line as answers have it.
  public var json: JSONValue { .object(object) }

  var object: JSONObject {
    var object: JSONObject = [
      "handoff": .string(id), "findings": .array(findings.map(JSONValue.string)),
      "time": fields[.time] ?? .null, "outcome": fields[.outcome] ?? .null,
      "toCase": fields.part(.to, of: TransferEndField.self)?[.case] ?? .null,
    ]
    for column in HandoffLine.columns {
      object[HandoffLine.member(column)] = element.json(column)
    }
    object["status"] = fields[.status] ?? .null
    // Only where there is something odd, such as that nobody said when it was asked for.
    object[HandoffField.flags.rawValue] = fields[.flags]
    for kind in FindingPlaces.Kind.allCases {
      object[kind.field.rawValue] = .array(
        kind.names(ofHandoff: element).map(JSONValue.string))
    }
    return object
  }

  /// The name of a column as members of JSON are named: `from_department` is `fromDepartment`.
  private static func member(_ column: String) -> String {
    let words = column.split(separator: "_")
    let rest = words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }
    return ([String(words.first ?? "")] + rest).joined()
  }
}
