import InteractionModel
import StoreConformance
import Testing

@testable import Intake

/// Cases of a desk as its exports say them, one after the other.
struct DeskExports {
  struct Matter {
    var isOpen = true
    var opened = 0
    var closed: Int?
    var changed = 0
    var reopens = 0
    var team = "north"
    var words = "new"
  }

  private var random: SeededGenerator
  private var hour = 10
  private(set) var matters: [Matter] = []

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    for _ in 0..<Int.random(in: 1...6, using: &random) { open() }
  }

  private mutating func open() {
    matters.append(Matter(opened: hour, changed: hour))
    hour += 1
  }

  /// Time goes by: some cases change, some come.
  mutating func pass() {
    if Bool.random(using: &random) { open() }
    for index in matters.indices where Int.random(in: 0..<3, using: &random) > 0 {
      hour += 1
      matters[index].changed = hour
      switch Int.random(in: 0..<5, using: &random) {
      case 0: matters[index].team = ["north", "south", "west"].randomElement(using: &random) ?? ""
      case 1: matters[index].words = "words \(Int.random(in: 0..<3, using: &random))"
      case 2: break
      default:
        if matters[index].isOpen {
          matters[index].closed = hour
        } else {
          matters[index].reopens += 1
        }
        matters[index].isOpen.toggle()
      }
    }
  }

  static func time(_ hour: Int) -> String {
    let (day, hour) = (hour / 24 + 1, hour % 24)
    return "2026-02-\(day < 10 ? "0" : "")\(day)T\(hour < 10 ? "0" : "")\(hour):00:00Z"
  }

  /// The export of now, in any order of rows; a case may keep the date of its closing, and that be so
  /// many hours after the row was written.
  mutating func csv(keepsClosing: Bool, late: Int = 0) -> String {
    var rows: [String] = []
    for (number, matter) in matters.enumerated() {
      let closed = matter.isOpen && !keepsClosing ? nil : matter.closed
      rows.append(
        [
          "K-\(number)", matter.isOpen ? "Open" : "Closed", Self.time(matter.opened),
          Self.time(matter.changed), closed.map { Self.time($0 + late) } ?? "", matter.team,
          matter.words,
        ].joined(separator: ","))
    }
    rows.shuffle(using: &random)
    return "NO,STATE,OPENED,CHANGED,CLOSED,TEAM,WORDS\n" + rows.joined(separator: "\n") + "\n"
  }

  /// The same as service requests.
  func open311() -> String {
    let requests = matters.enumerated().map { number, matter in
      JSONValue.object([
        "service_request_id": .string("K-\(number)"),
        "status": .string(matter.isOpen ? "open" : "closed"), "service_name": "Lamp",
        "requested_datetime": .string(Self.time(matter.opened)),
        "updated_datetime": .string(Self.time(matter.changed)),
        "agency_responsible": .string(matter.team), "status_notes": .string(matter.words),
      ])
    }
    return JSONValue.array(requests).canonicalText
  }
}

@Suite("A newer export is news")
struct NewerExportTests {
  /// The ways in which a desk writes its exports.
  enum Kind: String, CaseIterable, Sendable {
    case versioned, unversioned, keepsClosing, closesLate, shipped, shippedKeepsClosing
    case open311

    func format() throws -> any IntakeFormat {
      if self == .shipped || self == .shippedKeepsClosing {
        return try Files.mapping("open311-csv")
      }
      if self == .open311 { return Open311() }
      let version = self == .unversioned ? "" : ", version: CHANGED"
      return try CSVRows(
        options: IntakeOptions(
          mapping: """
            source: desk
            row: {id: NO\(version)}
            csv: {optional: [CHANGED]}
            defaults: {case: NO, stream: case, department: TEAM}
            events:
              - {name: opened, type: case.opened, occurred: OPENED, body: {department: TEAM}}
              - {name: words, type: note.added, sealed: {text: WORDS}
                 \(self == .unversioned ? "" : ", occurred: CHANGED")}
              - name: closed
                type: case.closed
                when: {column: STATE, equals: Closed}
                occurred: CLOSED
              - name: reopened
                type: case.reopened
                when: {column: STATE, equals: Open}
                after: closed
                \(self == .unversioned ? "" : "occurred: CHANGED")
            """))
    }

