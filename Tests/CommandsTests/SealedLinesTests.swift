import InteractionModel
import Testing

/// What a transcript refers to is what somebody said.
@Suite("Sealed parts of a transcript")
struct SealedLinesTests {
  private static let made = Result {
    let tool = try Tool()
    func event(_ type: String, _ second: Int, _ sealed: JSONObject) -> [UInt8] {
      cloudEvent(
        type, id: "line-\(second)",
        [
          "time": .string("2026-02-03T10:00:0\(second)Z"),
          "data": [
            "conversation": "talk", "channel": "voice", "sealed": .object(sealed),
            "body": type == "transfer.requested" ? ["toQueue": "desk"] : [:],
          ],
        ])
    }
    try tool.succeed(
      "append",
      input: event("conversation.started", 0, ["externalID": "EXT-1"])
        + event("contact.enqueued", 1, ["externalID": "EXT-2"])
        + event("transfer.requested", 2, ["reason": "too hard", "externalID": "EXT-3"])
        + event("survey.answered", 3, ["rating": 4]))
    try tool.succeed("project")
    return tool
  }

  private func pointers(_ answer: JSONValue) -> [String: [String]] {
    (answer["entries"]?.array ?? []).reduce(into: [:]) { found, entry in
      let texts = entry["text"]?["pointers"]?.array?.compactMap(\.string)
      found[entry["type"]?.string ?? ""] = texts
    }
  }

  @Test("are named where words were said, and those words alone where they are open")
  func pointers() throws {
    let tool = try Tool(copying: Self.made.get())
    let open = try tool.json("conversation", "show", "talk", "--purpose", "test")
    #expect(pointers(open) == ["transfer.requested": ["/reason"], "survey.answered": ["/rating"]])
    #expect(open["opened"] == ["4/reason": "too hard", "5/rating": "4"])
    // What has only a source's id is known to have no words: the full-text index took none from it.
    let closed = try tool.json("conversation", "show", "talk")
    #expect(
      pointers(closed) == [
        "transfer.requested": ["/expected", "/reason"], "survey.answered": ["/text"],
      ])
    #expect(closed["withheld"]?.array?.count == 2)
  }
}
