internal import ArgumentParser
internal import Compliance
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// `throughline handoff list`: hand-offs and where continuity was lost.
struct HandoffListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List hand-offs, the longest waiting first; with --finding what was lost, and where.",
    discussion: """
      With --finding the list is one of findings of that kind, and of the hand-offs they are \
      about: a channel restart or a broken chain belongs to none. Findings that a later link \
      withdrew are shown as withdrawn; --open-only leaves them out.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var page: PageOptions

  @Flag(help: "Only what nobody has acknowledged, completed or returned; findings that stand.")
  var openOnly = false

  @Option(help: "A kind of finding.")
  var finding: FindingKind?

  @Option(help: "The department it goes from or to.")
  var department: String?

  @Option(help: "Start after this hand-off; with --finding, after this finding.")
  var after: String?

  /// The states of a hand-off in which somebody still has to take over.
  private static let open = ["open", "viewed"]

  func run() async throws {
    let access = try HandoffAccess(store.open())
    let (handoffs, findings, counts, next) = try access.model.withSnapshot { model in
      let part = HandoffPage(
        model: model, findingTables: access.findingTables, limit: page.limit ?? 50, after: after)
      let counts = try part.openFindings()
      if let finding {
        let found = try part.findings(
          of: finding, openOnly: openOnly, department: department)
        return (found.handoffs, found.findings, counts, found.next)
      }
      let states = openOnly ? HandoffListCommand.open : nil
      let found = try part.handoffs(in: states, department: department)
      return (found.handoffs, [], counts, found.next)
    }
    if output.json {
      return Terminal.show([
        "handoffs": .array(handoffs.map(\.json)),
        "findings": .array(findings.map(JSONValue.object)),
        "openFindings": .object(counts), "next": next.map(JSONValue.string) ?? .null,
      ])
    }
    if finding != nil { show(findings) }
    if finding == nil || !handoffs.isEmpty {
      if finding != nil { print("") }
      show(handoffs)
    }
    if let next { print(Terminal.styled("more: --after \(next)", .dim)) }
    if finding == nil, !counts.isEmpty {
      let words = counts.members.map { "\($0.value.int ?? 0) \($0.key)" }
      print(
        "\nopen findings: \(words.joined(separator: ", "))"
          + Terminal.styled("  (--finding KIND lists them)", .dim))
    }
    if let lag = try access.lag() { Terminal.note(lag) }
  }

  private func show(_ handoffs: [HandoffLine]) {
    var table = TextTable("HANDOFF", "STATUS", "ASKED", "LOST", "FROM → TO")
    for handoff in handoffs { handoff.add(to: &table) }
    table.show()
  }

  private func show(_ findings: [JSONObject]) {
    var table = TextTable("FINDING", "STATE", "FOUND", "CONVERSATION", "CAUSES", "WHAT")
    for finding in findings {
      let causes = (finding["causes"]?.array ?? []).compactMap(\.int).map { "@\($0)" }
      table.add(
        Terminal.plain(finding["id"]), Terminal.plain(finding["state"]),
        String(Words.time(finding["time"]).prefix(16)),
        finding["conversation"]?.string.map(Terminal.short) ?? "–",
        causes.joined(separator: " "), FindingKind.line(.object(finding)),
        style: finding["state"] == "open" ? .red : .dim, at: 1)
    }
    table.show()
  }
}
