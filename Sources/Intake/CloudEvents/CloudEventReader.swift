public import InteractionModel

/// Reads one CloudEvent in the project's profile.
///
/// - `id`: a UUID is the event's id; any other gives a deterministic id from (source, id), and is
///   kept as `externalID` in the sealed part.
/// - `source`, `type`; `time` is `occurred`: RFC 3339 and nothing else, and `0001-01-01`, by which
///   systems say that they have none, is none. In the `body` so are its like, and a day or a time of
///   day that does not exist rejects the event, as in a column. `saidtime` has the words of a source that
///   said less than RFC 3339 does, see ``/InteractionModel/Timestamp``. `partitionkey` is the stream
///   (absent: of the conversation, else the case, else the party); `correlationid`, `causationid`;
///   `dataschema` that ends in `/N` is schema N, and any other goes to the sealed part.
/// - `data`: `channel`, `direction`, `conversation`, `case`, `party`, `department`, `actor`, `body`,
///   `sealed`. `sealed` is an object about the event's default subject, or an array of
///   `{"participant", "party", "content"}`. A member of these that is null is not there, as the JSON
///   format has it of attributes (§2.1); only the content that is to be sealed stays as it is.
///
/// A `source` that is somebody's address (`tel:`, `mailto:`, an `@`, …) leaves only its scheme in
/// clear and goes to the sealed part as `source`; so does a `correlationid` that is no id or looks
/// like a telephone number, and a `department` that is no name, and a
/// `channel` or `direction` that is none of its list. See ``/InteractionModel/EnvelopeRule``.
///
/// Nothing is lost and nothing unknown becomes public: fields the catalogue does not list, unknown
/// members and extension attributes go to the sealed part. An event whose `data` is not of this
/// shape is sealed whole under its own type, in a stream of its source. `recordedtime` and
/// `sequence` are another log's and are left out; so are `traceparent` and what else says how an
/// event travelled (``CloudEventAttributes/transport``), by which no redelivery is another event.
public struct CloudEventReader: Sendable {
  /// What an event without a source has as its `source` attribute, which CloudEvents requires.
  static let unknownSource = "about:unknown"

  private let context: IntakeContext

  /// A reader.
  /// - Parameter context: what the log knows.
  public init(context: IntakeContext) {
    self.context = context
  }

  /// The event that a CloudEvent says.
  /// - Parameter object: the whole CloudEvent, read as foreign JSON.
  /// - Returns: the event, ready to append.
  /// - Throws: ``RowFault`` that names the attribute, never its content.
  public func event(from object: JSONObject) throws(RowFault) -> NewEvent {
    try read(object).event
  }

  /// The event that a CloudEvent says, and how it was read.
  func read(_ object: JSONObject) throws(RowFault) -> ReadCloudEvent {
    let attributes = CloudEventAttributes(object)
    guard attributes.specversion == "1.0" else {
      throw RowFault(
        "“specversion” is missing or not the string “1.0”",
        remedy: "write CloudEvents 1.0 in structured mode")
    }
    let externalID = try required("id", attributes.id, limit: 4096)
    let source = try required("source", attributes.source, limit: 200)
    let type = EventType(try required("type", attributes.type, limit: 128))
    guard EventType.isValid(type.rawValue) else {
      throw RowFault(
        "“type” is not a type name",
        remedy: "use up to 128 letters, digits, dots, hyphens, underscores, colons or slashes")
    }
    if let subject = attributes.extensions["subject"], subject.string == nil {
      throw RowFault(
        "the attribute “subject” is no string", remedy: "write it in quotes, or leave it out")
    }
    let uuid = EventID(uuid: externalID)
    let id = uuid ?? minted(externalID, source)
    let content = attributes.content
    let data = CloudEventData(content?.object ?? JSONObject())
    let isReadable = content != nil || attributes.dataBase64 == nil
    guard isReadable, isOurs(type, content, data) else {
      return ReadCloudEvent(
        event: try foreign(object, attributes, id: id, source: source, type: type),
        isKeptAside: true)
    }
    var draft = CloudEventDraft(data)
    var event = try draft.event(
      id: id, type: type, stream: try stream(attributes), occurred: try time(attributes))
    event.source = clear(source)
    if event.source != source, source != CloudEventReader.unknownSource {
      draft.leftOver("source", .string(source))
    }
    if let schema = schema(attributes) {
      event.schema = schema
    } else if let dataschema = attributes.dataschema {
      draft.leftOver("dataschema", dataschema)
    }
    if let correlation = try optionalText("correlationid", attributes.correlationid) {
      if EnvelopeRule.admits(correlation: correlation) {
        event.correlation = correlation
      } else {
        draft.leftOver("correlationid", .string(correlation))
      }
    }
    if let cause = try optionalText("causationid", attributes.causationid) {
      event.causation = EventID(uuid: cause) ?? minted(cause, source)
    }
    if !attributes.extensions.isEmpty {
      draft.leftOver("attributes", .object(attributes.extensions))
    }
    if uuid == nil { draft.leftOver("externalID", .string(externalID)) }
    event.personal = try draft.parts(of: event)
    return ReadCloudEvent(event: event, misspelt: draft.misspelt)
  }

