import InteractionModel
import StoreConformance
import Testing

@Suite("A record")
struct RecordTests {
  private static func seal(_ event: NewEvent) -> [SealedPart] {
    event.personal.enumerated().map { index, part in
      SealedPart(
        key: Hex.string(event.id.bytes), commitment: event.id.bytes + event.id.bytes,
        nonce: Array(event.id.bytes.prefix(12)), data: part.content.canonicalBytes,
        root: event.id.bytes + event.id.bytes,
        attachments: index == 0 ? [] : [String(repeating: "ab", count: 32)])
    }
  }

  @Test("its head says where it stands, whose it is and when it happened, as the whole does")
  func heads() throws {
    var maker = EventMaker(seed: 7)
    let memo = TextMemo()
    for (place, event) in maker.events(200).enumerated() {
      let line = try RecordLine(event, sealed: Self.seal(event)).bytes(
        position: Position(Int64(place) + 1),
        recorded: Instant(microseconds: 1_772_438_400_000_000),
        version: 3)
      let whole = try Record(line: line)
      let head = try line.withUnsafeBytes { try Record(headOf: $0, memo: memo) }
      #expect(head.position == whole.position)
      #expect(head.recorded == whole.recorded)
      #expect(head.occurred == whole.occurred)
      #expect(head.stream == whole.stream)
      #expect(head.type == whole.type)
      #expect(head.conversation == whole.conversation)
      #expect(head.case == whole.case)
      #expect(head.party == whole.party)
      #expect(head.body.isEmpty)
      #expect(head.sealedCount == 0)
      #expect(throws: RecordError.self) {
        try line.dropLast(40).withContiguousStorageIfAvailable {
          _ = try Record(headOf: UnsafeRawBufferPointer($0), memo: memo)
        }
      }
    }
  }

  @Test("says what its event said, in canonical bytes, whatever the event")
  func roundTrip() throws {
    var maker = EventMaker(seed: 7)
    var generator = SeededGenerator(seed: 8)
    for number in 1...400 as ClosedRange<Int64> {
      let event = maker.event()
      let parts = Self.seal(event)
      let recorded = Instant(
        microseconds: .random(in: 0...4_000_000_000_000_000, using: &generator))
      let line = try RecordLine(event, sealed: parts).bytes(
        position: Position(number), recorded: recorded, version: number + 1)
      #expect(Record.isCanonical(line))
      #expect(!line.contains(0x0A))

      let record = try Record(line: line)
      #expect(record.position == Position(number))
      #expect(record.recorded == recorded)
      #expect(record.version == number + 1)
      #expect(record.id == event.id)
      #expect(record.stream == event.stream)
      #expect(record.type == event.type)
      #expect(record.schema == event.schema)
      #expect(record.occurred == event.occurred)
      #expect(record.actor == event.actor)
      #expect(record.channel == event.channel)
      #expect(record.direction == event.direction)
      #expect(record.conversation == event.conversation)
      #expect(record.case == event.case)
      #expect(record.party == event.party)
      #expect(record.department == event.department)
      #expect(record.source == event.source)
      #expect(record.correlation == event.correlation)
      #expect(record.causation == event.causation)
      #expect(record.body == event.body)
      #expect(record.sealedCount == parts.count)
      #expect(try record.sealedParts() == parts)
      #expect(record.effectiveTime == event.occurred?.instant ?? recorded)
      #expect(record.lacksUsableTime == (event.occurred?.instant == nil))
      #expect(try Record(line: AnyCollection(line.lazy.map { $0 })) == record)
    }
  }

  @Test("has this line, byte for byte")
  func line() throws {
    var event = NewEvent(
      id: EventID(high: 1, low: 2), stream: StreamID(.case("17")), type: .caseOpened,
      occurred: Timestamp("2024-03-01T08:00-05:00"), body: ["service": "POTHOLE", "priority": "2"])
    event.actor = Actor(type: "agent", id: "a-9")
    event.channel = .selfService
    event.direction = .inbound
    let part = SealedPart(
      key: "0f", commitment: [1], nonce: [2, 3], data: [4, 5, 6], root: [7, 8])
    let bytes = try RecordLine(event, sealed: [part]).bytes(
      position: Position(5), recorded: Instant(microseconds: 0), version: 1)
    let expected = """
      {"actor":{"id":"a-9","type":"agent"},"body":{"priority":"2","service":"POTHOLE"},\
      "case":"17","channel":"self_service","direction":"inbound",\
      "id":"00000000-0000-0001-0000-000000000002","occurred":"2024-03-01T08:00-05:00",\
      "position":5,"recorded":"1970-01-01T00:00:00.000000Z","schema":1,\
      "sealed":[{"commitment":"AQ==","data":"BAUG","key":"0f","nonce":"AgM=",\
      "root":"Bwg="}],\
      "stream":"case-17","type":"case.opened","version":1}
      """
    #expect(String(decoding: bytes, as: UTF8.self) == expected)
  }

  @Test("takes a body of 8 KiB and refuses a larger one, with its size")
  func bodyLimit() throws {
    var event = NewEvent(
      id: EventID(high: 1, low: 1), stream: StreamID(.case("1")), type: .noteAdded)
    let overhead = "{\"kind\":\"\"}".utf8.count
    event.body = ["kind": .string(String(repeating: "x", count: 8_192 - overhead))]
    _ = try RecordLine(event, sealed: [])
    event.body = ["kind": .string(String(repeating: "x", count: 8_193 - overhead))]
    #expect(throws: RecordError.bodyTooLarge(bytes: 8_193, limit: 8_192)) {
      try RecordLine(event, sealed: [])
    }
  }

  @Test("is never longer than 65,535 bytes, at any place and time")
  func lineLimit() throws {
    let event = NewEvent(
      id: EventID(high: 1, low: 1), stream: StreamID(.case("1")), type: .noteAdded)
    var longest = 0
    for size in 48_700...49_152 {
      let part = SealedPart(
        key: "00", commitment: [], nonce: [], data: [UInt8](repeating: 7, count: size), root: [])
      guard let line = try? RecordLine(event, sealed: [part]) else { break }
      let bytes = line.bytes(
        position: Position(JSONValue.maximumInteger), recorded: Instant(microseconds: .max),
        version: JSONValue.maximumInteger)
      longest = max(longest, bytes.count)
    }
    #expect(longest <= RecordLine.maximumBytes)
    #expect(longest > RecordLine.maximumBytes - 50)
  }
}

