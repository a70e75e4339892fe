/// Whether what was made from a log can be read, and how far it is to be trusted.
public enum Readiness: String, Sendable, Hashable, CaseIterable {
  /// As far as the log.
  case live
  /// On its way to the end of the log.
  case behind
  /// Made by older code, or by other rules.
  case stale
  /// Being built for the first time.
  case building
  /// Never made.
  case absent
  /// It stands still before a record that it cannot take.
  case stopped
  /// It knows more than the log, which was restored from an older copy.
  case ahead
  /// It was made from another log.
  case foreign
  /// It was not purged of what an erasure destroyed.
  case unpurged
  /// It is not what it must be.
  case damaged
  /// Nothing is wrong with what it holds, but it cannot be read now.
  case unreadable

  /// How much of a look somebody must have at it.
  public enum Severity: Sendable, Hashable {
    /// None.
    case fine
    /// It passes with the next update.
    case passing
    /// It does not pass by itself.
    case alarming
  }

  /// How much of a look somebody must have at it.
  public var severity: Severity {
    switch self {
    case .live: .fine
    case .behind, .stale, .building, .absent: .passing
    case .stopped, .ahead, .foreign, .unpurged, .damaged, .unreadable: .alarming
    }
  }
}
