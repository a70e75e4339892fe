internal import InteractionModel

/// The types of event that say something about continuity; `fact.*` are taken by ``KnownFacts``.
enum ContinuityEvent: Sendable {
  case partyIdentified
  case partyAuthenticated
  case preferenceSet

  case factRequested
  case factProvided
  case factConfirmed
  case factCorrected
  case factMarkedStale

  case conversationStarted
  case conversationResumed
  case conversationLinked
  case conversationUnlinked
  case conversationClosed

  case contactInitiated
  case contactEnqueued
  case contactAnswered
  case contactAbandoned
  case contactDisconnected
  case wrapupStarted
  case wrapupCompleted
  case dispositionSet

  case messageReceived
  case messageSent
  case messageFailed
  case messageEdited
  case messageRedacted
  case noteAdded
  case recordingAdded
  case transcriptAdded

  case sessionStarted
  case stepCompleted
  case stepFailed
  case selfServiceAbandoned
  case selfServiceCompleted
  case nodeEntered
  case inputGiven
  case overridden
  case turnTaken
  case intentMatched
  case escalated
  case contained

  case transferRequested
  case transferAccepted
  case transferRejected
  case transferCompleted
  case transferFailed
  case handoffPrepared
  case handoffViewed
  case handoffAcknowledged
  case contextMissing
  case handoffReturned

  case caseOpened
  case issueCoded
  case responseUsed

  case callbackPromised
  case callbackAttempted
  case callbackCompleted
  case callbackMissed
  case commitmentMade
  case commitmentKept
  case commitmentBroken
  case slaStarted
  case slaPaused
  case slaMet
  case slaBreached

  /// By type: one look into a table a record.
  private static let table: [EventType: ContinuityEvent] = [
    .partyIdentified: .partyIdentified,
    .partyAuthenticated: .partyAuthenticated,
    .partyPreferenceSet: .preferenceSet,
    .factRequested: .factRequested,
    .factProvided: .factProvided,
    .factConfirmed: .factConfirmed,
    .factCorrected: .factCorrected,
    .factMarkedStale: .factMarkedStale,
    .conversationStarted: .conversationStarted,
    .conversationResumed: .conversationResumed,
    .conversationLinked: .conversationLinked,
    .conversationUnlinked: .conversationUnlinked,
    .conversationClosed: .conversationClosed,
    .contactInitiated: .contactInitiated,
    .contactEnqueued: .contactEnqueued,
    .contactAnswered: .contactAnswered,
    .contactAbandoned: .contactAbandoned,
    .contactDisconnected: .contactDisconnected,
    .wrapupStarted: .wrapupStarted,
    .wrapupCompleted: .wrapupCompleted,
    .dispositionSet: .dispositionSet,
    .messageReceived: .messageReceived,
    .messageSent: .messageSent,
    .messageFailed: .messageFailed,
    .messageEdited: .messageEdited,
    .messageRedacted: .messageRedacted,
    .noteAdded: .noteAdded,
    .recordingAdded: .recordingAdded,
    .transcriptAdded: .transcriptAdded,
    .selfServiceSessionStarted: .sessionStarted,
    .selfServiceStepCompleted: .stepCompleted,
    .selfServiceStepFailed: .stepFailed,
    .selfServiceAbandoned: .selfServiceAbandoned,
    .selfServiceCompleted: .selfServiceCompleted,
    .ivrNodeEntered: .nodeEntered,
    .ivrInputGiven: .inputGiven,
    .ivrOverridden: .overridden,
    .assistantTurnTaken: .turnTaken,
    .assistantIntentMatched: .intentMatched,
    .assistantEscalated: .escalated,
    .assistantContained: .contained,
    .transferRequested: .transferRequested,
    .transferAccepted: .transferAccepted,
    .transferRejected: .transferRejected,
    .transferCompleted: .transferCompleted,
    .transferFailed: .transferFailed,
    .handoffPrepared: .handoffPrepared,
    .handoffViewed: .handoffViewed,
    .handoffAcknowledged: .handoffAcknowledged,
    .handoffContextMissing: .contextMissing,
    .handoffReturned: .handoffReturned,
    .caseOpened: .caseOpened,
    .issueCoded: .issueCoded,
    .responseUsed: .responseUsed,
    .callbackPromised: .callbackPromised,
    .callbackAttempted: .callbackAttempted,
    .callbackCompleted: .callbackCompleted,
    .callbackMissed: .callbackMissed,
    .commitmentMade: .commitmentMade,
    .commitmentKept: .commitmentKept,
    .commitmentBroken: .commitmentBroken,
    .slaStarted: .slaStarted,
    .slaPaused: .slaPaused,
    .slaMet: .slaMet,
    .slaBreached: .slaBreached,
  ]

  /// The types that say something about continuity.
  static var types: [EventType] { Array(table.keys) }

  /// The meaning of a type; nil when it says nothing about continuity.
  init?(_ type: EventType) {
    guard let event = ContinuityEvent.table[type] else { return nil }
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
