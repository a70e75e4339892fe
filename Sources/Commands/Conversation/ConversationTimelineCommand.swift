internal import ArgumentParser
internal import InteractionModel
internal import Queries

/// `throughline conversation timeline`: the records of a conversation.
struct ConversationTimelineCommand: AsyncParsableCommand, AsksHistory {
  static let configuration = CommandConfiguration(
    commandName: "timeline", abstract: "Show every record of a conversation.",
    discussion: "In order of time (when it occurred, then position); text only with --purpose.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var page: EntryOptions
  @OptionGroup var reader: PurposeOptions
  @OptionGroup var history: AsOfOptions

  @Argument(help: "The conversation.")
  var id: String

  func run() async throws {
    let reader = try store.reader(self.reader)
    try await Conversations(reader)
      .timeline(of: reader.id(of: .conversation, id), at: history.point, page.entries)
      .show(as: history, asJSON: output.json)
  }
}
