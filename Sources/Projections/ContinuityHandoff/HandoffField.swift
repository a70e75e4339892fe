/// The fields of a hand-off.
public enum HandoffField: String, DocumentField {
  case by, completedBy, conversation, findings, from, id, kind, matter, outcome, packet, party
  case position, reason, returnedBy, service, status, steps, time, to
}

/// The fields of one step of a hand-off; where it stands by itself, of the hand-off it names too.
///
/// `until` and `words` no fold knows, but whoever answers: until when a case waits, and where it is said
/// why it was done.
public enum StepField: String, DocumentField {
  case agent, at, code, conversation, handoff, position, time, until, what, words
}

/// The fields of the continuity of a matter.
public enum MatterField: String, DocumentField {
  case doNotAsk, facts, findings, handoffs, lastTouch, legs, mergedInto, openQuestions, party
  case promises, unmatched
}

/// The fields of one leg of a matter.
public enum LegField: String, DocumentField {
  case agent, channel, contact, conversation, from, outcome, position, queue, resolved, to
}
