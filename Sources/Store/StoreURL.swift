public import EventLog
internal import Foundation
public import InteractionModel
internal import SQLiteStore

/// Which store is meant, of which kind: the one place where a URL becomes a store.
public enum StoreURL: Sendable, Hashable {
  /// A directory with SQLite files: `sqlite:DIRECTORY`.
  case sqlite(directory: String)

  /// Reads a URL.
  /// - Parameter text: the URL.
  /// - Throws: ``UnknownStore`` when it names no kind of store there is.
  public init(_ text: String) throws(UnknownStore) {
    guard text.hasPrefix("sqlite:"), text.count > 7 else { throw UnknownStore(url: text) }
    self = .sqlite(directory: String(text.dropFirst(7)))
  }

  /// Where its files are.
  public var directory: String {
    switch self {
    case .sqlite(let directory): directory
    }
  }

  /// Where its master key is when nobody says otherwise.
  public var defaultKeyFile: String { "\(directory)/master.key" }

  /// What is there, looked at without changing anything.
  var survey: StoreSurvey { StoreSurvey(directory: directory) }

  /// Verifies the log that is there, whatever state it is in, and the keys of the vault beside it.
  /// - Parameters:
  ///   - limit: after how many problems to stop.
  ///   - progress: is told each position that was looked at; answers whether to go on.
  /// - Returns: how many records there are, what is wrong, and whether the vault was looked at.
  /// - Throws: ``/EventLog/StorageFault`` when there is no store, or something of it was lost.
  public func verify(
    limit: Int, progress: (Position) -> Bool
  ) throws -> (size: Int64, problems: [LogProblem], sawVault: Bool) {
    try survey.requireStore()
    return try SQLiteEventStore.verify(directory: directory, limit: limit, progress: progress)
  }
}

/// A URL that names no kind of store there is.
public struct UnknownStore: Error, Remediable, Hashable {
  /// What was given.
  public let url: String

  /// What was given, and the form it should have.
  public var diagnosis: Diagnosis { Diagnosis("“\(url)” is no store", "write sqlite:DIRECTORY") }
}
