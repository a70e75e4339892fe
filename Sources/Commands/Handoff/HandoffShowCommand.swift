internal import ArgumentParser
internal import EventLog
internal import InteractionModel
internal import Queries

/// `throughline handoff show`: what whoever takes over must see.
struct HandoffShowCommand: AsyncParsableCommand, AsksHistory {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract:
      "Show the packet of a hand-off: what whoever takes over must see, nothing asked twice.",
    discussion: """
      The packet is what the log knew when the hand-off was prepared; the status and the findings \
      are of now, or of --as-of. What people said opens only with --purpose, and what stays closed \
      is listed with the reason.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var reader: PurposeOptions
  @OptionGroup var history: AsOfOptions

  @Flag(help: "Show positions, hashes and findings that were withdrawn, too.")
  var all = false

  @Argument(help: "The hand-off.", transform: Handoffs.spelled)
  var id: String

  func run() async throws {
    let reader = try store.reader(self.reader)
    let id = try reader.handoff(self.id)
    let found = try await Handoffs(reader).show(id, at: history.point)
    if output.json { return Terminal.show(found.json) }
    let place = all ? " at position \(found.point.position)" : ""
    Terminal.heading("hand-off", id, "\(place)\(history.heading)")
    HandoffCard(found, showsAll: all).card.show()
    if let lag = found.lag { Terminal.note(lag.line) }
  }
}
