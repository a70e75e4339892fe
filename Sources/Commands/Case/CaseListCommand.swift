internal import ArgumentParser
internal import Compliance
internal import InteractionModel
internal import Projections
internal import Queries

/// `throughline case list`: cases by what they are.
struct CaseListCommand: AsyncParsableCommand, ShowsTimes {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List cases in order of their ids.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var list: ListOptions

  @Option(help: "open, pended, resolved, closed or merged.")
  var status: String?

  @Option(help: "The department.")
  var department: String?

  @Option(help: "A channel the case has touched.")
  var channel: String?

  @Option(help: "The owner.")
  var owner: String?

  @Option(help: "The queue.")
  var queue: String?

  @Option(help: "The priority.")
  var priority: String?

  @Option(help: "The service code.")
  var service: String?

  @Option(help: "running, late (by the clock), paused, met, met_late, breached or ended.")
  var sla: String?

  @Option(help: "Opened at or after this time, or on or after this date.")
  var openedAfter: String?

  @Option(help: "Opened before this time, or before this date.")
  var openedBefore: String?

  @Option(help: "Closed at or after this time, or on or after this date, and not reopened.")
  var closedAfter: String?

  @Option(help: "Closed before this time, or before this date, and not reopened.")
  var closedBefore: String?

  @OptionGroup var times: ZoneOptions

  var filterTimes: [String?] { [openedAfter, openedBefore, closedAfter, closedBefore] }

  func validate() throws { _ = try filter }

  private var filter: CaseFilter {
    get throws {
      var filter = CaseFilter()
      filter.status = status
      filter.department = department
      filter.owner = owner
      filter.queue = queue
      filter.priority = priority
      filter.service = service
      filter.sla = sla
      try asked {
        filter.channel = try channel.map { try UnknownWord.value($0, "channel") }
        let zone = try times.local
        filter.openedFrom = try openedAfter.map(zone.start)
        filter.openedBefore = try openedBefore.map(zone.start)
        filter.closedFrom = try closedAfter.map(zone.start)
        filter.closedBefore = try closedBefore.map(zone.start)
        try requireRoom(
          from: ("--opened-after", filter.openedFrom), to: ("--opened-before", filter.openedBefore))
        try requireRoom(
          from: ("--closed-after", filter.closedFrom), to: ("--closed-before", filter.closedBefore))
      }
      return filter
    }
  }

  func run() async throws {
    let cases = try Cases(store.reader())
    if list.takesAll { return try list.lines.show(cases.lines(filter), asJSON: output.json) }
    let found = try cases.list(filter, after: list.after, limit: list.count)
    if list.lines.csv {
      return try list.lines.show(found.lines, asJSON: output.json, next: found.next)
    }
    if output.json { return Terminal.show(found.json) }
    var table = TextTable(
      "CASE", "STATUS", "DEPARTMENT", "OPENED", "CLOSED", "CHANNELS", "SLA", "SERVICE")
    for (id, fields) in found.cases {
      table.add(
        id, Terminal.plain(fields[.status]), Terminal.plain(fields[.department]),
        fields.time(.opened, .openedAsRecorded), fields.time(.closed, .closedAsRecorded),
        Terminal.plain(fields[.channels]),
        Terminal.plain(fields[.slaState]), Terminal.plain(fields[.service]))
    }
    table.show()
    if let next = found.next { print(Terminal.styled("more: --after \(next)", .dim)) }
    if let lag = found.lag { Terminal.note(lag.line) }
  }
}
