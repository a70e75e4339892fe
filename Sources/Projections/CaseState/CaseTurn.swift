internal import InteractionModel

/// A record that says that a case ended, or that it goes on.
struct CaseTurn: FieldwiseCodable, Sendable, Hashable {
  var moment = Moment.blank
  /// Whether the case ended: was resolved or closed.
  var isEnd = false

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&moment, &isEnd)
  }
}

extension [CaseTurn] {
  /// How often a case that had ended went on, by (effective time, position).
  ///
  /// Who says that an open case is reopened says nothing new; one whose beginning is not in the log
  /// was closed before, or it could not be reopened.
  /// - Parameter isOpened: whether the log has its opening.
  /// - Returns: the number of reopenings.
  func reopenings(isOpened: Bool) -> Int64 {
    var count: Int64 = 0
    var hasEnded = !isOpened
    for turn in self {
      if hasEnded, !turn.isEnd { count += 1 }
      hasEnded = turn.isEnd
    }
    return count
  }
}
