internal import InteractionModel

/// What a type of event means to the transcript of a conversation.
enum ArchiveEvent: Sendable {
  case started, resumed, closed, linked, unlinked
  case received, sent, note, transcript, recording
  /// What the virtual assistant said.
  case turn
  case edited, redacted, delivered, undelivered
  /// A leg before anybody answers: initiated, enqueued, offered, declined.
  case waiting
  case answered, abandoned, disconnected
  /// An agent worked on a leg: the body names both.
  case legWork
  case wrappedUp
  /// Somebody took a transfer over: the body names the agent.
  case takenOver
  case disposition, coded, responseUsed, identified
  case selfServiceAbandoned
  /// Shown as a line without text, and without an effect of its own.
  case line
  /// About the record, not about the conversation: who looked, held, erased. No touch.
  case governance
  /// A touch without an effect of its own.
  case other

  /// The meaning of a type; nil when the catalogue does not know it.
  init?(_ type: EventType) {
    guard let type = type.catalogued else { return nil }
    self.init(type)
  }

  /// The meaning of a type that the catalogue lists.
  init(_ type: CatalogueType) {
    self =
      switch type {
      case .conversationStarted: .started
      case .conversationResumed: .resumed
      case .conversationClosed: .closed
      case .conversationLinked: .linked
      case .conversationUnlinked: .unlinked
      case .messageReceived: .received
      case .messageSent: .sent
      case .messageEdited: .edited
      case .messageRedacted: .redacted
      case .messageDelivered: .delivered
      case .messageFailed: .undelivered
      case .noteAdded: .note
      case .transcriptAdded: .transcript
      case .recordingAdded: .recording
      case .assistantTurnTaken: .turn
      case .contactInitiated, .contactEnqueued, .contactOffered, .contactDeclined: .waiting
      case .contactAnswered: .answered
      case .contactAbandoned: .abandoned
      case .contactDisconnected: .disconnected
      case .contactHeld, .contactResumed, .wrapupStarted: .legWork
      case .wrapupCompleted: .wrappedUp
      case .transferAccepted, .transferCompleted: .takenOver
      case .dispositionSet: .disposition
      case .issueCoded: .coded
      case .responseUsed: .responseUsed
      case .partyIdentified: .identified
      case .selfServiceAbandoned: .selfServiceAbandoned
      case .selfServiceSessionStarted, .selfServiceStepCompleted, .selfServiceStepFailed,
        .selfServiceCompleted, .ivrNodeEntered, .ivrInputGiven, .ivrOverridden,
        .assistantIntentMatched, .assistantEscalated, .assistantContained, .transferRequested,
        .transferRejected, .transferFailed, .handoffPrepared, .handoffReturned, .callbackPromised,
        .callbackAttempted, .callbackCompleted, .callbackMissed, .outreachSent, .surveyOffered,
        .surveyAnswered:
        .line
      default: type.isGovernance ? .governance : .other
      }
  }

  /// Whether a record of the type is an entry of the transcript.
  var isShown: Bool {
    switch self {
    case .started, .resumed, .closed, .received, .sent, .note, .transcript, .recording, .turn,
      .answered, .abandoned, .disconnected, .takenOver, .selfServiceAbandoned, .line:
      true
    default: false
    }
  }

  /// Whether its sealed parts are something to read: what was said, or a subject line.
  var carriesText: Bool {
    switch self {
    case .started, .received, .sent, .note, .transcript, .turn, .edited: true
    default: false
    }
  }

  /// Whether somebody said it, so that it can be edited and redacted.
  var isSaid: Bool {
    switch self {
    case .started, .received, .sent, .note, .transcript, .recording, .turn: true
    default: false
    }
  }

  /// Whether it counts among the entries of a conversation.
  var isCounted: Bool {
    switch self {
    case .received, .sent, .note, .transcript: true
    default: false
    }
  }
}
