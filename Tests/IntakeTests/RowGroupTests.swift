import InteractionModel
import Testing

@testable import Intake

@Suite("Several rows a case")
struct RowGroupTests {
  static let mapping = """
    source: incidents
    row: {id: STEP, group: NUMBER}
    defaults: {case: NUMBER, stream: case, occurred: AT}
    events:
      - {name: opened, type: case.opened, when: {first: true}, body: {queue: TEAM}}
      - name: moved
        type: case.assigned
        when: {differ: [TEAM, {previous: TEAM}]}
        body: {queue: TEAM}
      - name: closed
        type: case.closed
        when: [{column: STATE, equals: Closed}, {previous: STATE, not: Closed}]
      - name: reopened
        type: case.reopened
        when: [{column: STATE, not: Closed}, {previous: STATE, equals: Closed}]
    """
  static let header = "STEP,NUMBER,STATE,TEAM,AT\n"

  func read(_ rows: String, _ mapping: String = mapping) throws -> Reading {
    try Reading(CSVRows(options: IntakeOptions(mapping: mapping)), Self.header + rows)
  }

  @Test("the first row of a case and the one before it are conditions, wherever they stand")
  func previous() throws {
    let day = "2026-03-01T10:00:00Z"
    let reading = try read(
      """
      1,A,New,x,\(day)
      2,B,New,y,\(day)
      3,A,Closed,z,\(day)
      4,B,New,x,\(day)
      5,A,Open,z,\(day)
      6,A,Closed,z,bad
      7,A,Closed,z,\(day)
      """)
    #expect(reading.rejections.map(\.line) == [7])
    #expect(
      reading.events.map { "\($0.case ?? "") \($0.type.rawValue)" } == [
        "A case.opened", "B case.opened", "A case.assigned", "A case.closed", "B case.assigned",
        "A case.reopened", "A case.closed",
      ])
  }

  @Test(
    "a first row that is rejected was there: the next of its case is not the first",
    arguments: ["1,A,New,x,bad", "1,A,New,x,\"open", "1,A,New", ",A,New,x,", "1,A,\"x\"y,x,"])
  func rejectedFirst(row: String) throws {
    let day = "2026-03-01T10:00:00Z"
    let others = "2,A,Closed,y,\(day)\n3,B,New,y,\(day)\n4,A,Open,y,\(day)\n"
    func said(_ first: String) throws -> [String] {
      try read(first + "\n" + others).events.map { "\($0.case ?? "") \($0.type.rawValue)" }
    }
    // The opening comes when the row was mended, and nothing else was said wrong.
    let behind = ["A case.closed", "B case.opened", "A case.reopened"]
    #expect(try said(row) == behind)
    #expect(try read(row + "\n" + others).rejections.map(\.line) == [2])
    #expect(
      try said("1,A,New,x,\(day)")
        == [
          "A case.opened", "A case.assigned", "A case.closed", "B case.opened", "A case.reopened",
        ])
  }

  static let log = [
    "1,A,New,x,2026-03-01T10:00:00Z", "2,B,New,y,2026-03-01T10:00:00Z",
    "3,A,Closed,z,2026-03-01T11:00:00Z", "4,B,New,x,2026-03-01T12:00:00Z",
    "5,A,Open,z,2026-03-01T12:00:00Z", "6,A,Closed,z,2026-03-01T12:30:00Z",
  ]

  @Test("a file with the newest rows first says what it says in the order of time")
  func newestFirst() throws {
    func text(_ rows: [String]) -> String { rows.map { $0 + "\n" }.joined() }
    let sorted = try read(text(Self.log))
    let backward = try read(text(Self.log.reversed()))
    #expect(backward.events == sorted.events && backward.rejections.isEmpty)
    #expect(backward.notes.contains { $0.text.contains("read from its end") })
    #expect(!sorted.notes.contains { $0.text.contains("read from its end") })
    #expect(backward.rows.map(\.line) == [7, 6, 5, 4, 3, 2])
    let stray = try read(text(Array(Self.log.dropFirst()) + [Self.log[0]]))
    #expect(stray.notes.contains { $0.line == 7 && $0.text.contains("sort them by time") })
    #expect(!sorted.notes.contains { $0.text.contains("sort them by time") })
  }

  @Test("a log that goes on in a second file is told, and one that was exported anew is not")
  func continued() async throws {
    let format = try CSVRows(options: IntakeOptions(mapping: Self.mapping))
    func file(_ rows: some Sequence<String>) -> String {
      Self.header + rows.joined(separator: "\n")
    }
    func says(_ report: ImportReport) -> Bool {
      report.notes.listed.contains { $0.text.contains("put the files together") }
    }
    let whole = ExportLog()
    #expect(try await !says(whole.take(format, [file(Self.log.prefix(3))])))
    #expect(try await !says(whole.take(format, [file(Self.log)])))
    let parts = ExportLog()
    _ = try await parts.take(format, [file(Self.log.prefix(4))])
    #expect(try await says(parts.take(format, [file(Self.log.dropFirst(4))])))
  }

  @Test("a row that nothing applies to is rejected, or kept whole as a note")
  func otherwise() throws {
    let day = "2026-03-01T10:00:00Z"
    let rows = "1,A,New,x,\(day)\n2,A,New,x,\(day)\n"
    #expect(try read(rows).rejections.map(\.line) == [3])
    let kept = try read(rows, Self.mapping + "\notherwise: keep")
    #expect(kept.rejections.isEmpty)
    let note = try #require(kept.events.last)
    #expect(note.type == .noteAdded && note.case == "A" && note.body == ["kind": "row"])
    #expect(
      note.personal.first?.content["columns"]
        == ["STEP": "2", "NUMBER": "A", "STATE": "New", "TEAM": "x", "AT": .string(day)])
    let alone = try read(
      rows,
      """
      source: incidents
      row: {id: STEP}
      events:
        - {name: done, type: case.closed, stream: case, case: NUMBER, when: {column: STATE, equals: x}}
      otherwise: keep
      """)
    #expect(alone.events.last?.stream.entity?.kind == .document)
    #expect(throws: IntakeError.self) { try read(rows, Self.mapping + "\notherwise: perhaps") }
    #expect(throws: IntakeError.self) {
      try read(rows, Self.mapping.replacing(", group: NUMBER", with: ""))
    }
  }

  @Test(
    "what is remembered is bounded, and a row beyond it is rejected rather than taken for the first"
  )
  func bound() throws {
    var groups = RowGroups(limit: 3)
    for round in 0..<4 {
      for name in ["a", "b", "c"] { groups.take([0: "\(round)"], as: name) }
    }
    #expect(try groups.previous(of: "a") == [0: "3"])
    groups.take([0: "new"], as: "d")
    #expect(throws: RowFault.self) { try groups.previous(of: "a") }
    #expect(try groups.previous(of: "b") == [0: "3"] && groups.previous(of: "e") == nil)
    for number in 0..<1_000 { groups.take([0: "\(number)"], as: "g\(number)") }
    #expect(try groups.previous(of: "g999") == [0: "999"])
    #expect(throws: RowFault.self) { try groups.previous(of: "d") }
  }

  @Test("rows without a group are each the first of one, which is told once, with their number")
  func groupless() throws {
    let day = "2026-03-01T10:00:00Z"
    let mapping = Self.mapping.replacing("group: NUMBER", with: "group: TEAM")
    let reading = try read("1,A,New,x,\(day)\n2,B,New,,\(day)\n3,C,New,,\(day)\n", mapping)
    #expect(reading.events.map(\.case) == ["A", "B", "C"])
    let notes = reading.notes.filter { $0.text.contains("nothing in the “group”") }
    #expect(notes.map(\.line) == [3] && notes.first?.text.hasPrefix("2 rows") == true)
  }
}
