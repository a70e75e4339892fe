internal import ArgumentParser
internal import Compliance
internal import InteractionModel
internal import Queries

extension ParsableCommand {
  /// Says what went wrong, on standard error, and answers the exit code.
  static func report(_ error: any Error) -> Int32 {
    if let code = error as? ExitCode { return code.rawValue }
    if error is CancellationError {
      Terminal.note(Interruption.farewell)
      return Failure.interrupted.rawValue
    }
    if let failure = Failure.code(of: error) {
      Terminal.note(error.said)
      return failure.rawValue
    }
    if let usage = (error as? UnknownWord)?.line ?? (error as? MalformedQuestion)?.description {
      Terminal.complain("Error: \(usage)")
      return Failure.usage.rawValue
    }
    let code = exitCode(for: error)
    let message = fullMessage(for: error)
    if code == .success {
      print(message.hasPrefix("OVERVIEW:") ? HelpPage(message).text : message)
      return 0
    }
    for line in Terminal.split(message) {
      Terminal.complain(line.hasPrefix("Usage: ") ? HelpPage.wrapped(usage: line) : line)
    }
    return code == .validationFailure ? Failure.usage.rawValue : Failure.operational.rawValue
  }
}
