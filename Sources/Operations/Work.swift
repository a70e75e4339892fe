public import InteractionModel
internal import ProjectionEngine

/// Something that takes its time, so that it is told how far it is.
public enum Work: Sendable, Hashable {
  /// Builds projections of which no generation of this code serves, for the first time or anew.
  case building([String])
  /// Brings a projection up to the log.
  case projecting(String)
  /// Builds projections anew beside those that serve.
  case rebuilding([String])
  /// Brings the full-text index to where the archive is.
  case indexing
  /// Builds the full-text index anew beside the one that serves.
  case rebuildingIndex
  /// Notes by what people are known outside.
  case notingIdentifiers
  /// Folds the log again and compares.
  case replaying(String)
  /// Looks whether the log is what its records say.
  case verifying
  /// Writes the log as files for others.
  case exporting
  /// Copies records to a backup.
  case backingUp
  /// Makes a log of the records of a backup.
  case restoring
  /// Opens every sealed part.
  case opening
  /// Counts the sealed parts that a search had to do with.
  case countingTexts
  /// Puts records together as evidence.
  case givingEvidence
}

/// How far some work is.
public struct WorkProgress: Sendable, Hashable {
  /// What is counted.
  public enum Step: Sendable, Hashable {
    /// Records of the log, by position.
    case records
    /// Entities of which rows are made, once every record was taken.
    case rows
  }

  /// What is counted; another step begins anew.
  public let step: Step
  /// How many are done.
  public let done: Int64
  /// How many there are; nil when that is not known.
  public let total: Int64?

  init(_ position: Position, of target: Position?) {
    self.init(step: .records, done: position.rawValue, total: target?.rawValue)
  }

  init(_ progress: ProjectionRunner.Progress) {
    if let rows = progress.rows {
      self.init(step: .rows, done: Int64(rows.made), total: Int64(rows.total))
    } else {
      self.init(progress.position, of: progress.target)
    }
  }

  init(step: Step, done: Int64, total: Int64?) {
    self.step = step
    self.done = done
    self.total = total
  }
}
