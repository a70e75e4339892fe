internal import InteractionModel

/// What a later record says about something that was said: edited, redacted, delivered, failed.
///
/// Kept by the id of what it is about, because it may be delivered before it.
struct Amendment: Sendable, Hashable {
  /// What happened to it.
  enum Kind: Int64, Sendable, Hashable {
    case edit, redaction, delivery, failure

    /// The type of the event.
    var type: String {
      switch self {
      case .edit: "message.edited"
      case .redaction: "message.redacted"
      case .delivery: "message.delivered"
      case .failure: "message.failed"
      }
    }

    /// The kind of an event; nil when it is no amendment.
    init?(_ event: ArchiveEvent) {
      switch event {
      case .edited: self = .edit
      case .redacted: self = .redaction
      case .delivered: self = .delivery
      case .undelivered: self = .failure
      default: return nil
      }
    }
  }

  var kind: Kind
  var moment: Moment
  /// When, as the source said it; empty when the moment says it all.
  var said: String
  var recorded: Instant
  /// The event id of what it is about; nil when the record does not say.
  var target: String?
  /// The edition of an edit.
  var edition: Int64?
  /// The authority of a redaction, the error of a failure.
  var code: String?
  /// Whether the new text is sealed in it.
  var hasText: Bool
  var lacksTime: Bool
  /// At most this can be seen of the new text.
  var visibility: Visibility

  // Places among the state's words.
  var actorType: Int32 = 0
  var actorID: Int32 = 0
  var channel: Int32 = 0
  var direction: Int32 = 0
  var department: Int32 = 0
  var party: Int32 = 0

  init(
    _ kind: Kind, _ record: Record, _ event: ArchiveEvent, _ words: inout Words
  ) throws(FoldError) {
    self.kind = kind
    moment = Moment(record)
    said = record.saidOtherwise
    recorded = record.recorded
    target = try record.text("message")
    switch kind {
    case .edit: edition = try record.wholeNumber("edition")
    case .redaction: code = try record.text("authority")
    case .failure: code = try record.text("error")
    case .delivery: break
    }
    hasText = record.sealedCount > 0 && event.carriesText
    lacksTime = record.lacksUsableTime
    visibility = try Visibility(record, event)
    actorType = words.place(of: record.actor?.type)
    actorID = words.place(of: record.actor?.id)
    channel = words.place(of: record.channel?.rawValue)
    direction = words.place(of: record.direction?.rawValue)
    department = words.place(of: record.department)
    party = words.place(of: record.party)
  }

  /// The order of edits: by edition, then by moment.
  static func precedes(_ left: Amendment, _ right: Amendment) -> Bool {
    let (first, second) = (left.edition ?? 0, right.edition ?? 0)
    return first != second ? first < second : left.moment < right.moment
  }
}

extension Amendment: FoldCodable {
  /// `[time, position, kind, said, recorded, target, edition, code, visibility, bits, actor type,
  /// actor id, channel, direction, department, party]`.
  var json: JSONValue {
    moment.json(
      followedBy: .int(kind.rawValue), .string(said), recorded.archived,
      target.map(JSONValue.string) ?? .null, edition.map(JSONValue.int) ?? .null,
      code.map(JSONValue.string) ?? .null, .int(visibility.rawValue),
      .int((hasText ? 1 : 0) + (lacksTime ? 2 : 0)), .int(Int64(actorType)),
      .int(Int64(actorID)), .int(Int64(channel)), .int(Int64(direction)),
      .int(Int64(department)), .int(Int64(party)))
  }

  init?(json: JSONValue) {
    guard let elements = json.array, elements.count == 16, let moment = Moment(elements),
      let kind = elements[2].int.flatMap(Kind.init(rawValue:)), let said = elements[3].string,
      let recorded = Instant(archived: elements[4]),
      let visibility = elements[8].int.flatMap(Visibility.init(rawValue:)),
      let bits = elements[9].int
    else { return nil }
    let places = elements[10...].compactMap { $0.int.flatMap(Int32.init(exactly:)) }
    guard places.count == 6 else { return nil }
    self.moment = moment
    self.kind = kind
    self.said = said
    self.recorded = recorded
    self.visibility = visibility
    target = elements[5].string
    edition = elements[6].int
    code = elements[7].string
    hasText = bits & 1 != 0
    lacksTime = bits & 2 != 0
    actorType = places[0]
    actorID = places[1]
    channel = places[2]
    direction = places[3]
    department = places[4]
    party = places[5]
  }

  /// Whether all its places are among some words.
  func isSpelled(by words: Words) -> Bool {
    words.hold(actorType, actorID, channel, direction, department, party)
  }
}
