internal import ArgumentParser
internal import Compliance
internal import InteractionModel
internal import Queries

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

  func validate() throws { _ = try filter }

  private var filter: ConversationFilter {
    get throws {
      var filter = ConversationFilter()
      filter.channel = try channel.map(Channel.init(option:))
      filter.department = department
      filter.status = status
      filter.party = party
      filter.caseID = caseID
      return filter
    }
  }

  func run() async throws {
    let list = try Conversations(store.reader()).list(
      filter, after: after, limit: page.limit ?? 50)
    if output.json { return Terminal.show(list.json) }
    var table = TextTable(
      "CONVERSATION", "STATUS", "STARTED", "CHANNELS", "CASE", "ENTRIES", "DEPARTMENT")
    for line in list.conversations {
      table.add(
        line["conversation"]?.string ?? "", Terminal.plain(line["status"]),
        Phrase.time(line["started"]), Terminal.plain(line["channels"]),
        Terminal.plain(line["case"]), Terminal.plain(line["entries"]),
        Terminal.plain(line["department"]))
    }
    table.show()
    if let next = list.next { print(Terminal.styled("more: --after \(next)", .dim)) }
    if let lag = list.lag { Terminal.note(lag.line) }
  }
}
