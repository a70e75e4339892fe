internal import ArgumentParser

/// `throughline witness …`: somebody else who sees that a log is only appended to.
struct WitnessCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "witness",
    abstract: "Cosign the checkpoints of other logs, or have this one's cosigned.",
    discussion: """
      A witness cosigns a checkpoint only if it extends all that it cosigned before, so whoever keeps \
      a log cannot show a rewritten one to anybody who asks for its cosignature. It is worth as much as \
      it is somebody else's: run it on a machine that the log's administrator does not control.
      """,
    subcommands: [
      WitnessServeCommand.self, WitnessKeyCommand.self, WitnessAddCommand.self,
      WitnessListCommand.self, WitnessRemoveCommand.self,
    ])
}
