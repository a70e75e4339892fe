import Foundation
import InteractionModel
import Testing

/// What a conversation or a case came to is one word on every card, with what was said beside it.
@Suite("How conversations and cases ended, on every card")
struct EndingTests {
  private static func event(
    _ type: String, _ minute: Int, _ data: JSONObject, _ body: JSONObject
  ) -> [UInt8] {
    var data = data
    data["body"] = .object(body)
    let event: JSONObject = [
      "specversion": "1.0", "id": .string("ending-\(minute)"), "source": "test",
      "type": .string(type), "time": .string("2026-04-11T11:\(minute):00Z"), "data": .object(data),
    ]
    return event.canonicalBytes + [UInt8(ascii: "\n")]
  }

  /// Nora writes four times about one case; how that ended is said by records that do not name her.
  private static let made = Result {
    let tool = try Tool()
    let (desk, nora): (JSONValue, JSONValue) = (
      ["type": "system", "id": "desk"], ["type": "party", "id": "nora"]
    )
    func talk(_ number: Int, by actor: JSONValue) -> JSONObject {
      var data: JSONObject = [
        "conversation": .string("talk-\(number)"), "channel": "chat", "actor": actor,
      ]
      if actor == nora { data["party"] = "nora" }
      return data
    }
    var input = event(
      "case.opened", 10, ["case": "E-1", "party": "nora", "actor": nora], ["service": "fence"])
    for number in 1...4 {
      input += event(
        "conversation.started", 10 + number, talk(number, by: nora), ["case": "E-1"])
    }
    input += event("conversation.closed", 21, talk(1, by: desk), ["outcome": "plan_offered"])
    input += event("disposition.set", 22, talk(2, by: desk), ["outcome": "fixed"])
    input += event("conversation.closed", 23, talk(3, by: desk), ["outcome": "resolved"])
    try tool.succeed("append", input: input)
    try tool.succeed("project")
    return tool
  }

  /// The ends of the talks on a card, as they are printed.
  private func ends(_ tool: Tool, _ words: String...) throws -> [String] {
    let card = try tool.run(words).text.split(separator: "\n").map(String.init)
    return card.compactMap { line in
      guard let range = line.range(of: "chat  ") else { return nil }
      let parts = line[range.upperBound...].split(separator: "  ")
      return parts.first.map { $0.trimmingCharacters(in: .whitespaces) }
    }
  }

  /// The ends of the talks in an answer: whether the matter is settled, and what was said.
  private func ends(of list: JSONValue?) -> [String] {
    (list?.array ?? []).map { talk in
      "\(talk["conversation"]?.string ?? "?") \(talk["resolved"] == true) "
        + (talk["outcome"]?.string ?? "–")
    }.sorted()
  }

  private func expectOne(_ tool: Tool, _ point: String...) throws {
    let (matter, party) = (
      try tool.run(["case", "show", "E-1", "--json", "--purpose", "test"] + point).json,
      try tool.run(["party", "show", "nora", "--json"] + point).json
    )
    #expect(ends(of: matter["matter"]?["legs"]) == ends(of: party["state"]?["conversations"]))
  }

  @Test("is the word of the folds, and what was said where that says more")
  func talks() throws {
    let tool = try Tool(copying: Self.made.get())
    let words = ["unresolved", "resolved", "resolved (fixed)", "unresolved (plan offered)"]
    #expect(try ends(tool, "case", "show", "E-1") == words)
    #expect(try ends(tool, "party", "show", "nora") == words)
    try expectOne(tool)
    try expectOne(tool, "--as-of", "@7")
  }

  @Test("is settled by the end of the case, of which every card says the same")
  func closed() throws {
    let tool = try Tool(copying: Self.made.get())
    let closing = Self.event(
      "case.closed", 40, ["case": "E-1", "actor": ["type": "system", "id": "desk"]],
      ["resolution": "fence_moved"])
    try tool.succeed("append", input: closing)
    try tool.succeed("project")
    let words = ["resolved", "resolved", "resolved (fixed)", "resolved (plan offered)"]
    #expect(try ends(tool, "case", "show", "E-1") == words)
    #expect(try ends(tool, "party", "show", "nora") == words)
    for card in [["case", "show", "E-1"], ["party", "show", "nora"]] {
      #expect(try tool.run(card).text.contains("closed (fence moved)"))
    }
    try expectOne(tool)
    try expectOne(tool, "--as-of", "@9")
  }
}
