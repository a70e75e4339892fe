import Foundation
import InteractionModel
import Testing

@Suite("Points and dates, and the zone that they are shown in")
struct TimelinePointTests {
  private static let passing = "2f1f7f6e-6f6d-4a4b-9a66-0c1d2e3f4a5b"

  /// A case that is opened an hour before midnight in Boston, and passed on the next day.
  private static func made() throws -> Tool {
    let tool = try Tool()
    func event(_ type: String, _ time: String?, id: String? = nil, _ body: JSONObject = [:])
      -> [UInt8]
    {
      var data: JSONObject = [
        "case": "M-4", "party": "p-lea", "body": .object(body),
        "actor": ["type": "agent", "id": "kim"],
      ]
      if type != "case.opened" {
        data["conversation"] = "yard"
        data["channel"] = "chat"
      }
      var event: JSONObject = [
        "specversion": "1.0", "id": .string(id ?? UUID().uuidString.lowercased()),
        "source": "desk", "type": .string(type), "data": .object(data),
      ]
      event["time"] = time.map { .string("2026-03-0\($0)-05:00") }
      return event.canonicalBytes + [UInt8(ascii: "\n")]
    }
    try tool.succeed(
      "append",
      input: event("case.opened", "2T23:00:00") + event("conversation.started", "2T23:30:00")
        + event(
          "transfer.requested", "3T09:00:00", id: passing, ["kind": "warm", "toQueue": "yards"]))
    try tool.succeed("project")
    return tool
  }

  @Test(
    "a timeline says as of when it is, as every other answer does",
    arguments: [
      (["case", "timeline", "M-4"], "case M-4"), (["party", "timeline", "p-lea"], "party p-lea"),
      (["conversation", "timeline", "yard"], "conversation yard"),
      (["handoff", "timeline", passing], "hand-off \(passing)"),
    ])
  func said(command: [String], name: String) throws {
    let tool = try Self.made()
    let point = ["--as-of", "occurred:2026-03-04", "--zone", "America/New_York"]
    let text = try tool.run(command + point).text
    #expect(
      text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        .hasPrefix("\(name), as of occurred:2026-03-04 (2026-03-04 23:59:59-05:00)"), "\(text)")
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    let json = try tool.run(command + point + ["--json"]).json
    #expect(json["asOf"]?["time"] == "2026-03-05T04:59:59.999999Z", "\(json["asOf"] ?? .null)")
    let now = try tool.run(command)
    #expect(now.text.hasPrefix("— 2026-03-0") && !now.text.contains("as of"), "\(now.text)")
    #expect(try tool.run(command + ["--json"]).json["asOf"] == nil)
  }

  @Test("a list that a date chooses from shows the times in the zone that the date was read in")
  func zone() throws {
    let tool = try Self.made()
    func listed(_ words: String...) throws -> String {
      try tool.run(["case", "list"] + words).text
    }
    // The day after in UTC is the day before where it happened.
    #expect(try listed("--opened-after", "2026-03-03").contains("2026-03-03 04:00:00Z"))
    #expect(try listed().contains("2026-03-02 23:00:00-05:00"))
    let exact = try listed("--opened-after", "2026-03-02T00:00:00Z")
    #expect(exact.contains("2026-03-02 23:00:00-05:00"), "\(exact)")
    let boston = try listed("--opened-after", "2026-03-03", "--zone", "America/New_York")
    #expect(!boston.contains("M-4"), "\(boston)")
  }

  @Test("a difference says no place in the log of what had happened by a time")
  func difference() throws {
    let tool = try Self.made()
    let text = try tool.succeed(
      "case", "diff", "M-4", "--as-of", "occurred:2026-03-02", "--zone", "America/New_York",
      "--and", "@3"
    ).text
    #expect(text.hasPrefix("case M-4: happened by 2026-03-02 23:59:59-05:00 → @3"), "\(text)")
  }
}
