import Compliance
import Foundation
import InteractionModel
import Projections
import Queries
import Testing

/// A fold knows no clock, and whoever reads has one: what was due before they look is late.
@Suite("What is owed is held against the clock")
struct StandingTests {
  private static func clock(_ state: String, _ name: String, of matter: String, due: String? = nil)
    -> [UInt8]
  {
    var body: JSONObject = ["clock": .string(name)]
    body["due"] = due.map(JSONValue.string)
    return cloudEvent("sla.\(state)", case: matter, body: body)
  }

  private static func store(_ events: [UInt8]...) throws -> Tool {
    let tool = try Tool()
    try tool.succeed("append", input: events.flatMap(\.self))
    try tool.succeed("project")
    return tool
  }

  private static let made = Result {
    try store(
      cloudEvent("case.opened", case: "old"),
      clock("started", "resolution", of: "old", due: "2024-05-06T12:00:00Z"),
      clock("started", "response", of: "old", due: "2999-05-06T12:00:00Z"),
      cloudEvent("case.opened", case: "new"),
      clock("started", "resolution", of: "new", due: "2999-05-06T12:00:00Z"),
      cloudEvent("case.opened", case: "broken"),
      clock("started", "resolution", of: "broken", due: "2024-05-06T12:00:00Z"),
      clock("breached", "resolution", of: "broken"))
  }

  @Test("in lists, their counts and filters, and in each case")
  func lists() throws {
    let tool = try Self.made.get()
    let states = ["old": "late", "new": "running", "broken": "breached"]
    for line in try tool.json("case", "list")["cases"]?.array ?? [] {
      #expect(line["slaState"]?.string == states[line["case"]?.string ?? ""])
    }
    let shown = try tool.succeed("case", "list").text
    #expect(shown.contains("late") && shown.contains("running"), "\(shown)")
    let counts = try tool.json("case", "list", "--count-by", "slaState")["counts"]?.array ?? []
    #expect(Set(counts.compactMap { $0["value"]?.string }) == Set(states.values))
    #expect(try tool.succeed("case", "list", "--csv").text.contains("late"))
    for (id, state) in states {
      let found = try tool.json("case", "list", "--sla", state)["cases"]?.array ?? []
      #expect(found.map { $0["case"]?.string } == [id])
      let show = ["case", "show", id, "--json"]
      #expect(try tool.run(show).json["state"]?["slaState"]?.string == state)
      #expect(
        try tool.run(show + ["--purpose", "test"]).json["state"]?["slaState"]?.string == state)
      let reasons = try tool.json("case", "explain", id, "slaState")["fields"]?.array ?? []
      #expect(reasons.map { $0["value"]?.string } == [state])
    }
    let clocks = try tool.json("case", "show", "old")["state"]?["sla"]
    #expect(clocks?["resolution"]?["state"] == "late" && clocks?["response"]?["state"] == "running")
    let then = ["case", "show", "old", "--as-of", "occurred:2024-05-01", "--zone", "UTC", "--json"]
    #expect(try tool.run(then).code != 0, "nothing of it had happened by then")
  }

  @Test("in what was promised, too")
  func promises() throws {
    let tool = try Self.made.get()
    let matter = try tool.json("case", "show", "old", "--purpose", "test")["matter"]
    let states = Set((matter?["promises"]?.array ?? []).compactMap { $0["state"]?.string })
    #expect(states == ["late", "running"])
    let card = try tool.succeed("case", "show", "old").text
    #expect(card.contains("LATE by") && card.contains("(open)"), "\(card)")
  }

  @Test(
    "and what was settled is held against the moment when it was",
    arguments: [
      ("2024-05-09T12:00:00Z", "3 days late", "late"),
      ("2024-05-05T12:00:00Z", "on time", "ended"),
    ])
  func settled(end: String, verdict: String, state: String) throws {
    let due = "2024-05-06T12:00:00Z"
    for closing in [["case.resolved"], ["case.resolved", "case.closed"], ["case.closed"]] {
      var events = [
        cloudEvent("case.opened", case: "C", body: ["due": .string(due)]),
        Self.clock("started", "resolution", of: "C", due: due),
      ]
      for (days, type) in closing.enumerated() {
        let time = end.replacing("T12", with: days == 0 ? "T12" : "T23")
        events.append(
          cloudEvent(
            type, case: "C", body: ["resolution": "fixed"], ["time": .string(time)]))
      }
      let tool = try Self.store(events.flatMap(\.self))
      let card = try tool.succeed("case", "show", "C", "--zone", "UTC").text
      let line = try #require(card.split(separator: "\n").first { $0.hasPrefix("due ") })
      #expect(line.contains(verdict), "\(closing): \(card)")
      #expect(!card.contains("LATE"), "\(closing): \(card)")
      #expect(try tool.json("case", "list")["cases"]?.array?.first?["slaState"]?.string == state)
    }
  }

  @Test("A breach is as late as it is by now; what was given up, as it was then")
  func broken() throws {
    let due = "2024-05-06T12:00:00Z"
    func event(_ type: String, _ body: JSONObject, at time: String) -> [UInt8] {
      cloudEvent(type, case: "C", body: body, ["time": .string(time)])
    }
    let promised = UUID().uuidString.lowercased()
    let tool = try Self.store(
      cloudEvent("case.opened", case: "C"),
      event(
        "sla.started", ["clock": "resolution", "due": .string(due)], at: "2024-05-05T12:00:00Z"),
      event("sla.breached", ["clock": "resolution"], at: "2024-05-06T13:00:00Z"),
      cloudEvent("commitment.made", id: promised, case: "C", body: ["due": .string(due)]),
      event("commitment.broken", ["commitment": .string(promised)], at: "2024-05-09T12:00:00Z"))
    let card = try tool.succeed("case", "show", "C").text
    #expect(card.contains(/\(breached, late by \d{3,}\s+days\)/), "\(card)")
    #expect(card.contains("(broken, late by 3 days)"), "\(card)")
  }

  @Test("A breach is as late as it was when its case was settled, unless it was reopened")
  func breached() throws {
    func event(_ type: String, _ body: JSONObject = [:], at time: String) -> [UInt8] {
      cloudEvent(type, case: "C", body: body, ["time": .string(time)])
    }
    let passing = UUID().uuidString.lowercased()
    let events = [
      cloudEvent("case.opened", case: "C"),
      event(
        "sla.started", ["clock": "resolution", "due": "2024-05-06T12:00:00Z"],
        at: "2024-05-05T12:00:00Z"),
      event("sla.breached", ["clock": "resolution"], at: "2024-05-06T13:00:00Z"),
      cloudEvent("transfer.requested", id: passing, case: "C", body: ["kind": "warm"]),
      event("case.resolved", ["resolution": "fixed"], at: "2024-05-09T12:00:00Z"),
    ].flatMap(\.self)
    let late = /breached,\s+late\s+by\s+(?<count>\d+)\s+(?<unit>days|h)/
    func lateness(_ tool: Tool) throws -> [String] {
      try [["case", "show", "C"], ["handoff", "show", passing]].map { show in
        let card = try tool.run(show + ["--zone", "UTC"]).text
        return card.firstMatch(of: late).map { "\($0.count) \($0.unit)" } ?? card
      }
    }
    let tool = try Self.store(events)
    #expect(try lateness(tool) == ["3 days", "3 days"])
    try tool.succeed("append", input: event("case.reopened", at: "2024-05-10T12:00:00Z"))
    try tool.succeed("project")
    #expect(try lateness(tool).allSatisfy { $0.contains(/^\d{3,} days$/) })
  }

  @Test(
    "What was settled on a day is no later than that day, however long ago",
    arguments: [("ended", PromiseField.since), ("kept", .since), ("breached", .settled)])
  func days(state: String, field: PromiseField) throws {
    let promise: Document<PromiseField> = [
      .state: .string(state), .due: "2024-05-06", field: "2024-05-08",
    ]
    let view = Viewpoint(now: Instant(microseconds: .max / 4), zone: try LocalZone("Asia/Tokyo"))
    let standing = Standing(promise, at: view)
    switch standing {
    case .kept(let late), .failed(_, let late): #expect(late == 86_400, "\(standing)")
    default: Issue.record("\(standing)")
    }
  }

  @Test("and a day ends where whoever reads says that they are")
  func zones() throws {
    // The day that it is where it is earliest is over where it is latest.
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(secondsFromGMT: -12 * 3_600))
    let parts = calendar.dateComponents([.year, .month, .day], from: Date())
    let numbers = [parts.month ?? 0, parts.day ?? 0].map { $0 < 10 ? "0\($0)" : "\($0)" }
    let day = "\(parts.year ?? 0)-\(numbers.joined(separator: "-"))"
    let tool = try Self.store(
      cloudEvent("case.opened", case: "C", body: ["due": .string(day)]),
      Self.clock("started", "resolution", of: "C", due: day))
    for (zone, state) in [("Pacific/Kiritimati", "late"), ("Etc/GMT+12", "running")] {
      let line = try tool.json("case", "list", "--zone", zone)["cases"]?.array?.first
      #expect(line?["slaState"]?.string == state, "\(zone)")
      let card = try tool.succeed("case", "show", "C", "--zone", zone).text
      #expect(card.contains("LATE by") == (state == "late"), "\(zone): \(card)")
    }
  }
}

