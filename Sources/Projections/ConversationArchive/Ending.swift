internal import InteractionModel

/// That a conversation was closed or resumed, or a leg of it disposed of: the last word counts.
struct Ending: FoldValue {
  /// When, as the source said it; empty when it said nothing.
  var said: String
  /// The outcome it was given.
  var outcome: String?
  /// What it was about, when that was said with it.
  var issue: String?
  /// Whether it is over; not when it was resumed.
  var isOver: Bool

  init(said: String, outcome: String? = nil, issue: String? = nil, isOver: Bool) {
    self.said = said
    self.outcome = outcome
    self.issue = issue
    self.isOver = isOver
  }

  func encode(into state: inout StateWriter) {
    state.write(said)
    state.write(outcome)
    state.write(issue)
    state.write(isOver)
  }

  init(from state: inout StateReader) throws(StateDecodingError) {
    said = try state.read()
    outcome = try state.read()
    issue = try state.read()
    isOver = try state.read()
  }
}
