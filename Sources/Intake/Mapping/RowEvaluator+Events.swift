internal import InteractionModel

extension RowEvaluator {
  // MARK: Conditions

  /// Whether a condition holds for the row at hand.
  func holds(_ condition: MappingCondition) throws(RowFault) -> Bool {
    switch condition {
    case .all(let inner):
      for one in inner where try !holds(one) { return false }
      return true
    case .any(let inner):
      for one in inner where try holds(one) { return true }
      return false
    case .none(let inner):
      for one in inner where try holds(one) { return false }
      return true
    case .first(let expected): return (previous == nil) == expected
    case .present(let value, let expected):
      return try (text(value) != nil) == expected
    case .oneOf(let value, let words, let expected):
      return try words.contains(text(value) ?? "") == expected
    case .before(let earlier, let later):
      guard let first = try time(earlier)?.timestamp.instant,
        let second = try time(later)?.timestamp.instant
      else { return false }
      return first < second
    case .differ(let one, let other):
      guard let first = try text(one), let second = try text(other) else { return false }
      return first != second
    }
  }

  func time(_ value: MappingValue) throws(RowFault) -> TimeReader.Reading? {
    guard let text = try text(value) else { return nil }
    return try times.read(text, place: describe(value))
  }

  // MARK: Events

  /// The event that a template makes of the row at hand.
  func event(_ template: EventTemplate) throws(RowFault) -> NewEvent {
    var flags: Set<String> = []
    var rest = JSONObject()
    let conversation = try entity(template.conversation, .conversation)
    let matter = try entity(template.matter, .case)
    let party = try entity(template.party, .party)
    let own: (EntityKind, String?) =
      switch template.stream {
      case .conversation: (.conversation, conversation)
      case .party: (.party, party)
      default: (.case, matter)
      }
    guard let id = own.1 else {
      throw RowFault(
        "the event “\(template.name)” has no \(own.0.rawValue)",
        remedy: "fill the column it comes from, or exclude such rows with “when”")
    }
    let occurred = try template.occurred.map { value throws(RowFault) in try time(value) } ?? nil
    if let flag = occurred?.flag { flags.insert(flag) }
    var event = NewEvent(
      id: eventID(template.name),
      stream: StreamID(EntityKey(own.0, id)), type: template.type, occurred: occurred?.timestamp)
    event.schema = template.schema
    event.source = mapping.source
    event.conversation = conversation
    event.case = matter
    event.party = party
    event.channel = try template.channel.flatMap { value throws(RowFault) in
      try word(value, "a channel", Channel.init(rawValue:))
    }
    event.direction = try template.direction.flatMap { value throws(RowFault) in
      try word(value, "a direction", Direction.init(rawValue:))
    }
    if let type = template.actorType {
      event.actor = Actor(type: type, id: try entity(template.actorID, .party))
    }
    if let value = template.department, let text = try text(value) {
      if EnvelopeRule.admits(department: text) {
        event.department = text
      } else {
        rest["department"] = .string(text)
        flags.insert("sealed:department")
      }
    }
    if let correlation = try entity(template.correlation, .document) {
      if EnvelopeRule.admits(correlation: correlation) {
        event.correlation = correlation
      } else {
        rest["correlation"] = .string(correlation)
        flags.insert("sealed:correlation")
      }
    }
    for field in template.body {
      if let value = try bodyValue(field, &flags) {
        event.body[field.name] = value
      } else if let text = try text(field.value) {
        // Not of the kind it should be: kept, but where nobody reads it by accident.
        rest[field.name] = .string(text)
        flags.insert("sealed:\(field.name)")
      }
    }
    for flag in template.flags where try holds(flag.when) { flags.insert(flag.name) }
    if !flags.isEmpty { event.body["flags"] = .array(flags.sorted().map(JSONValue.string)) }
    event.personal = try parts(template, of: event, rest)
    return event
  }

  func entity(
    _ value: MappingValue?, _ kind: EntityKind
  ) throws(RowFault) -> String? {
    guard let value else { return nil }
    for term in value.terms {
      if case .mint(let name) = term.origin {
        return context.minter.entityID(
          kind, source: mapping.source, externalID: name.isEmpty ? rowID : "\(rowID)/\(name)")
      }
      guard let text = try text(term) else { continue }
      if term.isMinted {
        return context.minter.entityID(kind, source: mapping.source, externalID: text)
      }
      guard EntityKey.isValid(id: text) else {
        throw RowFault(
          "\(describe(term)) is not an id",
          remedy: """
            ids have up to 128 letters, digits or . _ : -; add “mint: …” to its value in the \
            mapping to have one made from it
            """)
      }
      return text
    }
    return nil
  }

