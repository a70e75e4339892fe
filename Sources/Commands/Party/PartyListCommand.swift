internal import ArgumentParser
internal import Compliance
internal import InteractionModel
internal import Queries

/// `throughline party list`: parties by when they were last heard of.
struct PartyListCommand: AsyncParsableCommand, ShowsTimes {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List parties, those heard from most recently last.",
    discussion: "With --csv in order of their ids.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var list: ListOptions

  @Option(name: .customLong("case"), help: "Only parties that are part of this case.")
  var caseID: String?

  @OptionGroup var times: ZoneOptions

  func run() async throws {
    let parties = try Parties(store.reader())
    if list.takesAll {
      return try list.lines.show(parties.lines(inCase: caseID), asJSON: output.json)
    }
    let found = try parties.list(inCase: caseID, after: list.after, limit: list.count)
    if list.lines.csv {
      return try list.lines.show(found.lines, asJSON: output.json, next: found.next)
    }
    if output.json { return Terminal.show(found.json) }
    var table = TextTable("PARTY", "LAST TOUCH", "CONVERSATIONS", "FINDINGS", "CHANNELS", "CASES")
    let now = try times.view.now
    for line in found.parties {
      table.add(
        line["party"]?.string ?? "", Phrase.touch(line["lastTouch"], at: now),
        Terminal.plain(line["conversations"]), Terminal.plain(line["findings"]),
        Terminal.plain(line["channels"]), Terminal.plain(line["cases"]))
    }
    table.show()
    if let next = found.next { print(Terminal.styled("more: --after \(next)", .dim)) }
    if let lag = found.lag { Terminal.note(lag.line) }
  }
}
