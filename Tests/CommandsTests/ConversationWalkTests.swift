import InteractionModel
import Testing

@Suite("A conversation, event by event")
struct ConversationWalkTests {
  private static func event(
    _ type: String, _ minute: Int, _ body: JSONObject = [:], channel: String = "chat"
  ) -> [UInt8] {
    let data: JSONObject = [
      "conversation": "walked", "case": "V-1", "channel": .string(channel), "party": "oda",
      "actor": ["type": "agent", "id": "per"], "body": .object(body),
    ]
    let event: JSONObject = [
      "specversion": "1.0", "id": .string("walked-\(minute)"), "source": "test",
      "type": .string(type), "time": .string("2026-04-13T09:\(minute):00Z"), "data": .object(data),
    ]
    return event.canonicalBytes + [UInt8(ascii: "\n")]
  }

  @Test("shows what each event did to it, and to the case it belongs to")
  func both() throws {
    let tool = try Tool()
    try tool.succeed(
      "append",
      input: Self.event("conversation.started", 10, ["case": "V-1", "language": "no"])
        + Self.event("issue.coded", 11, ["issue": "flooding"])
        + Self.event("case.assigned", 12, ["owner": "per", "queue": "water"])
        + Self.event("note.added", 13, channel: "voice")
        + Self.event("conversation.closed", 14, ["outcome": "resolved"]))
    try tool.succeed("project")
    let walk = try tool.json("replay", "--events", "--conversation", "walked")
    let events = try #require(walk["events"]?.array)
    func fields(_ place: Int) -> Set<String> {
      Set(events[place]["changes"]?.array?.compactMap { $0["field"]?.string } ?? [])
    }
    #expect(events.count == 5)
    #expect(fields(0).isSuperset(of: ["language", "status", "started", "case.status"]))
    #expect(fields(1).contains("issues"))
    #expect(fields(2).isSuperset(of: ["case.owner", "case.queue"]))
    #expect(fields(3).isSuperset(of: ["channels", "case.channels"]))
    #expect(fields(4).isSuperset(of: ["status", "outcome"]))
    // Of each what a walk of the one or the other says.
    let steps = try #require(
      try tool.json("replay", "--events", "--case", "V-1")["events"]?.array)
    for (event, step) in zip(events, steps) {
      let own = (event["changes"]?.array ?? []).filter {
        $0["field"]?.string?.hasPrefix("case.") == true
      }
      // What was noted in it is told of the one as of the other.
      let told = (step["changes"]?.array ?? []).filter {
        $0["field"]?.string?.hasPrefix("notes[") != true
      }
      #expect(own.count == told.count)
    }
    let text = try tool.succeed("replay", "--events", "--conversation", "walked").text
    #expect(text.contains("+ issue flooding") && text.contains("case.owner: – → per"), "\(text)")
    #expect(!text.contains("lastTouch"), "\(text)")
  }
}
