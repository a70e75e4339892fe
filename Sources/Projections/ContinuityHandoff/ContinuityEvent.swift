internal import InteractionModel

/// The types of event that say something about continuity; `fact.*` are taken by ``KnownFacts``.
enum ContinuityEvent: String, CaseIterable, Sendable {
  case partyIdentified = "party.identified"
  case partyAuthenticated = "party.authenticated"
  case preferenceSet = "party.preference_set"

  case factRequested = "fact.requested"
  case factProvided = "fact.provided"
  case factConfirmed = "fact.confirmed"
  case factCorrected = "fact.corrected"
  case factMarkedStale = "fact.marked_stale"

  case conversationStarted = "conversation.started"
  case conversationResumed = "conversation.resumed"
  case conversationLinked = "conversation.linked"
  case conversationUnlinked = "conversation.unlinked"
  case conversationClosed = "conversation.closed"

  case contactInitiated = "contact.initiated"
  case contactEnqueued = "contact.enqueued"
  case contactAnswered = "contact.answered"
  case contactAbandoned = "contact.abandoned"
  case contactDisconnected = "contact.disconnected"
  case wrapupStarted = "wrapup.started"
  case wrapupCompleted = "wrapup.completed"
  case dispositionSet = "disposition.set"

  case messageReceived = "message.received"
  case messageSent = "message.sent"
  case messageFailed = "message.failed"
  case messageEdited = "message.edited"
  case messageRedacted = "message.redacted"
  case noteAdded = "note.added"
  case recordingAdded = "recording.added"
  case transcriptAdded = "transcript.added"

  case sessionStarted = "selfservice.session_started"
  case stepCompleted = "selfservice.step_completed"
  case stepFailed = "selfservice.step_failed"
  case selfServiceAbandoned = "selfservice.abandoned"
  case selfServiceCompleted = "selfservice.completed"
  case nodeEntered = "ivr.node_entered"
  case inputGiven = "ivr.input_given"
  case overridden = "ivr.overridden"
  case turnTaken = "assistant.turn_taken"
  case intentMatched = "assistant.intent_matched"
  case escalated = "assistant.escalated"
  case contained = "assistant.contained"

  case transferRequested = "transfer.requested"
  case transferAccepted = "transfer.accepted"
  case transferRejected = "transfer.rejected"
  case transferCompleted = "transfer.completed"
  case transferFailed = "transfer.failed"
  case handoffPrepared = "handoff.prepared"
  case handoffViewed = "handoff.viewed"
  case handoffAcknowledged = "handoff.acknowledged"
  case contextMissing = "handoff.context_missing"
  case handoffReturned = "handoff.returned"

  case caseOpened = "case.opened"
  case issueCoded = "issue.coded"
  case responseUsed = "response.used"

  case callbackPromised = "callback.promised"
  case callbackAttempted = "callback.attempted"
  case callbackCompleted = "callback.completed"
  case callbackMissed = "callback.missed"
  case commitmentMade = "commitment.made"
  case commitmentKept = "commitment.kept"
  case commitmentBroken = "commitment.broken"
  case slaStarted = "sla.started"
  case slaPaused = "sla.paused"
  case slaMet = "sla.met"
  case slaBreached = "sla.breached"

  /// By the name of the type: one look into a table a record.
  private static let table = Dictionary(
    uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

  /// The meaning of a type; nil when it says nothing about continuity.
  init?(_ type: EventType) {
    guard let event = ContinuityEvent.table[type.rawValue] else { return nil }
    self = event
  }

  /// The step of a hand-off that it is; nil when it is none.
  var step: HandoffStep.Kind? {
    switch self {
    case .transferRequested: .requested
    case .transferAccepted: .accepted
    case .transferRejected: .rejected
    case .transferCompleted: .completed
    case .transferFailed: .failed
    case .handoffPrepared: .prepared
    case .handoffViewed: .viewed
    case .handoffAcknowledged: .acknowledged
    case .contextMissing: .contextMissing
    case .handoffReturned: .returned
    default: nil
    }
  }

  /// Whether it may come long after the conversation that it names: its time is not that of the
  /// conversation.
  var isAfterwards: Bool {
    self == .conversationLinked || self == .conversationUnlinked || self == .transcriptAdded
  }
}
