internal import ArgumentParser
internal import InteractionModel
internal import Queries

/// `throughline handoff timeline`: what happened from the request to the end of a hand-off.
struct HandoffTimelineCommand: AsyncParsableCommand, AsksHistory {
  static let configuration = CommandConfiguration(
    commandName: "timeline",
    abstract: "Show the steps of a hand-off and what happened in its matter between them.",
    discussion: """
      From the request to the acknowledgement, completion or return; to the last event of the \
      matter while it is open. In order of time (when it occurred, then position); text only with \
      --purpose.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var page: EntryOptions
  @OptionGroup var reader: PurposeOptions
  @OptionGroup var history: AsOfOptions

  @Argument(help: "The hand-off.", transform: Handoffs.spelled)
  var id: String

  func run() async throws {
    let reader = try store.reader(self.reader)
    let id = try reader.handoff(self.id)
    try await Handoffs(reader).timeline(of: id, at: history.point, page.entries)
      .show(as: history, asJSON: output.json)
  }
}
