internal import ArgumentParser
internal import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Vault

/// `throughline case timeline`: everything that happened in a case, across its conversations.
struct CaseTimelineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "timeline",
    abstract: "Show everything that happened in a case, across all its conversations.",
    discussion: "In order of time (when it occurred, then position); text only with --purpose.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var reader: PurposeOptions
  @OptionGroup var history: AsOfOptions

  @Argument(help: "The case.")
  var id: String

  @Option(help: "Start after the entry of this position.")
  var after: Int64?

  func run() async throws {
    let opened = try store.open()
    let access = try EntityAccess.cases(opened)
    let point = try history.point
    let all = try access.questions(point).records(of: id).sorted {
      ($0.effectiveTime, $0.position) < ($1.effectiveTime, $1.position)
    }
    guard !all.isEmpty else {
      // A case that was merged away has no records of its own; one that never was is refused.
      let (fields, _) = try access.fields(of: id, point)
      if let into = fields["mergedInto"]?.string {
        throw Refusal("case “\(id)” was merged into “\(into)”; look at that one's timeline")
      }
      throw try access.absent(id, at: access.model.checkpoint())
    }
    var records = all[...]
    if let after {
      guard let index = all.firstIndex(where: { $0.position == Position(after) }) else {
        throw Refusal("position \(after) is not in the timeline of case “\(id)”")
      }
      records = all[(index + 1)...]
    }
    let shown = Array(records.prefix(page.limit ?? .max))
    let gate = try opened.gate(purpose: reader.purpose)
    let parts = try await gate.open(
      shown, scope: AccessGate.Scope(command: "case.timeline", entity: .case(id)))
    let entries = zip(shown, parts).map { TimelineEntry(record: $0, parts: $1) }
    if output.json {
      return Terminal.show([
        "case": .string(id), "entries": .array(entries.map { .object($0.json) }),
        "next": shown.count < records.count
          ? shown.last.map { .int($0.position.rawValue) } ?? .null : .null,
      ])
    }
    var table = TextTable("POSITION", "OCCURRED", "CHANNEL", "WHAT", "WHO", "TEXT")
    for entry in entries { entry.add(to: &table) }
    table.show()
    if !gate.isOpen, shown.contains(where: { $0.sealedCount > 0 }) {
      Terminal.note("text is sealed; --purpose TEXT opens it and records who read it and why")
    }
  }
}

/// One line of a timeline.
struct TimelineEntry {
  let record: Record
  let parts: [OpenedPart]

  /// Members in which people write; the first that is there is the entry's text.
  private static let textMembers = [
    "text", "note", "comment", "description", "resolution", "reason", "value", "subject", "title",
  ]

  /// The state and the words of the record's personal parts.
  private var text: (state: String, value: String?)? {
    guard let first = parts.first else { return nil }
    let opened = parts.compactMap { part -> JSONObject? in
      guard case .opened(let content) = part.result else { return nil }
      return content
    }
    guard !opened.isEmpty else { return (first.result.state, nil) }
    let members = opened.flatMap(\.members)
    for name in TimelineEntry.textMembers {
      if let text = members.first(where: { $0.key == name })?.value.string {
        return ("opened", text)
      }
    }
    return ("opened", opened.map { JSONValue.object($0).canonicalText }.joined(separator: " "))
  }

  var json: JSONObject {
    var object: JSONObject = [
      "position": .int(record.position.rawValue),
      "recorded": .string(record.recorded.description), "type": .string(record.type.rawValue),
    ]
    object["occurred"] = record.occurred.map { .string($0.text) } ?? .null
    object["channel"] = record.channel.map { .string($0.rawValue) } ?? .null
    object["conversation"] = record.conversation.map(JSONValue.string) ?? .null
    object["actor"] =
      record.actor.map { actor in
        var who: JSONObject = ["type": .string(actor.type)]
        who["id"] = actor.id.map(JSONValue.string)
        return .object(who)
      } ?? .null
    object["text"] =
      text.map { text in
        ["state": .string(text.state), "value": text.value.map(JSONValue.string) ?? .null]
      } ?? .null
    return object
  }

  func add(to table: inout TextTable) {
    let words = text.map { text in
      text.value.map(Terminal.safe)
        ?? (text.state == "notPermitted" ? "(sealed)" : "(\(text.state))")
    }
    table.add(
      record.position.description, Terminal.time(record), record.channel?.rawValue ?? "–",
      record.type.rawValue, Terminal.name(record.actor), words ?? "")
  }
}
