internal import ArgumentParser
internal import InteractionModel
internal import Queries

/// `throughline party diff`: what changed between two points, and because of what.
struct PartyDiffCommand: AsyncParsableCommand, AsksHistory {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract:
      "Show how what is known of a party differs between two points, and which events changed it.",
    discussion: """
      For example --as-of 2026-03-01 --and 2026-03-08; without --and up to now. Text only with \
      --purpose.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var reader: PurposeOptions
  @OptionGroup var points: DiffOptions

  @Argument(help: "The party.")
  var id: String

  var history: AsOfOptions { points.history }

  func run() async throws {
    let reader = try store.reader(self.reader)
    let id = try reader.id(of: .party, self.id)
    try await points.show(
      Parties(reader).difference(of: id, from: points.history.point, to: points.other),
      asJSON: output.json)
  }
}
