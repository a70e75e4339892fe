internal import ArgumentParser
internal import InteractionModel

/// `throughline conversation erase ID`: erases one conversation, whoever took part.
struct ConversationEraseCommand: AsyncParsableCommand, ShowsTimes {
  static let configuration = CommandConfiguration(
    commandName: "erase",
    abstract: "Erase a conversation: whatever is sealed in it becomes unreadable for ever.",
    discussion: """
      Takes what everybody said in it. A hold on the conversation, its case or a party in it \
      refuses it (exit code 1), which is recorded too. An erasure that is interrupted is finished \
      by the next command.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Erasure") var options: ErasingOptions
  @OptionGroup var times: ZoneOptions

  @Argument(help: "The conversation.")
  var id: String

  func validate() throws {
    guard EntityKey.isValid(id: id) else {
      throw ValidationError("“\(id)” is no id of a conversation")
    }
  }

  func run() async throws {
    try await ErasureRun(
      entity: .conversation(id), store: store, output: output, options: options
    ).run()
  }
}
