/// The fields of a packet.
public enum PacketField: String, DocumentField {
  case attachments, doNotAsk, event, facts, hash, incompleteAsOf, journey, language, matter, needs
  case openQuestions, position, promises, reason, references, time, tried, who
}

/// The fields of something attached that a packet names.
public enum AttachmentField: String, DocumentField { case attachment, mediaType, position }

/// The fields of a code that a packet gives with where it comes from.
public enum CodeField: String, DocumentField { case code, inferred, position }

/// The fields of what a packet still lacks.
public enum IncompleteField: String, DocumentField { case pending, position }

/// The fields of one conversation on the way of a matter.
public enum JourneyField: String, DocumentField {
  case channel, channels, conversation, failed, from, outcome, position, steps, to
}

/// The fields of one step of a machine on the way of a matter.
public enum JourneyStepField: String, DocumentField { case error, outcome, position, what }

/// The fields of what a packet is about.
public enum PacketMatterField: String, DocumentField { case issue, service, words }

/// The fields of why a packet was made.
public enum PacketReasonField: String, DocumentField {
  case by, code, expected, from, kind, to, words
}

/// The fields of what was tried on a matter.
public enum TriedField: String, DocumentField {
  case handoff, intent, outcome, position, response, task, version, what
}
