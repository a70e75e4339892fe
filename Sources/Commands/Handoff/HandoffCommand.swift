internal import ArgumentParser

/// `throughline handoff …`: what passes from one to the next, and where continuity was lost.
struct HandoffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "handoff",
    abstract: "List, show, follow and explain hand-offs, and where continuity was lost.",
    subcommands: [
      HandoffListCommand.self, HandoffShowCommand.self, HandoffTimelineCommand.self,
      HandoffExplainCommand.self,
    ])
}
