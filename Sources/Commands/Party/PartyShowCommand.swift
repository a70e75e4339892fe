internal import ArgumentParser
internal import EventLog
internal import InteractionModel
internal import Queries

/// `throughline party show`: what is known of a party, what it came with and what it is owed.
struct PartyShowCommand: AsyncParsableCommand, AsksHistory {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract:
      "Show what is known of a party, their cases and conversations, and what they are owed.",
    discussion: """
      What they said opens only with --purpose. Lists longer than --limit (default: 50) show their \
      last entries and say how many came before.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var reader: PurposeOptions
  @OptionGroup var history: AsOfOptions

  @Flag(help: "Show positions, hashes and findings that were withdrawn, too.")
  var all = false

  @Argument(help: "The party.")
  var id: String

  func run() async throws {
    let reader = try store.reader(self.reader)
    let id = try reader.id(of: .party, self.id)
    let found = try await Parties(reader).show(
      id, at: history.point, limit: page.limit ?? 50)
    if output.json { return Terminal.show(found.json) }
    let place = all ? " at position \(found.point.position)" : ""
    Terminal.heading("party", id, "\(place)\(history.heading)")
    PartyCard(found, showsAll: all).card.show()
    for (list, count) in found.left {
      print(Terminal.styled("\(count) \(list) before these: --limit N shows more", .dim))
    }
    if let lag = found.lag { Terminal.note(lag.line) }
  }
}
