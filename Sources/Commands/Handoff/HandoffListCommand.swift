internal import ArgumentParser
internal import Compliance
internal import InteractionModel
internal import Projections
internal import Queries

/// `throughline handoff list`: hand-offs and where continuity was lost.
struct HandoffListCommand: AsyncParsableCommand, ShowsTimes {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List hand-offs, the longest waiting first; with --finding what was lost, and where.",
    discussion: """
      With --finding the list is one of findings of that kind, and of the hand-offs they are \
      about: a channel restart or a broken chain belongs to none, and is of the department, queue \
      and agent where it came up. A time that no source gave is that of recording and says so; \
      filters go by it. Findings that a later link withdrew are shown as withdrawn; \
      --open-only leaves them out. All lines of --csv come in order of ids.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var list: ListOptions

  @Flag(help: "Only what nobody has acknowledged, completed or returned; findings that stand.")
  var openOnly = false

  @Option(
    help: ArgumentHelp(
      """
      List the findings of a kind: \(FindingKind.allCases.map(\.rawValue).joined(separator: ", ")).
      """, valueName: "kind"))
  var finding: String?

  @Option(help: "The department it goes from or to.")
  var department: String?

  @Option(help: "The queue it goes from or to.")
  var queue: String?

  @Option(help: "The agent it goes from or to.")
  var agent: String?

  @Option(help: "open, viewed, acknowledged, completed, rejected, failed or returned.")
  var status: String?

  @Option(help: "Asked for at or after this time, or on or after this date.")
  var askedAfter: String?

  @Option(help: "Asked for before this time, or before this date.")
  var askedBefore: String?

  @Option(help: "With --finding: found at or after this time, or on or after this date.")
  var foundAfter: String?

  @Option(help: "With --finding: found before this time, or before this date.")
  var foundBefore: String?

  @OptionGroup var times: ZoneOptions

  var filterTimes: [String?] { [askedAfter, askedBefore, foundAfter, foundBefore] }

  func validate() throws {
    _ = try filter
    if finding == nil, foundAfter != nil || foundBefore != nil {
      throw ValidationError("--found-after and --found-before go with --finding")
    }
  }

  private var filter: HandoffFilter {
    get throws {
      var filter = HandoffFilter()
      filter.openOnly = openOnly
      filter.department = department
      filter.queue = queue
      filter.agent = agent
      filter.status = status
      try asked {
        // In words as well, as they are shown.
        filter.finding = try finding.map {
          try UnknownWord.value($0.replacing(" ", with: "_"), "kind of finding")
        }
        let zone = try times.local
        filter.askedFrom = try askedAfter.map(zone.start)
        filter.askedBefore = try askedBefore.map(zone.start)
        filter.foundFrom = try foundAfter.map(zone.start)
        filter.foundBefore = try foundBefore.map(zone.start)
        try requireRoom(
          from: ("--asked-after", filter.askedFrom), to: ("--asked-before", filter.askedBefore))
        try requireRoom(
          from: ("--found-after", filter.foundFrom), to: ("--found-before", filter.foundBefore))
      }
      return filter
    }
  }

  func run() async throws {
    let handoffs = try Handoffs(store.reader())
    if list.takesAll {
      return try list.lines.show(handoffs.lines(filter), asJSON: output.json)
    }
    let found = try handoffs.list(filter, after: list.after, limit: list.count)
    if list.lines.csv {
      return try list.lines.show(found.lines, asJSON: output.json, next: found.next)
    }
    if output.json { return Terminal.show(found.json) }
    if finding != nil { show(found.findings) }
    if finding == nil || !found.handoffs.isEmpty {
      if finding != nil { print("") }
      show(found.handoffs)
    }
    if let next = found.next { print(Terminal.styled("more: --after \(next)", .dim)) }
    if finding == nil, !found.openFindings.isEmpty {
      let words = found.openFindings.members.map { "\($0.value.int ?? 0) \(Phrase.code($0.key))" }
      let line = "open findings (--finding KIND lists them): \(words.joined(separator: ", "))"
      Terminal.paragraph(line)
    }
    if let lag = found.lag { Terminal.note(lag.line) }
  }

  private func show(_ handoffs: [HandoffLine]) {
    var table = TextTable("HANDOFF", "STATUS", "ASKED", "LOST", "FROM → TO")
    for handoff in handoffs { handoff.add(to: &table) }
    table.show()
  }

  private func show(_ findings: [Document<FindingField>]) {
    var table = TextTable("FINDING", "STATE", "FOUND", "CONVERSATION", "CAUSES", "WHAT")
    for finding in findings {
      table.add(
        Terminal.plain(finding[.id]), Terminal.plain(finding[.state]),
        Phrase.time(of: finding, .time, flags: .flags),
        finding[.conversation]?.string.map(Terminal.short) ?? "–",
        FindingKind.causes(of: finding), FindingKind.line(finding),
        style: finding[.state] == "open" ? .red : .dim, at: 1)
    }
    table.show()
  }
}

extension HandoffLine {
  fileprivate func add(to table: inout TextTable) {
    let json = json
    // The widest word that is known; the rest is on the card.
    func place(_ side: String) -> String {
      let names = ["Department", "Queue", "Channel", "Agent"].map { side + $0 }
      return names.compactMap { json[$0]?.string }.first.map(Terminal.short) ?? "–"
    }
    let status = fields[.status]?.string ?? "–"
    let matter = Terminal.short(json["matter"]?.string ?? "–")
    let rest = [matter, Phrase.code(json["kind"])].compactMap { $0 }
    table.add(
      id, Terminal.safe(status), Phrase.time(of: fields, .time, flags: .flags),
      findings.isEmpty ? "–" : String(findings.count),
      "\(place("from")) → \(place("to")), \(rest.joined(separator: ", "))",
      style: HandoffCard.style(of: status), at: 1)
  }
}
