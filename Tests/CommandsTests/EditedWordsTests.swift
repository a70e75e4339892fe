import InteractionModel
import Testing

/// What somebody wrote is quoted as it was last edited, wherever it is quoted.
@Suite("Words that were edited")
struct EditedWordsTests {
  private static let message = "7d170000-0000-4000-8000-000000000001"

  private static func event(
    _ type: String, _ id: String, _ minute: Int, _ body: JSONObject = [:], text: String? = nil
  ) -> [UInt8] {
    let isWritten = type.hasPrefix("message")
    var data: JSONObject = [
      "conversation": "letters", "party": "uma", "channel": "email", "case": "E-1",
      "body": .object(body),
      "actor": isWritten ? ["type": "party", "id": "uma"] : ["type": "agent", "id": "pia"],
    ]
    if isWritten { data["direction"] = "inbound" }
    data["sealed"] = text.map { ["text": .string($0)] }
    let event: JSONObject = [
      "specversion": "1.0", "id": .string(id), "source": "test", "type": .string(type),
      "time": .string("2026-05-05T08:\(minute):00Z"), "data": .object(data),
    ]
    return event.canonicalBytes + [UInt8(ascii: "\n")]
  }

  private static func id(_ number: Int) -> String {
    "7d170000-0000-4000-8000-00000000000\(number)"
  }

  private static let made = Result {
    let tool = try Tool()
    try tool.succeed(
      "append",
      input: event("conversation.started", id(9), 10, ["case": "E-1"])
        + event("message.received", message, 11, text: "The fountain leaks on Tuesday")
        + event(
          "message.edited", id(2), 13, ["message": .string(message), "edition": 2],
          text: "The fountain leaks on Thursday")
        // Delivered late, and replaced already.
        + event(
          "message.edited", id(3), 12, ["message": .string(message), "edition": 1],
          text: "The fountain leaks on Wednesday")
        + event("handoff.prepared", id(4), 20, ["toQueue": "desk"]))
    try tool.succeed("project")
    return tool
  }

  @Test(
    "are quoted as the last edit that counts has them, and it is said that it was edited",
    arguments: [
      ["case", "show", "E-1"], ["handoff", "show", id(4)], ["conversation", "show", "letters"],
      ["search", "fountain"],
    ])
  func last(command: [String]) throws {
    let tool = try Tool(copying: Self.made.get())
    let output = try tool.run(command + ["--purpose", "test"])
    #expect(output.code == 0, "\(output.errors)")
    let text = output.text.replacing("«", with: "").replacing("»", with: "")
    #expect(text.contains("The fountain leaks on Thursday"), "\(text)")
    #expect(!text.contains("Tuesday") && !text.contains("Wednesday"), "\(text)")
    #expect(text.contains("(edited ") && text.contains("2026-05-05 08:13:00Z"), "\(text)")
  }

  @Test(
    "are as of a point what they were by then",
    arguments: [
      (["@3"], "Tuesday"), (["@4"], "Thursday"), (["occurred:2026-05-05T08:12:30Z"], "Wednesday"),
      (["occurred:2026-05-05T08:12:30Z", "--known", "@4"], "Tuesday"),
    ])
  func then(point: [String], day: String) throws {
    let tool = try Tool(copying: Self.made.get())
    let output = try tool.run(
      ["case", "show", "E-1", "--purpose", "test", "--json", "--as-of"] + point)
    #expect(output.code == 0, "\(output.errors)")
    let words = try output.json["opened"]?.object?.members.compactMap(\.value.string) ?? []
    #expect(words.contains("The fountain leaks on \(day)"), "\(words)")
    #expect(words.count { $0.hasPrefix("The fountain") } == 1, "\(words)")
  }

  @Test("say in JSON when they were edited")
  func json() throws {
    let tool = try Tool(copying: Self.made.get())
    let hit = try tool.json("search", "fountain", "--purpose", "test")["hits"]?.array?.first
    #expect(hit?["edited"] == "2026-05-05T08:13:00Z" && hit?["position"] == 3)
    let card = try tool.json("case", "show", "E-1", "--purpose", "test")
    #expect(card["words"]?.array?.last?["position"] == 4)
    #expect(card["words"]?.array?.last?["edited"] == "2026-05-05T08:13:00Z")
  }
}
