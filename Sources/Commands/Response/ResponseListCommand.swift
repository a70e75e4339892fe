internal import ArgumentParser
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// `throughline response list`: codified answers, and which of them somebody must look at again.
struct ResponseListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List codified answers in order of their ids.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var page: PageOptions

  @Option(help: "Start after this response.")
  var after: String?

  @Option(help: "codified, approved or retired.")
  var status: String?

  @Option(help: "The owner.")
  var owner: String?

  @Option(help: "To be reviewed before this time or date.")
  var dueBefore: String?

  @Option(help: "The time zone of times without one.")
  var zone: String?

  func validate() throws {
    if let status, !["codified", "approved", "retired"].contains(status) {
      throw ValidationError("there is no status “\(status)”; use codified, approved or retired")
    }
    _ = try due
  }

  private var due: Instant? {
    get throws {
      let zone = try LocalZone(zone)
      return try dueBefore.map { try zone.start(of: $0) }
    }
  }

  func run() async throws {
    let access = try EntityAccess.responses(store.open())
    let rows = OrderedRows(model: access.model, tables: [access.table], column: nil)
    let filters = [("status", status), ("owner", owner)].compactMap { column, value in
      value.map { RowFilter.equals(column: column, .text($0)) }
    }
    let (due, local) = (try due, try LocalZone(zone))
    let (found, next) = try rows.page(where: filters, after: after, limit: page.limit ?? 50) {
      guard let due else { return true }
      // What no clock can read is not overdue by it.
      let review = $0.text("review_by").flatMap { try? local.start(of: $0) }
      return review.map { $0 < due } ?? false
    }
    let responses = found.map { ($0.row.key, $0.fields) }
    if output.json {
      let list = responses.map { id, fields -> JSONValue in
        var object: JSONObject = ["response": .string(id)]
        for name in ["status", "owner", "issue", "version", "reviewBy"] {
          object[name] = fields[name] ?? .null
        }
        return .object(object)
      }
      return Terminal.show([
        "responses": .array(list), "next": next.map(JSONValue.string) ?? .null,
      ])
    }
    var table = TextTable("RESPONSE", "STATUS", "VERSION", "OWNER", "REVIEW BY", "ISSUE")
    for (id, fields) in responses {
      table.add(
        Terminal.safe(id), Terminal.plain(fields["status"]), Terminal.plain(fields["version"]),
        Terminal.plain(fields["owner"]), Terminal.plain(fields["reviewBy"]),
        Terminal.plain(fields["issue"]))
    }
    table.show()
    if let next { print(Terminal.styled("more: --after \(next)", .dim)) }
    if let lag = try access.lag() { Terminal.note(lag) }
  }
}

extension EntityAccess {
  /// The codified answers of a store.
  static func responses(_ store: OpenStore) throws -> EntityAccess {
    try EntityAccess(store, ConversationArchive.projection, over: .document)
  }
}
