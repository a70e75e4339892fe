public import InteractionModel

/// One thing in a log that is not as it should be.
public struct LogProblem: Sendable, Hashable {
  /// The place; nil when the problem has none, such as a changed schema.
  public let position: Position?
  /// What was looked at, for example `leaf` or `entry of case-17`.
  public let what: String
  /// What should be there.
  public let expected: String
  /// What is there.
  public let found: String
  /// What to do about it; nil when nobody but whoever altered the log knows.
  public let remedy: Remedy?

  /// A problem.
  public init(
    position: Position?, what: String, expected: String, found: String, remedy: Remedy? = nil
  ) {
    self.position = position
    self.what = what
    self.expected = expected
    self.found = found
    self.remedy = remedy
  }
}

/// A log that can check itself against what its records say.
public protocol VerifiableStore: EventStore {
  /// Verifies the log: every leaf, index column, version, time, uniqueness and cross-table
  /// agreement.
  /// - Parameters:
  ///   - limit: after how many problems to stop.
  ///   - progress: is told the position from time to time; answers whether to go on.
  /// - Returns: how many records were read, and what is wrong in order of position.
  /// - Throws: ``StorageFault`` when the log cannot be read at all.
  func verify(
    limit: Int, progress: (Position) -> Bool
  ) throws(StorageFault) -> (size: Int64, problems: [LogProblem])
}
