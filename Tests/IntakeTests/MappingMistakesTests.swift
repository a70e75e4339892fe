import InteractionModel
import Testing

@testable import Intake

@Suite("Mistakes of a mapping")
struct MappingMistakesTests {
  static func problems(_ mapping: String) -> [MappingProblem] {
    do {
      _ = try CSVRows(options: IntakeOptions(mapping: mapping, mappingName: "desk.yaml"))
      return []
    } catch .mapping("desk.yaml", let problems) {
      return problems
    } catch {
      Issue.record("another error: \(error)")
      return []
    }
  }

  @Test("a condition compares with words that its table gives, and a typo names the nearest")
  func conditions() {
    func mapping(_ when: String) -> String {
      NothingLostTests.mapping(
        "tables: {state: {values: {Open: open, Done: closed, \"\": open}, default: other}}",
        event: "when: {column: STATE, table: state, \(when)}")
    }
    for when in [
      "equals: Closed", "not: clsed", "in: [open, close]", "notIn: [Closed]",
    ] {
      let problems = Self.problems(mapping(when))
      #expect(problems.map(\.line) == [9], "\(when): \(problems)")
      #expect(problems.first?.message.contains("known are closed, ") == true, "\(problems)")
    }
    for when in ["equals: closed", "in: [open, other]", "not: \"\"", "present: true"] {
      #expect(Self.problems(mapping(when)).isEmpty, "\(when)")
    }
  }

  @Test(
    "an unknown word names the line and those that there are, the nearest first",
    arguments: [
      ("colour: red", 3, "known are "), ("csv: {encodng: utf-8}", 3, "known are encoding, "),
      ("csv: {encoding: utf-9}", 3, "known are utf-8, "),
      ("row: {id: NO, versoin: A}", 3, "known are version, "),
      ("defaults: {chanel: A}", 3, "known are channel, "),
      ("tables: {t: {value: {}}}", 3, "known are values, default"),
    ])
  func words(line: String, number: Int, words: String) {
    let mapping = NothingLostTests.mapping(line)
      .replacing("row: {id: NO}", with: line.hasPrefix("row") ? "" : "row: {id: NO}")
    let problems = Self.problems(mapping)
    #expect(problems.contains { $0.line == number && $0.message.contains(words) }, "\(problems)")
  }

  @Test("an unknown table, type or public field names the nearest")
  func nearest() {
    let problems = Self.problems(
      NothingLostTests.mapping(
        "tables: {state: {values: {Open: open}}}",
        event: "when: {column: STATE, table: stat, present: true}\n    body: {servce: KIND}"))
    #expect(problems.contains { $0.message.contains("known are state") }, "\(problems)")
    #expect(problems.contains { $0.message.contains("“service”") }, "\(problems)")
    let type = Self.problems(
      NothingLostTests.mapping().replacing("case.opened", with: "case.opend"))
    #expect(type.first?.message.contains("“case.opened”") == true, "\(type)")
  }

  @Test("a column that the file lacks names the mapping, its line and the nearest")
  func column() {
    let error = #expect(throws: IntakeError.self) {
      try NothingLostTests.read(NothingLostTests.mapping(event: "department: OFICE"), "NO,OFFICE\n")
    }
    #expect(
      error?.description.contains(
        "m.yaml, line 9: the file has no column “OFICE”; the nearest: “OFFICE”") == true,
      "\(error?.description ?? "")")
  }

  @Test("an id of several columns needs them all; a list is the first that is there, and is told")
  func ids() throws {
    func mapping(_ id: String) -> String {
      NothingLostTests.mapping().replacing("id: NO", with: "id: \(id)")
    }
    let text = "NO,STEP\na b,c\na,b c\n7,\n"
    let joined = try NothingLostTests.read(
      mapping("{join: [NO, STEP]}").replacing("case: NO", with: "case: {column: NO, mint: true}"),
      text)
    #expect(Set(joined.events.map(\.id)).count == 2 && joined.notes.isEmpty)
    #expect(joined.rejections.map(\.line) == [4])
    #expect(joined.rejections.first?.reason.contains("“STEP” is empty") == true)
    let list = try NothingLostTests.read(mapping("[STEP, NO]"), "NO,STEP\n7,a\n8,\n")
    #expect(list.events.count == 2)
    #expect(list.notes.map(\.description).first?.hasPrefix("m.yaml:2: ") == true)
  }

  @Test("joined values are one text; what is not there is left out")
  func join() throws {
    let reading = try NothingLostTests.read(
      NothingLostTests.mapping(event: "department: {join: [A, B], with: \"-\"}"),
      "NO,A,B\n7,North,2\n8,,3\n")
    #expect(reading.events.map(\.department) == ["North-2", "3"])
    #expect(reading.events.allSatisfy { $0.personal.isEmpty })
    #expect(
      Self.problems(NothingLostTests.mapping(event: "department: {join: [A]}")).map(\.line) == [9])
  }

  @Test("a rejected row names the mapping's event that cannot be made")
  func event() throws {
    let reading = try NothingLostTests.read(
      NothingLostTests.mapping(event: "occurred: WHEN"), "NO,WHEN\n7,soon\n")
    let rejection = try #require(reading.rejections.first)
    #expect(rejection.event == "opened" && rejection.json["event"] == "opened")
    #expect(rejection.description.hasPrefix("test:2: event “opened”: "))
  }
}
