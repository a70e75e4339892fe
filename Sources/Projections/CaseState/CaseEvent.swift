internal import InteractionModel

/// What a type of event means to the state of a case.
///
/// One look into a table a record: it answers at once whether the catalogue knows the type.
enum CaseEvent: Sendable {
  case opened, assigned, pended, resolved, reopened, closed, merged, split, dueChanged, escalated
  case slaStarted, slaPaused, slaMet, slaBreached
  case messageReceived, messageSent, note
  case contactAnswered, contactAbandoned
  case transferRequested, transferAccepted, transferRejected, transferCompleted, transferFailed
  case handoffPrepared
  /// Somebody of the agency worked on it: the body names the agent.
  case agentWork
  case selfServiceFailed
  case callbackPromised, callbackCompleted, callbackMissed
  case partyIdentified
  /// About the record, not about the matter: who looked, held, erased. No touch of the case.
  case governance
  /// A touch without an effect of its own.
  case other

  /// The meaning of a type; nil when the catalogue does not know it.
  init?(_ type: EventType) {
    guard let event = CaseEvent.table[type.rawValue] else { return nil }
    self = event
  }

  private static let table: [String: CaseEvent] = {
    var table: [String: CaseEvent] = [:]
    for type in EventCatalogue.types { table[type.rawValue] = meaning(of: type) }
    return table
  }()

  private static func meaning(of type: EventType) -> CaseEvent {
    switch type {
    case .caseOpened: .opened
    case .caseAssigned: .assigned
    case .casePended: .pended
    case .caseResolved: .resolved
    case .caseReopened: .reopened
    case .caseClosed: .closed
    case .caseMerged: .merged
    case .caseSplit: .split
    case .caseDueChanged: .dueChanged
    case .caseEscalated: .escalated
    case .slaStarted: .slaStarted
    case .slaPaused: .slaPaused
    case .slaMet: .slaMet
    case .slaBreached: .slaBreached
    case .messageReceived: .messageReceived
    case .messageSent: .messageSent
    case .noteAdded: .note
    case .contactAnswered: .contactAnswered
    case .contactAbandoned: .contactAbandoned
    case .transferRequested: .transferRequested
    case .transferAccepted: .transferAccepted
    case .transferRejected: .transferRejected
    case .transferCompleted: .transferCompleted
    case .transferFailed: .transferFailed
    case .handoffPrepared: .handoffPrepared
    case .contactHeld, .contactResumed, .wrapupStarted, .wrapupCompleted,
      .handoffViewed, .handoffAcknowledged, .handoffReturned:
      .agentWork
    case .selfServiceStepFailed: .selfServiceFailed
    case .callbackPromised: .callbackPromised
    case .callbackCompleted: .callbackCompleted
    case .callbackMissed: .callbackMissed
    case .partyIdentified: .partyIdentified
    case .partyErased: .governance
    default: EventType.governanceGroups.contains(String(type.group)) ? .governance : .other
    }
  }
}
