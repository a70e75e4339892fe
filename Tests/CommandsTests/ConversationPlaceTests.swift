import InteractionModel
import Testing

@Suite("Why a conversation is in a case, and is not any more")
struct ConversationPlaceTests {
  private static func event(
    _ type: String, _ minute: Int, in conversation: String? = "talk", of matter: String? = nil,
    _ body: JSONObject = [:]
  ) -> [UInt8] {
    var data: JSONObject = ["party": "ines", "body": .object(body)]
    if let conversation {
      data["conversation"] = .string(conversation)
      data["channel"] = "chat"
    }
    data["case"] = matter.map(JSONValue.string)
    return cloudEvent(
      type, id: "place-\(minute)",
      ["time": .string("2026-06-01T10:\(minute):00Z"), "data": .object(data)])
  }

  /// A conversation begins, is linked to a case, taken out and linked again; another begins in it.
  private static let made = Result {
    let tool = try Tool()
    try tool.succeed(
      "append",
      input: event("case.opened", 10, in: nil, of: "K-2") + event("conversation.started", 11)
        + event("message.received", 12) + event("message.received", 13, in: "own", of: "K-2")
        + event("conversation.linked", 14, ["case": "K-2"])
        + event("message.sent", 15))
    return tool
  }

  private static func explained(_ tool: Tool, _ point: String? = nil) throws -> JSONValue? {
    try tool.run(
      ["case", "explain", "K-2", "conversations", "--json"] + (point.map { ["--as-of", $0] } ?? [])
    ).json["fields"]?.array?.first?["type"]
  }

  /// The types of the records of a walk with which the conversations of the case changed.
  private static func walked(_ tool: Tool) throws -> [String] {
    (try tool.json("replay", "--events", "--case", "K-2")["events"]?.array ?? []).filter { step in
      step["changes"]?.array?.contains { $0["field"] == "conversations" } == true
    }.compactMap { $0["type"]?.string }
  }

  @Test("a link is the reason, and the walk shows it with that")
  func linked() throws {
    let tool = try Tool(copying: Self.made.get())
    try tool.succeed("project")
    #expect(try Self.explained(tool) == "conversation.linked")
    #expect(
      try Self.walked(tool) == ["case.opened", "message.received", "conversation.linked"])
    let head = try tool.head()
    let diff = try tool.json(
      "case", "diff", "K-2", "--as-of", "@\(head - 2)", "--and", "@\(head)")
    let change = diff["changes"]?.array?.first { $0["field"] == "conversations" }
    #expect(change?["causes"]?.array?.map { $0["type"] } == ["conversation.linked"], "\(diff)")
  }

  @Test("so is what took it out")
  func unlinked() throws {
    let tool = try Tool(copying: Self.made.get())
    let before = try tool.head()
    try tool.succeed("append", input: Self.event("conversation.unlinked", 16, ["case": "K-2"]))
    try tool.succeed("project")
    #expect(try Self.explained(tool) == "conversation.unlinked")
    #expect(try Self.explained(tool, "@\(before)") == "conversation.linked")
    let diff = try tool.json(
      "case", "diff", "K-2", "--as-of", "@\(before)", "--and", "@\(before + 1)")
    let change = diff["changes"]?.array?.first { $0["field"] == "conversations" }
    #expect(change?["causes"]?.array?.map { $0["type"] } == ["conversation.unlinked"], "\(diff)")
    try tool.succeed(
      "append", input: Self.event("conversation.linked", 17, ["case": "K-2"]))
    try tool.succeed("project")
    #expect(try Self.explained(tool) == "conversation.linked")
  }

  @Test("so is the merge of the case that it was in, and its start where that says the case")
  func merged() throws {
    let tool = try Tool()
    try tool.succeed(
      "append",
      input: Self.event("case.opened", 10, in: nil, of: "K-2")
        + Self.event("conversation.started", 11, ["case": "K-9"]))
    try tool.succeed("append", input: Self.event("message.received", 12))
    try tool.succeed("project")
    #expect(
      try tool.json("case", "explain", "K-9", "conversations")["fields"]?.array?.first?["type"]
        == "conversation.started")
    try tool.succeed(
      "append", input: Self.event("case.merged", 13, in: nil, of: "K-9", ["into": "K-2"]))
    try tool.succeed("project")
    #expect(try Self.explained(tool) == "case.merged")
    #expect(try Self.walked(tool).last == "case.merged")
  }
}
