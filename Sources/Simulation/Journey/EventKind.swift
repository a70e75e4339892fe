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
  var type: EventType { EventKind.types[Int(rawValue)] }

  private static let types: [EventType] = allCases.map { EventType($0.name) }

  private var name: String {
    switch self {
    case .partyIdentified: "party.identified"
    case .partyAuthenticated: "party.authenticated"
    case .partyMerged: "party.merged"
    case .partyUnmerged: "party.unmerged"
    case .endpointAdded: "party.endpoint_added"
    case .preferenceSet: "party.preference_set"
    case .consentGiven: "party.consent_given"
    case .consentWithdrawn: "party.consent_withdrawn"
    case .factRequested: "fact.requested"
    case .factProvided: "fact.provided"
    case .factConfirmed: "fact.confirmed"
    case .conversationStarted: "conversation.started"
    case .conversationResumed: "conversation.resumed"
    case .conversationLinked: "conversation.linked"
    case .conversationUnlinked: "conversation.unlinked"
    case .conversationClosed: "conversation.closed"
    case .contactInitiated: "contact.initiated"
    case .contactEnqueued: "contact.enqueued"
    case .contactOffered: "contact.offered"
    case .contactDeclined: "contact.declined"
    case .contactAnswered: "contact.answered"
    case .contactHeld: "contact.held"
    case .contactResumed: "contact.resumed"
    case .contactAbandoned: "contact.abandoned"
    case .contactDisconnected: "contact.disconnected"
    case .messageReceived: "message.received"
    case .messageSent: "message.sent"
    case .messageDelivered: "message.delivered"
    case .messageFailed: "message.failed"
    case .noteAdded: "note.added"
    case .selfServiceStarted: "selfservice.session_started"
    case .stepCompleted: "selfservice.step_completed"
    case .stepFailed: "selfservice.step_failed"
    case .selfServiceAbandoned: "selfservice.abandoned"
    case .selfServiceCompleted: "selfservice.completed"
    case .ivrNodeEntered: "ivr.node_entered"
    case .ivrInputGiven: "ivr.input_given"
    case .ivrOverridden: "ivr.overridden"
    case .assistantTurn: "assistant.turn_taken"
    case .intentMatched: "assistant.intent_matched"
    case .assistantEscalated: "assistant.escalated"
    case .assistantContained: "assistant.contained"
    case .transferRequested: "transfer.requested"
    case .transferAccepted: "transfer.accepted"
    case .transferRejected: "transfer.rejected"
    case .transferCompleted: "transfer.completed"
    case .transferFailed: "transfer.failed"
    case .handoffPrepared: "handoff.prepared"
    case .handoffViewed: "handoff.viewed"
    case .handoffAcknowledged: "handoff.acknowledged"
    case .wrapupCompleted: "wrapup.completed"
    case .dispositionSet: "disposition.set"
    case .caseOpened: "case.opened"
    case .caseAssigned: "case.assigned"
    case .casePended: "case.pended"
    case .caseResolved: "case.resolved"
    case .caseReopened: "case.reopened"
    case .caseClosed: "case.closed"
    case .caseMerged: "case.merged"
    case .caseSplit: "case.split"
    case .caseEscalated: "case.escalated"
    case .callbackPromised: "callback.promised"
    case .callbackAttempted: "callback.attempted"
    case .callbackCompleted: "callback.completed"
    case .callbackMissed: "callback.missed"
    case .slaStarted: "sla.started"
    case .slaMet: "sla.met"
    case .slaBreached: "sla.breached"
    case .outreachQueued: "outreach.queued"
    case .outreachSent: "outreach.sent"
    case .outreachOpened: "outreach.opened"
    case .outreachClicked: "outreach.clicked"
    case .outreachSuppressed: "outreach.suppressed"
    case .surveyOffered: "survey.offered"
    case .surveyAnswered: "survey.answered"
    case .feedbackAcknowledged: "feedback.acknowledged"
    case .issueCoded: "issue.coded"
    case .responseUsed: "response.used"
    }
  }
}
