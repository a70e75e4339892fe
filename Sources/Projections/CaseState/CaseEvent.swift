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
    switch type.rawValue {
    case "case.opened": .opened
    case "case.assigned": .assigned
    case "case.pended": .pended
    case "case.resolved": .resolved
    case "case.reopened": .reopened
    case "case.closed": .closed
    case "case.merged": .merged
    case "case.split": .split
    case "case.due_changed": .dueChanged
    case "case.escalated": .escalated
    case "sla.started": .slaStarted
    case "sla.paused": .slaPaused
    case "sla.met": .slaMet
    case "sla.breached": .slaBreached
    case "message.received": .messageReceived
    case "message.sent": .messageSent
    case "note.added": .note
    case "contact.answered": .contactAnswered
    case "contact.abandoned": .contactAbandoned
    case "transfer.requested": .transferRequested
    case "transfer.accepted": .transferAccepted
    case "transfer.rejected": .transferRejected
    case "transfer.completed": .transferCompleted
    case "transfer.failed": .transferFailed
    case "handoff.prepared": .handoffPrepared
    case "contact.held", "contact.resumed", "wrapup.started", "wrapup.completed",
      "handoff.viewed", "handoff.acknowledged", "handoff.returned":
      .agentWork
    case "selfservice.step_failed": .selfServiceFailed
    case "callback.promised": .callbackPromised
    case "callback.completed": .callbackCompleted
    case "callback.missed": .callbackMissed
    case "party.identified": .partyIdentified
    case "party.erased": .governance
    default: EventType.governanceGroups.contains(String(type.group)) ? .governance : .other
    }
  }
}
