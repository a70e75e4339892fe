internal import ArgumentParser
internal import InteractionModel
internal import Queries

/// `throughline conversation explain`: why the fields of a conversation have their values.
struct ConversationExplainCommand: AsyncParsableCommand, AsksHistory {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say for each field of a conversation (or one) which event last changed it.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var history: AsOfOptions

  @Argument(help: "The conversation.")
  var id: String

  @Argument(help: "The field (default: all).")
  var field: String?

  func run() async throws {
    let reader = try store.reader()
    let id = try reader.id(of: .conversation, self.id)
    let reasons = try Conversations(reader).explain(id, field: field, at: history.point)
    if output.json { Terminal.show(reasons.json) } else { reasons.show() }
  }
}
