internal import InteractionModel

/// A record that says that a case ended, or that it goes on.
struct CaseTurn: FieldwiseCodable, Sendable, Hashable {
  var moment = Moment.blank
  /// The status from then on: `resolved`, `closed` or `open`.
  var status = ""
  /// The record, by which another may correct it.
  var id = EventID(high: 0, low: 0)
  /// The time as the source said it; empty when it said none.
  var said = ""

  /// Whether the case ended: was resolved or closed.
  var isEnd: Bool { status != "open" }

  /// The time in the words of the source.
  var saidTime: String { moment.text(said) }

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&moment, &status, &id, &said)
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
