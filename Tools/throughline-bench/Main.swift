internal import ArgumentParser
internal import Foundation

/// Runs the bench and answers the exit code: 0 when every figure that was measured reaches its
/// target, 1 when one does not, 2 for wrong arguments, 3 when something could not be measured.
@main
enum Main {
  static func main() async {
    umask(0o077)
    do {
      let command = try BenchCommand.parse(Array(CommandLine.arguments.dropFirst()))
      try await command.run()
    } catch {
      exit(code(of: error))
    }
  }

  private static func code(of error: any Error) -> Int32 {
    if let code = error as? ExitCode { return code.rawValue }
    let code = BenchCommand.exitCode(for: error)
    let message = BenchCommand.fullMessage(for: error)
    guard code != .success else {
      print(message)
      return 0
    }
    FileHandle.standardError.write(Data((message + "\n").utf8))
    return code == .validationFailure ? 2 : 3
  }
}
