import Foundation
import InteractionModel
import StoreConformance
import Testing

@Suite("Newer exports of the same cases")
struct NewerExportTests {
  /// The ways in which a city writes its exports.
  enum Kind: String, CaseIterable, Sendable {
    case csv, open311
    /// Rows that do not say which version they are.
    case plain

    var hasVersions: Bool { self != .plain }

    /// A mapping of the same columns in which no row says when it was written.
    static let mapping = """
      source: plain-city
      row: {id: service_request_id}
      csv: {optional: [updated_datetime]}
      tables:
        way: {values: {Phone: voice, Web: self_service, Text: sms}}
      defaults: {case: service_request_id, department: agency_responsible, stream: case}
      events:
        - name: asked
          type: message.received
          stream: conversation
          conversation: {mint: ""}
          channel: {column: source, table: way}
          direction: {const: inbound}
          occurred: requested_datetime
          sealed: {text: description}
        - name: opened
          type: case.opened
          channel: {column: source, table: way}
          occurred: requested_datetime
          body: {service: service_name, department: agency_responsible}
        - {name: words, type: note.added, sealed: {text: status_notes}}
        - name: due
          type: case.due_changed
          when: {column: expected_datetime, present: true}
          body: {due: expected_datetime}
        - name: closed
          type: case.closed
          when: {column: status, equals: closed}
          occurred: closed_date
        - name: reopened
          type: case.reopened
          when: {column: status, equals: open}
          after: closed
      """

    func export(_ city: inout ExportedCity) -> String {
      self == .open311 ? city.objects() : city.rows()
    }

    func command(_ files: [String], in tool: Tool) throws -> [String] {
      switch self {
      case .open311: ["import", "open311"] + files
      case .csv: ["import", "csv"] + files + ["--mapping", RealData.mapping("open311-csv")]
      case .plain:
        ["import", "csv"] + files
          + ["--mapping", try tool.write(Array(Kind.mapping.utf8), as: "plain.yaml")]
      }
    }
  }

