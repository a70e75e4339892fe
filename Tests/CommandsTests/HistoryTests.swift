import Foundation
import InteractionModel
import Testing

@Suite("History: as of any point")
struct HistoryTests {
  @Test(
    "As of @N, every case is what a log cut at N says",
    arguments: [400, 1_500, 2_700])
  func cut(events: Int) throws {
    let city = try Prepared.city
    let tool = try Tool(copying: city.empty)
    let prefix = try city.lines().prefix(events).flatMap { $0 + [UInt8(ascii: "\n")] }
    try tool.succeed("append", input: prefix)
    try tool.succeed("project")
    let size = try tool.head()
    let until = try city.tool.run("replay", "--until", "@\(size)", "--json")
    #expect(until.code == 0, "\(until.errors)")
    let digest = try until.json["projections"]?.array?.first?["digest"]?.string
    #expect(digest == (try tool.digest()), "a replay to N has the digest of a log cut at N")
    let cases = try tool.json("case", "list", "--limit", "10000")["cases"]?.array ?? []
    let ids = cases.compactMap { $0["case"]?.string }
    #expect(!ids.isEmpty)
    for id in ids.enumerated().filter({ $0.offset % 7 == 3 || ids.count < 12 }).map(\.element) {
      let then = try city.tool.json("case", "show", id, "--as-of", "@\(size)")
      // What is late is so by the clock, which is another one at each point.
      func folded(_ answer: JSONValue) -> JSONObject? {
        var state = answer["state"]?.object
        for field in ["sla", "slaState"] { state?[field] = nil }
        return state
      }
      #expect(folded(then) == folded(try tool.json("case", "show", id)), "case \(id)")
      #expect(then["asOf"] == ["axis": "position", "position": .int(size)])
    }
  }

  /// Three steps of a case, told out of order, with times in three zones.
  private func history() throws -> (tool: Tool, recorded: [String]) {
    let tool = try Tool()
    func tell(_ type: String, _ time: String, _ body: JSONObject = [:]) throws -> String {
      try tool.succeed("append", input: cloudEvent(type, body: body, ["time": .string(time)]))
      return try tool.succeed("log", "--reverse", "--limit", "1").json["recorded"]?.string ?? ""
    }
    let recorded = [
      try tell("case.opened", "2026-03-02T09:00:00-05:00", ["department": "Water"]),
      // Closed on 4 March in New York, which is 5 March in UTC already.
      try tell("case.closed", "2026-03-04T23:30:00-05:00"),
      // Told last, happened in between.
      try tell("case.assigned", "2026-03-03T10:00:00-05:00", ["owner": "agent-1"]),
    ]
    try tool.succeed("project")
    return (tool, recorded)
  }

  @Test("The three axes: position, time of recording, time of happening")
  func axes() throws {
    let (tool, recorded) = try history()
    func state(_ point: String, _ zone: String? = nil) throws -> JSONValue? {
      let arguments = ["case", "show", "C-1", "--json", "--as-of", point]
      let output = try tool.run(arguments + (zone.map { ["--zone", $0] } ?? []))
      return output.code == 0 ? try output.json["state"] : nil
    }
    #expect(try state("@1") == nil && state("@2")?["status"] == "open")
    #expect(try state("@3")?["status"] == "closed" && state("@3")?["owner"] == nil)
    #expect(try state("@4")?["owner"] == "agent-1")
    let beyond = try tool.run("case", "show", "A-1", "--as-of", "@99")
    #expect(beyond.code == 2 && beyond.errors.contains("the log ends at @"), "\(beyond.errors)")

    #expect(try state("recorded:\(recorded[0])") == state("@2"))
    #expect(try state(recorded[1]) == state("@3"))
    #expect(try state("recorded:2001-01-01T00:00:00Z") == nil)
    #expect(try state("2100-01-01") == nil, "nothing was recorded by then yet")

    #expect(try state("occurred:2026-03-02T13:59:59Z") == nil)
    #expect(try state("occurred:2026-03-02T14:00:00Z")?["status"] == "open")
    let between = try state("occurred:2026-03-03T12:00:00-05:00")
    #expect(between?["owner"] == "agent-1" && between?["status"] == "open")
    #expect(try state("occurred:2026-03-05T04:30:00Z")?["status"] == "closed")
    // The end of a day depends on the zone.
    #expect(try state("occurred:2026-03-04", "America/New_York")?["status"] == "closed")
    #expect(try state("occurred:2026-03-04", "UTC")?["status"] == "open")
    let answer = try tool.json("case", "show", "C-1", "--as-of", "occurred:2026-03-04")
    #expect(answer["asOf"]?["axis"] == "occurred")
  }

  @Test("Timeline, explanation and walk go back in time too")
  func questions() throws {
    let (tool, _) = try history()
    let timeline = try tool.json("case", "timeline", "C-1", "--as-of", "@3")["entries"]?.array
    #expect(timeline?.compactMap { $0["position"]?.int } == [2, 3])
    let all = try tool.json("case", "timeline", "C-1")["entries"]?.array
    #expect(all?.compactMap { $0["position"]?.int } == [2, 4, 3], "in the order of what happened")
    let field = try tool.json("case", "explain", "C-1", "status", "--as-of", "@2")["fields"]
    #expect(field?.array?.first?["position"] == 2)
    let closed = try tool.json("case", "explain", "C-1", "status")["fields"]
    #expect(closed?.array?.first?["position"] == 3)
    let walk = try tool.json("replay", "--events", "--case", "C-1")["events"]?.array ?? []
    #expect(walk.compactMap { $0["position"]?.int } == [2, 3, 4])
    let owner = walk.last?["changes"]?.array?.first { $0["field"] == "owner" }
    #expect(owner?["after"] == "agent-1" && owner?["before"] == JSONValue.null)
    for point in ["@2", "@3", "@1"] {
      #expect(try tool.run("replay", "--until", point).code == 0)
    }
  }
}