    func export(_ desk: inout DeskExports) -> String {
      switch self {
      case .open311: desk.open311()
      case .versioned, .unversioned: desk.csv(keepsClosing: false)
      case .keepsClosing: desk.csv(keepsClosing: true)
      case .closesLate: desk.csv(keepsClosing: true, late: 3)
      case .shipped, .shippedKeepsClosing:
        """
        service_request_id,status,requested_datetime,updated_datetime,closed_date,\
        agency_responsible,service_name

        """
          + desk.csv(keepsClosing: self == .shippedKeepsClosing, late: 5)
          .drop { $0 != "\n" }.dropFirst()
      }
    }
  }

  @Test(
    "any exports, one after the other: the state of the last, every reopening, nothing twice",
    arguments: Kind.allCases, 1...40)
  func random(kind: Kind, seed: Int) async throws {
    var desk = DeskExports(seed: UInt64(seed))
    let format = try kind.format()
    let log = ExportLog()
    var exports: [String] = []
    for _ in 0..<6 {
      let export = kind.export(&desk)
      exports.append(export)
      let report = try await log.take(format, [export], batch: 1 + seed % 7)
      #expect(report.rejected == 0 && report.outdated == 0)
      let cases = log.cases()
      for (number, matter) in desk.matters.enumerated() {
        let found = try #require(cases["K-\(number)"])
        #expect(found.status == (matter.isOpen ? "open" : "closed"), "K-\(number)")
        #expect(found.reopens == matter.reopens, "K-\(number)")
        #expect(found.department == matter.team, "K-\(number)")
      }
      // The same again, and all that came before: one by one where rows say which version they are,
      // and else as they were imported.
      for again in [[export], exports] + (kind == .unversioned ? [] : exports.map { [$0] }) {
        let report = try await log.take(format, again)
        #expect(report.appended == 0 && report.rejected == 0)
      }
      desk.pass()
    }
    // In one command, undisturbed and killed at any place and run again.
    for limit in [Int.max, log.events.count / 3, log.events.count * 2 / 3] {
      let other = ExportLog()
      do {
        _ = try await other.take(format, exports, batch: 3, limit: limit)
      } catch {
        #expect(limit < log.events.count)
      }
      let rest = try await other.take(format, exports, batch: 3)
      #expect(rest.rejected == 0)
      #expect(other.events == log.events)
    }
  }

  static let states = """
    source: desk
    row: {id: NO}
    defaults: {case: NO, stream: case}
    events:
      - {name: opened, type: case.opened, body: {department: TEAM}}
      - {name: closed, type: case.closed, when: {column: STATE, equals: closed}}
      - {name: reopened, type: case.reopened, when: {column: STATE, equals: open}, after: closed}
    """

  @Test("each export delivers exactly the events that are new")
  func exactly() async throws {
    let format = try CSVRows(options: IntakeOptions(mapping: Self.states))
    let log = ExportLog()
    let header = "NO,STATE,TEAM\n"
    for (rows, types) in [
      ("1,open,a\n2,closed,a\n", ["case.opened", "case.opened", "case.closed"]),
      ("1,open,a\n2,closed,b\n", ["case.opened"]),
      ("1,closed,a\n2,open,b\n", ["case.closed", "case.reopened"]),
      ("1,closed,a\n2,open,b\n\n", []),
      ("1,open,a\n2,open,b\n", ["case.reopened"]),
      ("1,closed,c\n2,closed,b\n", ["case.opened", "case.closed", "case.closed"]),
      ("2,closed,b\n3,closed,b\n", ["case.opened", "case.closed"]),
    ] {
      let before = log.events.count
      let report = try await log.take(format, [header + rows])
      #expect(log.events.dropFirst(before).map(\.type.rawValue) == types, "\(rows)")
      #expect(report.appended == types.count && report.rejected == 0)
    }
    #expect(log.cases()["2"]?.reopens == 1 && log.cases()["1"]?.reopens == 1)
  }

