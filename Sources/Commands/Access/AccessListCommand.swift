internal import ArgumentParser
internal import Compliance
internal import InteractionModel
internal import Queries

/// `throughline access list`: readings, the newest first.
struct AccessListCommand: AsyncParsableCommand, ShowsTimes {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List who read what and whose words it showed, newest first.",
    discussion: """
      Purposes and questions name people: they are shown with --purpose TEXT, which is a reading \
      and recorded like any other. Those that showed somebody who was erased are gone.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var list: ListOptions
  @OptionGroup var purpose: PurposeOptions

  @Option(
    help: """
      Only readings of this party, or that showed their words or those of whoever was merged with \
      them.
      """)
  var party: String?

  @Option(
    name: .customLong("case"),
    help: "Only readings of this case or its conversations, or that showed words from there.")
  var caseID: String?

  @Option(help: "Only what this reader read.")
  var reader: String?

  @Option(help: "Only at or after this time, or on or after this date.")
  var since: String?

  @Option(help: "Only at or before this time, or on or before this date.")
  var until: String?

  @OptionGroup var times: ZoneOptions

  var filterTimes: [String?] { [since, until] }

  func validate() throws { _ = try filter }

  private var filter: AccessFilter {
    get throws {
      var filter = AccessFilter()
      filter.party = party
      filter.caseID = caseID
      filter.reader = reader
      try asked {
        let zone = try times.local
        filter.from = try since.map(zone.start)
        filter.through = try until.map(zone.end)
        try requireRoom(
          from: ("--since", filter.from), to: ("--until", filter.through), isIncluded: true)
      }
      return filter
    }
  }

  func run() async throws {
    let accesses = try Accesses(store.reader(purpose))
    Interruption.install()
    if list.takesAll {
      return try await list.lines.show(accesses.lines(filter), asJSON: output.json)
    }
    let found = try await accesses.list(filter, after: list.after, limit: list.count)
    if list.lines.csv {
      return try list.lines.show(found.lines, asJSON: output.json, next: found.next)
    }
    if output.json { return Terminal.show(found.json) }
    var table = TextTable(
      "WHEN", "READER", "COMMAND", "LOOKED AT", "RECORDS", "SHOWED", "PURPOSE", "POSITION")
    for line in found.accesses {
      table.add(
        Phrase.time(line["recorded"]), Terminal.plain(line["reader"] ?? line["readerType"]),
        AccessListCommand.command(line), AccessListCommand.entity(line),
        Terminal.plain(line["records"]), AccessListCommand.parties(line),
        AccessListCommand.words(line), Terminal.plain(line["position"]))
    }
    table.show()
    if let next = found.next { print(Terminal.styled("more: --after \(next)", .dim)) }
  }

  /// What was asked; of what other systems did, the event.
  private static func command(_ line: JSONObject) -> String {
    Terminal.plain(line["command"]?.string == nil ? line["type"] : line["command"])
  }

  private static func entity(_ line: JSONObject) -> String {
    guard let kind = line["entityKind"]?.string, let id = line["entity"]?.string else { return "–" }
    return Terminal.safe("\(kind) \(id)")
  }

  /// The first of those whose words were shown, and how many others there are; JSON and CSV name all.
  private static func parties(_ line: JSONObject) -> String {
    let parties = line["parties"]?.array ?? []
    guard parties.count > 4 else { return Terminal.plain(line["parties"]) }
    return "\(Terminal.plain(.array(Array(parties.prefix(3))))) and \(parties.count - 3) others"
  }

  private static func words(_ line: JSONObject) -> String {
    let words = [
      line["purpose"]?.string, line["query"]?.string.map { "“\($0)”" },
      line["recipient"]?.string.map { "to \($0)" },
    ].compactMap(\.self)
    guard words.isEmpty else { return Terminal.safe(words.joined(separator: ": ")) }
    let because = line["words"]?.string ?? "none"
    return because == "none" ? "–" : "(\(because))"
  }
}
