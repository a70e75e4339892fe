import Foundation
import InteractionModel
import StoreConformance
import Testing

@Suite("Newer exports of the same cases")
struct NewerExportTests {
  /// One case of a city, as its exports have it.
  private struct Request {
    var isOpen = true
    var closed: String?
    var updated: String
    var team = "Roads"
    var words = "received"
    var reopens: Int64 = 0
    let opened: String
  }

  private struct City {
    var random: SeededGenerator
    var hour = 0
    var requests: [Request] = []

    init(seed: UInt64, count: Int) {
      random = SeededGenerator(seed: seed)
      for _ in 0..<count {
        let time = now()
        requests.append(Request(updated: time, opened: time))
      }
    }

    mutating func now() -> String {
      hour += 1
      func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
      let day = hour / 24
      return "2026-\(two(day / 28 + 1))-\(two(day % 28 + 1))T\(two(hour % 24)):00:00-05:00"
    }

    mutating func pass() {
      for index in requests.indices where Bool.random(using: &random) {
        requests[index].updated = now()
        switch Int.random(in: 0..<5, using: &random) {
        case 0:
          requests[index].team = ["Roads", "Parks", "Water"].randomElement(using: &random) ?? ""
        case 1: requests[index].words = "seen at \(hour)"
        case 2: break
        default:
          requests[index].isOpen.toggle()
          if requests[index].isOpen {
            requests[index].reopens += 1
          } else {
            requests[index].closed = requests[index].updated
          }
        }
      }
    }

    func rows() -> String {
      let rows = requests.enumerated().map { number, request in
        [
          "Q-\(number)", request.isOpen ? "open" : "closed", request.words, "Lamp", request.team,
          request.opened, request.updated, request.closed ?? "", "Phone",
        ].joined(separator: ",")
      }
      return """
        service_request_id,status,status_notes,service_name,agency_responsible,requested_datetime,updated_datetime,closed_date,source
        \(rows.joined(separator: "\n"))

        """
    }

    func objects() -> String {
      JSONValue.array(
        requests.enumerated().map { number, request in
          [
            "service_request_id": .string("Q-\(number)"),
            "status": request.isOpen ? "open" : "closed", "service_name": "Lamp",
            "status_notes": .string(request.words), "agency_responsible": .string(request.team),
            "requested_datetime": .string(request.opened),
            "updated_datetime": .string(request.updated),
          ]
        }
      ).canonicalText
    }
  }

  private func command(_ format: String, _ files: [String]) -> [String] {
    ["import", format] + files
      + (format == "csv" ? ["--mapping", RealData.mapping("open311-csv")] : [])
  }

  private func check(_ tool: Tool, _ city: City) throws {
    try tool.succeed("project")
    let cases = try tool.json("case", "list", "--limit", "5000")["cases"]?.array ?? []
    #expect(cases.count == city.requests.count)
    for (number, request) in city.requests.enumerated() {
      let found = try #require(cases.first { $0["case"]?.string == "Q-\(number)" })
      #expect(found["status"]?.string == (request.isOpen ? "open" : "closed"), "Q-\(number)")
      #expect(found["reopens"] == .int(request.reopens), "Q-\(number)")
      #expect(found["department"]?.string == request.team, "Q-\(number)")
    }
  }

  @Test(
    "the cases are as the last export says, each reopening counts once, and nothing is there twice",
    arguments: ["csv", "open311"])
  func exports(format: String) throws {
    for seed in 1...UInt64(isFull ? 20 : 3) {
      let empty = try Tool()
      let tool = try Tool(copying: empty)
      var city = City(seed: seed, count: 12)
      var files: [String] = []
      for number in 0..<5 {
        if number > 0 { city.pass() }
        let text = format == "csv" ? city.rows() : city.objects()
        files.append(try empty.write(Array(text.utf8), as: "export-\(number)"))
        let dry = try tool.run(command(format, [files[number], "--dry-run", "--json"])).json
        let real = try tool.run(command(format, [files[number], "--json"])).json
        #expect(real["rejected"] == 0 && dry["rejected"] == 0, "\(real)")
        #expect(dry["wouldAppend"] == real["appended"] && dry["duplicates"] == real["duplicates"])
        try check(tool, city)
      }
      for again in files {
        let answer = try tool.run(command(format, [again, "--json"])).json
        #expect(answer["appended"] == 0, "\(answer)")
      }
      let together = try Tool(copying: empty)
      let dry = try together.run(command(format, files + [files[0], "--dry-run", "--json"])).json
      let real = try together.run(command(format, files + [files[0], "--json"])).json
      #expect(dry["wouldAppend"] == real["appended"] && dry["outdated"] == real["outdated"])
      #expect(try together.content() == tool.content())
      #expect(try tool.json("verify")["ok"] == true)
    }
  }

  @Test(
    "killed at any moment of an import of several exports, then run again: the same log",
    arguments: ["csv", "open311"])
  func killed(format: String) throws {
    let empty = try Tool()
    var city = City(seed: 77, count: 300)
    var files: [String] = []
    for number in 0..<3 {
      if number > 0 { city.pass() }
      let text = format == "csv" ? city.rows() : city.objects()
      files.append(try empty.write(Array(text.utf8), as: "export-\(number)"))
    }
    let undisturbed = try Tool(copying: empty)
    let clock = ContinuousClock()
    let taken = try clock.measure { _ = try undisturbed.run(command(format, files)) }
    let milliseconds = Int32(taken / .milliseconds(1))
    let content = try undisturbed.content()
    var random = SeededGenerator(seed: 5)
    for _ in 0..<(isFull ? 20 : 3) {
      let tool = try Tool(copying: empty)
      let running = try tool.start(command(format, files + ["--quiet"]))
      _ = running.hasEnded(within: .random(in: 0...milliseconds, using: &random))
      running.send(SIGKILL)
      _ = try running.finish()
      let resumed = try tool.run(command(format, files + ["--json"]))
      #expect(resumed.code == 0, "\(resumed.errors)")
      #expect(try tool.content() == content)
    }
    try check(undisturbed, city)
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
    for file in files {
      let again = try tool.json("import", "csv", file, "--mapping", RealData.mapping("boston311"))
      #expect(again["appended"] == 0, "\(again)")
    }
  }
}
