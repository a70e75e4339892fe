internal import ArgumentParser
internal import Compliance
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// `throughline conversation list`: conversations by what they are.
struct ConversationListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List conversations in the order in which they began.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var page: PageOptions

  @Option(help: "Start after this conversation.")
  var after: String?

  @Option(help: "A channel it went through.")
  var channel: String?

  @Option(help: "The department that had it last.")
  var department: String?

  @Option(help: "open, closed, abandoned, ….")
  var status: String?

  @Option(help: "A party that took part.")
  var party: String?

  @Option(name: .customLong("case"), help: "The case it belongs to.")
  var caseID: String?

  func validate() throws {
    if let channel, Channel(rawValue: channel) == nil {
      let known = Channel.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("there is no channel “\(channel)”; use one of \(known)")
    }
  }

  private var filters: [RowFilter] {
    let equal = [("department", department), ("status", status), ("case_id", caseID)]
    let listed = [("channels", channel), ("parties", party)]
    return equal.compactMap { column, value in
      value.map { RowFilter.equals(column: column, .text($0)) }
    }
      + listed.compactMap { column, value in
        value.map { RowFilter.contains(column: column, $0) }
      }
  }

  func run() async throws {
    let access = try EntityAccess.conversations(store.open())
    let rows = OrderedRows(model: access.model, tables: [access.table], column: "started_at")
    let (found, next) = try rows.page(
      where: filters, after: after, limit: page.limit ?? 50)
    if output.json {
      let list = found.map { element -> JSONValue in
        var object: JSONObject = ["conversation": .string(element.row.key)]
        for column in ConversationListCommand.columns { object[column] = element.json(column) }
        object["case"] = element.json("case_id")
        object["last"] = element.fields["last"] ?? .null
        object["started"] = element.fields["started"] ?? .null
        return .object(object)
      }
      return Terminal.show([
        "conversations": .array(list), "next": next.map(JSONValue.string) ?? .null,
      ])
    }
    var table = TextTable(
      "CONVERSATION", "STATUS", "STARTED", "CHANNELS", "CASE", "ENTRIES", "DEPARTMENT")
    for element in found {
      table.add(
        element.row.key, Terminal.plain(element.json("status")),
        Words.time(element.fields["started"]), Terminal.plain(element.json("channels")),
        Terminal.plain(element.json("case_id")), Terminal.plain(element.json("entries")),
        Terminal.plain(element.json("department")))
    }
    table.show()
    if let next { print(Terminal.styled("more: --after \(next)", .dim)) }
    if let lag = try access.lag() { Terminal.note(lag) }
  }

  /// What a line of the list says of a conversation.
  private static let columns = [
    "channel", "channels", "department", "disposition", "entries", "issues", "language",
    "parties", "status",
  ]
}

extension EntityAccess {
  /// The conversations of a store.
  static func conversations(_ store: OpenStore) throws -> EntityAccess {
    try EntityAccess(store, ConversationArchive.projection, over: .conversation)
  }
}
