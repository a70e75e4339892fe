public import ArgumentParser
internal import EventLog
internal import Foundation

/// The command line tool.
public struct Throughline: AsyncParsableCommand {
  /// Name, help and subcommands.
  public static let configuration = CommandConfiguration(
    commandName: "throughline",
    abstract: "One immutable log of every touch point, and proof of what follows from it.",
    discussion: """
      The store is a directory, named by --store or THROUGHLINE_STORE \
      (default sqlite:./throughline-data).

      Exit codes: 0 ok, 1 found something wrong, 2 wrong usage, 3 the store or a file cannot be \
      read or written, 130 interrupted (run the same command again to go on).
      """,
    version: "throughline 0.1.0",
    subcommands: [
      InitCommand.self, StatusCommand.self,
      ImportCommand.self, AppendCommand.self, SimulateCommand.self, LogCommand.self,
      ProjectCommand.self, RebuildCommand.self, QuarantineCommand.self,
      CaseCommand.self, ConversationCommand.self, HandoffCommand.self, PartyCommand.self,
      ResponseCommand.self, SearchCommand.self, SimilarCommand.self,
      HoldCommand.self, ErasureCommand.self,
      ReplayCommand.self, VerifyCommand.self, KeyCommand.self,
    ])

  /// A command without arguments; the parser fills it.
  public init() {}

  /// Parses the arguments, runs the command and answers its exit code.
  /// - Parameter arguments: without the program's own name.
  /// - Returns: the exit code.
  public static func run(_ arguments: [String]) async -> Int32 {
    // What a store holds is for its owner alone, whoever may read the folder it lies in.
    umask(0o077)
    do {
      let names = configuration.subcommands.compactMap { $0.configuration.commandName }
      var command = try parseAsRoot(GlobalOptions.moved(arguments, subcommands: names))
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      return 0
    } catch {
      return report(error)
    }
  }

  /// Says what went wrong, on standard error, and answers the exit code.
  private static func report(_ error: any Error) -> Int32 {
    if let code = error as? ExitCode { return code.rawValue }
    if error is CancellationError {
      Terminal.note("interrupted; run the same command again to go on")
      return Failure.interrupted.rawValue
    }
    if let failure = Failure.code(of: error) {
      Terminal.note(safe("\(error)"))
      return failure.rawValue
    }
    let code = exitCode(for: error)
    let message = fullMessage(for: error)
    if code == .success {
      print(message)
      return 0
    }
    FileHandle.standardError.write(Data((safe(message) + "\n").utf8))
    return code == .validationFailure ? 2 : Failure.operational.rawValue
  }

  /// A message of several lines that may repeat what was typed, safe for a terminal.
  private static func safe(_ message: String) -> String {
    message.split(separator: "\n", omittingEmptySubsequences: false)
      .map { Terminal.safe(String($0)) }.joined(separator: "\n")
  }
}
