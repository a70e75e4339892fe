/// The fields of a conversation.
public enum ConversationField: String, DocumentField {
  case `case`, caseSince, channel, channels, contacts, counts, department, departments, direction
  case disposition, ended, flags, issues, language, last, links, outcome, participants, started
  case status
}

/// What is counted of a conversation.
public enum ConversationCountField: String, DocumentField {
  case attachments, contacts, duplicates, edits, events, issues, late, links, notes, orphans
  case `public`, received, recordings, redactions, responses, resumed, sent, shown, transcripts
  case undelivered, unknown, unmatchedReceipts
}

/// The fields of one leg of a conversation.
public enum ContactField: String, DocumentField {
  case abandoned, agent, answered, by, disconnected, duration, hold, id, method, outcome, position
  case queue, talk, time, waited, wrapUp
}

/// The fields of how a conversation was disposed of.
public enum DispositionField: String, DocumentField { case issue, outcome, position, time }

/// The fields of one issue that a conversation was coded with.
public enum IssueField: String, DocumentField {
  case confidence, disposition, inferred, issue, model, position, time
}

/// The fields of a link of a conversation to a case, or of its end.
public enum LinkField: String, DocumentField { case `case`, position, time, type }

/// The fields of who took part in a conversation.
public enum ParticipantsField: String, DocumentField { case agents, others, parties }
