/// The type of an event: dotted words, past tense, for example `case.opened`.
///
/// A type that ``EventCatalogue`` does not know is kept as it is; projections ignore it and count
/// it.
public struct EventType: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
  /// The dotted name.
  public let rawValue: String

  /// The type of that name; see ``isValid(_:)`` for names from outside.
  public init(rawValue: String) {
    self.rawValue = rawValue
  }

  /// The type of that name; see ``isValid(_:)`` for names from outside.
  public init(_ name: String) {
    rawValue = name
  }

  /// Whether a text can be a type: 1 to 128 ASCII letters, digits or `. _ : / -`.
  /// - Parameter text: the candidate.
  /// - Returns: true when it can.
  public static func isValid(_ text: String) -> Bool {
    PlainWord.isValid(text, or: UInt8(ascii: "/"))
  }

  /// The word before the first dot: the group of VOCABULARY.
  public var group: Substring { rawValue.prefix { $0 != "." } }

  /// The dotted name.
  public var description: String { rawValue }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
// The names say it; what each carries is in EventCatalogue.
extension EventType {
  public static let logCreated = EventType("log.created")
  public static let keyRotated = EventType("key.rotated")
  public static let eventQuarantined = EventType("projection.event_quarantined")
  public static let recordAccessed = EventType("record.accessed")

  public static let partyIdentified = EventType("party.identified")
  public static let partyMerged = EventType("party.merged")
  public static let partyUnmerged = EventType("party.unmerged")

  public static let conversationStarted = EventType("conversation.started")
  public static let conversationResumed = EventType("conversation.resumed")
  public static let conversationLinked = EventType("conversation.linked")
  public static let conversationUnlinked = EventType("conversation.unlinked")
  public static let conversationClosed = EventType("conversation.closed")

  public static let caseOpened = EventType("case.opened")
  public static let caseAssigned = EventType("case.assigned")
  public static let casePended = EventType("case.pended")
  public static let caseResolved = EventType("case.resolved")
  public static let caseReopened = EventType("case.reopened")
  public static let caseClosed = EventType("case.closed")
  public static let caseMerged = EventType("case.merged")
  public static let caseSplit = EventType("case.split")
  public static let caseDueChanged = EventType("case.due_changed")
  public static let caseEscalated = EventType("case.escalated")

  public static let messageReceived = EventType("message.received")
  public static let messageSent = EventType("message.sent")
  public static let noteAdded = EventType("note.added")

  public static let holdPlaced = EventType("hold.placed")
  public static let holdReleased = EventType("hold.released")
  public static let erasureRequested = EventType("erasure.requested")
  public static let erasureRefused = EventType("erasure.refused")
  public static let partyErased = EventType("party.erased")
}
