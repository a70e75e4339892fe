public import InteractionModel

/// Writes events as CloudEvents of the project's profile, one line each.
///
/// ``CloudEventReader`` reads the same event back from the line, provided that its body holds only
/// public fields. The personal parts are written in clear: only for a trusted transport.
public struct CloudEventWriter: Sendable {
  /// A writer.
  public init() {}

  /// The line of an event, canonical JSON without a line feed.
  /// - Parameter event: the event.
  /// - Returns: the bytes of the line.
  public func line(_ event: NewEvent) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(512)
    write(event, to: &bytes)
    return bytes
  }

  /// Appends the line of an event, canonical JSON without a line feed.
  /// - Parameters:
  ///   - event: the event.
  ///   - bytes: what to append to.
  public func write(_ event: NewEvent, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "{"))
    text("\"causationid\":", event.causation?.description, to: &bytes)
    text("\"correlationid\":", event.correlation, to: &bytes)
    raw("\"data\":{", to: &bytes)
    let start = bytes.count
    data(event, to: &bytes)
    if bytes.count > start { bytes.removeLast() }
    raw("},", to: &bytes)
    if event.schema != 1 {
      text("\"dataschema\":", "urn:throughline:\(event.type)/\(event.schema)", to: &bytes)
    }
    text("\"id\":", event.id.description, to: &bytes)
    text("\"partitionkey\":", event.stream.rawValue, to: &bytes)
    // What RFC 3339 cannot say without adding to it stands beside its nearest spelling.
    let isFull = event.occurred?.isRFC3339 ?? true
    text("\"saidtime\":", isFull ? nil : event.occurred?.text, to: &bytes)
    text("\"source\":", event.source ?? CloudEventReader.unknownSource, to: &bytes)
    raw("\"specversion\":\"1.0\",", to: &bytes)
    text(
      "\"time\":", isFull ? event.occurred?.text : event.occurred?.instant?.description, to: &bytes)
    text("\"type\":", event.type.rawValue, to: &bytes)
    bytes[bytes.count - 1] = UInt8(ascii: "}")
  }

  private func data(_ event: NewEvent, to bytes: inout [UInt8]) {
    if let actor = event.actor {
      raw("\"actor\":{", to: &bytes)
      text("\"id\":", actor.id, to: &bytes)
      text("\"type\":", actor.type, to: &bytes)
      bytes[bytes.count - 1] = UInt8(ascii: "}")
      bytes.append(UInt8(ascii: ","))
    }
    if !event.body.isEmpty || event.personal.isEmpty {
      raw("\"body\":", to: &bytes)
      CanonicalJSON.write(event.body, to: &bytes)
      bytes.append(UInt8(ascii: ","))
    }
    text("\"case\":", event.case, to: &bytes)
    text("\"channel\":", event.channel?.rawValue, to: &bytes)
    text("\"conversation\":", event.conversation, to: &bytes)
    text("\"department\":", event.department, to: &bytes)
    text("\"direction\":", event.direction?.rawValue, to: &bytes)
    text("\"party\":", event.party, to: &bytes)
    guard !event.personal.isEmpty else { return }
    raw("\"sealed\":", to: &bytes)
    sealed(event, to: &bytes)
    bytes.append(UInt8(ascii: ","))
  }

  private func sealed(_ event: NewEvent, to bytes: inout [UInt8]) {
    let usual = event.defaultSubject
    if event.personal.count == 1, event.personal[0].subject == usual,
      event.personal[0].subject.party == usual.party
    {
      CanonicalJSON.write(event.personal[0].content, to: &bytes)
      return
    }
    let elements = event.personal.map { part -> JSONValue in
      let subject = part.subject
      var element: JSONObject = [
        "content": .object(part.content), "participant": .string(subject.participant),
      ]
      element["party"] = subject.party.map(JSONValue.string)
      if subject.scope != usual.scope { element["scope"] = .string(subject.scope.description) }
      return .object(element)
    }
    CanonicalJSON.write(.array(elements), to: &bytes)
  }

  /// Appends `"name":"value",` when there is a value.
  private func text(_ name: StaticString, _ value: String?, to bytes: inout [UInt8]) {
    guard let value else { return }
    raw(name, to: &bytes)
    CanonicalJSON.write(value, to: &bytes)
    bytes.append(UInt8(ascii: ","))
  }

  private func raw(_ text: StaticString, to bytes: inout [UInt8]) {
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }
}
