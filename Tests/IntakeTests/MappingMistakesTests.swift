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

  @Test(
    "what can never be meant is told with its line",
    arguments: [
      ("after: opened", 5, "after itself"), ("party: {mint: }", 9, "nothing to make an id of"),
      ("party: {mint: true}", 9, "nothing to make an id of"),
      ("party: {column: NO, mint: false}", 9, "is `true`"),
      ("party: {column: NO, mint: name}", 9, "is `true`"),
      ("party: {const: A, mint: true}", 9, "not of “const”"),
      ("when: {any: []}", 9, "“any” lists no condition"),
      ("when: {all: []}", 9, "“all” lists no condition"),
      ("when: {none: []}", 9, "“none” lists no condition"), ("when: []", 9, "is empty"),
      ("when: {column: A, in: []}", 9, "“in” lists no word"),
      ("when: {column: A, equals: x, not: y}", 9, "keep one of them"),
      ("when: {column: A, in: [x], notIn: [y]}", 9, "keep one of them"),
      ("sealed: {rest: columns}", 9, "stand in a list"),
    ])
  func senseless(line: String, number: Int, words: String) {
    let problems = Self.problems(Self.mapping(saying: line))
    #expect(problems.contains { $0.line == number && $0.message.contains(words) }, "\(problems)")
  }

  @Test("what looks like one of those and is not is taken")
  func sensible() {
    for line in [
      "party: {mint: \"\"}", "party: {column: NO, mint: true}",
      "party: {join: [NO, A], mint: true}",
      "when: {column: A, not: x, present: true}", "when: {column: A, not: x, notIn: [y]}",
      "sealed: [{rest: columns}]", "sealed: {text: A}",
    ] {
      #expect(Self.problems(Self.mapping(saying: line)).isEmpty, "\(line)")
    }
  }

  /// A mapping whose event says something on line 9, and seals nothing else.
  static func mapping(saying line: String) -> String {
    NothingLostTests.mapping().replacing("sealed: [{rest: columns}]", with: "")
      .replacing("case: NO\n", with: "case: NO\n    \(line)\n")
  }

  @Test("a column that is optional and not used is told with its line")
  func optional() throws {
    let notes = try NothingLostTests.read(
      NothingLostTests.mapping("csv: {optional: [A, B]}", event: "department: A"), "NO\n7\n"
    ).notes
    #expect(notes.map(\.line) == [3])
    #expect(notes.first?.file == "m.yaml" && notes.first?.text.contains("“B”") == true)
  }

  @Test("all keys that stand twice are told, each with its line")
  func twice() {
    let problems = Self.problems(
      """
      source: desk
      row: {id: NO, "id": NO}
      defaults:
        case: NO
        stream: case
        case: OTHER
        case: THIRD
      events:
        - {name: a, type: case.opened, name: b}
      events: []
      """)
    let found = problems.map { "\($0.line ?? 0) \($0.message.prefix { $0 != " " })" }
    #expect(
      Set(found) == ["2 “id”", "4 “case”", "6 “case”", "8 “events”", "9 “name”"], "\(problems)")
  }
}
