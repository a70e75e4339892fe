/// The bytes of a record line but for what only the log can say: position, recorded, version.
///
/// Those three stand in the middle and at the end of the canonical form, so a worker can encode
/// two pieces ahead of the committer, which then only joins them.
public struct RecordLine: Sendable, Hashable {
  /// The version of the record format, written into every log's birth record.
  public static let formatVersion = 1
  /// The largest line, so that it fits an entry of a C2SP tile (u16 length).
  public static let maximumBytes = 65_535
  /// The largest public body.
  public static let maximumBodyBytes = 8_192
  /// Personal JSON above this size has its longest strings moved to attachments.
  public static let maximumPersonalBytes = 32_768

  /// Up to and with the comma before `"position"`.
  private let head: [UInt8]
  /// From `"schema"` up to and with the comma before `"version"`.
  private let tail: [UInt8]

  /// Encodes an event and its sealed parts.
  /// - Parameters:
  ///   - event: the event; its personal parts are not looked at.
  ///   - sealed: its sealed parts.
  /// - Throws: ``RecordError/bodyTooLarge(bytes:limit:)`` or ``RecordError/lineTooLarge(bytes:limit:)``.
  public init(_ event: NewEvent, sealed: [SealedPart]) throws(RecordError) {
    var bytes: [UInt8] = [UInt8(ascii: "{")]
    bytes.reserveCapacity(512)
    func name(_ name: StaticString) {
      bytes.append(UInt8(ascii: "\""))
      bytes.append(
        contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
      bytes.append(UInt8(ascii: "\""))
      bytes.append(UInt8(ascii: ":"))
    }
    func field(_ key: StaticString, _ value: String?) {
      guard let value else { return }
      name(key)
      CanonicalJSON.write(value, to: &bytes)
      bytes.append(UInt8(ascii: ","))
    }
    if let actor = event.actor {
      name("actor")
      var object: JSONObject = ["type": .string(actor.type)]
      if let id = actor.id { object["id"] = .string(id) }
      CanonicalJSON.write(object, to: &bytes)
      bytes.append(UInt8(ascii: ","))
    }
    name("body")
    let start = bytes.count
    CanonicalJSON.write(event.body, to: &bytes)
    guard bytes.count - start <= RecordLine.maximumBodyBytes else {
      throw .bodyTooLarge(bytes: bytes.count - start, limit: RecordLine.maximumBodyBytes)
    }
    bytes.append(UInt8(ascii: ","))
    field("case", event.case)
    field("causation", event.causation?.description)
    field("channel", event.channel?.rawValue)
    field("conversation", event.conversation)
    field("correlation", event.correlation)
    field("department", event.department)
    field("direction", event.direction?.rawValue)
    field("id", event.id.description)
    field("occurred", event.occurred?.text)
    field("party", event.party)
    head = bytes

    bytes.removeAll(keepingCapacity: true)
    name("schema")
    CanonicalJSON.write(Int64(event.schema), to: &bytes)
    bytes.append(UInt8(ascii: ","))
    if !sealed.isEmpty {
      name("sealed")
      bytes.append(UInt8(ascii: "["))
      for (index, part) in sealed.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        part.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
      bytes.append(UInt8(ascii: ","))
    }
    field("source", event.source)
    field("stream", event.stream.rawValue)
    field("type", event.type.rawValue)
    tail = bytes
    // The longest position, time and version there can be.
    let size = head.count + tail.count + 100
    guard size <= RecordLine.maximumBytes else {
      throw .lineTooLarge(bytes: size, limit: RecordLine.maximumBytes)
    }
  }

  /// The line at a place; answers the canonical bytes.
  /// - Parameters:
  ///   - position: the place the committer gave it.
  ///   - recorded: the time the committer took it.
  ///   - version: its number in its stream.
  /// - Returns: the canonical bytes, without a line feed.
  public func bytes(position: Position, recorded: Instant, version: Int64) -> [UInt8] {
    var line: [UInt8] = []
    line.reserveCapacity(head.count + tail.count + 100)
    line.append(contentsOf: head)
    line.append(contentsOf: "\"position\":".utf8)
    CanonicalJSON.write(position.rawValue, to: &line)
    line.append(contentsOf: ",\"recorded\":\"".utf8)
    recorded.write(to: &line)
    line.append(contentsOf: "\",".utf8)
    line.append(contentsOf: tail)
    line.append(contentsOf: "\"version\":".utf8)
    CanonicalJSON.write(version, to: &line)
    line.append(UInt8(ascii: "}"))
    return line
  }
}
