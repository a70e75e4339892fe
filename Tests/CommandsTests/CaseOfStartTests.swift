import InteractionModel
import Testing

@Suite("The case that a conversation's start names")
struct CaseOfStartTests {
  private let tool: Tool

  /// A chat and a call that start in one case, each saying so in its own place.
  init() throws {
    tool = try Tool()
    var input: [UInt8] = []
    func add(_ type: String, _ minute: Int, _ data: JSONObject) {
      var data = data
      data["party"] = "p-7"
      let event: JSONObject = [
        "specversion": "1.0", "id": .string("start-\(input.count)"), "source": "test",
        "type": .string(type), "time": .string("2026-04-01T08:\(minute):00Z"),
        "data": .object(data),
      ]
      input += event.canonicalBytes + [UInt8(ascii: "\n")]
    }
    func message(_ conversation: String, _ channel: String, _ minute: Int) {
      add(
        "message.received", minute,
        [
          "conversation": .string(conversation), "channel": .string(channel),
          "direction": "inbound", "actor": ["type": "party", "id": "p-7"],
          "sealed": ["text": "the gutter is blocked"],
        ])
    }
    add("case.opened", 10, ["case": "G-1", "body": ["status": "open"]])
    add(
      "conversation.started", 20,
      ["conversation": "chat-7", "channel": "chat", "body": ["case": "G-1"]])
    message("chat-7", "chat", 21)
    // Delivered before the start of its conversation.
    message("call-7", "voice", 31)
    add("conversation.started", 30, ["conversation": "call-7", "channel": "voice", "case": "G-1"])
    try tool.succeed("append", input: input)
    try tool.succeed("project")
  }

  @Test("counts for all of the conversation, whoever asks")
  func everywhere() throws {
    #expect(try tool.json("case", "show", "G-1")["state"]?["counts"]?["events"] == 5)
    let timeline = try tool.json("case", "timeline", "G-1")["entries"]?.array ?? []
    #expect(timeline.compactMap { $0["position"]?.int } == [2, 3, 4, 6, 5])
    let list = try tool.json("conversation", "list")["conversations"]?.array ?? []
    #expect(list.map { $0["case"] } == ["G-1", "G-1"])
    for id in ["chat-7", "call-7"] {
      #expect(try tool.json("conversation", "show", id)["state"]?["case"] == "G-1")
    }
    let contacts = try tool.json("party", "show", "p-7")["state"]?["conversations"]?.array ?? []
    #expect(contacts.map { $0["case"] } == ["G-1", "G-1"])
    let found = try tool.json("search", "gutter", "--case", "G-1", "--purpose", "test")
    #expect(found["total"] == 2)
    #expect(found["hits"]?.array?.map { $0["case"] } == ["G-1", "G-1"])
  }
}
