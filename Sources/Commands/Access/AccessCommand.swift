internal import ArgumentParser

/// `throughline access …`: who read what.
struct AccessCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "access", abstract: "Account for who read what, and for what purpose.",
    subcommands: [AccessListCommand.self])
}
