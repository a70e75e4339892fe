import InteractionModel
import Testing

@Suite("Lists follow what was merged")
struct MergedListTests {
  @Test("Conversations by the id of a case or a party are those of what it was merged into")
  func conversations() throws {
    let tool = try Tool()
    func event(_ type: String, _ data: JSONObject, body: JSONObject = [:]) -> [UInt8] {
      var data = data
      data["body"] = .object(body)
      return cloudEvent(type, ["data": .object(data)])
    }
    try tool.succeed(
      "append",
      input: event("case.opened", ["case": "K-1"]) + event("case.opened", ["case": "K-2"])
        + event(
          "message.received", ["case": "K-1", "conversation": "chat-1", "party": "p-1"])
        + event(
          "message.received", ["case": "K-2", "conversation": "chat-2", "party": "p-2"])
        + event("case.merged", ["case": "K-1"], body: ["into": "K-2"])
        + event("party.merged", ["party": "p-1"], body: ["party": "p-1", "into": "p-2"]))
    try tool.succeed("project")
    for option in [
      ["--case", "K-1"], ["--case", "K-2"], ["--party", "p-1"], ["--party", "p-2"],
    ] {
      let list = try tool.run(["conversation", "list", "--json"] + option).json
      let found = list["conversations"]?.array?.compactMap { $0["conversation"]?.string } ?? []
      #expect(Set(found) == ["chat-1", "chat-2"], "\(option): \(found)")
    }
  }
}
