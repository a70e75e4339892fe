internal import ArgumentParser
internal import Compliance
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// `throughline response show`: a codified answer, where it was used and how that ended.
struct ResponseShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a codified answer: versions, owner, review date, where it was used and how "
      + "those conversations ended.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var reader: PurposeOptions
  @OptionGroup var history: AsOfOptions

  @Argument(help: "The response.")
  var id: String

  func run() async throws {
    let access = try EntityAccess.responses(store.open(for: reader))
    let point = try history.point
    let (fields, position) = try state(access, point)
    let uses = try uses(access, point)
    var outcomes: [String: Int64] = [:]
    for use in uses { outcomes[use["outcome"]?.string ?? "unknown", default: 0] += 1 }
    let state = JSONValue.object(fields ?? JSONObject())
    // Before anything is opened, for the account of that is a record too.
    let lag = try point == nil ? access.lag() : nil
    let opened = try await OpenedReferences(
      in: [state], of: access.store, purpose: reader.purpose,
      scope: AccessGate.Scope(command: "response.show", entity: EntityKey(.document, id)))
    let shown = uses.prefix(page.limit ?? 50)
    if output.json {
      return Terminal.show([
        "response": .string(id),
        "asOf": .object([
          "position": .int(position.rawValue), "axis": .string(point?.axis ?? "position"),
        ]),
        "state": fields == nil ? .null : state,
        "outcomes": .object(JSONObject(outcomes.map { ($0.key, .int($0.value)) })),
        "uses": .array(shown.map(JSONValue.object)), "used": .int(Int64(uses.count)),
        "opened": .object(opened.opened), "withheld": .array(opened.withheld),
      ])
    }
    let asked = history.asOf.map { ", as of \(Terminal.safe($0))" } ?? ""
    let name = Terminal.styled(Terminal.safe(id), .bold)
    print("response \(name) at position \(position)\(asked)\n")
    card(state, uses.count, outcomes, opened).show()
    if !shown.isEmpty {
      print("")
      show(Array(shown))
    }
    if shown.count < uses.count { print("… \(uses.count - shown.count) more; --limit shows them") }
    if let lag { Terminal.note(lag) }
  }

  /// The response as the agency worded it; nil when it was used and nobody ever codified it.
  private func state(
    _ access: EntityAccess, _ point: AsOf?
  ) throws -> (fields: JSONObject?, position: Position) {
    do {
      let found = try access.fields(of: id, point)
      return (found.fields, found.position)
    } catch let refusal as Refusal {
      guard point == nil, try !uses(access, nil).isEmpty else {
        // A response is a document to the log, and an answer to those who use it.
        let words = refusal.description.replacing("no document", with: "no response")
        throw Refusal(words.replacing("throughline document", with: "throughline response"))
      }
      return (nil, try access.model.checkpoint())
    }
  }

  /// Where it was used, the first use first.
  private func uses(_ access: EntityAccess, _ point: AsOf?) throws -> [JSONObject] {
    let table = ConversationArchive.uses
    let conversations = ConversationArchive.conversations
    let rows = OrderedRows(model: access.model, tables: [table], column: "used_at")
    var live: [OrderedRows.Element] = []
    try rows.forEach(where: [.equals(column: "response", .text(id))]) { live.append($0) }
    guard let point else {
      var ends: [String: JSONObject] = [:]
      return try live.sorted(by: OrderedRows.Element.precedes).map { use in
        guard let conversation = use.text("conversation") else { return use.fields }
        if ends[conversation] == nil {
          ends[conversation] = try access.model.row(conversations, key: conversation)
            .map { conversations.fields($0.values) }
        }
        return ConversationArchive.ended(use.fields, with: ends[conversation])
      }
    }
    // How a conversation had ended by then is for its own records to say.
    let questions = try EntityAccess.conversations(access.store).questions(point)
    let ids = Set(live.compactMap { $0.text("conversation") }).sorted()
    return try ids.flatMap { conversation in
      let rows = try questions.rows(of: conversation)
      let end = rows.first { $0.table == conversations.name }
        .map { conversations.fields($0.values) }
      return rows.filter { $0.table == table.name }.map { table.fields($0.values) }
        .filter { $0["response"]?.string == id }.map { ConversationArchive.ended($0, with: end) }
    }.sorted { ($0["position"]?.int ?? 0) < ($1["position"]?.int ?? 0) }
  }

  private func card(
    _ state: JSONValue, _ used: Int, _ outcomes: [String: Int64], _ opened: OpenedReferences
  ) -> Card {
    var card = Card()
    let status = state["status"].map { Terminal.plain($0) }
    card.add("status", status ?? "never codified", style: .bold)
    card.add("owner", state["owner"].map { Terminal.plain($0) })
    card.add("review by", state["reviewBy"].map { Words.time($0) })
    card.add("issue", Words.code(state["issue"]))
    for version in (state["versions"]?.array ?? []).reversed() {
      let number = version["version"].map { "version \(Terminal.plain($0))" } ?? "version"
      let approved = version["approved"]?["time"].map { ", approved \(Words.time($0))" } ?? ""
      let retired = version["retired"]?["time"].map { ", retired \(Words.time($0))" } ?? ""
      card.add(
        number,
        "\(Terminal.plain(version["status"])) – codified \(Words.time(version["time"]))"
          + approved + retired)
      card.add("", opened.shown(version["text"]))
    }
    let ends = outcomes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { "\($0.value) \(Terminal.safe($0.key))" }
    card.add(
      "used",
      "\(used) times" + (ends.isEmpty ? "" : "; the conversations ended: ")
        + ends.joined(separator: ", "))
    card.add("withheld", opened.withheldLine, style: .dim)
    return card
  }

  private func show(_ uses: [JSONObject]) {
    var table = TextTable("USED", "CONVERSATION", "CASE", "CHANNEL", "VERSION", "BY", "OUTCOME")
    for use in uses {
      table.add(
        Words.time(use["time"]), Terminal.plain(use["conversation"]), Terminal.plain(use["case"]),
        Terminal.plain(use["channel"]), Terminal.plain(use["version"]), Words.who(use["author"]),
        Terminal.plain(use["outcome"]))
    }
    table.show()
  }
}
