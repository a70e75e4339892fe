internal import Foundation
internal import Intake
internal import InteractionModel

/// The rows that an import rejects, as JSON Lines where `--rejects` says.
///
/// A file is replaced when the import has ended, well or not, by the rows that were rejected until
/// then; one that ends before it has read a row leaves it as it was.
struct RejectsFile {
  private let file: OutputFile

  /// Opens it.
  /// - Throws: what ``OutputFile/init(_:)`` throws.
  init(_ target: OutputTarget) throws {
    file = try OutputFile(target)
  }

  /// Writes a line.
  ///
  /// That nobody reads a pipe any more, or the user wants to stop, ends no import here.
  /// - Throws: ``Refusal`` when it cannot be written.
  func write(_ rejection: Rejection) throws {
    let line = JSONValue.object(rejection.json).canonicalText
    do {
      try file.write(Array("\(file.isTerminal ? Terminal.escaped(json: line) : line)\n".utf8))
    } catch is OutputFile.Gone {
    } catch is CancellationError {}
  }

  /// Puts the file to its place when the import has something to say, else leaves what was there.
  /// - Parameters:
  ///   - report: what the import has done.
  ///   - hasFailed: whether it ended because it could not go on.
  /// - Throws: ``Refusal`` when it cannot be put there.
  func end(_ report: ImportReport, hasFailed: Bool = false) throws {
    if report.read == 0, hasFailed || report.isInterrupted { return file.discard() }
    try file.publish()
  }
}
