internal import ArgumentParser
internal import Compliance
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// `throughline response list`: codified answers, and which of them somebody must look at again.
struct ResponseListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List codified answers in order of their ids.",
    discussion: "Answers that were used and never codified are listed too, with the status used.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var page: PageOptions

  @Option(help: "Start after this response.")
  var after: String?

  @Option(help: "codified, approved, retired or used (and never codified).")
  var status: String?

  @Option(help: "The owner.")
  var owner: String?

  @Option(help: "To be reviewed before this time or date.")
  var dueBefore: String?

  @Option(help: "The time zone of times without one.")
  var zone: String?

  func validate() throws {
    if let status, !["codified", "approved", "retired", "used"].contains(status) {
      throw ValidationError(
        "there is no status “\(status)”; use codified, approved, retired or used")
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
    let (responses, next) = try access.model.withSnapshot { try answers(in: $0) }
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

  /// A page of answers, and the id to go on after when there are more.
  private func answers(
    in model: any ReadModel
  ) throws -> (page: [(id: String, fields: JSONObject)], next: String?) {
    let (codified, used) = (ConversationArchive.responses, ConversationArchive.uses)
    let filters = [("status", status), ("owner", owner)].compactMap { column, value in
      value.map { RowFilter.equals(column: column, .text($0)) }
    }
    let (due, local) = (try due, try LocalZone(zone))
    var found: [(id: String, fields: JSONObject)] = []
    try OrderedRows(model: model, tables: [codified], column: nil).forEach(where: filters) {
      if let due {
        // What no clock can read is not overdue by it.
        let review = $0.text("review_by").flatMap { try? local.start(of: $0) }
        guard let review, review < due else { return }
      }
      found.append(($0.row.key, $0.fields))
    }
    // What nobody codified has no owner and no review date.
    if owner == nil, due == nil, status == nil || status == "used" {
      var ids: Set<String> = []
      try OrderedRows(model: model, tables: [used], column: nil).forEach(where: []) { use in
        if let id = use.text("response") { ids.insert(id) }
      }
      for id in ids where try model.row(codified, key: id) == nil {
        found.append((id, ["status": "used"]))
      }
    }
    found.sort { $0.id < $1.id }
    if let after {
      let isUsed = RowFilter.equals(column: "response", .text(after))
      guard
        try model.row(codified, key: after) != nil
          || !model.rows(used, where: [isUsed], after: nil, limit: 1).isEmpty
      else {
        throw Refusal(
          "there is no “\(after)” to start after; give --after the “next” of the page before")
      }
      found.removeAll { $0.id <= after }
    }
    let page = Array(found.prefix(limit))
    return (page, page.count < found.count ? page.last?.id : nil)
  }

  private var limit: Int { page.limit ?? 50 }
}

extension EntityAccess {
  /// The codified answers of a store.
  static func responses(_ store: OpenStore) throws -> EntityAccess {
    try EntityAccess(store, ConversationArchive.projection, over: .document)
  }
}
