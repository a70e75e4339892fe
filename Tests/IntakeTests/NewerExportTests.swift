import InteractionModel
import StoreConformance
import Synchronization
import Testing

@testable import Intake

/// A log in memory that refuses an id with other content, and remembers files.
final class ExportLog: EarlierEvents, ImportedFiles, Sendable {
  struct State {
    var events: [NewEvent] = []
    var places: [EventID: Int] = [:]
    var files: Set<EventID> = []
  }

  private let state = Mutex(State())
  var events: [NewEvent] { state.withLock { $0.events } }

  func has(_ id: EventID) -> Bool { state.withLock { $0.places[id] != nil } }

  func earlier(_ event: NewEvent) -> EarlierEvent? {
    state.withLock { state in
      guard let place = state.places[event.id] else { return nil }
      let known = state.events[place]
      func same(_ time: Timestamp?) -> Bool {
        event.retold(at: time, department: known.department) == known
      }
      return EarlierEvent(
        position: Position(Int64(place) + 1), occurred: known.occurred?.instant,
        isSame: same(event.occurred), isSameButTime: same(known.occurred))
    }
  }

  func hasImported(_ file: EventID) -> Bool { state.withLock { $0.files.contains(file) } }
  func noteImported(_ file: EventID) { state.withLock { _ = $0.files.insert(file) } }

  /// Appends events, at most so many of them before it fails.
  func append(_ events: [NewEvent], limit: Int = .max) throws -> [Committed] {
    try state.withLock { state in
      for (index, event) in events.enumerated() {
        if let place = state.places[event.id], state.events[place] != event {
          throw EventRejected(index: index, reason: "the id has other content", remedy: "none")
        }
      }
      struct Killed: Error {}
      guard state.events.count + events.count <= limit else { throw Killed() }
      return events.map { event in
        if let place = state.places[event.id] {
          return Committed(position: Position(Int64(place) + 1), isDuplicate: true)
        }
        state.events.append(event)
        state.places[event.id] = state.events.count - 1
        return Committed(position: Position(Int64(state.events.count)), isDuplicate: false)
      }
    }
  }

  /// Imports files one after the other in one run.
  func take(
    _ format: any IntakeFormat, _ files: [String], batch: Int = 1000, limit: Int = .max
  ) async throws -> ImportReport {
    let sources = files.enumerated().map {
      IntakeSource(name: "export \($0.offset)", bytes: Array($0.element.utf8))
    }
    return try await Importer(
      format: format, context: IntakeContext(minter: TestMinter(), log: self, files: self),
      batchSize: batch
    ).run(sources) { events in try self.append(events, limit: limit) }
  }

  /// The state that the last event says of each case, by time, and how often it was reopened.
  func cases() -> [String: (status: String, reopens: Int, department: String?)] {
    var cases: [String: (status: String, reopens: Int, department: String?)] = [:]
    let ordered = events.enumerated().sorted { left, right in
      let far = Instant(microseconds: .max)
      let (one, other) = (
        left.element.occurred?.instant ?? far, right.element.occurred?.instant ?? far
      )
      return one == other ? left.offset < right.offset : one < other
    }
    for event in events where event.type == .caseOpened {
      guard let id = event.case else { continue }
      cases[id] = ("open", 0, event.department)
    }
    for (_, event) in ordered {
      guard let id = event.case, var matter = cases[id] else { continue }
      switch event.type {
      case .caseClosed: matter.status = "closed"
      case .caseReopened:
        if matter.status == "closed" { matter.reopens += 1 }
        matter.status = "open"
      default: break
      }
      cases[id] = matter
    }
    return cases
  }
}

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

  /// The export of now, in any order of rows.
  mutating func csv(keepsClosing: Bool) -> String {
    var rows: [String] = []
    for (number, matter) in matters.enumerated() {
      let closed = matter.isOpen && !keepsClosing ? nil : matter.closed
      rows.append(
        [
          "K-\(number)", matter.isOpen ? "Open" : "Closed", Self.time(matter.opened),
          Self.time(matter.changed), closed.map(Self.time) ?? "", matter.team, matter.words,
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
    case versioned, unversioned, keepsClosing, open311

    func format() throws -> any IntakeFormat {
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
      self == .open311 ? desk.open311() : desk.csv(keepsClosing: self == .keepsClosing)
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
      // The same again, and all that came before.
      for again in [export] + exports {
        let report = try await log.take(format, [again])
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
    let old = try await log.take(format, [header + "1,open,a\n2,closed,a\n"])
    #expect(old.appended == 0 && old.outdated == 2 && old.json["outdated"] == 2)
  }

  @Test("the same row twice in one file is one row; with other content it is rejected, every time")
  func collision() async throws {
    let format = try CSVRows(options: IntakeOptions(mapping: Self.states))
    let log = ExportLog()
    let file = "NO,STATE,TEAM\n1,open,a\n1,open,b\n1,open,a\n2,open,a\n"
    for round in 0..<3 {
      let report = try await log.take(format, [file], batch: 1)
      #expect(report.rejected == 1 && report.read == 4)
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
}
