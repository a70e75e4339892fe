/// The fields of a hand-off.
///
/// `flags` no fold knows, but whoever answers: whether its time is only that of recording.
public enum HandoffField: String, DocumentField {
  case by, completedBy, conversation, findings, flags, from, id, kind, matter, outcome, packet,
    party
  case position, reason, returnedBy, service, status, steps, time, to
}

/// The fields of one step of a hand-off; where it stands by itself, of the hand-off it names too.
///
/// `flags`, `until` and `words` no fold knows, but whoever answers: whether its time is only that of
/// recording, until when a case waits, and where it is said why it was done.
public enum StepField: String, DocumentField {
  case agent, at, code, conversation, flags, handoff, position, time, until, what, words
}

/// The fields of the continuity of a matter.
public enum MatterField: String, DocumentField {
  case doNotAsk, facts, findings, handoffs, lastTouch, legs, mergedInto, openQuestions, party
  case promises, unmatched
}

/// The fields of one leg of a matter.
///
/// `flags` no fold knows, but whoever answers: whether its beginning is only the time of recording.
public enum LegField: String, DocumentField {
  case agent, channel, contact, conversation, flags, from, outcome, position, queue, resolved, to
}
