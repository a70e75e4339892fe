import InteractionModel
import Testing

/// One rule says which conversations belong to a case, and whoever asks is answered by it.
@Suite("A conversation that comes to a case by a record that names both")
struct NamedCaseTests {
  private static func event(
    _ type: String, _ minute: Int, _ conversation: String?, case matter: String? = nil,
    _ body: JSONObject = [:], text: String? = nil
  ) -> [UInt8] {
    var data: JSONObject = ["body": .object(body)]
    data["conversation"] = conversation.map(JSONValue.string)
    data["case"] = matter.map(JSONValue.string)
    data["sealed"] = text.map { ["text": .string($0)] }
    if conversation != nil {
      data["party"] = "p-3"
      data["channel"] = "chat"
    }
    if type == "message.received" { data["actor"] = ["type": "party", "id": "p-3"] }
    let time = "2026-04-01T\(10 + minute / 60):\(String(100 + minute % 60).dropFirst()):00Z"
    let event: JSONObject = [
      "specversion": "1.0", "id": .string("named-\(minute)"), "source": "test",
      "type": .string(type), "time": .string(time), "data": .object(data),
    ]
    return event.canonicalBytes + [UInt8(ascii: "\n")]
  }

  private static let opened =
    event("case.opened", 10, nil, case: "N-1", ["status": "open"])
    + event("conversation.started", 20, "talk")
    + event("message.received", 21, "talk", text: "the railing is loose")

  @Test(
    "is there with all that was said before, for whoever asks",
    arguments: [
      ("note.added", [:]), ("handoff.prepared", ["toQueue": "desk"]), ("case.linked", [:]),
      ("callback.promised", ["due": "2026-04-02T10:00:00Z"]),
    ] as [(String, JSONObject)], [true, false])
  func everywhere(naming: (type: String, body: JSONObject), isKnown: Bool) throws {
    let tool = try Tool()
    try tool.succeed("append", input: Self.opened)
    // Whether it is learned while the rest is projected already changes nothing.
    if isKnown { try tool.succeed("project") }
    try tool.succeed("append", input: Self.event(naming.type, 30, "talk", case: "N-1", naming.body))
    try tool.succeed("append", input: Self.event("message.received", 40, "talk", text: "railing!"))
    try tool.succeed("project")
    let list = try tool.json("conversation", "list", "--case", "N-1")["conversations"]?.array
    #expect(list?.map { $0["conversation"] } == ["talk"])
    let timeline = try tool.json("case", "timeline", "N-1")["entries"]?.array ?? []
    #expect(timeline.compactMap { $0["position"]?.int } == [2, 3, 4, 5, 6])
    let state = try tool.json("case", "show", "N-1")["state"]
    #expect(state?["conversations"] == ["talk"] && state?["participants"] == ["p-3"])
    #expect(state?["counts"]?["messagesReceived"] == 2)
    let found = try tool.json("search", "railing", "--case", "N-1", "--purpose", "test")
    #expect(found["hits"]?.array?.map { $0["case"] } == ["N-1", "N-1"])
    let access = try tool.json("access", "list", "--case", "N-1")["accesses"]?.array ?? []
    #expect(access.map { $0["command"] } == ["search"])
    if naming.type == "handoff.prepared" {
      let handoff = try tool.json("handoff", "list")["handoffs"]?.array?.first
      #expect(handoff?["matter"] == "N-1")
      let packet = try tool.json(
        "handoff", "show", handoff?["handoff"]?.string ?? "", "--purpose", "test")
      #expect(packet["opened"]?["4/text"] == "the railing is loose", "\(packet)")
    }
    for command in ["replay", "verify"] { #expect(try tool.run(command).code == 0, "\(command)") }
    let rebuilt = try tool.run("rebuild", "CaseState", "ContinuityHandoff", "--compare")
    #expect(rebuilt.code == 0, "\(rebuilt.errors)\(rebuilt.text)")
  }

  @Test("is in none as of a point before, and in another once it is moved there")
  func moved() throws {
    let tool = try Tool()
    try tool.succeed(
      "append",
      input: Self.opened + Self.event("case.opened", 11, nil, case: "N-2")
        + Self.event("note.added", 30, "talk", case: "N-1", text: "about the railing")
        + Self.event("conversation.linked", 35, "talk", ["case": "N-2"]))
    try tool.succeed("project")
    func count(_ id: String, _ point: String) throws -> JSONValue? {
      try tool.json("case", "show", id, "--as-of", point)["state"]?["counts"]?["messagesReceived"]
    }
    #expect(try count("N-1", "@4") == 0)
    #expect(try count("N-1", "@6") == 1)
    #expect(try count("N-1", "@7") == 0)
    #expect(try count("N-2", "@7") == 1)
    #expect(try count("N-1", "occurred:2026-04-01T10:31:00Z") == 1)
  }

  @Test("by a hold of the case cannot be erased")
  func held() throws {
    let tool = try Tool()
    try tool.succeed(
      "append", input: Self.opened + Self.event("note.added", 30, "talk", case: "N-1"))
    try tool.succeed("project")
    try tool.succeed("hold", "place", "--case", "N-1", "--authority", "court")
    let erased = try tool.run("conversation", "erase", "talk", "--reason", "asked", "--yes")
    #expect(erased.code == 1, "\(erased.text)\(erased.errors)")
  }
}
