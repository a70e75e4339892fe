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

  /// `[said, outcome, issue, over]`.
  var json: JSONValue {
    [
      .string(said), outcome.map(JSONValue.string) ?? .null, issue.map(JSONValue.string) ?? .null,
      .bool(isOver),
    ]
  }

  init?(json: JSONValue) {
    guard let elements = json.array, elements.count == 4, let said = elements[0].string,
      let isOver = elements[3].bool
    else { return nil }
    self.init(
      said: said, outcome: elements[1].string, issue: elements[2].string, isOver: isOver)
  }
}
