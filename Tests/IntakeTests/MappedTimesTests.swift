import InteractionModel
import Testing

@testable import Intake

@Suite("Times of a CSV through its mapping")
struct MappedTimesTests {
  static let mapping = """
    source: desk
    time: {zone: America/Chicago, formats: [iso8601, M/d/yyyy H:mm]}
    row: {id: NO}
    defaults: {case: NO, stream: case}
    events:
      - name: opened
        type: case.opened
        occurred: {join: [DAY, CLOCK], formats: [d.M.yy H:mm, d.M.yy]}
        body: {due: DUE}
        sealed: [{fields: {words: WORDS}, rest: others}]
      - name: closed
        type: case.closed
        when: {column: CLOSED, present: true}
        occurred: [{column: CLOSED, formats: [excel]}, DUE]
        flags: {early: {before: [CLOSED, DAY]}}
    """

  func read(_ row: String, _ mapping: String = Self.mapping) throws -> Reading {
    try Reading(
      CSVRows(options: IntakeOptions(mapping: mapping)),
      "NO,DAY,CLOCK,DUE,CLOSED,WORDS,MORE\n" + row + "\n")
  }

  @Test("each column has its own formats, and two columns make one time")
  func columns() throws {
    let reading = try read("1,3.4.23,9:30,4/1/2023 17:00,45020.75,w,m")
    try #require(reading.events.count == 2, "\(reading.rejections)")
    #expect(reading.events[0].occurred?.text == "2023-04-03T09:30-05:00")
    #expect(reading.events[0].body["due"] == "2023-04-01T17:00-05:00")
    #expect(reading.events[1].occurred?.text == "2023-04-04T18:00:00-05:00")
    #expect(reading.events[1].body["flags"] == nil)
    // Without its time of day it is the day; without the day there is no time.
    #expect(try read("1,3.4.23,,,,,").events.map(\.occurred?.text) == ["2023-04-03-05:00"])
    #expect(try read("1,,9:30,,,,").events.map(\.occurred?.text) == [nil])
    #expect(try read("1,,9:30,,,,").events.map { $0.body["flags"] } == [["no_day"]])
    #expect(try read("1,,,,,,").events.map { $0.body["flags"] } == [nil])
    #expect(try read("1,,9:30,,,,").rejections.isEmpty)
  }

  @Test("a day is not before a time on it, nor a time before its day")
  func before() throws {
    func flags(_ row: String) throws -> [JSONValue?] {
      try read(row).events.map { $0.body["flags"] }
    }
    #expect(try flags("1,4.4.23,9:30,,45020,,") == [nil, nil])
    #expect(try flags("1,4.4.23,9:30,,45019,,") == [nil, ["early"]])
    #expect(try flags("1,4.4.23,,,45020.5,,") == [nil, nil])
  }

  @Test(
    "words that mean nothing are no value, in any column",
    arguments: ["NULL", "null", "N/A", "-", "#N/A", " NULL ", "\\N", "(null)", "—"])
  func nothing(word: String) throws {
    let reading = try read("1,3.4.23,\(word),\(word),\(word),\(word),\(word)")
    try #require(reading.events.count == 1, "\(reading.rejections)")
    #expect(reading.events[0].occurred?.text == "2023-04-03-05:00")
    #expect(reading.events[0].body["due"] == nil)
    // No field has the word, and the row is whole all the same.
    let others = JSONValue.object(
      JSONObject(["CLOCK", "DUE", "CLOSED", "WORDS", "MORE"].map { ($0, .string(word)) }))
    #expect(reading.events[0].personal.map(\.content) == [["others": others]])
    #expect(try read("\(word),3.4.23,,,,,").rejections.count == 1)
  }

