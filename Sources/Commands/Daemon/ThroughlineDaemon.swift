public import ArgumentParser
internal import Foundation

/// The daemon: what keeps a store's projections where they run all the time.
public struct ThroughlineDaemon: AsyncParsableCommand {
  /// Name, help and subcommands.
  public static let configuration = CommandConfiguration(
    commandName: "throughline-daemon",
    abstract: "Keeps what is made from a log as far as the log, and says how it is.",
    discussion: """
      One daemon works on a store at a time; a second one stands by and takes over. GET /healthz tells \
      whether it lives, /readyz whether all is as it should be, /metrics is for Prometheus.

      Exit codes: 0 it was asked to end and did, 2 wrong usage, 3 the store cannot be opened, or it \
      cannot listen, or did not come to an end in time. `check-config` ends with 1 when something would \
      keep it from working.
      """,
    version: "throughline-daemon 0.1.0",
    subcommands: [ServeCommand.self, CheckConfigCommand.self])

  /// A command without arguments; the parser fills it.
  public init() {}

  /// Parses the arguments, runs the daemon and answers its exit code.
  /// - Parameter arguments: without the program's own name.
  /// - Returns: the exit code.
  public static func run(_ arguments: [String]) async -> Int32 {
    let code: Int32
    do {
      let given = try GivenOptions(
        beside: arguments, environment: ProcessInfo.processInfo.environment)
      let isTold = arguments.first.map { name in
        configuration.subcommands.contains { $0.configuration.commandName == name }
      }
      var command = try parseAsRoot(arguments + (isTold == true ? given.arguments : []))
      try await GivenOptions.$current.withValue(given) {
        if var command = command as? any AsyncParsableCommand {
          try await command.run()
        } else {
          try command.run()
        }
      }
      code = 0
    } catch let fault as ConfigurationFault {
      for line in fault.lines { Terminal.complain("Error: \(line)") }
      code = Failure.usage.rawValue
    } catch {
      code = report(error)
    }
    CommandEnd.run()
    return StandardStream.settled(code)
  }
}
