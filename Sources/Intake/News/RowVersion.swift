public import InteractionModel

/// Which version of a row an export has, where of two versions one is the newer.
public enum RowVersion: Sendable, Hashable {
  /// When the source wrote it.
  case time(Instant)
  /// The so-manyth.
  case number(Int64)

  /// What compares versions of one kind.
  var rank: Int64 {
    switch self {
    case .time(let instant): instant.microseconds
    case .number(let number): number
    }
  }

  /// The name of its kind, which keeps numbers from being compared with times.
  var kind: String {
    switch self {
    case .time: "time"
    case .number: "number"
    }
  }
}