  @Test("a mapping says itself which words mean nothing")
  func ownNothing() throws {
    let own = Self.mapping + "\nnothing: [unknown]"
    let reading = try read("1,3.4.23,unknown,unknown,unknown,-,unknown", own)
    #expect(
      reading.events.map(\.personal.first?.content) == [
        [
          "words": "-",
          "others": ["CLOCK": "unknown", "DUE": "unknown", "CLOSED": "unknown", "MORE": "unknown"],
        ]
      ])
    #expect(try read("1,3.4.23,,-,,,", own).rejections.count == 1)
    #expect(try read("1,3.4.23,,,,None,Null").events.first?.personal.first?.content.count == 2)
  }

  @Test("a table or a condition that names such a word means the word")
  func namedNothing() throws {
    let mapping = """
      source: desk
      row: {id: NO}
      tables: {grade: {values: {N/A: none, "": low, A: high}}}
      defaults: {case: NO, stream: case}
      events:
        - {name: opened, type: case.opened, body: {priority: {column: GRADE, table: grade}}}
        - {name: closed, type: case.closed, when: {column: STATE, equals: "-"}}
        - {name: pended, type: case.pended, when: {column: STATE, in: ["", W]}}
      """
    func types(_ row: String) throws -> [String] {
      let reading = try Reading(
        CSVRows(options: IntakeOptions(mapping: mapping)), "NO,GRADE,STATE\n\(row)\n")
      return reading.events.map { $0.type.rawValue }
        + reading.events.compactMap { $0.body["priority"]?.string }
    }
    #expect(try types("1,N/A,-") == ["case.opened", "case.closed", "case.pended", "none"])
    #expect(try types("1,NULL,NULL") == ["case.opened", "case.pended", "low"])
    #expect(try types("1,A,W") == ["case.opened", "case.pended", "high"])
  }

  @Test("a time that means that there is none is not present, and the next one counts")
  func sentinels() throws {
    #expect(try read("1,3.4.23,,4/5/2023 8:00,0,,").events.count == 1)
    #expect(try read("1,3.4.23,,0001-01-01T00:00:00,,,").events.first?.body["due"] == nil)
    let always = Self.mapping.replacing("    when: {column: CLOSED, present: true}\n", with: "")
    let reading = try read("1,3.4.23,,4/5/2023 8:00,0,,", always)
    #expect(reading.events.last?.occurred?.text == "2023-04-05T08:00-05:00")
  }

  @Test("a value that two formats read differently ends the file; what came before is certain")
  func undecided() throws {
    let mapping = Self.mapping.replacing("M/d/yyyy H:mm", with: "M/d/yyyy H:mm, d/M/yyyy H:mm")
    let text = """
      NO,DAY,CLOCK,DUE,CLOSED,WORDS,MORE
      1,3.4.23,,13/4/2023 9:00,,,
      2,3.4.23,,4/13/2023 9:00,,,
      3,3.4.23,,5/5/2023 9:00,,,
      4,3.4.23,,4/5/2023 9:00,,,
      5,3.4.23,,13/4/2023 9:00,,,

      """
    let format = try CSVRows(options: IntakeOptions(mapping: mapping))
    var dues: [JSONValue?] = []
    let error = #expect(throws: IntakeError.self) {
      try format.read(IntakeSource(name: "in.csv", bytes: Array(text.utf8)), context: context) {
        item in
        if case .said(_, let row) = item { dues += row.events.map { $0.event.body["due"] } }
      }
    }
    #expect(
      dues == [
        "2023-04-13T09:00-05:00", "2023-04-13T09:00-05:00", "2023-05-05T09:00-05:00",
      ])
    let message = error?.diagnosis.reason ?? ""
    #expect(message.hasPrefix("in.csv:5: column “DUE” has a time that fits two"), "\(message)")
    #expect(message.contains("“M/d/yyyy H:mm” reads it as 2023-04-05T09:00-05:00"))
    #expect(message.contains("“d/M/yyyy H:mm” as 2023-05-04T09:00-05:00"))
  }

  @Test("an import that flags times says so, dry or not")
  func report() async throws {
    let text = """
      NO,DAY,CLOCK,DUE,CLOSED,WORDS,MORE
      1,12.3.23,2:30,,,,
      2,5.11.23,1:30,3/12/2023 2:15,,,
      3,5.11.23,1:45,,,,
      4,6.11.23,1:45,2016-12-31T17:59:60,,,
      5,6.11.23,1:45,2015-06-30T23:59:60Z,,,

      """
    let format = try CSVRows(options: IntakeOptions(mapping: Self.mapping))
    for isDryRun in [false, true] {
      let report = try await Importer(format: format, context: context, isDryRun: isDryRun)
        .run([IntakeSource(name: "in.csv", bytes: Array(text.utf8))]) { events in
          events.map { _ in Committed(position: Position(1), isDuplicate: false) }
        }
      #expect(
        report.json["flaggedTimes"] == [
          "ambiguous_time": ["count": 2, "file": "in.csv", "line": 3],
          "impossible_time": ["count": 2, "file": "in.csv", "line": 2],
          "leap_second": ["count": 2, "file": "in.csv", "line": 5],
        ])
      #expect(report.flaggedTimes.descriptions.count == 3)
    }
    let unzoned = Self.mapping.replacing("zone: America/Chicago, ", with: "")
    let report = try await Importer(
      format: CSVRows(options: IntakeOptions(mapping: unzoned)), context: context
    ).run([IntakeSource(name: "in.csv", bytes: Array(text.utf8))]) { events in
      events.map { _ in Committed(position: Position(1), isDuplicate: false) }
    }
    #expect(
      report.json["flaggedTimes"] == [
        "no_zone": ["count": 5, "file": "in.csv", "line": 2],
        "leap_second": ["count": 2, "file": "in.csv", "line": 5],
      ])
  }

  @Test(
    "mistakes about times are told with the names there are",
    arguments: [
      ("formats: [excel]", "formats: [exel]", "excel"),
      ("formats: [excel]", "formats: []", "no format"),
      ("{join: [DAY, CLOCK], ", "{join: [DAY], ", "two values"),
      ("[CLOSED, DAY]", "[{column: CLOSED, formats: [epoch]}, DAY]", "other formats elsewhere"),
      ("time: {zone", "time: {pivot: soon, zone", "pivot"),
      ("time: {zone", "time: {pivot: 26, zone", "four digits"),
      ("time: {zone", "time: {pivot: 999, zone", "four digits"),
      ("time: {zone", "time: {pivot: 9901, zone", "four digits"),
      ("time: {zone", "time: {zon", "pivot"),
      ("body: {due: DUE}", "body: {due: {const: x, formats: [excel]}}", "there is none here"),
    ])
  func mistakes(from: String, to: String, said: String) throws {
    let error = #expect(throws: IntakeError.self) {
      try CSVRows(options: IntakeOptions(mapping: Self.mapping.replacing(from, with: to)))
    }
    #expect(error?.diagnosis.reason.contains(said) == true, "\(String(describing: error))")
  }

  @Test("a pivot says of which century two digits are, wherever it stands")
  func pivot() throws {
    let early = Self.mapping.replacing("time: {", with: "time: {formats: [d.M.yy], pivot: 1900, ")
      .replacing(", formats: [iso8601, M/d/yyyy H:mm]", with: "")
      .replacing(", formats: [d.M.yy H:mm, d.M.yy]", with: "")
    #expect(try read("1,3.4.23,,,,,", early).events.first?.occurred?.text == "1923-04-03-06:00")
  }

  @Test(
    "a pivot is the first of its hundred years",
    arguments: [
      (1970, "70", "1970"), (1970, "69", "2069"), (1970, "00", "2000"), (2000, "99", "2099"),
      (2000, "00", "2000"), (1926, "26", "1926"), (1926, "25", "2025"), (1000, "26", "1026"),
      (9900, "99", "9999"),
    ])
  func pivots(pivot: Int, written: String, year: String) throws {
    let format = try #require(TimeFormat("d.M.yy", pivot: pivot))
    #expect(format.parse(Array("3.4.\(written)".utf8))?.text(zone: nil) == "\(year)-04-03")
    #expect(format.parse(Array("3.4.2026".utf8)) == nil)
  }

  @Test("a year of four digits is that year, and one before 1000 is told")
  func earlyYear() async throws {
    let mapping = Self.mapping.replacing(
      "formats: [d.M.yy H:mm, d.M.yy]", with: "formats: [d.M.yyyy]")
    #expect(try read("1,3.4.26,,,,,", mapping).rejections.count == 1)
    #expect(
      try read("1,3.4.0026,,,,,", mapping).events.first?.occurred?.text.hasPrefix("0026-04-03")
        == true)
    let report = try await Importer(
      format: CSVRows(options: IntakeOptions(mapping: mapping)), context: context
    ).run([
      IntakeSource(
        name: "in", bytes: Array("NO,DAY,CLOCK,DUE,CLOSED,WORDS,MORE\n1,3.4.0026,,,,,\n".utf8))
    ]) {
      $0.map { _ in Committed(position: Position(1), isDuplicate: false) }
    }
    #expect(report.json["flaggedTimes"]?["early_year"]?["count"] == 1)
  }
}
