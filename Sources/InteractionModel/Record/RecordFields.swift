/// The fields of a record: filled while its line is read, then moved into its storage whole.
///
/// Not copyable, so that nothing is counted twice on the way. What every record has is noted in
/// ``seen`` and has no meaning before.
@usableFromInline
struct RecordFields: ~Copyable, Sendable {
  @usableFromInline var position = Position.start
  @usableFromInline var recorded = Instant(microseconds: 0)
  @usableFromInline var version: Int64 = 0
  @usableFromInline var id = EventID(high: 0, low: 0)
  @usableFromInline var stream = StreamID(rawValue: "")
  @usableFromInline var type = EventType.none
  @usableFromInline var schema = 0
  @usableFromInline var occurred: Timestamp?
  @usableFromInline var actor: Actor?
  @usableFromInline var channel: Channel?
  @usableFromInline var direction: Direction?
  @usableFromInline var conversation: String?
  @usableFromInline var `case`: String?
  @usableFromInline var party: String?
  @usableFromInline var department: String?
  @usableFromInline var source: String?
  @usableFromInline var correlation: String?
  @usableFromInline var causation: EventID?
  @usableFromInline var body = JSONObject()
  @usableFromInline var sealedCount = 0
  var sealedBytes: [UInt8] = []
  /// Not a field of the line, but what its bytes hash to.
  @usableFromInline var leaf: RecordLeaf?
  /// A bit for each field that was read.
  private var seen: UInt32 = 0

  /// Fields that nothing has been read of.
  init() {}

  mutating func read(from reader: inout JSONReader) throws(RecordError) {
    var last = -1
    var sorted = true
    try expect(UInt8(ascii: "{"), &reader)
    repeat {
      let field = try RecordField.read(from: &reader, after: last)
      if field.rawValue <= last { sorted = false }
      last = field.rawValue
      seen |= 1 << UInt32(last)
      try read(field, from: &reader)
    } while reader.consume(UInt8(ascii: ","))
    try expect(UInt8(ascii: "}"), &reader)
    do throws(JSONError) {
      try reader.end()
      // Names in order cannot stand twice. Out of order, which no log writes, the reader of trees
      // says whether one does.
      if !sorted {
        var again = JSONReader(reader.bytes)
        _ = try again.object()
      }
    } catch {
      throw .json(error)
    }
    for field in RecordField.required where seen >> UInt32(field.rawValue) & 1 == 0 {
      throw .missing(field: field.name)
    }
  }

  /// Reads what says where a record stands, whose it is, of what type and when it happened; the rest
  /// keeps what it has in the beginning.
  mutating func readHead(from reader: inout JSONReader) throws(RecordError) {
    var last = -1
    try expect(UInt8(ascii: "{"), &reader)
    repeat {
      let field = try RecordField.read(from: &reader, after: last)
      last = field.rawValue
      switch field {
      case .case, .conversation, .occurred, .party, .position, .recorded, .stream:
        try read(field, from: &reader)
      case .type:
        // Nothing that is wanted stands behind it.
        return try read(field, from: &reader)
      default:
        do throws(JSONError) { try reader.skipWritten() } catch { throw .json(error) }
      }
    } while reader.consume(UInt8(ascii: ","))
    throw .missing(field: RecordField.type.name)
  }

  @inline(__always)
  private func expect(_ byte: UInt8, _ reader: inout JSONReader) throws(RecordError) {
    do throws(JSONError) { try reader.expect(byte) } catch { throw .json(error) }
  }

  @inline(__always)
  private mutating func read(
    _ field: RecordField, from reader: inout JSONReader
  ) throws(RecordError) {
    switch field {
    case .id: id = try RecordFields.id(&reader, field)
    case .causation: causation = try RecordFields.id(&reader, field)
    case .channel: channel = try RecordFields.channels.value(&reader, field)
    case .direction: direction = try RecordFields.directions.value(&reader, field)
    case .recorded:
      guard let text = try RecordFields.plain(&reader), let value = Timestamp.instant(text) else {
        throw .malformed(field: field.name)
      }
      recorded = value
    default:
      do throws(JSONError) {
        guard try !readJSON(field, from: &reader) else { return }
      } catch {
        throw .json(error)
      }
      throw .malformed(field: field.name)
    }
  }

