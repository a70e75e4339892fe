internal import Compliance
public import InteractionModel
internal import ProjectionEngine
public import Projections

/// Which cases are listed; all that are set must hold.
public struct CaseFilter: Sendable, Hashable {
  /// `open`, `pended`, `resolved`, `closed` or `merged`.
  public var status: String?
  /// The department that has it.
  public var department: String?
  /// Who owns it.
  public var owner: String?
  /// The queue it waits in.
  public var queue: String?
  /// Its priority.
  public var priority: String?
  /// Its service code.
  public var service: String?
  /// `running`, `late`, `paused`, `met`, `met_late`, `breached`, or `ended` with its case.
  public var sla: String?
  /// A channel it has touched.
  public var channel: Channel?
  /// Opened at or after this.
  public var openedFrom: Instant?
  /// Opened before this.
  public var openedBefore: Instant?

  /// Closed at or after this, and closed still.
  public var closedFrom: Instant?
  /// Closed before this, and closed still.
  public var closedBefore: Instant?

  /// The statuses that a case comes to by the events of the vocabulary; a source may say others.
  static let statuses = ["open", "pended", "resolved", "closed", "merged"]

  /// All cases.
  public init() {}

  fileprivate func words(_ view: Viewpoint) -> [WordCondition] {
    [
      status.map {
        WordCondition("status", $0, in: .column("status"), vocabulary: CaseFilter.statuses)
      },
      department.map {
        WordCondition("department", $0, in: .column("department"), names: .departments)
      },
      owner.map { WordCondition("owner", $0, in: .column("owner"), names: .agents) },
      queue.map { WordCondition("queue", $0, in: .column("queue"), names: .queues) },
      priority.map { WordCondition("priority", $0, in: .column("priority")) },
      service.map { WordCondition("service", $0, in: .column("service")) },
      // The rows know no clock.
      sla.map {
        WordCondition(
          "SLA state", $0,
          in: .texts { row in
            [row.document(CaseField.self).seen(at: view)[.slaState]?.string].compactMap(\.self)
          }, vocabulary: Document<CaseField>.slaStates)
      },
    ].compactMap(\.self)
  }

  fileprivate func isClosedInTime(_ row: OrderedRows.Element, _ zone: LocalZone) -> Bool {
    // What no clock can read was closed at no time.
    let said = row.document(CaseField.self)[.closed]?.string
    guard let closed = said.flatMap({ try? zone.start(of: $0) }) else { return false }
    return closedFrom.map { $0 <= closed } ?? true && closedBefore.map { closed < $0 } ?? true
  }
}

extension Cases {
  fileprivate func query(_ filter: CaseFilter) -> ListQuery {
    let view = entities.reader.view
    var query = ListQuery(
      rows: entities.rows(by: nil), store: entities.reader.store, words: filter.words(view))
    if let channel = filter.channel {
      query.filters.append(.contains(column: "channels", channel.rawValue))
    }
    query.require("opened_at", from: filter.openedFrom, before: filter.openedBefore)
    if filter.closedFrom != nil || filter.closedBefore != nil {
      query.filters.append(.equals(column: "status", .text("closed")))
      query.isWanted = { filter.isClosedInTime($0, view.zone) }
    }
    return query
  }
}

/// A page of cases.
public struct CaseList: Sendable {
  /// The cases in order of their ids, with the fields of each.
  public let cases: [(id: String, fields: Document<CaseField>)]
  /// The id to go on after; nil when nothing follows.
  public let next: String?
  /// How far what answered is behind the log; nil when it is not.
  public let lag: Lag?

  /// What a line says of a case.
  private static let shown: [CaseField] = [
    .status, .department, .owner, .queue, .priority, .due, .service, .opened, .closed, .channels,
    .slaState, .reopens, .mergedInto,
  ]
  static let columns = ["case"] + shown.map(\.rawValue) + [CaseField.flags.rawValue]
  /// What tables call them otherwise.
  static let names = ["sla": CaseField.slaState.rawValue]

  static func line(_ id: String, _ fields: Document<CaseField>) -> JSONObject {
    var object: JSONObject = ["case": .string(id)]
    for field in shown { object[field.rawValue] = fields[field] ?? .null }
    // Only where there is something odd, such as that nobody said when it was opened.
    let flags = fields.texts(.flags)
    if !flags.isEmpty { object[CaseField.flags.rawValue] = fields[.flags] }
    return object
  }

  /// The page for tables of other programs.
  public var lines: ListLines {
    ListLines(
      CaseList.columns, called: CaseList.names, cases.map { CaseList.line($0.id, $0.fields) },
      lag: lag)
  }

  /// The page as answers have it.
  public var json: JSONObject {
    let list = cases.map { JSONValue.object(CaseList.line($0.id, $0.fields)) }
    return ["cases": .array(list), "next": next.map(JSONValue.string) ?? .null]
  }
}

extension Cases {
  /// Cases by what they are.
  /// - Parameters:
  ///   - filter: which.
  ///   - after: the last id of the page before; nil for the first page.
  ///   - limit: how many at most.
  /// - Returns: the page.
  /// - Throws: ``UnknownWord`` when nothing is called by a word of the filter,
  ///   ``/EventLog/StorageFault`` when the read model cannot be read.
  public func list(
    _ filter: CaseFilter = CaseFilter(), after: String? = nil, limit: Int = 50
  ) throws -> CaseList {
    let (rows, next) = try query(filter).page(after: after, limit: limit)
    let view = entities.reader.view
    return CaseList(
      cases: rows.map { ($0.row.key, $0.document().seen(at: view)) }, next: next,
      lag: try entities.lag())
  }

  /// Every case of a list, in order of their ids.
  /// - Parameter filter: which.
  /// - Returns: the lines.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  public func lines(_ filter: CaseFilter = CaseFilter()) throws -> ListLines {
    let (query, view) = (query(filter), entities.reader.view)
    return ListLines(CaseList.columns, called: CaseList.names, lag: try entities.lag()) { body in
      try query.forEach { try body(CaseList.line($0.row.key, $0.document().seen(at: view))) }
    }
  }
}
