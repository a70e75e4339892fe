internal import ArgumentParser
internal import EventLog
internal import InteractionModel
internal import Merkle
internal import Operations
internal import ProjectionEngine
internal import Projections

/// The exit codes beside 0 and those of usage.
enum Failure {
  /// Something was found to be wrong: rejected rows, a difference, a problem.
  static let foundSomething = ExitCode(1)
  /// What was asked for is not written as it must be, or names nothing that there is.
  static let usage = ExitCode(2)
  /// Nobody was found, as whoever asks in a script wants to know.
  static let foundNobody = ExitCode(1)
  /// The store or a file cannot be read or written.
  static let operational = ExitCode(3)
  /// What was to be checked cannot be checked by this program, which says nothing against it.
  static let uncheckable = ExitCode(4)
  /// Interrupted by the user; running the same command again goes on.
  static let interrupted = ExitCode(130)

  /// The code of an error of our own; nil for those of the argument parser.
  static func code(of error: any Error) -> ExitCode? {
    switch error {
    case is ProjectionFailure, is CompletenessAlarm, is FoldError, is NoteError,
      is CheckpointingError:
      foundSomething
    // As what the command meets with that builds by itself: mostly a record that cannot be taken.
    case HandoverError.failed: foundSomething
    case is UnattestedKey: uncheckable
    case is any Remediable, is Refusal: operational
    default: nil
    }
  }
}

/// A command that cannot do what was asked, and what to do instead.
struct Refusal: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