  /// Reads a field that is of no form of its own, or says that it is not of its form.
  @inline(__always)
  private mutating func readJSON(
    _ field: RecordField, from reader: inout JSONReader
  ) throws(JSONError) -> Bool {
    switch field {
    case .actor: return try readActor(&reader)
    case .body: body = try reader.object()
    case .case: self.case = try reader.string()
    case .conversation: conversation = try reader.string()
    case .correlation: correlation = try reader.string()
    case .department: department = try reader.string()
    case .occurred:
      if let text = try reader.plainString() {
        occurred = Timestamp(ascii: text)
      } else {
        occurred = Timestamp(try reader.string())
      }
      return occurred != nil
    case .party: party = try reader.string()
    case .position: position = Position(try reader.integer())
    case .schema: schema = Int(try reader.integer())
    case .sealed: try readSealed(&reader)
    case .source: source = try reader.string()
    case .stream: stream = StreamID(rawValue: try reader.string())
    case .type:
      if let text = try reader.plainString() {
        type = EventType(ascii: text)
      } else {
        type = EventType(try reader.string())
      }
    case .version: version = try reader.integer()
    case .causation, .channel, .direction, .id, .recorded: return false
    }
    return true
  }

  private static let channels = WordTable(Channel.self)
  private static let directions = WordTable(Direction.self)

  @inline(__always)
  fileprivate static func plain(
    _ reader: inout JSONReader
  ) throws(RecordError) -> UnsafeBufferPointer<UInt8>? {
    do throws(JSONError) { return try reader.plainString() } catch { throw .json(error) }
  }

  private static func id(
    _ reader: inout JSONReader, _ field: RecordField
  ) throws(RecordError) -> EventID {
    guard let text = try plain(&reader), let id = EventID(ascii: text) else {
      throw .malformed(field: field.name)
    }
    return id
  }

  /// Reads an actor as the log writes it, without an object in between; nil, and nothing is
  /// consumed, when it is anything else.
  private static func writtenActor(_ reader: inout JSONReader) -> Actor? {
    var ahead = reader
    var id: String?
    guard ahead.consume(literal: "{") else { return nil }
    if ahead.consume(literal: "\"id\":") {
      id = try? ahead.string()
      guard id != nil, ahead.consume(literal: ",") else { return nil }
    }
    guard ahead.consume(literal: "\"type\":"), let type = try? ahead.string(),
      ahead.consume(literal: "}")
    else { return nil }
    reader = ahead
    return Actor(type: type, id: id)
  }

  private mutating func readActor(_ reader: inout JSONReader) throws(JSONError) -> Bool {
    if let written = RecordFields.writtenActor(&reader) {
      actor = written
      return true
    }
    let members = try reader.object().members
    // `id` sorts before `type`, and there is no third.
    guard let last = members.last, last.key == "type", let type = last.value.string,
      members.count <= 2
    else { return false }
    guard members.count == 2 else {
      actor = Actor(type: type)
      return true
    }
    guard members[0].key == "id", let id = members[0].value.string else { return false }
    actor = Actor(type: type, id: id)
    return true
  }

  /// Counts the sealed parts and keeps their bytes without decoding them.
  private mutating func readSealed(_ reader: inout JSONReader) throws(JSONError) {
    _ = reader.peek()
    let start = reader.index
    try reader.expect(UInt8(ascii: "["))
    repeat {
      try reader.skipFlatObject()
      sealedCount += 1
    } while reader.consume(UInt8(ascii: ","))
    try reader.expect(UInt8(ascii: "]"))
    sealedBytes = Array(reader.bytes[start..<reader.index])
  }
}

extension WordTable {
  @inline(__always)
  fileprivate func value(
    _ reader: inout JSONReader, _ field: RecordField
  ) throws(RecordError) -> Value {
    guard let text = try RecordFields.plain(&reader), let value = self[text] else {
      throw .malformed(field: field.name)
    }
    return value
  }
}
