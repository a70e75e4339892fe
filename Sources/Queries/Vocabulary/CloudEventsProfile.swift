/// What the attributes of a CloudEvent and the members of its `data` become, as
/// ``/Intake/CloudEventReader`` reads them.
enum CloudEventsProfile {
  /// The attributes.
  static let attributes = [
    ("specversion", "“1.0”"),
    ("id", "a UUID is the event's id; any other is kept sealed, and gives one"),
    ("source", "the system it comes from; an address of somebody is sealed"),
    ("type", "the event type"),
    ("time", "when it happened, with its offset (RFC 3339)"),
    ("saidtime", "a time that says less: no seconds, a day, no zone"),
    ("partitionkey", "the stream: conversation-ID, case-ID, party-ID, document-ID"),
    ("correlationid", "what it belongs together with"),
    ("causationid", "the id of the event that led to it"),
    ("dataschema", "ends in /N: version N of the type's fields; else 1"),
    ("data", "the members below"),
    ("data_base64", "the data, its JSON in base64, where there is no data"),
    ("recordedtime", "another log's, left out"),
    ("sequence", "another log's, left out"),
    ("traceparent", "how it travelled, left out; tracestate and others alike"),
  ]

  /// The members of `data`.
  static let members = [
    ("channel", "one of the channels"),
    ("direction", "inbound, outbound or internal"),
    ("conversation", "the id of the conversation"),
    ("case", "the number of the case"),
    ("party", "the id of the party"),
    ("department", "the department, as you call it"),
    ("actor", "who did it: {\"type\", \"id\"}; a type of actors"),
    ("body", "the public fields of the type; what is none is sealed"),
    ("sealed", "the sealed fields, in clear; sealed before they are stored"),
  ]

  /// What goes for all of it.
  static let rules = """
    Without a partitionkey the stream is that of the conversation, else of the case, else of the \
    party. What stands elsewhere, any other attribute among it, is sealed. A type that is not listed \
    has no public fields; when its data has other members than these, the whole event is sealed.
    """
}
