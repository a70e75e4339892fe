internal import ArgumentParser
internal import InteractionModel
internal import Queries

/// `throughline case timeline`: everything that happened in a case, across its conversations.
struct CaseTimelineCommand: AsyncParsableCommand, AsksHistory {
  static let configuration = CommandConfiguration(
    commandName: "timeline",
    abstract: "Show everything that happened in a case, across all its conversations.",
    discussion: "In order of time (when it occurred, then position); text only with --purpose.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var page: EntryOptions
  @OptionGroup var reader: PurposeOptions
  @OptionGroup var history: AsOfOptions

  @Argument(help: "The case.")
  var id: String

  func run() async throws {
    let reader = try store.reader(self.reader)
    try await Cases(reader)
      .timeline(of: reader.id(of: .case, id), at: history.point, page.entries)
      .show(as: history, asJSON: output.json)
  }
}
