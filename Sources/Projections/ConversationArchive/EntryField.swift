/// The fields of an entry of a transcript.
public enum EntryField: String, DocumentField {
  case attachments, attachmentsWithheld, author, channel, delivery, department, detail, direction
  case duplicateOf, edits, flags, id, mediaType, parent, parentPosition, position, recorded
  case redacted, response, state, text, time, type, visibility
}

/// The fields of what a later record says of an entry: an edit, a redaction, a receipt.
public enum AmendmentField: String, DocumentField {
  case author, authority, edition, error, position, recorded, shown, state, time
}

/// The fields of who said or did something.
public enum AuthorField: String, DocumentField { case id, type }

/// The fields of the codified response that a message was made of.
public enum UsedField: String, DocumentField { case id, version }
