internal import ArgumentParser
internal import Compliance
internal import InteractionModel

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
    let transcript = try TranscriptPage(
      of: id, in: access, at: point, after: after, limit: page.limit ?? .max,
      publicOnly: publicOnly)
    let (fields, entries, position) = (
      transcript.conversation, transcript.entries, transcript.position
    )
    let next = transcript.next.map(JSONValue.int) ?? .null
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
        "leftOut": transcript.leftOut.map(JSONValue.int) ?? .null, "next": next,
        "responses": .array(transcript.uses.map(JSONValue.object)),
        "opened": .object(opened.opened), "withheld": .array(opened.withheld),
      ])
    }
    let asked = history.asOf.map { ", as of \(Terminal.safe($0))" } ?? ""
    print("conversation \(Terminal.styled(id, .bold)) at position \(position)\(asked)\n")
    ConversationShowCommand.head(fields, transcript.uses).show()
    TranscriptView(entries: entries, opened: opened).show()
    if let count = transcript.leftOut, count > 0 {
      print(Terminal.styled("\(count) entries that are not public left out", .dim))
    }
    if let last = next.int { print(Terminal.styled("more: --after \(last)", .dim)) }
    if let line = opened.withheldLine { Terminal.note(line) }
    if let lag { Terminal.note(lag) }
  }

  private static func head(_ fields: JSONObject, _ uses: [JSONObject]) -> Card {
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
    let responses = uses.map { used in
      Terminal.plain(used["response"]) + (used["version"].map { " v\(Terminal.plain($0))" } ?? "")
    }
    let count = Int(fields["counts"]?["responses"]?.int ?? 0)
    let more = count > uses.count ? ["… \(count - uses.count) more"] : []
    card.add("responses", (responses + more).joined(separator: ", "))
    card.gap()
    return card
  }
}
