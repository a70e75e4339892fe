internal import InteractionModel

/// One service request on its way to events.
///
/// - The touch point opens a conversation in the channel of `extended_attributes.channel`:
///   `contact.initiated` where somebody was spoken to, else `message.received`; at the `submitted`
///   note when there is one. It carries the citizen's words, answers and pictures, sealed, and a word
///   that is no channel.
/// - The `opened` note is `case.opened`; a request without one is opened at `requested_datetime`.
/// - Every other note is one event, see ``Open311Request/note(_:)``.
/// - `status` has the last word: if the notes leave another state, or an earlier download did,
///   `case.closed` or `case.reopened` follows at `updated_datetime`.
struct Open311Request {
  let object: JSONObject
  let id: String
  let source: String
  let minter: any IDMinter
  let isClosed: Bool
  let department: String?
  let updated: Timestamp?
  let extended: JSONObject

  private(set) var list: [SaidEvent] = []
  var names: [String: Int] = [:]
  /// The state after the events so far; nil before the case is opened.
  var closedSoFar: Bool?
  var isTouched = false
  /// The events that requested follow-ons which are not closed yet.
  var followOns: [String: EventID] = [:]

  init(_ object: JSONObject, context: IntakeContext) throws(RowFault) {
    self.object = object
    source = Open311Request.source(in: context)
    minter = context.minter
    guard let id = Open311Request.word(object["service_request_id"]), EntityKey.isValid(id: id)
    else {
      throw RowFault(
        "“service_request_id” is missing or not an id",
        remedy: "ids have up to 128 letters, digits or . _ : -; tokens must be resolved first")
    }
    self.id = id
    let status = Open311Request.word(object["status"])?.lowercased() ?? ""
    guard let isClosed = Open311Words.states[status] else {
      throw RowFault(
        "“status” is missing or not in the table of states", remedy: "use open or closed")
    }
    self.isClosed = isClosed
    department = Open311Request.word(object["agency_responsible"]).flatMap {
      EnvelopeRule.admits(department: $0) ? $0 : nil
    }
    extended = object["extended_attributes"]?.object ?? JSONObject()
    updated = try Open311Request.time(object["updated_datetime"], "updated_datetime")
  }

  /// What the server is called.
  static func source(in context: IntakeContext) -> String { context.sourceName ?? Open311.name }

  // MARK: Values

  /// A text, or an integer spelled out; nil when there is none.
  static func word(_ value: JSONValue?) -> String? {
    switch value {
    case .string(let text)?:
      let word = RowEvaluator.trimmed(text)
      return word.isEmpty ? nil : word
    case .int(let number)?: return String(number)
    default: return nil
    }
  }

  static func time(_ value: JSONValue?, _ name: String) throws(RowFault) -> Timestamp? {
    guard let text = word(value), !Timestamp.isNothing(text) else { return nil }
    guard let time = Timestamp(ofSource: text) else {
      throw RowFault(
        "“\(name)” is not a time", remedy: "write it as RFC 3339, such as 2015-04-13T10:05:00-05:00"
      )
    }
    return time
  }

  /// Sets a public field from a word, when it is of the kind that the field is in the event.
  static func set(_ field: String, _ value: JSONValue?, in event: inout NewEvent) {
    guard let word = word(value).map(JSONValue.string),
      EventCatalogue.fields(of: event.type)?[field]?.admits(word) == true
    else { return }
    event.body[field] = word
  }

  // MARK: Making events

  func eventID(_ name: String) -> EventID {
    minter.eventID(source: source, externalID: id, externalVersion: "", name: name)
  }

  /// A name that no earlier event of the request has: the second of a name gets `:2`.
  mutating func unique(_ name: String) -> String {
    names[name, default: 0] += 1
    let count = names[name] ?? 1
    return count == 1 ? name : "\(name):\(count)"
  }

  /// An event in the stream of the case.
  func caseEvent(_ type: EventType, _ name: String, occurred: Timestamp?) -> NewEvent {
    var event = NewEvent(
      id: eventID(name), stream: StreamID(.case(id)), type: type,
      occurred: occurred)
    event.source = source
    event.department = department
    return event
  }

  /// Adds an event with personal data about its default subject.
  /// - Parameters:
  ///   - event: the event.
  ///   - name: its name within the request.
  ///   - content: the personal data.
  ///   - change: what there is to know of it beside that.
  mutating func append(
    _ event: NewEvent, _ name: String, sealed content: JSONObject = [:],
    _ change: (inout SaidEvent) -> Void = { _ in }
  ) {
    var event = event
    if !content.isEmpty {
      event.personal = [PersonalPart(subject: event.defaultSubject, content: content)]
    }
    var said = SaidEvent(name, event)
    change(&said)
    list.append(said)
  }

  // MARK: The request

