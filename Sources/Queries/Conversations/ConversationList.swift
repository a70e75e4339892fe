public import InteractionModel
internal import ProjectionEngine
internal import Projections

/// Which conversations are listed; all that are set must hold.
public struct ConversationFilter: Sendable, Hashable {
  /// A channel it went through.
  public var channel: Channel?
  /// The department that had it last.
  public var department: String?
  /// `open`, `closed`, `abandoned`, ….
  public var status: String?
  /// A party that took part.
  public var party: String?
  /// The case it belongs to.
  public var caseID: String?

  /// All conversations.
  public init() {}

  fileprivate var rows: [RowFilter] {
    let equal = [("department", department), ("status", status), ("case_id", caseID)]
    let listed = [("channels", channel?.rawValue), ("parties", party)]
    return equal.compactMap { column, value in
      value.map { RowFilter.equals(column: column, .text($0)) }
    }
      + listed.compactMap { column, value in
        value.map { RowFilter.contains(column: column, $0) }
      }
  }
}

/// A page of conversations.
public struct ConversationList: Sendable {
  /// The conversations in the order in which they began, as answers have them.
  public let conversations: [JSONObject]
  /// The id to go on after; nil when nothing follows.
  public let next: String?
  /// How far what answered is behind the log; nil when it is not.
  public let lag: Lag?

  /// The page as answers have it.
  public var json: JSONObject {
    [
      "conversations": .array(conversations.map(JSONValue.object)),
      "next": next.map(JSONValue.string) ?? .null,
    ]
  }
}

extension Conversations {
  /// The columns that a line of a list has as they are.
  private static let shown = [
    "channel", "channels", "department", "disposition", "entries", "issues", "language",
    "parties", "status",
  ]

  /// Conversations by what they are.
  /// - Parameters:
  ///   - filter: which.
  ///   - after: the last id of the page before; nil for the first page.
  ///   - limit: how many at most.
  /// - Returns: the page.
  /// - Throws: ``QueryError/noPlace(_:)`` when there is no such conversation to start after.
  public func list(
    _ filter: ConversationFilter = ConversationFilter(), after: String? = nil, limit: Int = 50
  ) throws -> ConversationList {
    let rows = OrderedRows(
      model: entities.model, tables: [entities.table], column: "started_at")
    let (found, next) = try rows.page(where: filter.rows, after: after, limit: limit)
    let conversations = found.map { element in
      var object: JSONObject = ["conversation": .string(element.row.key)]
      for column in Conversations.shown { object[column] = element.json(column) }
      object["case"] = element.json("case_id")
      let fields = element.document(ConversationField.self)
      object["last"] = fields[.last] ?? .null
      object["started"] = fields[.started] ?? .null
      return object
    }
    return ConversationList(conversations: conversations, next: next, lag: try entities.lag())
  }
}