  /// The notes on rows, not those on the header.
  static func remarks(_ report: ImportReport) -> [String] {
    report.notes.listed.filter { $0.line.map { $0 > 1 } ?? false }.map(\.text)
  }

  @Test("a file that is imported again after others says that things are so again, and is told")
  func again() async throws {
    let format = try CSVRows(options: IntakeOptions(mapping: Self.states))
    let log = ExportLog()
    let (open, closed) = ("NO,STATE,TEAM\n1,open,a\n", "NO,STATE,TEAM\n1,closed,a\n")
    _ = try await log.take(format, [open])
    _ = try await log.take(format, [closed])
    let back = try await log.take(format, [open])
    #expect(back.appended == 1 && back.outdated == 0 && Self.remarks(back).count == 1)
    #expect(Self.remarks(back).first?.contains("newer export") == true)
    #expect(log.cases()["1"]?.status == "open" && log.cases()["1"]?.reopens == 1)
    // The last one is the last, however often it is imported, and also at the end of those before.
    for files in [[open], [open], [closed, open], [open, closed, open]] {
      #expect(try await log.take(format, files).appended == 0, "\(files.count)")
    }
    // A comment in the mapping makes no other files, and a mended mapping has its say.
    let commented = try CSVRows(options: IntakeOptions(mapping: "# mended\n" + Self.states))
    let repeated = try await log.take(commented, [open, closed, open])
    #expect(repeated.appended == 0 && repeated.outdated == 1)
    let mended = try CSVRows(
      options: IntakeOptions(
        mapping: Self.states.replacing(
          "equals: open}, after", with: "equals: gone}, after"
        ).replacing("equals: closed", with: "in: [closed, open]")))
    #expect(try await log.take(mended, [open]).appended == 1)
    #expect(log.cases()["1"]?.status == "closed")
  }

