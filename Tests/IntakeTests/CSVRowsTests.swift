import InteractionModel
import Testing

@testable import Intake

@Suite("CSV through a mapping")
struct CSVRowsTests {
  static let mapping = """
    source: permits
    time: {zone: America/New_York, formats: [MM/dd/yyyy HH:mm]}
    row: {id: NO, version: CHANGED}
    tables:
      channel: {values: {Phone: voice, Web: self_service}}
      state: {values: {O: open, C: closed, "": open}, default: other}
    defaults: {case: {column: NO, prefix: "P-"}, department: OFFICE}
    events:
      - name: request
        type: message.received
        versioned: false
        stream: conversation
        conversation: {mint: ""}
        party: {column: PHONE, mint: true}
        channel: {column: SOURCE, table: channel}
        direction: {const: inbound}
        actor: {type: party}
        occurred: OPENED
        sealed: {phone: PHONE, text: WORDS}
      - name: opened
        type: case.opened
        stream: case
        channel: {column: SOURCE, table: channel}
        occurred: [OPENED, CHANGED]
        body: {service: KIND, priority: PRIO, due: DUE}
        sealed:
          - {participant: {const: matter}, fields: {title: TITLE}, rest: columns}
      - name: closed
        type: case.closed
        stream: case
        when: {column: STATE, table: state, equals: closed}
        flags: {closed_before_opened: {before: [CHANGED, OPENED]}}
        occurred: CHANGED
    """
  static let header = "NO,CHANGED,SOURCE,OPENED,PHONE,WORDS,KIND,PRIO,DUE,TITLE,STATE,OFFICE,MORE\n"
  static let row =
    "17,05/02/2015 09:00,Phone,05/01/2015 08:30,+1 617,\"Hello,\nthere\",Pothole,3,05/09/2015 17:00,T,C,PW,m\n"

  func read(_ rows: String) throws -> Reading {
    let format = try CSVRows(options: IntakeOptions(mapping: Self.mapping))
    return try Reading(format, Self.header + rows)
  }

