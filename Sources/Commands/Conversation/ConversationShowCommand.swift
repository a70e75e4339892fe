internal import ArgumentParser
internal import Compliance
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// `throughline conversation show`: a conversation as people would read it.
struct ConversationShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show the transcript of a conversation, now or at any point in history.",
    discussion: """
      In order of time, then position; edits, redactions, late and doubled deliveries are shown \
      for what they are. Text only with --purpose. What is not public is marked, and --public-only \
      leaves it out.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var reader: PurposeOptions
  @OptionGroup var history: AsOfOptions

  @Flag(help: "Only what whoever may see the conversation may see; no private or internal entry.")
  var publicOnly = false

  @Argument(help: "The conversation.")
  var id: String

  @Option(help: "Start after the entry of this position.")
  var after: Int64?

  func run() async throws {
    let access = try EntityAccess.conversations(store.open(for: reader))
    let point = try history.point
    let (fields, all, position) = try transcript(access, point)
    let wanted = publicOnly ? all.filter { $0["visibility"] == "public" } : all
    var rest = wanted[...]
    if let after {
      guard let index = wanted.firstIndex(where: { $0["position"]?.int == after }) else {
        throw Refusal("position \(after) is not in the transcript of conversation “\(id)”")
      }
      rest = wanted[(index + 1)...]
    }
    let entries = Array(rest.prefix(page.limit ?? .max))
    let next = entries.count < rest.count ? entries.last?["position"] ?? .null : .null
    // Before anything is opened, for the account of that is a record too.
    let lag = try point == nil ? access.lag() : nil
    let opened = try await OpenedReferences(
      in: entries.map(JSONValue.object), of: access.store, purpose: reader.purpose,
      scope: AccessGate.Scope(command: "conversation.show", entity: .conversation(id)))
    if output.json {
      return Terminal.show([
        "conversation": .string(id),
        "asOf": .object([
          "position": .int(position.rawValue), "axis": .string(point?.axis ?? "position"),
        ]),
        "state": .object(fields), "entries": .array(entries.map(JSONValue.object)),
        "leftOut": .int(Int64(all.count - wanted.count)), "next": next,
        "opened": .object(opened.opened), "withheld": .array(opened.withheld),
      ])
    }
    let asked = history.asOf.map { ", as of \(Terminal.safe($0))" } ?? ""
    print("conversation \(Terminal.styled(id, .bold)) at position \(position)\(asked)\n")
    ConversationShowCommand.head(fields).show()
    TranscriptView(entries: entries, opened: opened).show()
    if publicOnly, all.count > wanted.count {
      let count = all.count - wanted.count
      print(Terminal.styled("\(count) entries that are not public left out", .dim))
    }
    if let last = next.int { print(Terminal.styled("more: --after \(last)", .dim)) }
    if let line = opened.withheldLine { Terminal.note(line) }
    if let lag { Terminal.note(lag) }
  }

  /// The conversation and its entries, in order of time.
  private func transcript(
    _ access: EntityAccess, _ point: AsOf?
  ) throws -> (fields: JSONObject, entries: [JSONObject], position: Position) {
    let table = ConversationArchive.entries
    guard let point else {
      return try access.model.withSnapshot { model in
        let checkpoint = try model.checkpoint()
        guard let row = try model.row(access.table, key: id) else {
          throw try access.absent(id, at: checkpoint)
        }
        let rows = OrderedRows(model: model, tables: [table], column: "at")
        var entries: [OrderedRows.Element] = []
        try rows.forEach(where: [.equals(column: "conversation", .text(id))]) {
          entries.append($0)
        }
        entries.sort { left, right in
          (left.time, left.fields["position"]?.int ?? 0)
            < (right.time, right.fields["position"]?.int ?? 0)
        }
        return (access.table.fields(row.values), entries.map(\.fields), checkpoint)
      }
    }
    let (fields, position) = try access.fields(of: id, point)
    let place = table.columns.firstIndex { $0.name == "at" } ?? 0
    let entries = try access.questions(point).rows(of: id).filter { $0.table == table.name }
      .map { (at: $0.values[place].json.int ?? 0, fields: table.fields($0.values)) }
      .sorted { left, right in
        (left.at, left.fields["position"]?.int ?? 0)
          < (right.at, right.fields["position"]?.int ?? 0)
      }
    return (fields, entries.map(\.fields), position)
  }

  private static func head(_ fields: JSONObject) -> Card {
    var card = Card()
    let outcome = Words.code(fields["disposition"]?["outcome"] ?? fields["outcome"])
    let status = [Words.code(fields["status"]), outcome.map { "outcome: \($0)" }]
    card.add("status", status.compactMap { $0 }.joined(separator: ", "), style: .bold)
    card.add("channels", fields["channels"].map { Terminal.plain($0) })
    card.add("case", fields["case"].map { Terminal.plain($0) })
    card.add("department", fields["department"].map { Terminal.plain($0) })
    let people = fields["participants"]
    let parties = (people?["parties"]?.array ?? []).compactMap(\.string).map(Terminal.short)
    let agents = (people?["agents"]?.array ?? []).compactMap(\.string).map(Terminal.short)
    card.add("party", parties.joined(separator: ", "))
    card.add("agents", agents.joined(separator: ", "))
    card.add("language", fields["language"].map { Terminal.plain($0) })
    let issues = (fields["issues"]?.array ?? []).compactMap { issue -> String? in
      let model = issue["model"].map { " by \(Terminal.plain($0))" } ?? ""
      let inferred = issue["inferred"] == true ? " (inferred\(model))" : ""
      return Words.code(issue["issue"]).map { $0 + inferred }
    }
    card.add("issues", Set(issues).sorted().joined(separator: ", "))
    let responses = (fields["responses"]?.array ?? []).map { used in
      Terminal.plain(used["id"]) + (used["version"].map { " v\(Terminal.plain($0))" } ?? "")
    }
    card.add("responses", responses.joined(separator: ", "))
    card.gap()
    return card
  }
}
