internal import ArgumentParser
internal import InteractionModel
internal import Queries

/// `throughline case diff`: what changed between two points, and because of what.
struct CaseDiffCommand: AsyncParsableCommand, AsksHistory {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show what differs in a case between two points, and which events changed it.",
    discussion: """
      For example --as-of 2026-03-01 --and 2026-03-08; without --and up to now. Text only with \
      --purpose.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var reader: PurposeOptions
  @OptionGroup var points: DiffOptions

  @Argument(help: "The case.")
  var id: String

  var history: AsOfOptions { points.history }

  func run() async throws {
    let reader = try store.reader(self.reader)
    let id = try reader.id(of: .case, self.id)
    try await points.show(
      Cases(reader).difference(of: id, from: points.history.point, to: points.other),
      asJSON: output.json)
  }
}
