/// The fields of a record while its line is being read.
struct RecordFields {
  var position: Int64?
  var recorded: Instant?
  var version: Int64?
  var id: EventID?
  var stream: StreamID?
  var type: String?
  var schema: Int64?
  var occurred: Timestamp?
  var actor: Actor?
  var channel: Channel?
  var direction: Direction?
  var conversation: String?
  var `case`: String?
  var party: String?
  var department: String?
  var source: String?
  var correlation: String?
  var causation: EventID?
  var body: JSONObject?
  var sealedCount = 0
  var sealedBytes: [UInt8] = []

  mutating func read(from reader: inout JSONReader) throws {
    try reader.expect(UInt8(ascii: "{"))
    var last = -1
    var sorted = true
    repeat {
      // Canonical lines have their fields in order: the name is found at the first look ahead.
      let field = try RecordField.read(from: &reader, after: last)
      if field.rawValue <= last { sorted = false }
      last = field.rawValue
      try reader.expect(UInt8(ascii: ":"))
      try read(field, from: &reader)
    } while reader.consume(UInt8(ascii: ","))
    try reader.expect(UInt8(ascii: "}"))
    try reader.end()
    // Names in order cannot stand twice. Out of order, which no log writes, the reader of trees
    // says whether one does.
    if !sorted {
      var again = JSONReader(reader.bytes)
      _ = try again.object()
    }
  }

  private mutating func read(_ field: RecordField, from reader: inout JSONReader) throws {
    switch field {
    case .actor: actor = try readActor(&reader)
    case .body: body = try reader.object()
    case .case: self.case = try reader.string()
    case .causation: causation = try RecordFields.id(&reader, field)
    case .channel: channel = try RecordFields.channels.value(&reader, field)
    case .conversation: conversation = try reader.string()
    case .correlation: correlation = try reader.string()
    case .department: department = try reader.string()
    case .direction: direction = try RecordFields.directions.value(&reader, field)
    case .id: id = try RecordFields.id(&reader, field)
    case .occurred:
      guard let value = Timestamp(try reader.string()) else {
        throw RecordError.malformed(field: field.name)
      }
      occurred = value
    case .party: party = try reader.string()
    case .position: position = try reader.integer()
    case .recorded:
      guard let text = try reader.plainString(), let value = Timestamp.instant(text) else {
        throw RecordError.malformed(field: field.name)
      }
      recorded = value
    case .schema: schema = try reader.integer()
    case .sealed: try readSealed(&reader)
    case .source: source = try reader.string()
    case .stream: stream = StreamID(rawValue: try reader.string())
    case .type: type = try reader.string()
    case .version: version = try reader.integer()
    }
  }

  private static let channels = WordTable(Channel.allCases)
  private static let directions = WordTable(Direction.allCases)

  private static func id(_ reader: inout JSONReader, _ field: RecordField) throws -> EventID {
    guard let text = try reader.plainString(), let id = EventID(ascii: text) else {
      throw RecordError.malformed(field: field.name)
    }
    return id
  }

  private func readActor(_ reader: inout JSONReader) throws -> Actor {
    let object = try reader.object()
    let id = object["id"]?.string
    guard let type = object["type"]?.string, object.count == (id == nil ? 1 : 2) else {
      throw RecordError.malformed(field: "actor")
    }
    return Actor(type: type, id: id)
  }

  /// Counts the sealed parts and keeps their bytes without decoding them.
  private mutating func readSealed(_ reader: inout JSONReader) throws {
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

  func record() throws(RecordError) -> Record {
    func need<Value>(_ value: Value?, _ field: String) throws(RecordError) -> Value {
      guard let value else { throw .missing(field: field) }
      return value
    }
    return Record(
      position: Position(try need(position, "position")),
      recorded: try need(recorded, "recorded"),
      version: try need(version, "version"),
      id: try need(id, "id"),
      stream: try need(stream, "stream"),
      type: EventType(try need(type, "type")),
      schema: Int(try need(schema, "schema")),
      occurred: occurred, actor: actor, channel: channel, direction: direction,
      conversation: conversation, case: `case`, party: party, department: department,
      source: source, correlation: correlation, causation: causation,
      body: try need(body, "body"), sealedCount: sealedCount, sealedBytes: sealedBytes)
  }
}
