internal import Dispatch
internal import Foundation
public import InteractionModel
public import Merkle

/// A command that takes checkpoints to where whoever administers the store has no say.
///
/// It is run by `/bin/sh -c` with the checkpoint as its standard input; what it prints goes to the
/// program's standard error. Blocks its thread.
public struct CheckpointReceiver: Sendable {
  private let command: String
  private let limit: Duration

  /// A command.
  /// - Parameters:
  ///   - command: what the shell is given.
  ///   - limit: how long it may take; then it is stopped.
  public init(command: String, limit: Duration = .seconds(60)) {
    self.command = command
    self.limit = limit
  }

  /// Gives it a checkpoint.
  /// - Throws: ``CheckpointReceiverError`` when it does not take it.
  public func take(_ checkpoint: SignedCheckpoint) throws(CheckpointReceiverError) {
    let process = Process()
    let ended = DispatchSemaphore(value: 0)
    process.executableURL = URL(filePath: "/bin/sh")
    // What it prints is none of the program's answer.
    process.arguments = ["-c", "exec 1>&2\n\(command)"]
    // A file without a name: a command that reads nothing blocks nobody, as a pipe might.
    guard let file = tmpfile() else {
      throw .notStarted(reason: String(cString: strerror(errno)))
    }
    defer { fclose(file) }
    let input = FileHandle(fileDescriptor: fileno(file))
    do {
      try input.write(contentsOf: Data(checkpoint.bytes))
      try input.seek(toOffset: 0)
      process.standardInput = input
      process.terminationHandler = { _ in ended.signal() }
      try process.run()
    } catch {
      throw .notStarted(reason: "\(error.localizedDescription)")
    }
    guard ended.wait(timeout: .now() + limit / .seconds(1)) == .success else {
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      throw .timedOut(limit: limit)
    }
    guard process.terminationReason == .exit else {
      throw .failed(outcome: "signal \(process.terminationStatus)")
    }
    guard process.terminationStatus == 0 else {
      throw .failed(outcome: "exit code \(process.terminationStatus)")
    }
  }
}

/// Why a checkpoint was not taken; it is kept in the log all the same.
public enum CheckpointReceiverError: Error, Remediable, Hashable {
  /// The command could not be run.
  case notStarted(reason: String)
  /// It ended otherwise than with exit code 0.
  case failed(outcome: String)
  /// It took too long.
  case timedOut(limit: Duration)

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    let remedy: Remedy = "mend it and give it the checkpoint again; the log keeps each"
    return switch self {
    case .notStarted(let reason):
      Diagnosis("the command that takes checkpoints cannot be run: \(reason)", remedy)
    case .failed(let outcome):
      Diagnosis("the command that takes checkpoints ended with \(outcome)", remedy)
    case .timedOut(let limit):
      Diagnosis("the command that takes checkpoints did not end within \(limit)", remedy)
    }
  }
}
