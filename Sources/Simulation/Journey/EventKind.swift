internal import InteractionModel

/// The types of event that the simulation makes, as small numbers, so that counting one costs an
/// addition.
enum EventKind: UInt8, CaseIterable, Sendable {
  case partyIdentified
  case partyAuthenticated
  case partyMerged
  case partyUnmerged
  case endpointAdded
  case preferenceSet
  case consentGiven
  case consentWithdrawn
  case factRequested
  case factProvided
  case factConfirmed
  case conversationStarted
  case conversationResumed
  case conversationLinked
  case conversationUnlinked
  case conversationClosed
  case contactInitiated
  case contactEnqueued
  case contactOffered
  case contactDeclined
  case contactAnswered
  case contactHeld
  case contactResumed
  case contactAbandoned
  case contactDisconnected
  case messageReceived
  case messageSent
  case messageDelivered
  case messageFailed
  case noteAdded
  case selfServiceStarted
  case stepCompleted
  case stepFailed
  case selfServiceAbandoned
  case selfServiceCompleted
  case ivrNodeEntered
  case ivrInputGiven
  case ivrOverridden
  case assistantTurn
  case intentMatched
  case assistantEscalated
  case assistantContained
  case transferRequested
  case transferAccepted
  case transferRejected
  case transferCompleted
  case transferFailed
  case handoffPrepared
  case handoffViewed
  case handoffAcknowledged
  case wrapupCompleted
  case dispositionSet
  case caseOpened
  case caseAssigned
  case casePended
  case caseResolved
  case caseReopened
  case caseClosed
  case caseMerged
  case caseSplit
  case caseEscalated
  case callbackPromised
  case callbackAttempted
  case callbackCompleted
  case callbackMissed
  case slaStarted
  case slaMet
  case slaBreached
  case outreachQueued
  case outreachSent
  case outreachOpened
  case outreachClicked
  case outreachSuppressed
  case surveyOffered
  case surveyAnswered
  case feedbackAcknowledged
  case issueCoded
  case responseUsed

  /// The type in the catalogue's words.
  var type: EventType {
    switch self {
    case .partyIdentified: .partyIdentified
    case .partyAuthenticated: .partyAuthenticated
    case .partyMerged: .partyMerged
    case .partyUnmerged: .partyUnmerged
    case .endpointAdded: .partyEndpointAdded
    case .preferenceSet: .partyPreferenceSet
    case .consentGiven: .partyConsentGiven
    case .consentWithdrawn: .partyConsentWithdrawn
    case .factRequested: .factRequested
    case .factProvided: .factProvided
    case .factConfirmed: .factConfirmed
    case .conversationStarted: .conversationStarted
    case .conversationResumed: .conversationResumed
    case .conversationLinked: .conversationLinked
    case .conversationUnlinked: .conversationUnlinked
    case .conversationClosed: .conversationClosed
    case .contactInitiated: .contactInitiated
    case .contactEnqueued: .contactEnqueued
    case .contactOffered: .contactOffered
    case .contactDeclined: .contactDeclined
    case .contactAnswered: .contactAnswered
    case .contactHeld: .contactHeld
    case .contactResumed: .contactResumed
    case .contactAbandoned: .contactAbandoned
    case .contactDisconnected: .contactDisconnected
    case .messageReceived: .messageReceived
    case .messageSent: .messageSent
    case .messageDelivered: .messageDelivered
    case .messageFailed: .messageFailed
    case .noteAdded: .noteAdded
    case .selfServiceStarted: .selfServiceSessionStarted
    case .stepCompleted: .selfServiceStepCompleted
    case .stepFailed: .selfServiceStepFailed
    case .selfServiceAbandoned: .selfServiceAbandoned
    case .selfServiceCompleted: .selfServiceCompleted
    case .ivrNodeEntered: .ivrNodeEntered
    case .ivrInputGiven: .ivrInputGiven
    case .ivrOverridden: .ivrOverridden
    case .assistantTurn: .assistantTurnTaken
    case .intentMatched: .assistantIntentMatched
    case .assistantEscalated: .assistantEscalated
    case .assistantContained: .assistantContained
    case .transferRequested: .transferRequested
    case .transferAccepted: .transferAccepted
    case .transferRejected: .transferRejected
    case .transferCompleted: .transferCompleted
    case .transferFailed: .transferFailed
    case .handoffPrepared: .handoffPrepared
    case .handoffViewed: .handoffViewed
    case .handoffAcknowledged: .handoffAcknowledged
    case .wrapupCompleted: .wrapupCompleted
    case .dispositionSet: .dispositionSet
    case .caseOpened: .caseOpened
    case .caseAssigned: .caseAssigned
    case .casePended: .casePended
    case .caseResolved: .caseResolved
    case .caseReopened: .caseReopened
    case .caseClosed: .caseClosed
    case .caseMerged: .caseMerged
    case .caseSplit: .caseSplit
    case .caseEscalated: .caseEscalated
    case .callbackPromised: .callbackPromised
    case .callbackAttempted: .callbackAttempted
    case .callbackCompleted: .callbackCompleted
    case .callbackMissed: .callbackMissed
    case .slaStarted: .slaStarted
    case .slaMet: .slaMet
    case .slaBreached: .slaBreached
    case .outreachQueued: .outreachQueued
    case .outreachSent: .outreachSent
    case .outreachOpened: .outreachOpened
    case .outreachClicked: .outreachClicked
    case .outreachSuppressed: .outreachSuppressed
    case .surveyOffered: .surveyOffered
    case .surveyAnswered: .surveyAnswered
    case .feedbackAcknowledged: .feedbackAcknowledged
    case .issueCoded: .issueCoded
    case .responseUsed: .responseUsed
    }
  }
}