  @Test("a row becomes its events, each with its own stream, times and parts")
  func events() throws {
    let reading = try read(Self.row)
    #expect(reading.rejections.isEmpty, "\(reading.rejections)")
    #expect(reading.rows.map(\.line) == [2])
    let events = reading.events
    try #require(events.count == 3)
    #expect(events.map(\.type.rawValue) == ["message.received", "case.opened", "case.closed"])
    let minter = TestMinter()
    let conversation = minter.entityID(.conversation, source: "permits", externalID: "17")
    let party = minter.entityID(.party, source: "permits", externalID: "+1 617")
    #expect(events[0].stream == StreamID(.conversation(conversation)))
    #expect(events[0].case == "P-17" && events[0].party == party && events[0].channel == .voice)
    #expect(events[0].occurred?.text == "2015-05-01T08:30-04:00")
    #expect(events[0].personal.first?.content == ["phone": "+1 617", "text": "Hello,\nthere"])
    #expect(events[1].stream.rawValue == "case-P-17" && events[1].conversation == nil)
    #expect(
      events[1].body
        == ["service": "Pothole", "priority": "3", "due": "2015-05-09T17:00-04:00"])
    #expect(events[1].personal.first?.subject.participant == "matter")
    #expect(
      events[1].personal.first?.content == [
        "title": "T", "columns": ["MORE": "m", "SOURCE": "Phone", "STATE": "C"],
      ])
    #expect(events[2].department == "PW" && events[2].body.isEmpty)
    // What a row says first; ids of what later versions of it say follow from what the log has.
    #expect(
      events[0].id
        == minter.eventID(
          source: "permits", externalID: "17", externalVersion: "", name: "request"))
    #expect(
      events[2].id
        == minter.eventID(
          source: "permits", externalID: "17", externalVersion: "", name: "closed"))
  }

  @Test("reading twice gives the same events")
  func deterministic() throws {
    #expect(try read(Self.row).events == read(Self.row).events)
  }

  @Test("two values differ when both are there, looked up or not, and are not the same")
  func differ() throws {
    let mapping = """
      source: desk
      row: {id: NO}
      tables:
        home: {values: {Parks: PK, Roads: RD}, default: ""}
      defaults: {case: NO, stream: case}
      events:
        - name: opened
          type: case.opened
          body: {department: HAS}
        - name: moved
          type: transfer.requested
          when: {differ: [{column: OWNS, table: home}, HAS]}
          body:
            kind: {const: department}
            fromDepartment: {column: OWNS, table: home}
            toDepartment: HAS
      """
    let rows = "NO,OWNS,HAS\n1,Parks,PK\n2,Parks,RD\n3,Fleet,RD\n4,Roads,\n5,,PK\n"
    let format = try CSVRows(options: IntakeOptions(mapping: mapping))
    let reading = try Reading(format, rows)
    #expect(reading.rejections.isEmpty, "\(reading.rejections)")
    let moved = reading.events.filter { $0.type.rawValue == "transfer.requested" }
    #expect(moved.map(\.case) == ["2"])
    #expect(
      moved.first?.body
        == ["kind": "department", "fromDepartment": "PK", "toDepartment": "RD"])
    let wrong = mapping.replacing("[{column: OWNS, table: home}, HAS]", with: "[HAS]")
    #expect(throws: IntakeError.self) {
      try CSVRows(options: IntakeOptions(mapping: wrong))
    }
  }

  @Test("missing times stay missing, ambiguous and impossible ones are flagged")
  func times() throws {
    let missing = try read(Self.row.replacing("05/01/2015 08:30", with: ""))
    #expect(missing.events[0].occurred == nil)
    #expect(missing.events[1].occurred?.text == "2015-05-02T09:00-04:00")
    let twice = try read(Self.row.replacing("05/01/2015 08:30", with: "11/01/2015 01:30"))
    #expect(twice.events[0].body["flags"] == ["ambiguous_time"])
    #expect(twice.events[2].body["flags"] == ["closed_before_opened"])
    let never = try read(Self.row.replacing("05/09/2015 17:00", with: "03/13/2016 02:30"))
    #expect(never.events[1].body["flags"] == ["impossible_time"])
    #expect(never.events[1].body["due"] == "2016-03-13T02:30-05:00")
  }

  @Test("a public field of another kind than it should be is sealed and flagged")
  func wrongKind() throws {
    let long = String(repeating: "k", count: 300)
    let reading = try read(
      Self.row.replacing("Pothole,3", with: "\(long),soon").replacing("PW", with: "P\tW"))
    try #require(reading.events.count == 3, "\(reading.rejections)")
    let opened = reading.events[1]
    #expect(opened.body["flags"] == ["sealed:department", "sealed:service"])
    #expect(opened.department == nil && opened.body["service"] == nil)
    let content = try #require(opened.personal.last?.content)
    #expect(content["service"] == .string(long))
    #expect(content["department"] == "P\tW")
  }

  @Test(
    "a bad row is rejected alone, with a remedy and without its content",
    arguments: [
      (row.replacing("05/01/2015", with: "02/30/2015"), "does not exist", "correct"),
      (row.replacing("05/01/2015", with: "May 1"), "none of the formats", "formats"),
      (row.replacing("17,", with: ",", maxReplacements: 1), "“NO” is empty", "id"),
      (row.replacing("17,", with: "1 7,", maxReplacements: 1), "not an id", "128"),
      ("1,2,3\n", "3 fields", "quote"),
    ])
  func rejected(row: String, reason: String, remedy: String) throws {
    let reading = try read(row + Self.row)
    #expect(reading.rows.count == 1)
    let rejection = try #require(reading.rejections.first)
    #expect(rejection.line == 2)
    #expect(rejection.reason.contains(reason), "\(rejection)")
    #expect(rejection.remedy.contains(remedy), "\(rejection)")
    #expect(!rejection.description.contains("Pigeon") && !rejection.description.contains("617"))
  }

  @Test("a word that a table has not rejects the row, where the table has no default")
  func unlisted() throws {
    let mapping = Self.mapping.replacing(", default: other}", with: "}")
    let format = try CSVRows(options: IntakeOptions(mapping: mapping))
    let rows = Self.row.replacing(",C,", with: ",Pigeon,") + Self.row
    let reading = try Reading(format, Self.header + rows)
    #expect(reading.rows.count == 1)
    let rejection = try #require(reading.rejections.first)
    #expect(rejection.reason.contains("table “state”"))
    #expect(rejection.remedy.contains("add it to the table") && rejection.line == 2)
    #expect(!rejection.description.contains("Pigeon"))
  }

  @Test("bytes that are not of the encoding reject the row; Windows-1252 reads them")
  func encodings() throws {
    var bytes = Array((Self.header + Self.row).utf8)
    bytes.replace("Hello".utf8, with: [0x93, 0x48, 0xE9, 0x94])
    let strict = try Reading(CSVRows(options: IntakeOptions(mapping: Self.mapping)), bytes)
    #expect(strict.rejections.first?.remedy.contains("encoding") == true)
    let mapping = Self.mapping + "\ncsv: {encoding: windows-1252}"
    let reading = try Reading(CSVRows(options: IntakeOptions(mapping: mapping)), bytes)
    #expect(reading.events.first?.personal.first?.content["text"] == "“Hé”,\nthere")
  }

  @Test("a cell of ten megabytes is read")
  func longCell() throws {
    let long = String(repeating: "z", count: 10_000_000)
    let reading = try read(Self.row.replacing("Hello", with: long))
    #expect(
      reading.events.first?.personal.first?.content["text"]?.string?.utf8.count ?? 0 > 10_000_000)
  }

  @Test("all mistakes of a mapping are found at once, with their lines")
  func mistakes() throws {
    let mapping = """
      source: x
      time: {zone: Mars/Olympus, formats: [QQ]}
      row: {id: A}
      tables: {channel: {values: {a: telegraph}}}
      events:
        - name: one
          type: case.exploded
          stream: case
          case: A
        - name: two
          type: case.closed
          stream: conversation
          case: A
          channel: {column: B, table: channel}
          body: {mood: B, onTime: {column: C, tabel: x}}
          when: {column: D}
      colour: red
      """
    let error = #expect(throws: IntakeError.self) {
      _ = try CSVRows(options: IntakeOptions(mapping: mapping, mappingName: "m.yaml"))
    }
    guard case .mapping("m.yaml", let problems)? = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    for (line, words) in [
      (2, "Mars/Olympus"), (2, "QQ"), (7, "case.exploded"), (12, "which"), (14, "telegraph"),
      (15, "“mood”"), (15, "“tabel”"), (16, "present"), (17, "“colour”"),
    ] {
      #expect(
        problems.contains { $0.line == line && $0.message.contains(words) },
        "\(line) \(words) in \(problems)")
    }
  }

  @Test("columns that the file lacks are found before any row, with the line that uses them")
  func missingColumns() throws {
    let format = try CSVRows(options: IntakeOptions(mapping: Self.mapping))
    let error = #expect(throws: IntakeError.self) {
      _ = try Reading(format, Self.header.replacing("PRIO", with: "PRI") + Self.row)
    }
    guard case .header(_, let problems)? = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(problems.map(\.line) == [25])
    #expect(throws: IntakeError.mappingRequired(format: "csv")) {
      try CSVRows(options: IntakeOptions())
    }
  }

  @Test("the shipped mapping for Open311 bulk files reads one with few columns")
  func open311Bulk() throws {
    let text = """
      service_request_id,status,service_name,requested_datetime,updated_datetime,closed_date,source,extra
      1,closed,Pothole,2015-04-13T10:00:00-05:00,2015-04-14T10:00:00-05:00,2015-04-14T09:00:00-05:00,Phone,e
      2,open,Pothole,2015-04-13 10:00,2015-04-14 10:00,,Web,
      """
    let reading = try Reading(Files.mapping("open311-csv"), text)
    #expect(reading.rejections.isEmpty, "\(reading.rejections)")
    #expect(
      reading.rows.map { $0.events.map(\.type.rawValue) } == [
        ["contact.initiated", "case.opened", "note.added", "case.closed"],
        ["message.received", "case.opened", "note.added"],
      ])
    #expect(
      reading.events[2].personal.first?.content["columns"]
        == ["extra": "e", "source": "Phone", "status": "closed"])
  }
}