  private func word<Word>(
    _ value: MappingValue, _ what: String, _ make: (String) -> Word?
  ) throws(RowFault) -> Word? {
    guard let text = try text(value) else { return nil }
    guard let word = make(text) else {
      throw RowFault(
        "\(describe(value)) is not \(what)",
        remedy: "look it up in a table of the mapping (`table: …`)")
    }
    return word
  }

  /// The value of a body field; nil when there is none or it is not of the field's kind.
  private func bodyValue(
    _ field: EventTemplate.Field, _ flags: inout Set<String>
  ) throws(RowFault) -> JSONValue? {
    switch field.kind {
    case .time:
      guard let reading = try time(field.value) else { return nil }
      if let flag = reading.flag { flags.insert(flag) }
      return .string(reading.timestamp.text)
    case .id, .mintedID:
      let isMade = field.value.terms.contains { $0.isMinted }
      if isMade { return try entity(field.value, .document).map(JSONValue.string) }
      return try text(field.value).flatMap { RowEvaluator.plain($0, field.kind) }
    case .codes, .ids, .mintedIDs:
      guard let text = try text(field.value) else { return nil }
      let separator = field.value.terms.first { $0.split != nil }?.split
      let words = separator.map { text.components(separatedBy: $0) } ?? [text]
      let value = JSONValue.array(
        words.map(RowEvaluator.trimmed).filter { !$0.isEmpty }.map(JSONValue.string))
      return field.kind.admits(value) || field.kind.isPersonal(value) ? value : nil
    default:
      return try text(field.value).flatMap { RowEvaluator.plain($0, field.kind) }
    }
  }

  /// The value that a text is of a kind of public field; nil when it is none.
  ///
  /// A person's own identifier where a minted id belongs is not sealed silently: whoever appends it
  /// is told.
  static func plain(_ text: String, _ kind: FieldKind) -> JSONValue? {
    let value: JSONValue?
    switch kind {
    case .integer:
      value = Int64(text).map(JSONValue.int)
    case .boolean:
      switch text.lowercased() {
      case "true", "yes", "y", "t", "1": value = true
      case "false", "no", "n", "f", "0": value = false
      default: value = nil
      }
    case .codes, .ids, .mintedIDs: value = .array([.string(text)])
    default: value = .string(text)
    }
    guard let value, kind.admits(value) || kind.isPersonal(value) else { return .none }
    return value
  }

  // MARK: Personal parts

  private func parts(
    _ template: EventTemplate, of event: NewEvent, _ rest: JSONObject
  ) throws(RowFault) -> [PersonalPart] {
    var parts: [PersonalPart] = []
    func add(_ content: JSONObject, _ subject: Subject) {
      guard !content.isEmpty else { return }
      if let index = parts.firstIndex(where: { $0.subject == subject }) {
        for member in content.members where parts[index].content[member.key] == nil {
          parts[index].content[member.key] = member.value
        }
      } else {
        parts.append(PersonalPart(subject: subject, content: content))
      }
    }
    for part in template.parts {
      var content = JSONObject()
      for field in part.fields {
        content[field.name] = try rawText(field.value).map(JSONValue.string)
      }
      if let name = part.rest {
        var others = JSONObject()
        for column in unused {
          let text = try decode(column.index, column.name)
          if !text.isEmpty { others[column.name] = .string(text) }
        }
        if !others.isEmpty { content[name] = .object(others) }
      }
      var subject = event.defaultSubject
      let party = try entity(part.party, .party)
      let participant =
        try part.participant.map { value throws(RowFault) in try text(value) } ?? nil
      if party != nil || participant != nil {
        subject = Subject(
          scope: subject.scope, participant: participant ?? party.map { "party:\($0)" } ?? "",
          party: party)
      }
      add(content, subject)
    }
    add(rest, event.defaultSubject)
    return parts
  }
}

extension String {
  /// The pieces between a separator, without Foundation.
  fileprivate func components(separatedBy separator: String) -> [String] {
    guard !separator.isEmpty else { return [self] }
    return split(separator: separator, omittingEmptySubsequences: true).map(String.init)
  }
}
