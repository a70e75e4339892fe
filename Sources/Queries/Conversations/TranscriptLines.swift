public import InteractionModel
public import Projections

extension Document where Field == EntryField {
  /// The type of the event that it is of.
  public var eventType: EventType { EventType(self[.type]?.string ?? "") }

  /// Whether it is a redaction of a message that the conversation does not have, which no words of it
  /// are hidden by.
  public var isOfNothing: Bool { eventType == .messageRedacted }

  /// Whether somebody said it; of other entries it is told what happened.
  public var isSaid: Bool {
    switch eventType {
    case .messageReceived, .messageSent, .messageEdited, .messageRedacted, .noteAdded,
      .transcriptAdded:
      true
    case .assistantTurnTaken, .conversationStarted: self[.text] != nil
    default: false
    }
  }
}

extension TranscriptPage {
  /// What must be said beside the words of an entry, where somebody could take them for public: where
  /// nothing is, it goes without saying that words are private.
  /// - Parameter entry: an entry of the page.
  /// - Returns: the mark; nil when none is needed.
  public func mark(of entry: Document<EntryField>) -> VisibilityMark? {
    // It has no words that somebody could take for public.
    guard !entry.isOfNothing else { return nil }
    let visibility = Visibility.allCases.first { $0.word == entry[.visibility]?.string }
    let mark = VisibilityMark(visibility, of: entry.eventType)
    return mark == .private && !hasPublicEntries ? nil : mark
  }

  private var hasPublicEntries: Bool {
    entries.contains { $0[.visibility] == "public" && $0.isSaid }
  }
}
