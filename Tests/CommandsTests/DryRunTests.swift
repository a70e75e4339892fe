import Foundation
import InteractionModel
import StoreConformance
import Testing

@Suite("import --dry-run")
struct DryRunTests {
  /// A file of some format, with what it takes to read it.
  struct Input: Sendable, CustomTestStringConvertible {
    let name: String
    let format: String
    let bytes: [UInt8]
    var mapping: String?
    /// How many of its rows are bad.
    let bad: Int64

    var testDescription: String { name }
  }

  private static func uuid(_ number: Int) -> String {
    "00000000-0000-4000-8000-" + String("\(1_000_000_000_000 + number)".dropFirst())
  }

  private static func line(_ number: Int, _ data: JSONObject, _ more: JSONObject = [:]) -> [UInt8] {
    var event: JSONObject = [
      "specversion": "1.0", "id": .string(uuid(number)), "source": "desk", "type": "note.added",
      "data": .object(data),
    ]
    for member in more.members { event[member.key] = member.value }
    return event.canonicalBytes + [UInt8(ascii: "\n")]
  }

  private static func said(_ text: String, _ more: JSONObject = [:]) -> JSONObject {
    var data: JSONObject = ["case": "C-1", "sealed": ["text": .string(text)]]
    for member in more.members { data[member.key] = member.value }
    return data
  }

  private static let list = JSONValue.array((0..<20_000).map { .string("entry \($0)") })
  private static let flags = JSONValue.array((0..<2_000).map { .string("flag-\($0)") })

  private static let cloudEvents: [UInt8] = [
    line(1, said("one")), line(2, said("two")),
    // Ids: other content than the log has, than an earlier line has; the same again.
    line(1, said("another")), line(3, said("three")), line(3, said("another three")),
    line(2, said("two")), line(1, said("one", ["case": "C-2"])),
    // Control characters and telephone numbers in ids.
    line(4, said("four", ["party": "p\u{1}"])), line(5, said("five", ["party": "617-555-0123"])),
    line(6, said("six", ["conversation": "6175550123"])),
    line(7, said("seven", ["actor": ["type": "agent", "id": "jane@example.org"]])),
    line(8, said("eight", ["party": "a"]), ["partitionkey": "party-6175550123"]),
    line(9, said("nine", ["body": ["agent": "617.555.0123"]]), ["type": "contact.answered"]),
    // Sizes: the body, the line, and what only looks too large.
    line(10, said("ten", ["body": ["flags": flags]])),
    line(11, said("eleven", ["sealed": ["list": list]])),
    line(12, said(String(repeating: "long ", count: 30_000))),
    // What only a log says, and what is no event.
    line(13, said("13"), ["type": "hold.released"]),
    line(14, said("14"), ["source": "throughline"]),
    Array("{\"specversion\":\"1.0\"}\n".utf8), Array("no JSON\n".utf8),
    line(15, said("fifteen", ["channel": 5])), line(16, said("sixteen")),
    line(17, said("17", ["sealed": [["party": "6175550123", "content": ["text": "x"]]]])),
  ].flatMap(\.self)

  private static let mapping = """
    source: desk
    row: {id: ID}
    defaults: {stream: case, case: ID}
    events:
      - {name: note, type: note.added, party: PARTY, actor: {type: agent, id: AGENT},
         sealed: {text: TEXT}}
      - {name: owner, type: case.assigned, when: {column: OWNER, present: true},
         body: {owner: OWNER}}
    """

  private static let csv = """
    ID,PARTY,AGENT,OWNER,TEXT
    1,p-1,a-1,,first
    1,p-1,a-1,,other text for the same id
    1,p-1,a-1,,first
    101002345678,p-1,a-1,o-1,a case may be called so
    2,6175550123,a-1,,a party may not
    3,p-1,tel:617,,nor an agent
    4,p-1,a-1,617-555-0123,nor an owner
    5,p-1,a-1,jane@example.org,nor an owner
    6,p-1,a 1,,no id
    7,p-1,a-1,Jane Doe,sealed as it is no id
    8,p-1,a-1
    9,p-1,a-1,,last
    """

