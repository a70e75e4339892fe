internal import ArgumentParser

/// `throughline response …`: codified answers.
struct ResponseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "response",
    abstract: "List and show codified answers, where they were used and how that ended.",
    subcommands: [ResponseListCommand.self, ResponseShowCommand.self])
}
