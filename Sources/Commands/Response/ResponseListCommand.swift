internal import ArgumentParser
internal import Compliance
internal import InteractionModel
internal import Projections
internal import Queries

/// `throughline response list`: codified answers, and which of them somebody must look at again.
struct ResponseListCommand: AsyncParsableCommand, ShowsTimes {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List codified answers in order of their ids.",
    discussion: "Answers that were used and never codified are listed too, with the status used.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var list: ListOptions

  @Option(help: "codified, approved, retired or used (and never codified).")
  var status: String?

  @Option(help: "The owner.")
  var owner: String?

  @Option(help: "To be reviewed before this time or date.")
  var dueBefore: String?

  @OptionGroup var times: ZoneOptions

  var filterTimes: [String?] { [dueBefore] }

  func validate() throws { _ = try filter }

  private var filter: ResponseFilter {
    get throws {
      try asked {
        let zone = try times.local
        var filter = ResponseFilter()
        filter.status = status
        filter.owner = owner
        filter.dueBefore = try dueBefore.map(zone.start)
        return filter
      }
    }
  }

  func run() async throws {
    let responses = try Responses(store.reader())
    if list.takesAll {
      return try list.lines.show(responses.lines(filter), asJSON: output.json)
    }
    let found = try responses.list(filter, after: list.after, limit: list.count)
    if list.lines.csv {
      return try list.lines.show(found.lines, asJSON: output.json, next: found.next)
    }
    if output.json { return Terminal.show(found.json) }
    var table = TextTable("RESPONSE", "STATUS", "VERSION", "OWNER", "REVIEW BY", "ISSUE")
    for (id, fields) in found.responses {
      table.add(
        Terminal.safe(id), Terminal.plain(fields[.status]),
        Terminal.plain(fields[.version]),
        Terminal.plain(fields[.owner]), Terminal.plain(fields[.reviewBy]),
        Terminal.plain(fields[.issue]))
    }
    table.show()
    if let next = found.next { print(Terminal.styled("more: --after \(next)", .dim)) }
    if let lag = found.lag { Terminal.note(lag.line) }
  }
}
