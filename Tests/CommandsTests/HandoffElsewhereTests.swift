import InteractionModel
import Testing

@Suite("Hand-offs that end elsewhere")
struct HandoffElsewhereTests {
  private static let request = "51110000-0000-4000-8000-100000000001"
  private static let other = "51110000-0000-4000-8000-100000000002"

  private static func event(
    _ type: String, _ minute: Int, conversation: String, _ body: JSONObject, id: String? = nil
  ) -> [UInt8] {
    let event: JSONObject = [
      "specversion": "1.0", "source": "test", "type": .string(type),
      "id": .string(id ?? "51110000-0000-4000-8000-2000000000\(minute)"),
      "time": .string("2026-05-04T10:\(minute):00Z"),
      "data": [
        "channel": "voice", "conversation": .string(conversation), "body": .object(body),
        "actor": ["type": "agent", "id": .string(conversation == "call" ? "a-1" : "a-2")],
      ],
    ]
    return event.canonicalBytes + [UInt8(ascii: "\n")]
  }

  /// Two hand-offs of a call; the first is looked at and acknowledged in a chat without a case.
  private func store() throws -> Tool {
    let event = HandoffElsewhereTests.event
    let names: JSONObject = ["handoff": .string(HandoffElsewhereTests.request)]
    let input =
      event(
        "transfer.requested", 10, "call", ["kind": "cold", "toDepartment": "Billing"],
        HandoffElsewhereTests.request)
      + event("handoff.prepared", 11, "call", names, nil)
      + event(
        "transfer.requested", 12, "call", ["kind": "cold", "toDepartment": "Parks"],
        HandoffElsewhereTests.other)
      + event("handoff.viewed", 20, "chat", names, nil)
      + event("handoff.acknowledged", 21, "chat", names, nil)
    let tool = try Tool()
    try tool.succeed("append", input: input)
    try tool.succeed("project")
    return tool
  }

  @Test("Shown, listed and followed with the steps that stand in another conversation")
  func joined() throws {
    let tool = try store()
    let (request, other) = (HandoffElsewhereTests.request, HandoffElsewhereTests.other)
    let shown = try tool.json("handoff", "show", request)
    #expect(shown["state"]?["status"] == "acknowledged")
    let steps = shown["state"]?["steps"]?.array?.map { $0["what"]?.string }
    #expect(steps?.suffix(2) == ["viewed", "acknowledged"])
    #expect(try tool.succeed("handoff", "show", request).text.contains("acknowledged"))
    // As of before it was acknowledged it had only been looked at.
    let before = try tool.json("handoff", "show", request, "--as-of", "@5")
    #expect(before["state"]?["status"] == "viewed")

    func list(_ options: String...) throws -> [String: String] {
      let output = try tool.run(["handoff", "list", "--json"] + options)
      #expect(output.code == 0, "\(output.errors)")
      let pairs = (try output.json["handoffs"]?.array ?? []).map {
        ($0["handoff"]?.string ?? "", $0["status"]?.string ?? "")
      }
      return Dictionary(pairs) { first, _ in first }
    }
    #expect(try list() == [request: "acknowledged", other: "open"])
    #expect(try list("--open-only") == [other: "open"])
    let entries = try tool.json("handoff", "timeline", request)["entries"]?.array ?? []
    #expect(entries.last?["type"] == "handoff.acknowledged")
    #expect(entries.contains { $0["type"] == "handoff.viewed" })
  }
}
