import InteractionModel
import Testing

/// What an event says is shown where people follow what happened, sealed or not, by its words.
@Suite("What is said beside the words of a message")
struct SaidBesideTests {
  private static func event(
    _ type: String, _ minute: Int, _ body: JSONObject = [:], _ sealed: JSONObject = [:],
    channel: String = "chat"
  ) -> [UInt8] {
    var data: JSONObject = [
      "conversation": "talk", "party": "ola", "channel": .string(channel), "case": "B-1",
      "body": .object(body), "actor": ["type": "party", "id": "ola"],
    ]
    if !sealed.isEmpty { data["sealed"] = .object(sealed) }
    let event: JSONObject = [
      "specversion": "1.0", "id": .string("beside-\(minute)"), "source": "test",
      "type": .string(type), "time": .string("2026-05-06T09:\(minute):00Z"),
      "data": .object(data),
    ]
    return event.canonicalBytes + [UInt8(ascii: "\n")]
  }

  private static let made = Result {
    let tool = try Tool()
    try tool.succeed(
      "append",
      input: event(
        "conversation.started", 10, ["case": "B-1"], ["externalID": "EXT-77", "subject": "Ferry"])
        + event("ivr.input_given", 11, ["node": "menu"], ["text": "two"], channel: "ivr")
        + event(
          "message.received", 12, [:],
          ["text": "call me at +1 555 0188", "externalID": "EXT-78"])
        + event(
          "handoff.prepared", 13, ["toQueue": "desk"], ["reason": "too hard", "note": "be kind"])
        + event("survey.answered", 14, ["survey": "s-1"], ["text": "slow", "rating": 4])
        + event("case.closed", 15, [:], ["resolution": "settled", "outcome": "in their favour"]))
    try tool.succeed("project")
    return tool
  }

  @Test("stands in the timeline, but for what only machines read")
  func timeline() throws {
    let tool = try Tool(copying: Self.made.get())
    let shown = try tool.succeed("case", "timeline", "B-1", "--purpose", "test").text
    for words in [
      "two", "reason: too hard", "be kind", "rating: 4", "slow", "outcome: in their favour",
      "settled", "Ferry",
    ] {
      #expect(shown.contains(words), "“\(words)” is missing in \(shown)")
    }
    #expect(!shown.contains("EXT-7"), "\(shown)")
    let entries = try tool.json("case", "timeline", "B-1", "--purpose", "test")["entries"]?.array
    let survey = entries?.first { $0["type"] == "survey.answered" }
    #expect(survey?["text"] == ["state": "opened", "value": "slow", "also": ["rating": "4"]])
  }

  @Test("stands in the transcript where it was nobody's message")
  func transcript() throws {
    let tool = try Tool(copying: Self.made.get())
    let show = ["conversation", "show", "talk", "--purpose", "test"]
    let shown = try tool.run(show).text
    for words in ["IVR input given: menu", "two", "be kind", "4", "slow"] {
      #expect(shown.contains(words), "“\(words)” is missing in \(shown)")
    }
    let closed = try tool.succeed("conversation", "show", "talk").text
    #expect(!closed.contains("two") && closed.contains("(sealed)"), "\(closed)")
    let open = try tool.run(show + ["--public-only"]).text
    #expect(open.contains("555 0188") && !open.contains("be kind"), "\(open)")
  }

  @Test("is found with the sign before a number, and no identifier beside it")
  func snippet() throws {
    let tool = try Tool(copying: Self.made.get())
    try tool.succeed(
      "append",
      input: Self.event(
        "fact.provided", 20, ["key": "phone"], ["value": "+1 555 0142", "externalID": "EXT-80"]))
    try tool.succeed("project")
    func snippets(_ query: String) throws -> [String] {
      try tool.json("search", query, "--purpose", "test")["hits"]?.array?
        .compactMap { $0["snippet"]?.string } ?? []
    }
    #expect(try snippets("0142") == ["+1 555 «0142»"])
    #expect(try snippets("0188") == ["call me at +1 555 «0188»"])
    #expect(try snippets("\"EXT-80\"") == ["«EXT-80»"])
  }
}
