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
  /// `running`, `paused`, `met` or `breached`.
  public var sla: String?
  /// A channel it has touched.
  public var channel: Channel?
  /// Opened at or after this.
  public var openedFrom: Instant?
  /// Opened before this.
  public var openedBefore: Instant?

  /// All cases.
  public init() {}

  fileprivate var rows: [RowFilter] {
    let equal = [
      ("status", status), ("department", department), ("owner", owner), ("queue", queue),
      ("priority", priority), ("service", service), ("sla_state", sla),
    ]
    var filters = equal.compactMap { column, value in
      value.map { RowFilter.equals(column: column, .text($0)) }
    }
    if let channel { filters.append(.contains(column: "channels", channel.rawValue)) }
    if let openedFrom {
      filters.append(.atLeast(column: "opened_at", .integer(openedFrom.microseconds)))
    }
    if let openedBefore {
      filters.append(.below(column: "opened_at", .integer(openedBefore.microseconds)))
    }
    return filters
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
    .status, .department, .owner, .queue, .priority, .due, .service, .opened, .channels, .slaState,
    .reopens, .mergedInto,
  ]

  /// The page as answers have it.
  public var json: JSONObject {
    let list = cases.map { id, fields -> JSONValue in
      var object: JSONObject = ["case": .string(id)]
      for field in CaseList.shown { object[field.rawValue] = fields[field] ?? .null }
      return .object(object)
    }
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
  /// - Throws: ``/EventLog/StorageFault`` when the read model cannot be read.
  public func list(
    _ filter: CaseFilter = CaseFilter(), after: String? = nil, limit: Int = 50
  ) throws -> CaseList {
    let rows = try entities.model.rows(
      entities.table, where: filter.rows, after: after, limit: limit)
    return CaseList(
      cases: rows.map { ($0.key, entities.table.document($0.values)) },
      next: rows.count == limit ? rows.last?.key : nil, lag: try entities.lag())
  }
}
