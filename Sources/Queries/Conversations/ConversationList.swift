internal import Compliance
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

  /// A queue that one of its legs waited in.
  public var queue: String?
  /// An agent who took part.
  public var agent: String?
  /// Started at or after this.
  public var startedFrom: Instant?
  /// Started before this.
  public var startedBefore: Instant?
  /// Last heard of at or after this.
  public var lastFrom: Instant?
  /// Last heard of before this.
  public var lastBefore: Instant?

  static let statuses = ["open", "closed", "abandoned"]

  /// All conversations.
  public init() {}

  fileprivate var words: [WordCondition] {
    [
      department.map {
        WordCondition("department", $0, in: .column("department"), names: .departments)
      },
      status.map {
        WordCondition("status", $0, in: .column("status"), vocabulary: ConversationFilter.statuses)
      },
      agent.map {
        WordCondition(
          "agent", $0, in: .document(ConversationField.self, StoreNames.agentNames), names: .agents)
      },
      queue.map {
        WordCondition(
          "queue", $0, in: .document(ConversationField.self, StoreNames.queueNames), names: .queues)
      },
    ].compactMap(\.self)
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

  /// The page for tables of other programs.
  public var lines: ListLines { ListLines(Conversations.columns, conversations, lag: lag) }

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
    "status", "channel", "channels", "department", "disposition", "entries", "issues", "language",
    "parties",
  ]
  fileprivate static let columns = ["conversation", "started", "last", "case"] + shown

  private static func line(_ row: OrderedRows.Element) -> JSONObject {
    var object: JSONObject = ["conversation": .string(row.row.key)]
    for column in shown { object[column] = row.json(column) }
    object["case"] = row.json("case_id")
    let fields = row.document(ConversationField.self)
    object["last"] = fields[.last] ?? .null
    object["started"] = fields[.started] ?? .null
    return object
  }

  private func query(_ filter: ConversationFilter) throws -> ListQuery {
    let ids = TypedIDs(entities.reader)
    // Rows name a case and a party by what they are merged into.
    func links() throws -> Membership<KnownLinks> {
      Membership(try entities.reader.store.links())
    }
    var query = ListQuery(
      rows: entities.rows(by: "started_at"), store: entities.reader.store, words: filter.words)
    if let channel = filter.channel {
      query.filters.append(.contains(column: "channels", channel.rawValue))
    }
    if let caseID = filter.caseID {
      let root = try links().root(.caseIntoCase, of: ids.known(.case, caseID))
      query.filters.append(.equals(column: "case_id", .text(root)))
    }
    if let party = filter.party {
      let root = try links().root(.partyIntoParty, of: ids.known(.party, party))
      query.filters.append(.contains(column: "parties", root))
    }
    query.require("started_at", from: filter.startedFrom, before: filter.startedBefore)
    query.require("last_at", from: filter.lastFrom, before: filter.lastBefore)
    return query
  }

  /// Conversations by what they are.
  /// - Parameters:
  ///   - filter: which.
  ///   - after: the last id of the page before; nil for the first page.
  ///   - limit: how many at most.
  /// - Returns: the page.
  /// - Throws: ``UnknownWord`` when nothing is called by a word of the filter,
  ///   ``QueryError/noPlace(_:)`` when there is no such conversation to start after.
  public func list(
    _ filter: ConversationFilter = ConversationFilter(), after: String? = nil, limit: Int = 50
  ) throws -> ConversationList {
    let (found, next) = try query(filter).page(after: after, limit: limit)
    return ConversationList(
      conversations: found.map(Conversations.line), next: next, lag: try entities.lag())
  }

  /// Every conversation of a list, in order of their ids.
  /// - Parameter filter: which.
  /// - Returns: the lines.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  public func lines(_ filter: ConversationFilter = ConversationFilter()) throws -> ListLines {
    let query = try query(filter)
    return ListLines(Conversations.columns, lag: try entities.lag()) { body in
      try query.forEach { try body(Conversations.line($0)) }
    }
  }
}
