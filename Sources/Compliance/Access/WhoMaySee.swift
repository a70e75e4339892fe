public import InteractionModel

/// Who may see something that was said; the stricter one is the greater.
public enum WhoMaySee: String, Sendable, Comparable {
  /// Whoever may see the conversation.
  case `public`
  /// Those who take part in the conversation.
  case `private`
  /// The agency only.
  case `internal`

  /// What a record says about it; nil when nobody said anything with it.
  ///
  /// Never wider by accident: the internal channel is internal whatever the body says, and so is a
  /// word that the vocabulary does not know.
  public init?(_ record: Record) {
    guard let usual = WhoMaySee.usual(record) else { return nil }
    guard record.channel != .internal else {
      self = .internal
      return
    }
    switch record.body["visibility"] {
    case nil, .null?: self = usual
    case let word?: self = word.string.flatMap(WhoMaySee.init(rawValue:)) ?? .internal
    }
  }

  /// What holds of a record that says nothing about it.
  private static func usual(_ record: Record) -> WhoMaySee? {
    switch record.type {
    case .noteAdded: .internal
    case .transcriptAdded, .recordingAdded: .private
    case .messageEdited: .public
    case .messageReceived, .messageSent, .messageRedacted, .messageDelivered,
      .messageFailed, .conversationStarted, .assistantTurnTaken:
      record.direction == .internal ? .internal : .public
    default: nil
    }
  }

  private var rank: Int {
    switch self {
    case .public: 0
    case .private: 1
    case .internal: 2
    }
  }

  /// The order of strictness.
  public static func < (left: WhoMaySee, right: WhoMaySee) -> Bool { left.rank < right.rank }
}
