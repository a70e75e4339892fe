/// The fields of a case.
public enum CaseField: String, DocumentField {
  case agents, channels, closed, conversations, counts, department, departments, due, firstContact
  case firstResponse, flags, lastTouch, mergedCases, mergedInto, onTime, opened, owner
  case participants, priority, queue, reopens, resolutions, service, sla, slaState, status
  case transfers
}

/// What is odd about the times of a case, among its ``CaseField/flags``.
public enum CaseFlag: String, Sendable {
  /// It was closed before it was opened.
  case closedBeforeOpened = "closed_before_opened"
  /// Nobody said when it was opened: the time is that of recording, as by an import.
  case openedAsRecorded = "opened_as_recorded"
  /// Nobody said when it was closed: the time is that of recording.
  case closedAsRecorded = "closed_as_recorded"
}

/// What is counted of a case.
public enum CaseCountField: String, DocumentField {
  case callbacksKept, callbacksMissed, callbacksPromised, contactsAbandoned, contactsAnswered
  case events, handoffs, messagesReceived, messagesSent, notes, selfServiceFailures, transfers
  case unknown
}

/// The fields of one resolution of a case.
public enum ResolutionField: String, DocumentField { case onTime, position, resolution, time }

/// The fields of one clock of a case.
public enum ClockField: String, DocumentField { case due, since, state }

/// The fields of a transfer.
public enum TransferField: String, DocumentField {
  case from, id, kind, outcome, outcomeReason, position, reason, time, to
}

/// The fields of where a transfer or a hand-off comes from or goes.
public enum TransferEndField: String, DocumentField {
  case agent, `case`, channel, department, queue
}
