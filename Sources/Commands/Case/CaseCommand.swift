internal import ArgumentParser

/// `throughline case …`: what the log says about cases.
struct CaseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "case", abstract: "List, show, follow and explain cases.",
    subcommands: [
      CaseListCommand.self, CaseShowCommand.self, CaseTimelineCommand.self,
      CaseExplainCommand.self, CaseDiffCommand.self,
    ])
}