  private static let open311 = #"""
    [{"service_request_id":"101002345678","status":"open","service_name":"Pothole",
      "requested_datetime":"2026-03-02T10:00:00-05:00","description":"hole"},
     {"service_request_id":"101002345678","status":"open","service_name":"Sinkhole",
      "requested_datetime":"2026-03-02T10:00:00-05:00","description":"hole"},
     {"service_request_id":"a b","status":"open"},
     {"service_request_id":"2","status":"perhaps"},
     {"service_request_id":"3","status":"closed","description":LIST}]
    """#.replacing("LIST", with: list.canonicalText)

  static let inputs = [
    Input(name: "cloudevents", format: "cloudevents", bytes: cloudEvents, bad: 17),
    Input(
      name: "cloudevents as an array", format: "cloudevents",
      bytes: [UInt8(ascii: "[")]
        + cloudEvents.split(separator: UInt8(ascii: "\n"))
        .filter { $0.first == UInt8(ascii: "{") }.joined(separator: [UInt8(ascii: ",")])
        + [UInt8(ascii: "]")],
      bad: 16),
    Input(name: "csv", format: "csv", bytes: Array(csv.utf8), mapping: mapping, bad: 7),
    Input(name: "open311", format: "open311", bytes: Array(open311.utf8), bad: 4),
  ]

  private func run(
    _ tool: Tool, _ input: Input, _ more: [String]
  ) throws -> (answer: JSONValue, rejects: String) {
    var arguments = ["import", input.format, try tool.write(input.bytes, as: "input")]
    if let mapping = input.mapping {
      arguments += ["--mapping", try tool.write(Array(mapping.utf8), as: "mapping.yaml")]
    }
    let path = "\(tool.directory)/rejects-\(UUID().uuidString)"
    let output = try tool.run(arguments + ["--json", "--rejects", path] + more)
    #expect(output.code == 1, "\(output.errors)")
    return (try output.json, try String(contentsOfFile: path, encoding: .utf8))
  }

  /// What a store holds that a dry run must not add to.
  private func contents(_ tool: Tool) throws -> [String] {
    let vault = try RawDatabase("\(tool.store)/vault.db")
    let files = FileManager.default.subpaths(atPath: "\(tool.store)/attachments") ?? []
    let keys = try vault.value("SELECT count(*) FROM subject_key")
    return ["\(try tool.head())", keys] + files.sorted()
  }

  @Test("rejects exactly what the import rejects, in the same words", arguments: inputs)
  func same(input: Input) throws {
    let tool = try Tool()
    // The log has an event of that id already.
    try tool.succeed("append", input: Self.line(2, Self.said("two")))
    for round in 0..<2 {
      let before = try contents(tool)
      let dry = try run(tool, input, ["--dry-run"])
      #expect(try contents(tool) == before)
      let real = try run(tool, input, [])
      #expect(dry.rejects == real.rejects)
      #expect(dry.answer["rejected"]?.int == input.bad, "\(dry.rejects)")
      #expect(dry.answer["wouldAppend"] == real.answer["appended"])
      #expect(dry.answer["duplicates"] == real.answer["duplicates"])
      #expect(dry.answer["read"] == real.answer["read"])
      #expect(dry.answer["appended"] == 0)
      #expect(dry.answer["firstPosition"] == JSONValue.null)
      // The second time the log has all of it.
      if round == 1 { #expect(dry.answer["wouldAppend"] == 0) }
      for personal in ["5550123", "555-0123", "555.0123", "jane@", "Jane"] {
        #expect(!dry.rejects.contains(personal))
      }
    }
    #expect(try tool.json("verify")["ok"] == true)
  }

  @Test("knows what an earlier batch of the same file said")
  func batches() throws {
    let tool = try Tool()
    var bytes = (0..<2_500).flatMap { Self.line($0, Self.said("text \($0)")) }
    bytes += Self.line(7, Self.said("text 7")) + Self.line(8, Self.said("other than 8"))
    let input = Input(name: "long", format: "cloudevents", bytes: bytes, bad: 1)
    let dry = try run(tool, input, ["--dry-run"])
    let real = try run(tool, input, [])
    #expect(dry.rejects == real.rejects && dry.answer["duplicates"] == 1)
    #expect(dry.answer["wouldAppend"] == 2_500 && real.answer["appended"] == 2_500)
  }

  /// A file of any format, whose rows are good, bad, repeated, and newer than those of files before;
  /// some are cut off, and some have bits that flipped.
  private static func file(
    _ number: Int, _ random: inout SeededGenerator
  ) -> (format: String, mapping: String?, bytes: [UInt8]) {
    func pick(_ words: String...) -> String { words.randomElement(using: &random) ?? "" }
    let count = Int.random(in: 0...12, using: &random)
    let kind = pick("cloudevents", "desk", "incidents", "open311")
    var rows: [String] = []
    for row in 0..<count {
      let id = Int.random(in: 0..<15, using: &random)
      let state = pick("open", "closed", "open", "closed", "odd")
      let words = pick("a", "b", "c, d", "", "\u{1}", "6175550123", "„N/A“")
      let time = pick(
        "2026-03-0\(1 + number % 9)T10:00:00Z", "2026-04-02T11:00:00Z", "", "03/04/2026", "soon",
        "2026-03-05T10:00:00.12345678901234567Z", "2016-12-31T23:59:60Z", "2026-03-05T10:00:60Z",
        "2026-03-08T02:30:00")
      switch kind {
      case "desk":
        let cells = ["R\(id)", state, pick("\"\(words)\"", words), time]
        rows.append(
          cells.prefix(Int.random(in: 0..<9, using: &random) == 0 ? 3 : 4)
            .joined(separator: ","))
      case "incidents":
        // A row of a step of one of a few cases, the first ones of which are bad now and then.
        let at = pick(
          "45,000.5", "45.000", "13/3/2026 9:00", "3/13/2026 9:00", "soon", "-", time)
        let doubt = Int.random(in: 0..<60, using: &random) == 0 ? "4/5/2026 9:00" : at
        rows.append(
          [
            "\(number % 3)-\(row)", "C\(id % 4)", state, pick("x", "y", "N/A"),
            "\"\(doubt)\"", "\"\(words)\"",
          ].joined(separator: pick(";", ";", ";", ";", ";", ",")))
      case "open311":
        rows.append(
          JSONValue.object([
            "service_request_id": .string("S\(id)"), "status": .string(state),
            "updated_datetime": .string(time), "description": .string(words),
          ]).canonicalText)
      default:
        let body: JSONObject = ["kind": state == "open" ? .null : "x"]
        let data = said(words, state == "odd" ? ["channel": 5] : ["body": .object(body)])
        rows.append(
          String(decoding: line(id, data, ["time": .string(time)]).dropLast(), as: UTF8.self))
      }
    }
    var text = rows.joined(separator: "\n")
    switch kind {
    case "desk":
      text = pick("", "\u{FEFF}\u{FEFF}", "sep=,\n") + "ID,STATE,WORDS,AT\n" + text
      text += pick("", "\n", "\n\"open")
    case "incidents":
      text = pick("", "sep=;\n") + "STEP;CASE;STATE;TEAM;AT;NOTE\n" + text + pick("", "\n")
    case "open311": text = "[" + rows.joined(separator: ",") + pick("]", "]", "")
    default: break
    }
    let encoding = kind == "incidents" ? String.Encoding.windowsCP1252 : .utf8
    var bytes = Array(text.data(using: encoding) ?? Data())
    if !bytes.isEmpty, Int.random(in: 0..<5, using: &random) == 0 {
      bytes.removeLast(Int.random(in: 1...min(40, bytes.count), using: &random))
    } else if !bytes.isEmpty, Int.random(in: 0..<8, using: &random) == 0 {
      bytes[Int.random(in: bytes.indices, using: &random)] ^=
        1 << UInt8.random(in: 0..<7, using: &random)
    }
    let isTable = kind == "desk" || kind == "incidents"
    return (isTable ? "csv" : kind, isTable ? kind : nil, bytes)
  }

  private static let tables = [
    "desk": """
    source: desk
    row: {id: ID, version: AT}
    tables: {state: {values: {open: open, closed: closed}}}
    defaults: {stream: case, case: ID}
    events:
      - {name: opened, type: case.opened, sealed: {text: WORDS}}
      - {name: closed, type: case.closed, when: {column: STATE, table: state, equals: closed},
         occurred: AT}
      - {name: open, type: case.reopened, when: {column: STATE, equals: open}, after: closed,
         occurred: AT}
    """,
    "incidents": """
    source: incidents
    csv: {encoding: iso-8859-1, delimiter: ";"}
    time: {zone: America/Chicago, formats: [excel, M/d/yyyy H:mm, d/M/yyyy H:mm, iso8601]}
    row: {id: {join: [CASE, STEP]}, group: CASE}
    defaults: {stream: case, case: CASE, occurred: AT}
    events:
      - {name: opened, type: case.opened, when: {first: true}, sealed: [{rest: columns}]}
      - {name: moved, type: case.assigned, when: {differ: [TEAM, {previous: TEAM}]},
         body: {queue: TEAM}}
      - {name: closed, type: case.closed,
         when: [{column: STATE, equals: closed}, {previous: STATE, not: closed}]}
    otherwise: keep
    """,
  ]

  @Test("any files, one after the other: the dry run says what the import then does")
  func random() throws {
    let tool = try Tool()
    var random = SeededGenerator(seed: 2_026)
    let mappings = try Self.tables.mapValues { try tool.write(Array($0.utf8)) }
    var rejected: Int64 = 0
    var appended: Int64 = 0
    var told = ""
    for number in 0..<200 {
      let (format, mapping, bytes) = Self.file(number, &random)
      let text = String(decoding: bytes, as: UTF8.self)
      let path = try tool.write(bytes, as: "in-\(number)")
      let arguments =
        ["import", format, path, "--json", "--rejects", "\(tool.directory)/rejects-\(number)"]
        + (mapping.flatMap { mappings[$0] }.map { ["--mapping", $0] } ?? [])
        + (Int.random(in: 0..<5, using: &random) == 0 ? ["--strict"] : [])
      func answer(_ more: [String]) throws -> (JSONObject?, String, String, Int32) {
        let output = try tool.run(arguments + more)
        let rejects = try? String(contentsOfFile: arguments[5], encoding: .utf8)
        try? FileManager.default.removeItem(atPath: arguments[5])
        return (try? output.json.object, rejects ?? "none", output.errors, output.code)
      }
      let dry = try answer(["--dry-run"])
      let real = try answer([])
      told += real.1 + real.2
      #expect(dry.1 == real.1 && dry.3 == real.3, "\(number): \(text)")
      guard let said = dry.0, let done = real.0 else {
        #expect(dry.0 == nil && real.0 == nil, "\(number): \(dry.2) \(real.2)")
        continue
      }
      #expect(dry.2 == real.2, "\(number)")
      #expect(said["wouldAppend"] == done["appended"], "\(number): \(text)")
      for key in done.members.map(\.key)
      where !["appended", "firstPosition", "lastPosition"].contains(key) {
        #expect(said[key] == done[key], "\(number): \(key)")
      }
      rejected += done["rejected"]?.int ?? 0
      appended += done["appended"]?.int ?? 0
    }
    #expect(rejected > 100 && appended > 100)
    // What can be wrong or odd with a file, each of which some file had.
    for words in [
      "no line end", "leap_second", "impossible_time", "fits two formats", "none of the formats",
      "is not RFC 3339", "bytes from 0x80 to 0x9F", "cut off", "ends inside a quoted field",
      "fields, the header",
      "the array", "other content", "“data.channel”", "table “state”",
    ] {
      #expect(told.contains(words), "no file was told “\(words)”")
    }
    #expect(try tool.json("verify")["ok"] == true)
  }

  @Test("says in words what it would do")
  func words() throws {
    let tool = try Tool()
    let file = try tool.write(Self.line(1, Self.said("one")))
    let text = try tool.succeed("import", "cloudevents", file, "--dry-run").text
    #expect(text.contains("1 events would be appended, 0 already there, 0 rows rejected."))
  }
}
