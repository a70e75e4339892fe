internal import InteractionModel

/// The `data` of a CloudEvent of the profile while it becomes an event.
///
/// What may not be public is collected and ends up in the part about the event's default subject.
struct CloudEventDraft {
  private let data: CloudEventData
  private var rest: [(key: String, prefix: String, value: JSONValue)] = []
  /// Names of members that are nearly known ones or belong elsewhere, and fields whose values are none.
  private(set) var misspelt: [UnknownTerm] = []

  init(_ data: CloudEventData) {
    self.data = data
  }

  /// Keeps something that may not be public.
  mutating func leftOver(_ key: String, _ value: JSONValue, prefix: String = "cloudevent") {
    rest.append((key, prefix, value))
  }

  static func invalidID(_ name: String) -> RowFault {
    RowFault(
      "“\(name)” is not an id",
      remedy: """
        use the agency's own id of up to 128 letters, digits or . _ : -; a person's own \
        identifier, such as an address or a telephone number, belongs in “sealed”
        """)
  }

  /// The event but for its personal parts and what stands outside of `data`.
  mutating func event(
    id: EventID, type: EventType, stream named: StreamID?, occurred: Timestamp?
  ) throws(RowFault) -> NewEvent {
    let conversation = try entity("conversation", data.conversation)
    let matter = try entity("case", data.matter)
    let party = try entity("party", data.party)
    guard
      let stream = named ?? conversation.map({ StreamID(.conversation($0)) })
        ?? matter.map({ StreamID(.case($0)) }) ?? party.map({ StreamID(.party($0)) })
    else {
      throw RowFault(
        "the event names no stream",
        remedy: "set “partitionkey”, or “conversation”, “case” or “party” in “data”")
    }
    var event = NewEvent(id: id, stream: stream, type: type, occurred: occurred)
    try place(conversation, "conversation", in: &event.conversation)
    try place(matter, "case", in: &event.case)
    try place(party, "party", in: &event.party)
    event.channel = try word("channel", data.channel, of: type)
    event.direction = try word("direction", data.direction, of: type)
    event.department = try department()
    event.actor = try actor()
    event.body = try body(of: type)
    for member in data.others {
      leftOver(member.key, member.value, prefix: "data")
      look(at: member.key, in: "data", of: type, CloudEventData.names)
    }
    return event
  }

  /// The personal parts: what the source sealed, and what may not be public.
  mutating func parts(of event: NewEvent) throws(RowFault) -> [PersonalPart] {
    var parts: [PersonalPart] = []
    switch data.sealed {
    case nil: break
    case .object(let content)?:
      if !content.isEmpty {
        parts.append(PersonalPart(subject: event.defaultSubject, content: content))
      }
    case .array(let elements)?:
      for element in elements {
        let part = try CloudEventDraft.part(element, of: event)
        if !part.content.isEmpty { parts.append(part) }
      }
    default:
      throw RowFault(
        "“data.sealed” is neither an object nor an array",
        remedy: "write {…} or [{\"participant\": …, \"content\": {…}}]")
    }
    for part in parts {
      misspelt += UnknownTerm.misspelt(sealed: part.content.members.map(\.key), of: event.type)
    }
    guard !rest.isEmpty else { return parts }
    let subject = event.defaultSubject
    let index = parts.firstIndex { $0.subject == subject } ?? parts.count
    if index == parts.count { parts.append(PersonalPart(subject: subject, content: [:])) }
    for (key, prefix, value) in rest {
      var name = key
      if parts[index].content[name] != nil { name = "\(prefix).\(key)" }
      while parts[index].content[name] != nil { name += "_" }
      parts[index].content[name] = value
    }
    return parts
  }

  private static func part(
    _ element: JSONValue, of event: NewEvent
  ) throws(RowFault) -> PersonalPart {
    let shape = RowFault(
      "an element of “data.sealed” is not of the form it should have",
      remedy: """
        write {"participant": ROLE-OR-ID, "party": ID if known, "content": {…}} and nothing else
        """)
    guard let object = element.object?.withoutNulls, let content = object["content"]?.object,
      object.members.allSatisfy({ ["content", "participant", "party", "scope"].contains($0.key) })
    else { throw shape }
    var subject = event.defaultSubject
    let participant = object["participant"]?.string
    let party = object["party"]?.string
    if let participant, participant.utf8.count > 200 { throw shape }
    guard object["participant"] == nil || participant != nil,
      object["party"] == nil || party != nil
    else { throw shape }
    if let party, !EntityKey.isValid(id: party) { throw invalidID("party") }
    if let scope = object["scope"] {
      guard let entity = scope.string.flatMap(StreamID.init(parsing:))?.entity else { throw shape }
      subject = Subject(scope: entity, participant: participant ?? "", party: party)
    } else if participant != nil || party != nil {
      subject = Subject(
        scope: subject.scope, participant: participant ?? party.map { "party:\($0)" } ?? "",
        party: party)
    }
    return PersonalPart(subject: subject, content: content)
  }

  // MARK: Members

