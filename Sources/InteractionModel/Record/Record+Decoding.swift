extension Record {
  /// Decodes a record line.
  ///
  /// Strict about fields and their forms. Whether the bytes are *the* canonical ones is for
  /// ``isCanonical(_:)`` to say.
  /// - Parameter line: the bytes that are hashed, without a line feed.
  /// - Throws: ``RecordError`` that names the field.
  public init(line: some Collection<UInt8>) throws(RecordError) {
    let result = line.withContiguousStorageIfAvailable { buffer in
      Result { () throws(RecordError) in try Record(buffer: buffer) }
    }
    if let result {
      self = try result.get()
      return
    }
    self = try Array(line).withUnsafeBufferPointer { buffer in
      Result { () throws(RecordError) in try Record(buffer: buffer) }
    }.get()
  }

  /// Decodes a record line that is borrowed for the length of the call.
  package init(buffer: UnsafeBufferPointer<UInt8>) throws(RecordError) {
    var fields = RecordFields()
    var reader = JSONReader(buffer)
    do {
      try fields.read(from: &reader)
    } catch let error as JSONError {
      throw .json(error)
    } catch let error as RecordError {
      throw error
    } catch {
      throw .malformed(field: "line")
    }
    self = try fields.record()
  }

  /// Whether a line is the canonical form of what it says: the only bytes the log hashes.
  /// - Parameter line: a record line.
  /// - Returns: true when the bytes are canonical.
  public static func isCanonical(_ line: [UInt8]) -> Bool {
    guard let value = try? JSONValue(parsing: line) else { return false }
    return value.canonicalBytes == line
  }
}

/// The fields of a record while its line is being read.
private struct RecordFields {
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
    var last = ""
    var sorted = true
    repeat {
      let key = try reader.string()
      if key <= last { sorted = false }
      last = key
      try reader.expect(UInt8(ascii: ":"))
      try field(key, from: &reader)
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

  private mutating func field(_ key: String, from reader: inout JSONReader) throws {
    switch key {
    case "actor": actor = try readActor(&reader)
    case "body": body = try reader.object()
    case "case": self.case = try reader.string()
    case "causation": causation = try readID(&reader, key)
    case "channel":
      guard let value = Channel(rawValue: try reader.string()) else {
        throw RecordError.malformed(field: key)
      }
      channel = value
    case "conversation": conversation = try reader.string()
    case "correlation": correlation = try reader.string()
    case "department": department = try reader.string()
    case "direction":
      guard let value = Direction(rawValue: try reader.string()) else {
        throw RecordError.malformed(field: key)
      }
      direction = value
    case "id": id = try readID(&reader, key)
    case "occurred":
      guard let value = Timestamp(try reader.string()) else {
        throw RecordError.malformed(field: key)
      }
      occurred = value
    case "party": party = try reader.string()
    case "position": position = try reader.integer()
    case "recorded":
      guard let value = Timestamp(try reader.string())?.instant else {
        throw RecordError.malformed(field: key)
      }
      recorded = value
    case "schema": schema = try reader.integer()
    case "sealed": try readSealed(&reader)
    case "source": source = try reader.string()
    case "stream": stream = StreamID(rawValue: try reader.string())
    case "type": type = try reader.string()
    case "version": version = try reader.integer()
    default: throw RecordError.unknown(field: key)
    }
  }

  private func readID(_ reader: inout JSONReader, _ field: String) throws -> EventID {
    guard let id = EventID(try reader.string()) else { throw RecordError.malformed(field: field) }
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
