public import ArgumentParser
internal import Compliance
internal import Foundation
internal import Queries

/// The command line tool.
public struct Throughline: AsyncParsableCommand {
  /// Name, help and subcommands.
  public static let configuration = CommandConfiguration(
    commandName: "throughline",
    abstract: "One immutable log of every touch point, and proof of what follows from it.",
    discussion: """
      The store is a directory, named by --store or THROUGHLINE_STORE \
      (default ./throughline-data).

      Exit codes: 0 ok, 1 found something wrong, 2 wrong usage, 3 the store, a file or the \
      output cannot be read or written, 4 a certificate cannot be checked by this program, 130 \
      interrupted (run the same command again to go on).
      """,
    version: "throughline 0.1.0",
    subcommands: [
      InitCommand.self, StatusCommand.self,
      ImportCommand.self, AppendCommand.self, SimulateCommand.self, LogCommand.self,
      ProjectCommand.self, RebuildCommand.self, GenerationCommand.self, QuarantineCommand.self,
      CaseCommand.self, ConversationCommand.self, HandoffCommand.self, PartyCommand.self,
      ResponseCommand.self, FindCommand.self, SearchCommand.self, SimilarCommand.self,
      AccessCommand.self, HoldCommand.self, ErasureCommand.self,
      ReplayCommand.self, VerifyCommand.self, CheckpointCommand.self, ProveCommand.self,
      ProofCommand.self, CertificateCommand.self, WitnessCommand.self, TilesCommand.self,
      EvidenceCommand.self, RedactCommand.self, BackupCommand.self,
      RestoreCommand.self, KeyCommand.self, VocabularyCommand.self,
    ])

  /// A command without arguments; the parser fills it.
  public init() {}

  /// Parses the arguments, runs the command and answers its exit code.
  /// - Parameter arguments: without the program's own name.
  /// - Returns: the exit code.
  public static func run(_ arguments: [String]) async -> Int32 {
    let code = await code(of: arguments)
    CommandEnd.run()
    return StandardStream.settled(code)
  }

  /// Makes the process ready to run a command; the first thing that it does.
  ///
  /// Before anything is opened, the runtime's own files among it: one of the three standard
  /// descriptors that is closed would be given to it, and what is printed would go there. Ends the
  /// process when it is not given what commands need; see ``ProcessRoom``.
  public static func prepare() {
    StandardStream.claim()
    // A reader that goes away, or a file that may not grow, is an error of the write, and does not
    // end an erasure in its midst.
    for number in [SIGPIPE, SIGXFSZ] { signal(number, SIG_IGN) }
    // What a store holds is for its owner alone, whoever may read the folder it lies in.
    umask(0o077)
    let room = ProcessRoom(cores: ProcessInfo.processInfo.activeProcessorCount)
    if let shortage = room.shortage {
      Terminal.note(shortage)
      Foundation.exit(Failure.operational.rawValue)
    }
  }

  private static func code(of arguments: [String]) async -> Int32 {
    Interruption.listen()
    do {
      let names = configuration.subcommands.compactMap { $0.configuration.commandName }
      var command = try parseAsRoot(GlobalOptions.moved(arguments, subcommands: names))
      let zone = try (command as? any ShowsTimes)?.shownZone
      try await Terminal.$zone.withValue(zone) {
        if var command = command as? any AsyncParsableCommand {
          try await command.run()
        } else {
          try command.run()
        }
      }
      return 0
    } catch {
      return report(error)
    }
  }
}
