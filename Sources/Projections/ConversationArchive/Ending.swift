internal import InteractionModel

/// That a conversation was closed or resumed, or a leg of it disposed of: the last word counts.
struct Ending: FoldValue, FieldwiseCodable {
  /// When, as the source said it; empty when it said nothing.
  var said = ""
  /// The outcome it was given.
  var outcome: String?
  /// What it was about, when that was said with it.
  var issue: String?
  /// Whether it is over; not when it was resumed.
  var isOver = false

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&said, &outcome, &issue, &isOver)
  }
}
