internal import InteractionModel

/// A record that says whether a conversation or a case ended in a resolution.
struct PartyOutcome: FieldwiseCodable, Sendable, Hashable {
  var moment = Moment.blank
  var isResolved = false

  /// Whether the outcome of a conversation or a contact means that the party has what they came for.
  ///
  /// A code that nobody knows leaves the matter open; see ``/InteractionModel/Outcome``.
  /// - Parameter code: the outcome of `conversation.closed` or `disposition.set`.
  /// - Returns: true when it does.
  static func resolves(_ code: String) -> Bool { Outcome(rawValue: code)?.isResolution ?? false }

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&moment, &isResolved)
  }
}

extension [PartyOutcome] {
  /// Takes an outcome at its place by (effective time, position).
  mutating func take(_ outcome: PartyOutcome) {
    var outcome = outcome
    outcome.moment = settled(outcome.moment, by: \.moment)
    insert(outcome, by: \.moment)
  }

  /// The last outcome before a moment; nil stands for the end of time.
  func last(before moment: Moment?) -> PartyOutcome? {
    guard let moment else { return last }
    let place = place { $0.moment < moment }
    return place > 0 ? self[place - 1] : nil
  }
}
