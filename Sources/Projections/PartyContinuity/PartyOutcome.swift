internal import InteractionModel

/// A record that says whether a conversation or a case ended in a resolution.
struct PartyOutcome: Sendable, Hashable {
  var moment: Moment
  var isResolved: Bool

  /// Whether the outcome of a conversation or a contact means that the party has what it came for.
  ///
  /// Everything else (`abandoned`, `transferred`, `follow-up`, `open`, a code that nobody knows)
  /// leaves the matter open.
  /// - Parameter code: the outcome of `conversation.closed` or `disposition.set`.
  /// - Returns: true when it does.
  static func resolves(_ code: String) -> Bool { resolving.contains(code) }

  private static let resolving: Set<String> = [
    "answered", "completed", "contained", "done", "fixed", "fulfilled", "paid", "resolved",
    "solved",
  ]
}

extension [PartyOutcome] {
  /// Takes an outcome at its place by (effective time, position).
  mutating func take(_ outcome: PartyOutcome) {
    insert(outcome, at: lastIndex { $0.moment < outcome.moment }.map { $0 + 1 } ?? 0)
  }
}

extension PartyOutcome: FoldCodable {
  var json: JSONValue { moment.json(followedBy: .int(isResolved ? 1 : 0)) }

  init?(json: JSONValue) {
    guard let elements = json.array, elements.count == 3, let moment = Moment(elements),
      let flag = elements[2].int
    else { return nil }
    self.init(moment: moment, isResolved: flag == 1)
  }
}
