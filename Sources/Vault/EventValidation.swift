internal import InteractionModel

/// What must hold of an event before it may become a record that stays for ever.
extension NewEvent {
  /// Refuses fields that are not of the form they should have, and public fields that may not be.
  /// - Throws: ``RecordError`` that names the field.
  func validate() throws(RecordError) {
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
    if let field = EventCatalogue.firstViolation(in: body, of: type) {
      throw .notPublic(field: field, type: type)
    }
    guard body.fitsProfile(depth: 0) else { throw .malformed(field: "body") }
    for part in personal {
      guard part.subject.isValid, part.content.fitsProfile(depth: 0) else {
        throw .malformed(field: "sealed")
      }
    }
  }

  private func checkID(_ id: String?, _ field: String) throws(RecordError) {
    guard id.map(EntityKey.isValid(id:)) ?? true else { throw .malformed(field: field) }
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
