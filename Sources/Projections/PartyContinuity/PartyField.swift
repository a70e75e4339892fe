/// The fields of a party.
public enum PartyField: String, DocumentField {
  case cases, channels, consents, conversations, counts, doNotAsk, endpoints, facts, identities
  case lastTouch, mergedInto, mergedParties, openQuestions, preferences, promises
}

/// The fields of one case of a party.
///
/// `resolution` and `serviceHeading` no fold knows, but whoever answers: how it was settled, and the
/// heading that its service stands under.
public enum PartyCaseField: String, DocumentField {
  case `case`, opened, position, resolution, service, serviceHeading, status
}

/// The fields of one conversation of a party.
///
/// `flags` no fold knows, but whoever answers: whether its beginning is only the time of recording.
public enum PartyConversationField: String, DocumentField {
  case `case`, channel, conversation, flags, issue, outcome, position, resolved, started
}

/// What is counted of a party.
public enum PartyCountField: String, DocumentField {
  case contactsAbandoned, contactsAnswered, events, messagesReceived, messagesSent, transfers
  case unknown
}

/// The fields of what a party consented to.
public enum ConsentField: String, DocumentField {
  case basis, policyVersion, position, scope, state, time
}

/// The fields of a kind of endpoint of a party; `records` are as those of ``IdentityField``.
public enum EndpointField: String, DocumentField { case kind, position, records, verified }

/// The fields of how a party was identified.
///
/// `records` are the positions of those that have something sealed about it, the last one first; they are
/// there when that is not the one at `position` alone.
public enum IdentityField: String, DocumentField {
  case aal, ial, idp, kind, method, party, position, records, time, verified
}

/// The fields of what a party prefers.
public enum PreferenceField: String, DocumentField { case language, preferredChannel }

/// The fields of what was promised: a call back, a commitment, the end of a clock.
///
/// `statedAt` is the position of the record that says its state, and `records` are those of all that made
/// it, the last one first, where it was made again. Two no fold knows, but whoever
/// answers: `settled`, when the case of a breached clock was, and `words`, where it is said what was
/// promised.
public enum PromiseField: String, DocumentField {
  case clock, code, conversation, due, id, kind, position, records, settled, since, state, statedAt
  case time, words
}