  @Test("files that are given again with a new one behind them undo nothing, also where one failed")
  func resumed() async throws {
    let format = try CSVRows(options: IntakeOptions(mapping: Self.states))
    let header = "NO,STATE,TEAM\n"
    let files = ["1,open,a\n2,open,a\n", "1,closed,a\n2,closed,a\n", "1,open,a\n2,closed,b\n"]
      .map { header + $0 }
    let last = header + "1,open,a\n2,closed,c\n"
    let whole = ExportLog()
    for end in 1...3 { _ = try await whole.take(format, Array(files.prefix(end))) }
    #expect(whole.events.count == 6 && whole.cases()["1"]?.reopens == 1)
    let cut = ExportLog()
    _ = try await cut.take(format, Array(files.prefix(2)))
    await #expect(throws: (any Error).self) {
      try await cut.take(format, files, batch: 1, limit: 5)
    }
    #expect(cut.events.count == 5)
    // Another file in place of the one that failed.
    let mended = try await cut.take(format, Array(files.prefix(2)) + [last])
    #expect(mended.appended == 1 && mended.outdated > 0)
    #expect(cut.cases()["1"]?.reopens == 1 && cut.cases()["2"]?.department == "c")
  }

  /// Rows that say which version they are, though no event has it as its time.
  static let versions = """
    source: desk
    row: {id: NO, version: REV}
    time: {zone: America/New_York, formats: [dd.MM.yyyy HH:mm, iso8601]}
    defaults: {case: NO, stream: case}
    events:
      - {name: opened, type: case.opened, occurred: OPENED, body: {department: TEAM}}
      - {name: closed, type: case.closed, when: {column: STATE, equals: closed}}
      - {name: reopened, type: case.reopened, when: {column: STATE, equals: open}, after: closed}
    """

  @Test(
    "an older version of a row undoes nothing, whatever the file, and is told",
    arguments: [
      ["7", "12", "13"], ["01.02.2026 10:00", "11.02.2026 09:00", "02.03.2026 08:00"],
      ["2026-02-01T10:00:00", "2026-02-01T10:00:01", "2026-02-02T10:00:00"],
    ])
  func versions(revisions: [String]) async throws {
    let format = try CSVRows(options: IntakeOptions(mapping: Self.versions))
    let log = ExportLog()
    func export(_ state: String, _ team: String, _ revision: Int, _ other: String = "") -> String {
      """
      NO,STATE,TEAM,REV,OPENED
      1,\(state),\(team),\(revisions[revision]),2026-01-01
      2,open,a,\(revisions[0]),2026-01-01
      \(other)
      """
    }
    for (state, team, revision) in [("open", "a", 0), ("closed", "a", 1), ("open", "b", 2)] {
      let report = try await log.take(format, [export(state, team, revision)])
      #expect(report.outdated == 0)
    }
    let events = log.events
    let new = "3,open,a,\(revisions[1]),2026-01-02"
    for (state, team, revision) in [("open", "a", 0), ("closed", "a", 1), ("closed", "z", 1)] {
      let report = try await log.take(format, [export(state, team, revision, new)])
      #expect(report.outdated == 1 && report.json["outdated"] == 1)
    }
    // What is new in an old file is news all the same.
    #expect(log.events.map(\.case) == events.map(\.case) + ["3"])
    #expect(log.cases()["1"]?.status == "open" && log.cases()["1"]?.department == "b")
    #expect(log.cases()["1"]?.reopens == 1)
  }

  @Test("what a newer export has empty is said where an event can, and else told")
  func emptied() async throws {
    let format = try CSVRows(
      options: IntakeOptions(
        mapping: """
          source: desk
          row: {id: NO}
          defaults: {case: NO, stream: case}
          events:
            - {name: opened, type: case.opened, body: {queue: TEAM, priority: URGENCY}}
            - name: due
              type: case.due_changed
              when: {column: DUE, present: true}
              body: {due: DUE}
            - name: assigned
              type: case.assigned
              when: {column: OWNER, present: true}
              body: {owner: OWNER}
          """))
    let log = ExportLog()
    func take(_ row: String) async throws -> ImportReport {
      try await log.take(format, ["NO,TEAM,URGENCY,DUE,OWNER\n\(row)\n2,south,,,\n"])
    }
    #expect(try await take("1,north,high,2026-05-01,amy").appended == 4)
    let emptied = try await take("1,north,,,")
    let said = log.events.suffix(2)
    #expect(emptied.appended == 2 && said.map(\.type) == [.caseOpened, .caseDueChanged])
    #expect(said.last?.body == [:] && Self.remarks(emptied).count == 2)
    let texts = Self.remarks(emptied)
    #expect(texts.contains { $0.contains("“priority” of “opened”") })
    #expect(texts.contains { $0.contains("“owner” of “assigned”") })
    #expect(try await take("1,north,,,").appended == 0)
    let back = try await take("1,north,,2026-05-01,amy")
    #expect(back.appended == 1 && log.events.last?.body == ["due": "2026-05-01"])
    #expect(Self.remarks(back).isEmpty)
  }

  @Test(
    "a touch point that comes through another channel happened once, and new words are an edit",
    arguments: [true, false])
  func touchPoints(isOneEvent: Bool) async throws {
    let way = "channel: {column: WAY, table: way}, conversation: {mint: \"\"}, stream: conversation"
    let call = "\(way), occurred: AT, sealed: {text: WORDS}"
    let written = "type: message.received, \(call)"
    let format = try CSVRows(
      options: IntakeOptions(
        mapping: """
          source: desk
          row: {id: NO}
          tables: {way: {values: {Phone: voice, Web: self_service, Mail: mail}}}
          defaults: {case: NO}
          events:
            - {name: opened, type: case.opened, stream: case}
            - {name: letter, \(written)\(isOneEvent ? "" : ", when: {column: WAY, not: Phone}")}
          \(isOneEvent ? "" : "  - {name: call, type: contact.initiated, when: {column: WAY, equals: Phone}, \(call)}")
          """))
    let log = ExportLog()
    func take(_ way: String, _ words: String) async throws -> ImportReport {
      try await log.take(format, ["NO,WAY,WORDS,AT\n1,\(way),\(words),2026-04-01T10:00:00Z\n"])
    }
    #expect(try await take("Phone", "a lamp").appended == 2)
    for way in ["Web", "Mail", "Web"] {
      let changed = try await take(way, "a lamp")
      #expect(changed.appended == 0 && Self.remarks(changed).count == 1, "\(changed)")
      #expect(Self.remarks(changed).first?.contains("happened once") == true)
    }
    #expect(try await take("Web", "two lamps").appended == 1)
    let edit = try #require(log.events.last)
    #expect(edit.type == (isOneEvent ? .messageEdited : .noteAdded) && edit.channel == nil)
    #expect(edit.personal.first?.content == ["text": "two lamps"])
    if isOneEvent {
      #expect(edit.body == ["message": .string(log.events[1].id.description), "edition": 1])
    }
    for way in ["Web", "Phone"] { #expect(try await take(way, "two lamps").appended == 0) }
    #expect(try await take("Phone", "a lamp").appended == 1)
  }

  @Test("the same row twice in one file is one row; with other content it is rejected, every time")
  func collision() async throws {
    let format = try CSVRows(options: IntakeOptions(mapping: Self.states))
    let log = ExportLog()
    let file = "NO,STATE,TEAM\n1,open,a\n1,open,b\n1,open,a\n2,open,a\n"
    for round in 0..<3 {
      var rejections: [Rejection] = []
      let report = try await log.take(format, [file], batch: 1) { rejections.append($0) }
      #expect(report.rejected == 1 && report.read == 4)
      #expect(rejections.first?.reason.contains("the row at export 0:2 has the same id") == true)
      #expect(report.appended == (round == 0 ? 2 : 0))
    }
  }

  @Test("a state that comes back with the time it had before holds all the same")
  func sameTime() async throws {
    let mapping = Self.states.replacing(
      "when: {column: STATE, equals: closed}",
      with: "when: {column: STATE, equals: closed}, occurred: TEAM")
    let format = try CSVRows(options: IntakeOptions(mapping: mapping))
    let log = ExportLog()
    let day = "2026-02-03T10:00:00Z"
    for (state, note) in [("closed", "1"), ("open", "2"), ("closed", "3"), ("closed", "4")] {
      _ = try await log.take(format, ["NO,STATE,TEAM,X\n1,\(state),\(day),\(note)\n"])
      #expect(log.cases()["1"]?.status == state)
    }
    #expect(log.events.filter { $0.type == .caseClosed }.count == 2)
    #expect(log.events.allSatisfy { $0.type == .caseOpened || $0.occurred?.instant != nil })
  }

  @Test("an update that says open while open reopens nothing; what comes late is said")
  func updates() async throws {
    let log = ExportLog()
    let format = try Files.mapping("open311-csv")
    func export(_ state: String, _ hour: Int, _ closed: Int?, _ team: String = "Roads") -> String {
      """
      service_request_id,status,service_name,requested_datetime,updated_datetime,closed_date,agency_responsible,status_notes
      9,\(state),Lamp,\(DeskExports.time(3)),\(DeskExports.time(hour)),\(closed.map(DeskExports.time) ?? ""),\(team),at \(hour)
      """
    }
    for (index, file) in [
      export("closed", 8, 8), export("open", 12, 8), export("open", 13, 8), export("open", 14, 8),
      export("open", 15, nil, "Parks"), export("closed", 20, 19), export("open", 21, nil),
    ].enumerated() {
      let report = try await log.take(format, [file])
      #expect(report.rejected == 0)
      #expect(log.cases()["9"]?.reopens == (index == 0 ? 0 : index == 6 ? 2 : 1), "\(index)")
    }
    #expect(log.cases()["9"]?.status == "open")
    let late = try await log.take(format, [export("closed", 16, 16)])
    #expect(late.appended == 0 && late.outdated == 1)
  }

  @Test("a day and a time on it come back no second time, whichever is said first")
  func days() async throws {
    let format = try CSVRows(
      options: IntakeOptions(
        mapping: """
          source: desk
          time: {zone: Europe/Lisbon}
          row: {id: NO}
          defaults: {case: NO, stream: case}
          events:
            - {name: opened, type: case.opened, occurred: OPENED}
            - {name: waits, type: case.pended, occurred: WAITS, when: {column: WAITS, present: true}}
            - {name: closed, type: case.closed, occurred: ENDED, when: {column: ENDED, present: true}}
            - name: reopened
              type: case.reopened
              occurred: CHANGED
              when: {column: ENDED, present: false}
              after: closed
          """))
    let log = ExportLog()
    func take(_ row: String) async throws -> [String] {
      let before = log.events.count
      let report = try await log.take(
        format, ["NO,OPENED,WAITS,ENDED,CHANGED\n1,2026-02-03T09:00,\(row)\n"])
      #expect(report.rejected == 0)
      return log.events.dropFirst(before).map {
        "\($0.type.rawValue) \($0.occurred?.text.prefix(13) ?? "")"
      }
    }
    let first = "2026-02-03T14:00,2026-02-03,"
    #expect(try await take(first).count == 3)
    #expect(try await take(first).isEmpty)
    let open = ",,2026-02-03T16:00"
    #expect(try await take(open) == ["case.reopened 2026-02-03T16"])
    #expect(try await take(open).isEmpty)
    // The day itself is said, and not the time that it comes after.
    #expect(
      try await take(first) == ["case.pended 2026-02-03T16", "case.closed 2026-02-03+00"])
    #expect(try await take(first).isEmpty)
  }

  @Test(
    "of one row several times in one file the last state holds, and a second import adds nothing",
    arguments: ["id: NO", "id: NO, version: REV"],
    [["closed", "open"], ["closed", "open", "closed"]])
  func repeated(row: String, states: [String]) async throws {
    let mapping = Self.states.replacing("id: NO", with: row)
    let format = try CSVRows(options: IntakeOptions(mapping: mapping))
    let rows = states.enumerated().map { "1,\($0.element),a,\($0.offset)" }
    let file = (["NO,STATE,TEAM,REV"] + rows + ["2,open,a,0"]).joined(separator: "\n") + "\n"
    let log = ExportLog()
    let report = try await log.take(format, [file])
    #expect(report.rejected == 0 && report.appended == states.count + 2)
    #expect(log.cases()["1"]?.reopens == 1 && log.cases()["1"]?.status == states.last)
    for _ in 0..<2 {
      let again = try await log.take(format, [file])
      #expect(again.appended == 0 && again.rejected == 0)
    }
    // Killed anywhere, it goes on where it ended.
    for limit in 1...log.events.count {
      let cut = ExportLog()
      _ = try? await cut.take(format, [file], batch: 1, limit: limit)
      _ = try await cut.take(format, [file], batch: 1)
      #expect(cut.events == log.events, "\(limit)")
    }
  }

  @Test("a request that a download has twice is in the state of the newer one")
  func repeatedRequest() async throws {
    func request(_ status: String, _ hour: Int) -> String {
      """
      {"service_request_id":"q7","status":"\(status)","service_name":"Lamp","description":"dark",
      "requested_datetime":"\(DeskExports.time(2))","updated_datetime":"\(DeskExports.time(hour))",
      "status_notes":"at \(hour)"}
      """
    }
    let log = ExportLog()
    let file = "[\(request("closed", 5)),\(request("open", 6)),\(request("closed", 4))]"
    let report = try await log.take(Open311(), [file])
    #expect(report.rejected == 0 && report.outdated == 1)
    #expect(log.cases()["q7"]?.status == "open" && log.cases()["q7"]?.reopens == 1)
    #expect(try await log.take(Open311(), [file]).appended == 0)
  }

  @Test("what nobody here knows of a request is a note each time that it changed, and no edit")
  func unknownMembers() async throws {
    func file(_ words: String) -> String {
      """
      [{"service_request_id":"q7","status":"open","service_name":"Lamp","description":"dark",
      "requested_datetime":"\(DeskExports.time(2))","updated_datetime":"\(DeskExports.time(3))",
      "crew":"\(words)","text":"\(words)","status_notes":"seen"}]
      """
    }
    let log = ExportLog()
    _ = try await log.take(Open311(), [file("red")])
    #expect(log.events.first?.personal.first?.content == ["text": "dark"])
    #expect(try await log.take(Open311(), [file("blue")]).appended == 1)
    let note = try #require(log.events.last)
    #expect(note.type == .noteAdded)
    #expect(note.personal.first?.content == ["text": "seen", "crew": "blue", "text_": "blue"])
  }
}