  // MARK: Attributes

  private func minted(_ text: String, _ source: String) -> EventID {
    context.minter.eventID(source: source, externalID: text, externalVersion: "", name: "")
  }

  private func required(
    _ name: String, _ value: JSONValue?, limit: Int
  ) throws(RowFault) -> String {
    if case .int? = value {
      throw RowFault(
        "the required attribute “\(name)” is a number, where CloudEvents 1.0 has a string",
        remedy: "write it in quotes")
    }
    guard let text = value?.string, !text.isEmpty else {
      throw RowFault(
        "the required attribute “\(name)” is missing, empty or no string",
        remedy: "set it (CloudEvents 1.0 requires id, source, specversion and type)")
    }
    guard text.utf8.count <= limit else {
      throw RowFault(
        "the attribute “\(name)” is longer than \(limit) bytes", remedy: "shorten it")
    }
    return text
  }

  private func optionalText(
    _ name: String, _ value: JSONValue?
  ) throws(RowFault) -> String? {
    switch value {
    case nil: return nil
    case .string(let text)? where !text.isEmpty: return text
    default:
      throw RowFault(
        "the attribute “\(name)” is empty or no string", remedy: "set it or leave it out")
    }
  }

  /// What may stand in clear of a source; nil when nothing may or it is not known.
  private func clear(_ source: String) -> String? {
    source == CloudEventReader.unknownSource ? nil : EnvelopeRule.clearPart(ofSource: source)
  }

  private func time(_ attributes: CloudEventAttributes) throws(RowFault) -> Timestamp? {
    if let said = try optionalText("saidtime", attributes.saidtime) {
      guard let time = Timestamp(ofSource: said) else {
        throw RowFault(
          "“saidtime” is not a time",
          remedy: "write it as RFC 3339 without what is not known, such as 2015-04-13-04:00")
      }
      return time
    }
    guard let text = try optionalText("time", attributes.time), !text.hasPrefix("0001-01-01")
    else { return nil }
    guard let time = Timestamp(ofSource: text), time.isRFC3339 else {
      throw RowFault(
        "“time” is not RFC 3339 (\(TimeReader.shape(Array(text.utf8))))",
        remedy: """
          write date, time of day with seconds (60 only where a month ends in UTC) and offset, such \
          as 2015-04-13T10:05:00-04:00; where the source does not know them, leave “time” out
          """)
    }
    return time
  }

  private func schema(_ attributes: CloudEventAttributes) -> Int? {
    guard let text = attributes.dataschema?.string, let slash = text.lastIndex(of: "/"),
      let number = Int32(text[text.index(after: slash)...]), number > 0
    else { return nil }
    return Int(number)
  }

  private func stream(_ attributes: CloudEventAttributes) throws(RowFault) -> StreamID? {
    guard let text = try optionalText("partitionkey", attributes.partitionkey) else { return nil }
    guard let stream = StreamID(parsing: text), stream.entity != nil else {
      throw RowFault(
        "“partitionkey” is not the name of a stream",
        remedy: "write conversation-ID, case-ID, party-ID or document-ID, or leave it out")
    }
    return stream
  }

  // MARK: Foreign events

  /// Whether `data` is of the profile's shape, which for types that the catalogue does not know
  /// is believed only when all of it fits.
  private func isOurs(_ type: EventType, _ value: JSONValue?, _ data: CloudEventData) -> Bool {
    let isKnown = EventCatalogue.lists(type)
    switch value {
    case nil, .null?: return isKnown
    case .object? where isKnown: return data.isOfProfile
    case .object?: return data.others.isEmpty && (data.body?.object != nil || data.sealed != nil)
    default: return false
    }
  }

  private func foreign(
    _ object: JSONObject, _ attributes: CloudEventAttributes, id: EventID, source: String,
    type: EventType
  ) throws(RowFault) -> NewEvent {
    let stream: StreamID
    if let known = attributes.partitionkey?.string.flatMap(StreamID.init(parsing:)),
      known.entity != nil
    {
      stream = known
    } else {
      let subject = attributes.extensions["subject"]?.string ?? ""
      let document = context.minter.entityID(.document, source: source, externalID: subject)
      stream = StreamID(EntityKey(.document, document))
    }
    var event = NewEvent(id: id, stream: stream, type: type, occurred: try time(attributes))
    var whole = object
    for member in object.members
    where member.value == .null || CloudEventAttributes.transport.contains(member.key) {
      whole[member.key] = nil
    }
    // The whole event is sealed below, its source with it.
    event.source = clear(source)
    event.schema = schema(attributes) ?? 1
    event.personal = [
      PersonalPart(subject: event.defaultSubject, content: ["cloudevent": .object(whole)])
    ]
    return event
  }
}

/// A CloudEvent as it was read.
struct ReadCloudEvent {
  let event: NewEvent
  /// Whether it is not of the profile's shape, and was sealed whole.
  var isKeptAside = false
  /// Names of its members that are nearly known ones.
  var misspelt: [UnknownTerm] = []
}