@Suite("Decoding a record")
struct RecordDecodingTests {
  static let minimal: JSONObject = [
    "body": [:], "id": "00000000-0000-0001-0000-000000000002", "position": 5,
    "recorded": "1970-01-01T00:00:00.000000Z", "schema": 1, "stream": "case-17",
    "type": "case.opened", "version": 1,
  ]

  private static func error(_ text: some Sequence<UInt8>) -> RecordError? {
    do {
      _ = try Record(line: Array(text))
      return nil
    } catch {
      return error
    }
  }

  private static func error(_ object: JSONObject) -> RecordError? { error(object.canonicalBytes) }

  @Test("needs no more than what every record has")
  func sufficient() throws {
    let record = try Record(line: Self.minimal.canonicalBytes)
    #expect(record.occurred == nil && record.actor == nil && record.sealedCount == 0)
    #expect(try record.sealedParts().isEmpty)
  }

  @Test("names a field that is missing", arguments: minimal.members.map(\.key))
  func missing(field: String) {
    var object = Self.minimal
    object[field] = nil
    #expect(Self.error(object) == .missing(field: field))
  }

  @Test("names a field that no record has")
  func unknown() {
    for field in ["", "Body", "text", "zone"] {
      var object = Self.minimal
      object[field] = "x"
      #expect(Self.error(object) == .unknown(field: field))
    }
  }

  @Test(
    "names a field that is not of its form",
    arguments: [
      ("channel", "carrier_pigeon"), ("direction", "up"), ("id", "17"), ("causation", "x"),
      ("occurred", "yesterday"), ("recorded", "1970-01-01"), ("actor", ["id": "only"]),
      ("actor", ["type": "agent", "id": 5]), ("actor", ["type": "agent", "name": "Jane"]),
    ] as [(String, JSONValue)])
  func malformed(field: String, value: JSONValue) {
    var object = Self.minimal
    object[field] = value
    #expect(Self.error(object) == .malformed(field: field))
  }

