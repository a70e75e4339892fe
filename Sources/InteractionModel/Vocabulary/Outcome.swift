/// What a conversation or a contact came to, as `conversation.closed` and `disposition.set` say it.
public enum Outcome: String, Sendable, Hashable, CaseIterable {
  // The party has what they came for.
  case answered, completed, contained, done, fixed, fulfilled, paid, resolved, solved
  // The matter is still open.
  case abandoned, escalated, open, transferred, unresolved
  /// Somebody has to do something more.
  case followUp = "follow-up"

  /// Whether the party has what they came for.
  public var isResolution: Bool {
    switch self {
    case .answered, .completed, .contained, .done, .fixed, .fulfilled, .paid, .resolved, .solved:
      true
    case .abandoned, .escalated, .open, .transferred, .unresolved, .followUp: false
    }
  }
}