  /// What the request says, in the order in which it happened.
  mutating func row() throws(RowFault) -> SaidRow {
    let requested = try Open311Request.time(object["requested_datetime"], "requested_datetime")
    let notes = try notes()
    if !notes.contains(where: { $0.type == "submitted" }) {
      try touch(name: "request", occurred: requested)
    }
    if !notes.contains(where: { $0.type == "opened" }) {
      try open(name: "opened", occurred: requested)
    }
    for note in notes { try self.note(note) }
    if let due = try Open311Request.time(object["expected_datetime"], "expected_datetime") {
      // When it was promised is not said, and may change with the next download.
      var event = caseEvent(.caseDueChanged, "due", occurred: nil)
      event.body["due"] = .string(due.text)
      append(event, "due")
    }
    status(notes)
    let state = isClosed ? Open311Request.closed : Open311Request.open
    let other = isClosed ? Open311Request.open : Open311Request.closed
    // The opening and the notes say it already, unless an earlier download said otherwise.
    let after: Set<String> = closedSoFar == isClosed ? [other.name] : []
    append(caseEvent(state.type, state.name, occurred: updated), state.name) { said in
      said.isTimedByRow = true
      said.after = after
    }
    return SaidRow(
      source: source, id: id, version: updated?.instant.map(RowVersion.time), events: list,
      others: [dated(other.type, other.name), dated(.noteAdded, "status_notes"), noDue]
        .filter { other in !list.contains { $0.name == other.name } })
  }

  /// The events by which the status has the last word.
  private static let closed = (type: EventType.caseClosed, name: "status:closed")
  private static let open = (type: EventType.caseReopened, name: "status:open")

  /// What the request may have said before, when it was last updated then.
  private func dated(_ type: EventType, _ name: String) -> SaidEvent {
    var said = SaidEvent(name, caseEvent(type, name, occurred: nil))
    said.isTimedByRow = true
    return said
  }

  /// That there is no date by which it is expected any more.
  private var noDue: SaidEvent {
    var said = SaidEvent("due", caseEvent(.caseDueChanged, "due", occurred: nil))
    said.isEmptied = true
    return said
  }

  /// The channel of `extended_attributes.channel`; nil when there is none, or a word that is none.
  private var channel: Channel? {
    Open311Request.word(extended["channel"]).flatMap { Open311Words.channels[$0.lowercased()] }
  }

  /// The touch point that the request came from.
  ///
  /// A word that is no channel is sealed and told, for a record has no other.
  mutating func touch(
    name: String, occurred: Timestamp?, sealed: JSONObject = [:]
  ) throws(RowFault) {
    isTouched = true
    let channel = channel
    let isSpoken = channel.map(Open311Words.spoken.contains) ?? false
    let conversation = minter.entityID(.conversation, source: source, externalID: id)
    var event = NewEvent(
      id: eventID(name), stream: StreamID(.conversation(conversation)),
      type: isSpoken ? .contactInitiated : .messageReceived, occurred: occurred)
    event.source = source
    event.case = id
    event.channel = channel
    event.direction = channel == .internal ? .internal : .inbound
    event.actor = Actor(type: channel == .internal ? "agent" : "party")
    if isSpoken {
      event.body = [
        "contact": .string(eventID("contact").description), "initiationMethod": "inbound",
      ]
    } else if channel != nil {
      Open311Request.set("source", extended["channel"], in: &event)
    }
    var content = sealed
    if channel == nil, let word = Open311Request.word(extended["channel"]) {
      content["channel"] = .string(word)
      event.body["flags"] = ["sealed:channel"]
    }
    content["text"] = object["description"]
    content["answers"] = object["attributes"]
    content["mediaURL"] = object["media_url"]
    append(event, name, sealed: content)
  }

  /// The opening of the case.
  mutating func open(
    name: String, occurred: Timestamp?, sealed: JSONObject = [:]
  ) throws(RowFault) {
    closedSoFar = false
    var event = caseEvent(.caseOpened, name, occurred: occurred)
    event.channel = channel
    event.body = ["status": "open"]
    let words = [
      ("service", object["service_code"] ?? object["service_name"]),
      ("reason", object["service_name"]), ("department", object["agency_responsible"]),
      ("zip", object["zipcode"] ?? extended["zip"]), ("ward", extended["ward"]),
      ("district", extended["police"]), ("latitude", object["lat"]), ("longitude", object["long"]),
    ]
    for (field, value) in words { Open311Request.set(field, value, in: &event) }
    var content = sealed
    for (name, member) in [
      ("address", "address"), ("addressID", "address_id"), ("serviceNotice", "service_notice"),
    ] {
      content[name] = object[member]
    }
    for case (let field, let value?) in words where value != .null && event.body[field] == nil {
      content[field] = value
    }
    content["policeDistrict"] = extended["police_district"]
    append(event, name, sealed: content)
  }

  /// What the server may change any day, and what nobody here knows: a note of its own each time that
  /// it did.
  private mutating func status(_ notes: [Open311Note]) {
    var content = JSONObject()
    if let text = object["status_notes"], text != .null, text != "",
      !notes.contains(where: { $0.object["description"] == text || $0.object["summary"] == text })
    {
      content["text"] = text
    }
    let others =
      extended.members.filter { !Open311Words.places.contains($0.key) }
      + object.members.filter { !Open311Words.members.contains($0.key) && $0.value != .null }
    for member in others {
      var name = member.key
      while content[name] != nil { name += "_" }
      content[name] = member.value
    }
    guard !content.isEmpty else { return }
    var event = caseEvent(.noteAdded, "status_notes", occurred: updated)
    event.body = ["kind": "status_notes"]
    append(event, "status_notes", sealed: content) { $0.isTimedByRow = true }
  }
}
