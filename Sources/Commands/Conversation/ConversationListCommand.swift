internal import ArgumentParser
internal import Compliance
internal import InteractionModel
internal import Queries

/// `throughline conversation list`: conversations by what they are.
struct ConversationListCommand: AsyncParsableCommand, ShowsTimes {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List conversations in the order in which they began.",
    discussion: "With --csv in order of their ids.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var list: ListOptions

  @Option(help: "A channel it went through.")
  var channel: String?

  @Option(help: "The department that had it last.")
  var department: String?

  @Option(help: "open, closed or abandoned.")
  var status: String?

  @Option(help: "A party that took part.")
  var party: String?

  @Option(name: .customLong("case"), help: "The case it belongs to.")
  var caseID: String?

  @Option(help: "A queue that somebody waited in.")
  var queue: String?

  @Option(help: "An agent who took part.")
  var agent: String?

  @Option(help: "Started at or after this time, or on or after this date.")
  var startedAfter: String?

  @Option(help: "Started before this time, or before this date.")
  var startedBefore: String?

  @Option(help: "Last heard of at or after this time, or on or after this date.")
  var lastAfter: String?

  @Option(help: "Last heard of before this time, or before this date.")
  var lastBefore: String?

  @OptionGroup var times: ZoneOptions

  var filterTimes: [String?] { [startedAfter, startedBefore, lastAfter, lastBefore] }

  func validate() throws { _ = try filter }

  private var filter: ConversationFilter {
    get throws {
      var filter = ConversationFilter()
      filter.department = department
      filter.status = status
      filter.party = party
      filter.caseID = caseID
      filter.queue = queue
      filter.agent = agent
      try asked {
        filter.channel = try channel.map { try UnknownWord.value($0, "channel") }
        let zone = try times.local
        filter.startedFrom = try startedAfter.map(zone.start)
        filter.startedBefore = try startedBefore.map(zone.start)
        filter.lastFrom = try lastAfter.map(zone.start)
        filter.lastBefore = try lastBefore.map(zone.start)
        try requireRoom(
          from: ("--started-after", filter.startedFrom),
          to: ("--started-before", filter.startedBefore))
        try requireRoom(
          from: ("--last-after", filter.lastFrom), to: ("--last-before", filter.lastBefore))
      }
      return filter
    }
  }

  func run() async throws {
    let conversations = try Conversations(store.reader())
    if list.takesAll {
      return try list.lines.show(conversations.lines(filter), asJSON: output.json)
    }
    let found = try conversations.list(filter, after: list.after, limit: list.count)
    if list.lines.csv {
      return try list.lines.show(found.lines, asJSON: output.json, next: found.next)
    }
    if output.json { return Terminal.show(found.json) }
    var table = TextTable(
      "CONVERSATION", "STATUS", "STARTED", "CHANNELS", "CASE", "ENTRIES", "DEPARTMENT")
    for line in found.conversations {
      table.add(
        line["conversation"]?.string ?? "", Terminal.plain(line["status"]),
        Phrase.time(line["started"]), Terminal.plain(line["channels"]),
        Terminal.plain(line["case"]), Terminal.plain(line["entries"]),
        Terminal.plain(line["department"]))
    }
    table.show()
    if let next = found.next { print(Terminal.styled("more: --after \(next)", .dim)) }
    if let lag = found.lag { Terminal.note(lag.line) }
  }
}
