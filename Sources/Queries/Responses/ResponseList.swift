internal import Compliance
public import InteractionModel
internal import ProjectionEngine
public import Projections

/// Which codified answers are listed; all that are set must hold.
public struct ResponseFilter: Sendable, Hashable {
  /// `codified`, `approved`, `retired` or `used` (and never codified).
  public var status: String?
  /// The owner.
  public var owner: String?
  /// To be reviewed before this.
  public var dueBefore: Instant?

  static let statuses = ["codified", "approved", "retired", "used"]

  /// All answers.
  public init() {}
}

/// A page of codified answers.
public struct ResponseList: Sendable {
  /// The answers in order of their ids, with the fields of each.
  public let responses: [(id: String, fields: Document<ResponseField>)]
  /// The id to go on after; nil when nothing follows.
  public let next: String?
  /// How far what answered is behind the log; nil when it is not.
  public let lag: Lag?

  /// The page for tables of other programs.
  public var lines: ListLines {
    ListLines(
      ResponseList.columns, responses.map { ResponseList.line($0.id, $0.fields) }, lag: lag)
  }

  /// The page as answers have it.
  public var json: JSONObject {
    let list = responses.map { JSONValue.object(ResponseList.line($0.id, $0.fields)) }
    return ["responses": .array(list), "next": next.map(JSONValue.string) ?? .null]
  }

  private static let shown: [ResponseField] = [.status, .owner, .issue, .version, .reviewBy]
  static let columns = ["response"] + shown.map(\.rawValue)

  static func line(_ id: String, _ fields: Document<ResponseField>) -> JSONObject {
    var object: JSONObject = ["response": .string(id)]
    for field in shown { object[field.rawValue] = fields[field] ?? .null }
    return object
  }
}

extension Responses {
  /// Codified answers, and those that were used and never codified.
  /// - Parameters:
  ///   - filter: which.
  ///   - after: the last id of the page before; nil for the first page.
  ///   - limit: how many at most.
  /// - Returns: the page.
  /// - Throws: ``UnknownWord`` when nothing is called by a word of the filter,
  ///   ``QueryError/noPlace(_:)`` when there is no such answer to start after.
  public func list(
    _ filter: ResponseFilter, after: String? = nil, limit: Int = 50
  ) throws -> ResponseList {
    let lag = try entities.lag()
    return try entities.model.withSnapshot { model in
      var found = try all(filter, in: model)
      if let after {
        try require(after, in: model)
        found.removeAll { $0.id <= after }
      }
      let page = Array(found.prefix(limit))
      return ResponseList(
        responses: page, next: page.count < found.count ? page.last?.id : nil, lag: lag)
    }
  }

  /// Every answer of a list, in order of their ids.
  /// - Parameter filter: which.
  /// - Returns: the lines.
  /// - Throws: ``UnknownWord`` when nothing is called by a word of the filter.
  public func lines(_ filter: ResponseFilter) throws -> ListLines {
    let found = try entities.model.withSnapshot { try all(filter, in: $0) }
    return ListLines(ResponseList.columns, lag: try entities.lag()) { body in
      for (id, fields) in found { try body(ResponseList.line(id, fields)) }
    }
  }

  private func all(
    _ filter: ResponseFilter, in model: any ReadModel
  ) throws -> [(id: String, fields: Document<ResponseField>)] {
    let rows = OrderedRows(model: model, tables: [entities.table], column: nil)
    let words = [
      filter.status.map {
        WordCondition("status", $0, in: .column("status"), vocabulary: ResponseFilter.statuses)
      },
      filter.owner.map { WordCondition("owner", $0, in: .column("owner"), names: .agents) },
    ].compactMap(\.self)
    var found = try codified(
      filter, ListQuery(rows: rows, store: entities.reader.store, words: words))
    found += try used(filter, in: model)
    return found.sorted { $0.id < $1.id }
  }

  private func codified(
    _ filter: ResponseFilter, _ query: ListQuery
  ) throws -> [(id: String, fields: Document<ResponseField>)] {
    let zone = entities.reader.view.zone
    var found: [(id: String, fields: Document<ResponseField>)] = []
    try query.forEach {
      if let due = filter.dueBefore {
        // What no clock can read is not overdue by it.
        let review = $0.text("review_by").flatMap { try? zone.start(of: $0) }
        guard let review, review < due else { return }
      }
      found.append(($0.row.key, $0.document()))
    }
    return found
  }

  /// What was used and nobody codified, which has no owner and no review date.
  private func used(
    _ filter: ResponseFilter, in model: any ReadModel
  ) throws -> [(id: String, fields: Document<ResponseField>)] {
    guard filter.owner == nil, filter.dueBefore == nil,
      filter.status == nil || filter.status == "used"
    else { return [] }
    var ids: Set<String> = []
    let uses = OrderedRows(model: model, tables: [ConversationArchive.uses], column: nil)
    try uses.forEach(where: []) { use in
      if let id = use.text("response") { ids.insert(id) }
    }
    return try ids.filter { try model.row(entities.table, key: $0) == nil }
      .map { ($0, [.status: "used"]) }
  }

  /// Makes sure that an answer is listed, whatever the filter.
  private func require(_ id: String, in model: any ReadModel) throws {
    if try model.row(entities.table, key: id) != nil { return }
    let isUsed = RowFilter.equals(column: "response", .text(id))
    guard try !model.rows(ConversationArchive.uses, where: [isUsed], after: nil, limit: 1).isEmpty
    else { throw QueryError.noPlace(id) }
  }
}