  private func text(_ name: String, _ value: JSONValue?) throws(RowFault) -> String? {
    switch value {
    case nil: return nil
    case .string(let text)?: return text
    default: throw RowFault("“data.\(name)” is not a string", remedy: "write it as a string")
    }
  }

  private func entity(_ name: String, _ value: JSONValue?) throws(RowFault) -> String? {
    guard let id = try text(name, value) else { return nil }
    guard EntityKey.isValid(id: id) else { throw CloudEventDraft.invalidID("data.\(name)") }
    return id
  }

  /// Sets an entity of the envelope, which the stream may have set already.
  private func place(
    _ id: String?, _ name: String, in field: inout String?
  ) throws(RowFault) {
    guard let id else { return }
    if let known = field, known != id {
      throw RowFault(
        "“data.\(name)” and “partitionkey” name different entities",
        remedy: "put the event into the stream of the \(name) it is about")
    }
    field = id
  }

  /// A word of a closed list of the envelope; a record has no other, which is sealed and told.
  private mutating func word<Word: CaseIterable & RawRepresentable<String>>(
    _ name: String, _ value: JSONValue?, of type: EventType
  ) throws(RowFault) -> Word? {
    guard let text = try text(name, value) else { return nil }
    if let word = Word(rawValue: text) { return word }
    leftOver(name, .string(text), prefix: "data")
    misspelt.append(
      UnknownTerm(
        word: text, in: name, of: type, known: Word.allCases.map(\.rawValue)))
    return nil
  }

  /// Notes a name that is nearly one of those that are known, or belongs elsewhere.
  private mutating func look(
    at name: String, in place: String, of type: EventType, _ known: [String]
  ) {
    guard !known.contains(name) else { return }
    if let term = UnknownTerm(misspelt: name, in: place, of: type, known: known)
      ?? UnknownTerm(misplaced: name, in: place, of: type, envelope: CloudEventData.names)
    {
      misspelt.append(term)
    }
  }

  private mutating func department() throws(RowFault) -> String? {
    guard let text = try text("department", data.department) else { return nil }
    if EnvelopeRule.admits(department: text) { return text }
    leftOver("department", .string(text), prefix: "data")
    return nil
  }

  private mutating func actor() throws(RowFault) -> Actor? {
    switch data.actor {
    case nil: return nil
    case .object(let given)?:
      let object = given.withoutNulls
      guard let type = object["type"]?.string, EntityKey.isValid(id: type) else {
        throw RowFault(
          "“data.actor.type” is missing or not a word",
          remedy: "use party, agent, system, assistant or another kind of actor")
      }
      let id = object["id"]?.string
      if object["id"] != nil, id.map(EntityKey.isValid(id:)) != true {
        throw CloudEventDraft.invalidID("data.actor.id")
      }
      if object.members.contains(where: { $0.key != "type" && $0.key != "id" }) {
        var extra = object
        extra["type"] = nil
        extra["id"] = nil
        leftOver("actor", .object(extra), prefix: "data")
      }
      return Actor(type: type, id: id)
    default:
      throw RowFault(
        "“data.actor” is not an object", remedy: "write {\"type\": …, \"id\": …}")
    }
  }

  /// Fields without the times that mean that there is none, as columns have them.
  private static func checkingTimes(
    of fields: JSONObject, in type: EventType
  ) throws(RowFault) -> JSONObject {
    guard let kinds = EventCatalogue.fields(of: type) else { return fields }
    var checked = fields
    for member in fields.members where kinds[member.key] == .time {
      guard let text = member.value.string else { continue }
      if Timestamp.isNothing(text) {
        checked[member.key] = nil
      } else if Timestamp.isImpossible(text) {
        throw RowFault(
          "“data.body.\(member.key)” names a day or a time of day that does not exist",
          remedy: """
            correct it in the source, and write it as RFC 3339; a leap second ends a month in UTC
            """)
      }
    }
    return checked
  }

  private mutating func body(of type: EventType) throws(RowFault) -> JSONObject {
    switch data.body {
    case nil: return JSONObject()
    case .object(let fields)?:
      if fields.isEmpty { return fields }
      let times = try CloudEventDraft.checkingTimes(of: fields.withoutNulls, in: type)
      let (body, rest) = EventCatalogue.partition(times, of: type)
      for member in rest.members {
        leftOver(member.key, member.value, prefix: "body")
        let known =
          EventCatalogue.fieldNames(of: type) + EventCatalogue.sealedFields(of: type)
          + EventCatalogue.anyNote
        look(at: member.key, in: "body", of: type, known)
        if let term = UnknownTerm(sealed: member.key, of: type) { misspelt.append(term) }
      }
      return body
    default:
      throw RowFault("“data.body” is not an object", remedy: "write {…} or leave it out")
    }
  }
}

extension JSONObject {
  /// The object without the members that are null, which nearly always is all of it.
  fileprivate var withoutNulls: JSONObject {
    var object = self
    for member in members where member.value == .null { object[member.key] = nil }
    return object
  }
}
