internal import ArgumentParser

/// `throughline party …`: people and organisations, across everything they came with.
struct PartyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "party",
    abstract:
      "List, show and follow parties: what is known of them, and what they contacted us about.",
    subcommands: [
      PartyListCommand.self, PartyShowCommand.self, PartyTimelineCommand.self,
      PartyDiffCommand.self, PartyEraseCommand.self,
    ])
}
