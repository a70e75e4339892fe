public import EventLog
internal import Foundation
public import InteractionModel
public import Merkle
internal import SQLiteStore

/// Which store is meant, of which kind: the one place where a URL becomes a store.
public enum StoreURL: Sendable, Hashable {
  /// A directory with SQLite files: `sqlite:DIRECTORY`.
  case sqlite(directory: String)

  /// Reads a URL, or the path of a directory with SQLite files.
  /// - Parameter text: the URL or the path.
  /// - Throws: ``UnknownStore`` when it names no kind of store there is.
  public init(_ text: String) throws(UnknownStore) {
    let scheme = text.prefixMatch(of: /[A-Za-z][A-Za-z0-9+.\-]*:/).map { String($0.output) }
    guard scheme == nil || scheme == "sqlite:" else { throw UnknownStore(url: text) }
    let directory = text.dropFirst(scheme?.count ?? 0)
    guard !directory.isEmpty else { throw UnknownStore(url: text) }
    self = .sqlite(directory: String(directory))
  }

  /// Where its files are.
  public var directory: String {
    switch self {
    case .sqlite(let directory): directory
    }
  }

  /// Where its master key is when nobody says otherwise.
  public var defaultKeyFile: String { "\(directory)/master.key" }

  /// Where the key of its checkpoints is when nobody says otherwise.
  public var defaultSigningKeyFile: String { "\(directory)/signing.key" }

  /// What is there, looked at without changing anything.
  var survey: StoreSurvey { StoreSurvey(directory: directory) }

  /// Verifies the log that is there, whatever state it is in, and the keys of the vault beside it.
  /// - Parameters:
  ///   - outside: a checkpoint that was kept elsewhere and is trusted; nil when there is none.
  ///   - marks: from where to go on, and where to note how far the look is.
  ///   - limit: after how many problems to stop.
  ///   - progress: is told each position that was looked at; answers whether to go on.
  /// - Returns: what was found.
  /// - Throws: ``/EventLog/StorageFault`` when there is no store, or something of it was lost.
  public func verify(
    against outside: Checkpoint? = nil, marks: VerificationMarks? = nil, limit: Int,
    progress: (Position) -> Bool
  ) throws -> LogFindings {
    try survey.requireStore()
    return try SQLiteEventStore.verify(
      directory: directory, against: outside, marks: marks, limit: limit,
      progress: progress)
  }
}

/// A URL that names no kind of store there is.
public struct UnknownStore: Error, Remediable, Hashable {
  /// What was given.
  public let url: String

  /// What was given, and the form it should have.
  public var diagnosis: Diagnosis {
    Diagnosis("“\(url)” is no store", "write sqlite:DIRECTORY, or the path of a directory")
  }
}
