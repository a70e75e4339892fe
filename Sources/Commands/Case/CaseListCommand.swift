internal import ArgumentParser
internal import Compliance
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// `throughline case list`: cases by what they are.
struct CaseListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List cases in order of their ids.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var page: PageOptions

  @Option(help: "Start after this case.")
  var after: String?

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

  @Option(help: "running, paused, met or breached.")
  var sla: String?

  @Option(help: "Opened at or after this time, or on or after this date.")
  var openedAfter: String?

  @Option(help: "Opened before this time, or before this date.")
  var openedBefore: String?

  @Option(help: "The time zone of times without one.")
  var zone: String?

  func validate() throws {
    if let channel, Channel(rawValue: channel) == nil {
      let known = Channel.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("there is no channel “\(channel)”; use one of \(known)")
    }
    _ = try filters
  }

  private var filters: [RowFilter] {
    get throws {
      let equal = [
        ("status", status), ("department", department), ("owner", owner), ("queue", queue),
        ("priority", priority), ("service", service), ("sla_state", sla),
      ]
      var filters = equal.compactMap { column, value in
        value.map { RowFilter.equals(column: column, .text($0)) }
      }
      if let channel { filters.append(.contains(column: "channels", channel)) }
      let zone = try LocalZone(zone)
      if let openedAfter {
        let start = try zone.start(of: openedAfter)
        filters.append(.atLeast(column: "opened_at", .integer(start.microseconds)))
      }
      if let openedBefore {
        let end = try zone.start(of: openedBefore)
        filters.append(.below(column: "opened_at", .integer(end.microseconds)))
      }
      return filters
    }
  }

  func run() async throws {
    let access = try EntityAccess.cases(store.open())
    let limit = page.limit ?? 50
    let rows = try access.model.rows(
      access.table, where: filters, after: after, limit: limit)
    let next = rows.count == limit ? rows.last?.key : nil
    let cases = rows.map { row in (row.key, CaseState.table.fields(row.values)) }
    if output.json {
      let list = cases.map { key, fields -> JSONValue in
        var object: JSONObject = ["case": .string(key)]
        for name in CaseListCommand.fields { object[name] = fields[name] ?? .null }
        return .object(object)
      }
      return Terminal.show([
        "cases": .array(list), "next": next.map(JSONValue.string) ?? .null,
      ])
    }
    var table = TextTable("CASE", "STATUS", "DEPARTMENT", "OPENED", "CHANNELS", "SLA", "SERVICE")
    for (key, fields) in cases {
      table.add(
        key, Terminal.plain(fields["status"]), Terminal.plain(fields["department"]),
        Terminal.plain(fields["opened"]), Terminal.plain(fields["channels"]),
        Terminal.plain(fields["slaState"]), Terminal.plain(fields["service"]))
    }
    table.show()
    if let next { print(Terminal.styled("more: --after \(next)", .dim)) }
    if let lag = try access.lag() { Terminal.note(lag) }
  }

  /// What a line of the list says of a case.
  private static let fields = [
    "status", "department", "owner", "queue", "priority", "due", "service", "opened", "channels",
    "slaState", "reopens", "mergedInto",
  ]
}