  private func check(_ tool: Tool, _ city: ExportedCity, _ comment: Comment) throws {
    try tool.succeed("project")
    let cases = try tool.json("case", "list", "--limit", "5000")["cases"]?.array ?? []
    #expect(cases.count == city.requests.count)
    let channels = ["Phone": "voice", "Web": "self_service", "Text": "sms"]
    for (number, request) in city.requests.enumerated() {
      let found = try #require(cases.first { $0["case"]?.string == "Q-\(number)" })
      func expect(_ field: String, _ value: JSONValue?) {
        #expect(found[field] == value ?? .null, "\(comment) Q-\(number) \(field)")
      }
      expect("status", request.isOpen ? "open" : "closed")
      expect("reopens", .int(request.reopens))
      expect("department", .string(request.team))
      expect("due", request.due.map(JSONValue.string))
      expect("opened", .string(request.opened))
      expect("channels", .array([channels[request.cameBy].map(JSONValue.string) ?? .null]))
      if !request.isOpen { expect("closed", request.closed.map(JSONValue.string)) }
    }
    let types = try tool.content().compactMap { $0["record"]?["type"]?.string }
    #expect(
      types.count { $0 == "message.received" || $0 == "contact.initiated" }
        == city.requests.count, comment)
  }

  @Test(
    "the cases are as the last export says, each reopening counts once, and nothing is there twice",
    arguments: Kind.allCases)
  func exports(kind: Kind) throws {
    for seed in 1...UInt64(isFull ? 40 : 5) {
      let empty = try Tool()
      let tool = try Tool(copying: empty)
      var city = ExportedCity(seed: seed, count: 12)
      var files: [String] = []
      for number in 0..<8 {
        if number > 0 { city.pass(mendsClosings: kind != .open311) }
        files.append(
          try empty.write(Array(kind.export(&city).utf8), as: "\(kind)-\(seed)-\(number)"))
        let command = try kind.command([files[number]], in: empty)
        let dry = try tool.run(command + ["--dry-run", "--json"]).json
        let real = try tool.run(command + ["--json"]).json
        #expect(real["rejected"] == 0 && dry["rejected"] == 0, "\(real)")
        #expect(dry["wouldAppend"] == real["appended"] && dry["duplicates"] == real["duplicates"])
        #expect(dry["notes"] == real["notes"] && dry["outdated"] == real["outdated"])
        // The same again, those before it as they were imported, or any where rows say how old they are.
        let any = kind.hasVersions ? files[(number * 5) % files.count] : files[number]
        for again in [[files[number]], files, [any]] {
          let answer = try tool.run(kind.command(again, in: empty) + ["--json"]).json
          #expect(answer["appended"] == 0, "\(seed) \(number): \(answer)")
        }
        try check(tool, city, "\(kind) \(seed), export \(number):")
      }
      let together = try Tool(copying: empty)
      let command = try kind.command(files + (kind.hasVersions ? [files[0]] : []), in: empty)
      let dry = try together.run(command + ["--dry-run", "--json"]).json
      let real = try together.run(command + ["--json"]).json
      #expect(dry["wouldAppend"] == real["appended"] && dry["outdated"] == real["outdated"])
      // Readings of the other one stand between its records.
      func unplaced(_ tool: Tool) throws -> [JSONValue] {
        try tool.content().map { entry in
          var record = entry["record"]?.object ?? [:]
          record["position"] = nil
          return ["record": .object(record), "opened": entry["opened"] ?? .null]
        }
      }
      #expect(try unplaced(together) == unplaced(tool))
      #expect(try tool.json("verify")["ok"] == true)
    }
  }

  @Test(
    "killed at any moment of an import of several exports, then run again: the same log",
    arguments: Kind.allCases)
  func killed(kind: Kind) throws {
    let empty = try Tool()
    var city = ExportedCity(seed: 77, count: 300)
    var files: [String] = []
    for number in 0..<3 {
      if number > 0 { city.pass(mendsClosings: false) }
      files.append(try empty.write(Array(kind.export(&city).utf8), as: "export-\(number)"))
    }
    let command = try kind.command(files, in: empty)
    let undisturbed = try Tool(copying: empty)
    let clock = ContinuousClock()
    let taken = try clock.measure { _ = try undisturbed.run(command) }
    let milliseconds = Int32(taken / .milliseconds(1))
    let content = try undisturbed.content()
    var random = SeededGenerator(seed: 5)
    for _ in 0..<(isFull ? 20 : 3) {
      let tool = try Tool(copying: empty)
      let running = try tool.start(command + ["--quiet"])
      _ = running.hasEnded(within: .random(in: 0...milliseconds, using: &random))
      running.send(SIGKILL)
      _ = try running.finish()
      let resumed = try tool.run(command + ["--json"])
      #expect(resumed.code == 0, "\(resumed.errors)")
      #expect(try tool.content() == content)
    }
    try check(undisturbed, city, "\(kind)")
  }

  /// Writes three exports of the first rows, in which some cases that are closed in the end are open;
  /// prints what is right in the end.
  static let split = """
    import csv, json, sys
    source = open(sys.argv[1], newline="", encoding="utf-8-sig")
    reader = csv.DictReader(source)
    rows = [row for row, _ in zip(reader, range(600))]
    for number in range(3):
      with open(f"{sys.argv[2]}/boston-{number}.csv", "w", newline="", encoding="utf-8") as target:
        writer = csv.DictWriter(target, reader.fieldnames)
        writer.writeheader()
        for index, row in enumerate(rows):
          isOpen = number < 2 and index % 3 == number
          writer.writerow(row | {"CASE_STATUS": "Open", "CLOSED_DT": ""} if isOpen else row)
    print(json.dumps([{"case": row["CASE_ENQUIRY_ID"], "status": row["CASE_STATUS"].lower(),
      "reopens": int(row["CASE_STATUS"] == "Closed" and index % 3 == 1)}
      for index, row in enumerate(rows)]))
    """

  @Test(
    "Boston, an older export and a newer one: the states of the newer, the reopenings between them",
    .enabled(if: RealData.exists(RealData.boston), RealData.absent),
    .enabled(if: Python.path != nil, Python.absent))
  func boston() throws {
    let tool = try Tool()
    let made = try Python.run(Self.split, RealData.path(RealData.boston), tool.directory).json
    let files = (0..<3).map { "\(tool.directory)/boston-\($0).csv" }
    for file in files {
      let answer = try tool.json("import", "csv", file, "--mapping", RealData.mapping("boston311"))
      #expect(answer["rejected"] == 0, "\(answer)")
    }
    try tool.succeed("project")
    let cases = try tool.json("case", "list", "--limit", "5000")["cases"]?.array ?? []
    let wanted = made.array ?? []
    #expect(cases.count == wanted.count && wanted.count == 600)
    #expect(wanted.contains { $0["reopens"] == 1 } && wanted.contains { $0["status"] == "open" })
    for matter in wanted {
      let found = try #require(cases.first { $0["case"] == matter["case"] })
      #expect(found["status"] == matter["status"] && found["reopens"] == matter["reopens"])
    }
    for again in [files, [files[2]]] {
      let answer = try tool.run(
        ["import", "csv"] + again + ["--mapping", RealData.mapping("boston311"), "--json"]
      ).json
      #expect(answer["appended"] == 0, "\(answer)")
    }
  }
}