  @Test(
    "refuses a value of another kind",
    arguments: [
      ("position", "5"), ("version", nil), ("schema", true), ("body", []), ("stream", 1),
      ("case", nil),
      ("sealed", [:]), ("sealed", []), ("sealed", ["x"]), ("actor", "agent"), ("type", ["x"]),
    ] as [(String, JSONValue)])
  func wrongKind(field: String, value: JSONValue) {
    var object = Self.minimal
    object[field] = value
    guard case .json = Self.error(object) else {
      Issue.record("\(field) was not refused as JSON")
      return
    }
  }

  @Test("refuses what is not one JSON object of the profile")
  func notAnObject() {
    let line = String(decoding: Self.minimal.canonicalBytes, as: UTF8.self)
    let texts = [
      "", "{", "{}x", "[]", "null", line + line, line + "x", String(line.dropLast()),
      line.replacing("\"position\":5", with: "\"position\":5.0"),
      line.replacing("\"position\":5", with: "\"position\":9007199254740992"), "\u{FEFF}" + line,
    ]
    for text in texts { #expect(Self.error(text.utf8) != nil) }
  }

  @Test("refuses a field that stands twice, next to each other or apart")
  func doubled() {
    let line = String(decoding: Self.minimal.canonicalBytes, as: UTF8.self)
    for text in [
      line.replacing("\"position\":5", with: "\"position\":5,\"position\":5"),
      line.replacing(
        "\"version\":1", with: "\"version\":1,\"id\":\"00000000-0000-0001-0000-000000000009\""),
    ] {
      guard case .json(let error) = Self.error(text.utf8) else {
        Issue.record("a doubled field was not refused")
        continue
      }
      #expect(error.kind == .duplicateKey)
    }
  }

  @Test("reads other spellings of the same, which are not canonical")
  func notCanonical() throws {
    let line = String(decoding: Self.minimal.canonicalBytes, as: UTF8.self)
    #expect(Record.isCanonical(Array(line.utf8)))
    let record = try Record(line: Array(line.utf8))
    let others = [
      line + "\n", " " + line, line.replacing(",", with: ", "),
      line.replacing("case.opened", with: "case\\u002eopened"),
      "{\"version\":1," + line.dropFirst().replacing(",\"version\":1", with: ""),
    ]
    for other in others {
      #expect(try Record(line: Array(other.utf8)) == record)
      #expect(!Record.isCanonical(Array(other.utf8)))
    }
    #expect(!Record.isCanonical(Array("nonsense".utf8)))
  }

  @Test(
    "opens no sealed part that is not of its form",
    arguments: [
      ["data": "AQ"], ["key": 5], ["note": "text"], ["attachments": [1]], ["attachments": "a"],
      ["commitment": nil], ["data": nil], ["key": nil], ["nonce": nil], ["root": nil],
    ] as [JSONObject])
  func sealed(change: JSONObject) throws {
    var part: JSONObject = [
      "commitment": "AQ==", "data": "AQ==", "key": "00", "nonce": "AQ==", "root": "AQ==",
    ]
    for (name, value) in change.members.map({ ($0.key, $0.value) }) {
      part[name] = value == .null ? nil : value
    }
    var object = Self.minimal
    object["sealed"] = [.object(part)]
    let record = try Record(line: object.canonicalBytes)
    #expect(record.sealedCount == 1)
    #expect(throws: RecordError.malformed(field: "sealed")) { try record.sealedParts() }
  }

  @Test("survives a line that is cut or has one byte changed")
  func damaged() throws {
    var maker = EventMaker(seed: 9)
    var generator = SeededGenerator(seed: 10)
    for _ in 0..<30 {
      let event = maker.event()
      let line = try RecordLine(event, sealed: []).bytes(
        position: Position(1), recorded: Instant(microseconds: 0), version: 1)
      for end in stride(from: 0, to: line.count, by: 3) {
        #expect(Self.error(line[..<end]) != nil)
      }
      for _ in 0..<100 {
        var damaged = line
        let place = Int.random(in: 0..<line.count, using: &generator)
        damaged[place] = UInt8(truncatingIfNeeded: generator.next())
        if let record = try? Record(line: damaged) { _ = record.effectiveTime.description }
      }
    }
  }
}
