/// Why a line is not a record, or an event cannot become one.
///
/// Names fields and sizes, never their content.
public enum RecordError: Error, Remediable, Hashable {
  /// The line is not JSON of the profile.
  case json(JSONError)
  /// A field is missing.
  case missing(field: String)
  /// A field holds something of another form than it should.
  case malformed(field: String)
  /// A field that no record has.
  case unknown(field: String)
  /// A public field that the catalogue does not list for the type, or with a value of another kind.
  case notPublic(field: String, type: EventType)
  /// A field of the envelope holds, or looks like, what only a sealed part may hold.
  case notClear(field: String)
  /// A field that names a party, a participant, a conversation or whoever acts holds a person's own
  /// identifier.
  case personalID(field: String)
  /// The public body is larger than a record can take.
  case bodyTooLarge(bytes: Int, limit: Int)
  /// The whole line is larger than a record can be.
  case lineTooLarge(bytes: Int, limit: Int)

  /// What is wrong and what to do, without any content.
  public var diagnosis: Diagnosis {
    switch self {
    case .json(let error): Diagnosis("not a record: \(error.reason)", error.remedy)
    case .missing(let field): Diagnosis("the field “\(field)” is missing")
    case .malformed(let field): Diagnosis("the field “\(field)” is not of the form it should have")
    case .unknown(let field): Diagnosis("“\(field)” is not a field of a record")
    case .notPublic(let field, let type):
      Diagnosis(
        "the body field “\(field)” may not be public in \(type)", "move it into a sealed part")
    case .notClear(let field):
      Diagnosis(
        """
        the field “\(field)” may not stand in clear: it is not a name of the agency's own, or \
        looks like a telephone number or an address
        """,
        "move it into a sealed part (see EnvelopeRule)")
    case .personalID(let field):
      Diagnosis(
        """
        the field “\(field)” holds an address, a handle or a number of 10 to 15 digits, which \
        could be somebody's telephone number, where an id belongs
        """,
        """
        use an id that your system minted, such as a UUID (“mint” in a mapping makes one), and \
        give the address or number itself in a sealed part
        """)
    case .bodyTooLarge(let bytes, let limit):
      Diagnosis(
        "the public body has \(bytes) bytes, \(limit) are allowed",
        "move long fields into a sealed part")
    case .lineTooLarge(let bytes, let limit):
      Diagnosis(
        "the record would have \(bytes) bytes, \(limit) are allowed",
        "move long text into attachments")
    }
  }
}
