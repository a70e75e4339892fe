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
      return try isPresent(value) == expected
    case .oneOf(let value, let words, let expected):
      return try isOne(of: words, value) == expected
    case .before(let earlier, let later):
      // A day is not before a time on it.
      guard let first = try time(earlier)?.timestamp.end,
        let second = try time(later)?.timestamp.instant
      else { return false }
      return first < second
    case .differ(let one, let other):
      guard let first = try text(one), let second = try text(other) else { return false }
      return first != second
    }
  }

  /// Whether a value is there; a time that means that there is none is not.
  private func isPresent(_ value: MappingValue) throws(RowFault) -> Bool {
    for term in value.terms {
      guard let text = try text(term) else { continue }
      let isTime = term.table == nil && term.origin.columns.contains { mapping.columns[$0].isTime }
      if !isTime || !times.isNothing(text, mapping.formats(of: term)) { return true }
    }
    return false
  }

  /// Whether a value is one of some words; that there is none is the empty word, and the word that
  /// stands in its cell.
  private func isOne(of words: Set<String>, _ value: MappingValue) throws(RowFault) -> Bool {
    if let text = try text(value) { return words.contains(text) }
    if words.contains("") { return true }
    guard let term = value.terms.first, term.table == nil, case .column(let column) = term.origin
    else { return false }
    return words.contains(RowEvaluator.trimmed(try cell(column)))
  }

  /// The first of the terms that is a time.
  func time(
    _ value: MappingValue, keeps: Bool = false
  ) throws(RowFault) -> TimeReader.Reading? {
    for term in value.terms {
      // A time of day is none without its day, and not one of the day of the import.
      if case .join(let parts) = term.origin, let day = parts.first, try text(day) == nil {
        for part in parts.dropFirst() where try text(part) != nil { lacksDay = true }
        continue
      }
      guard let text = try text(term) else { continue }
      let formats = mapping.formats(of: term)
      guard let reading = try times.read(text, formats, place: describe(term)) else { continue }
      if keeps { _ = try self.text(term, keeps: true) }
      return reading
    }
    return nil
  }

  // MARK: Events

  /// The event that a template makes of the row at hand.
  func event(_ template: EventTemplate) throws(RowFault) -> EventDraft {
    var flags: Set<String> = []
    lacksDay = false
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
        "the event has no \(own.0.rawValue)",
        remedy: "fill the column it comes from, or exclude such rows with “when”")
    }
    let occurred =
      try template.occurred.map { value throws(RowFault) in
        try time(value, keeps: true)
      } ?? nil
    if let flag = occurred.map(\.flag) ?? (lacksDay ? .dayless : nil) {
      flags.insert(flag.rawValue)
    }
    var event = NewEvent(
      id: eventID(template.name),
      stream: StreamID(EntityKey(own.0, id)), type: template.type, occurred: occurred?.timestamp)
    event.schema = template.schema
    event.source = mapping.source
    event.conversation = conversation
    event.case = matter
    event.party = party
    /// A word of a closed list of the envelope; a record has no other, which is sealed and told.
    func word<Word: RawRepresentable<String>>(
      _ name: String, _ value: MappingValue?
    ) throws(RowFault) -> Word? {
      guard let value, let text = try text(value, keeps: true, orUnlisted: true) else { return nil }
      if let word = Word(rawValue: text) { return word }
      rest[name] = .string(text)
      flags.insert("sealed:\(name)")
      return nil
    }
    event.channel = try word("channel", template.channel)
    event.direction = try word("direction", template.direction)
    if let type = template.actorType {
      event.actor = Actor(type: type, id: try entity(template.actorID, .party))
    }
    if let value = template.department, let text = try text(value, keeps: true) {
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
      } else if let text = try text(field.value, keeps: true) {
        // Not of the kind it should be: kept, but where nobody reads it by accident.
        rest[field.name] = .string(text)
        flags.insert("sealed:\(field.name)")
      }
    }
    for flag in template.flags where try holds(flag.when) { flags.insert(flag.name) }
    if !flags.isEmpty { event.body["flags"] = .array(flags.sorted().map(JSONValue.string)) }
    return try draft(template, of: event, rest)
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
      guard let text = try text(term, keeps: true) else { continue }
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

  /// The value of a body field; nil when there is none or it is not of the field's kind.
  private func bodyValue(
    _ field: EventTemplate.Field, _ flags: inout Set<String>
  ) throws(RowFault) -> JSONValue? {
    switch field.kind {
    case .time:
      lacksDay = false
      guard let reading = try time(field.value, keeps: true) else {
        if lacksDay { flags.insert(TimeFlag.dayless.rawValue) }
        return nil
      }
      if let flag = reading.flag { flags.insert(flag.rawValue) }
      return .string(reading.timestamp.text)
    case .id, .mintedID:
      let isMade = field.value.terms.contains { $0.isMinted }
      if isMade { return try entity(field.value, .document).map(JSONValue.string) }
      return try text(field.value, keeps: true).flatMap { RowEvaluator.plain($0, field.kind) }
    case .codes, .ids, .mintedIDs:
      guard let text = try text(field.value, keeps: true) else { return nil }
      let separator = field.value.terms.first { $0.split != nil }?.split
      let words = separator.map { text.components(separatedBy: $0) } ?? [text]
      let value = JSONValue.array(
        words.map(RowEvaluator.trimmed).filter { !$0.isEmpty }.map(JSONValue.string))
      return field.kind.admits(value) || field.kind.isPersonal(value) ? value : nil
    default:
      return try text(field.value, keeps: true).flatMap { RowEvaluator.plain($0, field.kind) }
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

  private func draft(
    _ template: EventTemplate, of event: NewEvent, _ leftOver: JSONObject
  ) throws(RowFault) -> EventDraft {
    var parts: [PersonalPart] = []
    var rests: [(part: Int, name: String)] = []
    func add(_ content: JSONObject, _ subject: Subject) -> Int {
      guard let index = parts.firstIndex(where: { $0.subject == subject }) else {
        parts.append(PersonalPart(subject: subject, content: content))
        return parts.count - 1
      }
      for member in content.members where parts[index].content[member.key] == nil {
        parts[index].content[member.key] = member.value
      }
      return index
    }
    for part in template.parts {
      var content = JSONObject()
      for field in part.fields {
        content[field.name] = try rawText(field.value).map(JSONValue.string)
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
      let index = add(content, subject)
      if let name = part.rest { rests.append((index, name)) }
    }
    if !leftOver.isEmpty { _ = add(leftOver, event.defaultSubject) }
    return EventDraft(event: event, parts: parts, rests: rests)
  }
}

extension String {
  /// The pieces between a separator, without Foundation.
  fileprivate func components(separatedBy separator: String) -> [String] {
    guard !separator.isEmpty else { return [self] }
    return split(separator: separator, omittingEmptySubsequences: true).map(String.init)
  }
}