/// `--zone` rules every time that somebody is shown.
@Suite("Times in a zone")
struct ShownZoneTests {
  private static let shown = GoldenCommand.all.filter { command in
    let own: Set = ["--zone", "--csv", "--json", "--as-of", "--until", "vocabulary", "log"]
    return !command.isJSON && command.store == .whole && own.isDisjoint(with: command.arguments)
  }

  @Test("are those of the zone that is named, and every command that shows one takes it")
  func zones() async throws {
    let time = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?<offset>Z|[+-]\d\d:\d\d)/
    var looked = 0
    for command in Self.shown {
      let shared = try await command.store.tool
      let tool = command.needsCopy ? try Tool(copying: shared) : shared
      let arguments = command.arguments + ["--quiet", "--accept-clock"]
      guard try tool.run(arguments).text.contains(time) else { continue }
      let zoned = try tool.run(arguments + ["--zone", "Asia/Tokyo"])
      #expect(!zoned.text.isEmpty, "\(command.line): \(zoned.errors)")
      for match in zoned.text.matches(of: time) {
        #expect(match.offset == "+09:00", "\(command.line): \(match.output.0)")
      }
      looked += 1
    }
    #expect(looked > 20)
  }

  /// The heading of a timeline or a transcript says the day and the zone of the clocks beneath it.
  private static let underHeadings: Set = ["timeline", "conversation"]

  @Test("have a year and a zone wherever they have a clock")
  func whole() async throws {
    let whole = /\d{4}-\d\d-\d\d\s+\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)/
    var looked = 0
    for command in Self.shown where Self.underHeadings.isDisjoint(with: command.arguments) {
      let shared = try await command.store.tool
      let tool = command.needsCopy ? try Tool(copying: shared) : shared
      let text = try tool.run(command.arguments + ["--quiet", "--accept-clock"]).text
      #expect(!text.replacing(whole, with: "").contains(/\d\d:\d\d/), "\(command.line): \(text)")
      looked += text.contains(whole) ? 1 : 0
    }
    #expect(looked > 20)
  }
}
