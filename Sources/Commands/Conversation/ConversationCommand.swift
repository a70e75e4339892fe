internal import ArgumentParser

/// `throughline conversation …`: what was said, as people would read it.
struct ConversationCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conversation",
    abstract: "List, show, follow and explain conversations.",
    subcommands: [
      ConversationListCommand.self, ConversationShowCommand.self,
      ConversationTimelineCommand.self, ConversationExplainCommand.self,
      ConversationDiffCommand.self, ConversationEraseCommand.self,
    ])
}
