internal import EventLog
internal import InteractionModel

/// What must hold of an event before it may become a record that stays for ever.
extension NewEvent {
  /// Refuses fields that are not of the form they should have, and public fields that may not be.
  ///
  /// An event that a log has taken before ids were looked at so closely is known when it comes
  /// again, and adds nothing.
  /// - Parameter isKnown: whether the log has the event's id; asked only about an event that calls
  ///   somebody by a ``/InteractionModel/PersonalIdentifier`` and is in order otherwise.
  /// - Throws: ``/EventLog/AppendError/invalid(id:_:)`` that names the field,
  ///   ``/EventLog/AppendError/storage(_:)`` when `isKnown` faults.
  func validate(isKnown: () throws(StorageFault) -> Bool) throws(AppendError) {
    do throws(RecordError) {
      try checkForm()
    } catch {
      throw .invalid(id: id, error)
    }
    guard let field = firstPersonalID else { return }
    do throws(StorageFault) {
      if try isKnown() { return }
    } catch {
      throw .storage(error)
    }
    throw .invalid(id: id, .personalID(field: field))
  }

  private func checkForm() throws(RecordError) {
    guard EventType.isValid(type.rawValue) else { throw .malformed(field: "type") }
    guard StreamID(parsing: stream.rawValue) != nil else { throw .malformed(field: "stream") }
    guard (1...1_000_000).contains(schema) else { throw .malformed(field: "schema") }
    try checkID(conversation, "conversation")
    try checkID(self.case, "case")
    try checkID(party, "party")
    try checkID(actor?.type, "actor")
    try checkID(actor?.id, "actor")
    try check(department, "department", EnvelopeRule.admits(department:))
    try check(source, "source", EnvelopeRule.admits(source:))
    try check(correlation, "correlation", EnvelopeRule.admits(correlation:))
    if let field = EventCatalogue.firstMalformed(in: body, of: type) {
      // What has not even the form of an id is refused for the same reason, with the same remedy.
      if EventCatalogue.firstPersonal(in: body, of: type) == field {
        throw .personalID(field: field)
      }
      throw .notPublic(field: field, type: type)
    }
    guard body.fitsProfile(depth: 0) else { throw .malformed(field: "body") }
    for part in personal {
      guard part.subject.isValid, part.content.fitsProfile(depth: 0) else {
        throw .malformed(field: "sealed")
      }
    }
  }

  /// The first field that names a party, a participant, a conversation or whoever acts by what a
  /// person is known by outside.
  private var firstPersonalID: String? {
    if let entity = stream.entity, !EnvelopeRule.admits(entity) { return "stream" }
    if let conversation, !EnvelopeRule.admits(.conversation(conversation)) { return "conversation" }
    if let id = self.case, !EnvelopeRule.admits(.case(id)) { return "case" }
    if let party, !EnvelopeRule.admits(.party(party)) { return "party" }
    if let actor, PersonalIdentifier.isLikely(actor.type) { return "actor" }
    if let id = actor?.id, PersonalIdentifier.isLikely(id) { return "actor" }
    if let field = EventCatalogue.firstPersonal(in: body, of: type) { return field }
    // What a vault has a key for already was taken once, by whatever name.
    for part in personal where !part.subject.isPseudonym {
      let subject = part.subject
      if let party = subject.party, !EnvelopeRule.admits(.party(party)) { return "sealed" }
      if !EnvelopeRule.admits(subject.scope) { return "sealed" }
    }
    return nil
  }

  private func checkID(_ id: String?, _ field: String) throws(RecordError) {
    guard let id, !EntityKey.isValid(id: id) else { return }
    // A case has a number of its own; anybody else may have been called by an address.
    guard field == "case" || !PersonalIdentifier.isLikely(id) else {
      throw .personalID(field: field)
    }
    throw .malformed(field: field)
  }

  private func check(
    _ text: String?, _ field: String, _ admits: (String) -> Bool
  ) throws(RecordError) {
    guard text.map(admits) ?? true else { throw .notClear(field: field) }
  }
}

extension Subject {
  fileprivate var isValid: Bool {
    Subject.isLine(scope.id) && (participant.isEmpty || Subject.isLine(participant))
      && (party.map(EntityKey.isValid(id:)) ?? true)
  }

  /// Up to 200 bytes without control characters; subjects stand in the vault, never in a record.
  private static func isLine(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      guard !bytes.isEmpty, bytes.count <= 200 else { return false }
      var last: UInt8 = 0
      for byte in bytes {
        // U+0080 to U+009F are C2 80 to C2 9F.
        if byte < 0x20 || byte == 0x7F || (last == 0xC2 && byte < 0xA0) { return false }
        last = byte
      }
      return true
    }
  }
}

extension JSONObject {
  /// Whether the reader will take back what the writer writes.
  ///
  /// Integers within ±(2^53−1), nesting that is not too deep. Values made in code could break either, and be unreadable for ever.
  fileprivate func fitsProfile(depth: Int) -> Bool {
    guard depth < JSONReader.maximumDepth else { return false }
    for member in members where !member.value.fitsProfile(depth: depth + 1) { return false }
    return true
  }
}

extension JSONValue {
  fileprivate func fitsProfile(depth: Int) -> Bool {
    switch self {
    case .null, .bool, .string: true
    case .int(let number): number.magnitude <= UInt64(JSONValue.maximumInteger)
    case .array(let elements):
      depth < JSONReader.maximumDepth && elements.allSatisfy { $0.fitsProfile(depth: depth + 1) }
    case .object(let object): object.fitsProfile(depth: depth)
    }
  }
}
