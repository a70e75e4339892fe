public import InteractionModel

/// Reads one CloudEvent in the project's profile.
///
/// - `id`: a UUID is the event's id; any other gives a deterministic id from (source, id), and is
///   kept as `externalID` in the sealed part.
/// - `source`, `type`; `time` is `occurred`; `partitionkey` is the stream (absent: of the
///   conversation, else the case, else the party); `correlationid`, `causationid`; `dataschema`
///   that ends in `/N` is schema N.
/// - `data`: `channel`, `direction`, `conversation`, `case`, `party`, `department`, `actor`, `body`,
///   `sealed`. `sealed` is an object about the event's default subject, or an array of
///   `{"participant", "party", "content"}`.
///
/// Nothing is lost and nothing unknown becomes public: fields the catalogue does not list, unknown
/// members and extension attributes go to the sealed part. An event whose `data` is not of this
/// shape is sealed whole under its own type, in a stream of its source. `recordedtime` and
/// `sequence` are another log's and are left out.
public struct CloudEventReader: Sendable {
  /// What an event without a source has as its `source` attribute, which CloudEvents requires.
  static let unknownSource = "about:unknown"

  static let attributes: Set<String> = [
    "causationid", "correlationid", "data", "datacontenttype", "dataschema", "id", "partitionkey",
    "recordedtime", "sequence", "source", "specversion", "time", "type",
  ]
  static let members: Set<String> = [
    "actor", "body", "case", "channel", "conversation", "department", "direction", "party",
    "sealed",
  ]

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
    guard object["specversion"]?.string == "1.0" else {
      throw RowFault(
        "“specversion” is missing or not “1.0”", remedy: "write CloudEvents 1.0 in structured mode")
    }
    let externalID = try required("id", of: object, limit: 4096)
    let source = try required("source", of: object, limit: 200)
    let type = EventType(try required("type", of: object, limit: 128))
    guard EventType.isValid(type.rawValue) else {
      throw RowFault(
        "“type” is not a type name",
        remedy: "use up to 128 letters, digits, dots, hyphens, underscores, colons or slashes")
    }
    guard !CloudEventReader.isReserved(type) else {
      throw RowFault(
        "a log writes events of type \(type) itself", remedy: "leave it out of the import")
    }
    let isUUID = EventID(externalID) != nil
    let id = eventID(externalID, source)
    let data = object["data"]
    guard object["data_base64"] == nil, isOurs(type, object, data) else {
      return try foreign(object, id: id, source: source, type: type)
    }
    var draft = CloudEventDraft(data?.object ?? JSONObject())
    var event = try draft.event(
      id: id, type: type, stream: try stream(of: object), occurred: try time(of: object))
    event.source = source == CloudEventReader.unknownSource ? nil : source
    event.schema = schema(of: object)
    event.correlation = try optionalID("correlationid", of: object)
    if let cause = try optionalText("causationid", of: object) {
      event.causation = eventID(cause, source)
    }
    var extensions = JSONObject()
    for member in object.members where !CloudEventReader.attributes.contains(member.key) {
      extensions[member.key] = member.value
    }
    if !extensions.isEmpty { draft.leftOver("attributes", .object(extensions)) }
    if !isUUID { draft.leftOver("externalID", .string(externalID)) }
    event.personal = try draft.parts(of: event)
    return event
  }

  /// Whether events of a type are written by a log about itself, so that an import must not.
  private static func isReserved(_ type: EventType) -> Bool {
    switch type {
    case .logCreated, .keyRotated, .eventQuarantined, .recordAccessed: true
    default: false
    }
  }

  // MARK: Attributes

  private func eventID(_ text: String, _ source: String) -> EventID {
    EventID(text)
      ?? context.minter.eventID(source: source, externalID: text, externalVersion: "", name: "")
  }

  private func required(
    _ name: String, of object: JSONObject, limit: Int
  ) throws(RowFault) -> String {
    guard let text = object[name]?.string, !text.isEmpty else {
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
    _ name: String, of object: JSONObject
  ) throws(RowFault) -> String? {
    switch object[name] {
    case nil, .null?: return nil
    case .string(let text)? where !text.isEmpty: return text
    default:
      throw RowFault(
        "the attribute “\(name)” is empty or no string", remedy: "set it or leave it out")
    }
  }

  private func optionalID(_ name: String, of object: JSONObject) throws(RowFault) -> String? {
    guard let text = try optionalText(name, of: object) else { return nil }
    guard EntityKey.isValid(id: text) else { throw CloudEventDraft.invalidID(name) }
    return text
  }

  private func time(of object: JSONObject) throws(RowFault) -> Timestamp? {
    guard let text = try optionalText("time", of: object) else { return nil }
    // RFC 3339 §5.6 lets the letters be lower case.
    guard let time = Timestamp(text) ?? Timestamp(text.uppercased()) else {
      throw RowFault(
        "“time” is not a time", remedy: "write it as RFC 3339, such as 2015-04-13T10:05:00-04:00")
    }
    return time
  }

  private func schema(of object: JSONObject) -> Int {
    guard let text = object["dataschema"]?.string, let slash = text.lastIndex(of: "/"),
      let number = Int32(text[text.index(after: slash)...]), number > 0
    else { return 1 }
    return Int(number)
  }

  private func stream(of object: JSONObject) throws(RowFault) -> StreamID? {
    guard let text = try optionalText("partitionkey", of: object) else { return nil }
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
  private func isOurs(_ type: EventType, _ object: JSONObject, _ data: JSONValue?) -> Bool {
    let isKnown = EventCatalogue.fields(of: type) != nil
    guard let data, data != .null else { return isKnown }
    guard let fields = data.object else { return false }
    if isKnown {
      return fields.isEmpty
        || fields.members.contains { CloudEventReader.members.contains($0.key) }
    }
    return fields.members.allSatisfy { CloudEventReader.members.contains($0.key) }
      && (fields["body"]?.object != nil || fields["sealed"] != nil)
  }

  private func foreign(
    _ object: JSONObject, id: EventID, source: String, type: EventType
  ) throws(RowFault) -> NewEvent {
    let known = object["partitionkey"]?.string.flatMap(StreamID.init(parsing:))
    let stream: StreamID
    if let known, known.entity != nil {
      stream = known
    } else {
      let document = context.minter.entityID(
        .document, source: source, externalID: object["subject"]?.string ?? "")
      stream = StreamID(EntityKey(.document, document))
    }
    var event = NewEvent(id: id, stream: stream, type: type, occurred: try time(of: object))
    event.source = source
    event.schema = schema(of: object)
    event.personal = [
      PersonalPart(subject: event.defaultSubject, content: ["cloudevent": .object(object)])
    ]
    return event
  }
}
