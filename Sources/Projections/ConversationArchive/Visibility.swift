public import InteractionModel

/// Who may see something that was said; the stricter one is the greater.
public enum Visibility: Int64, FoldCodable, Sendable, Hashable, Comparable, CaseIterable {
  /// Whoever may see the conversation.
  case `public`
  /// Those who take part in the conversation.
  case `private`
  /// The agency only.
  case `internal`

  /// The word of the vocabulary.
  public var word: String {
    switch self {
    case .public: "public"
    case .private: "private"
    case .internal: "internal"
    }
  }

  /// The order of strictness.
  public static func < (left: Visibility, right: Visibility) -> Bool {
    left.rawValue < right.rawValue
  }

  /// What a record says about who may see it; nil when nobody said anything with it.
  ///
  /// Never wider by accident: the internal channel is internal whatever the body says, and so is a
  /// word that the vocabulary does not know.
  /// - Parameter record: the record.
  public init?(_ record: Record) {
    guard let usual = Visibility.usual(record) else { return nil }
    guard record.channel != .internal else {
      self = .internal
      return
    }
    switch record.body["visibility"] {
    case nil, .null?: self = usual
    case "public"?: self = .public
    case "private"?: self = .private
    case .some: self = .internal
    }
  }

  /// The visibility of a record that says nothing about it.
  private static func usual(_ record: Record) -> Visibility? {
    switch record.type {
    case .noteAdded: .internal
    case .transcriptAdded, .recordingAdded: .private
    case .messageEdited: .public
    case .messageReceived, .messageSent, .messageRedacted, .messageDelivered, .messageFailed,
      .conversationStarted, .assistantTurnTaken:
      record.direction == .internal ? .internal : .public
    default: nil
    }
  }

  /// What is shown of a record in a transcript: of what nobody said, and of what is said about a
  /// message, the message decides.
  init(_ record: Record, _ event: ArchiveEvent) throws(FoldError) {
    _ = try record.text("visibility")
    self = event.isSaid || event == .edited ? Visibility(record) ?? .internal : .internal
  }
}
