internal import ArgumentParser
internal import Compliance
internal import InteractionModel
internal import ProjectionEngine

/// `throughline conversation timeline`: the records of a conversation.
struct ConversationTimelineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "timeline", abstract: "Show every record of a conversation.",
    discussion: "In order of time (when it occurred, then position); text only with --purpose.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var reader: PurposeOptions
  @OptionGroup var history: AsOfOptions

  @Argument(help: "The conversation.")
  var id: String

  @Option(help: "Start after the entry of this position.")
  var after: Int64?

  func run() async throws {
    let opened = try store.open(for: reader)
    let access = try EntityAccess.conversations(opened)
    let records = try access.questions(history.point).records(of: id)
    guard !records.isEmpty else { throw try access.absent(id, at: access.model.checkpoint()) }
    try await Timeline(records, after: after, limit: page.limit, of: "conversation “\(id)”").show(
      of: ("conversation", id), in: opened, purpose: reader.purpose,
      scope: AccessGate.Scope(command: "conversation.timeline", entity: .conversation(id)),
      json: output.json)
  }
}
