import InteractionModel
import Testing

/// Why something was passed on and why it came back are two reasons, of two people: neither is shown
/// as the other's.
@Suite("The reasons of a hand-off")
struct HandoffReasonTests {
  /// A hand-off that came to nothing.
  struct Way: Sendable, CustomTestStringConvertible {
    let number: Int
    let answer: String
    let asksWithCode: Bool
    let answersWithCode: Bool

    var testDescription: String { "\(number): \(answer), \(asksWithCode), \(answersWithCode)" }
    var id: String { "7d1f5b1e-2f6d-4a0c-8a51-5d7b0a9e4c\(10 + number)" }
    var matter: String { "R-\(number)" }
    /// What its step is called.
    var what: String { String(answer.drop { $0 != "." }.dropFirst()) }
    var asked: String? { asksWithCode ? "overload" : nil }
    var answered: String? { answersWithCode ? "wrong_queue" : nil }

    static let all = ["transfer.rejected", "transfer.failed", "handoff.returned"].flatMap {
      answer in [(true, true), (true, false), (false, true), (false, false)].map { (answer, $0) }
    }.enumerated().map { index, way in
      Way(
        number: index, answer: way.0, asksWithCode: way.1.0, answersWithCode: way.1.1)
    }
  }

  private static func events(_ way: Way) -> [UInt8] {
    func event(
      _ type: String, id: String, at minute: Int, _ body: JSONObject, _ words: String,
      _ agent: String
    ) -> [UInt8] {
      let event: JSONObject = [
        "specversion": "1.0", "id": .string(id), "source": "test", "type": .string(type),
        "time": .string("2026-06-01T09:\(minute):00Z"),
        "data": [
          "case": .string(way.matter), "conversation": .string("talk-\(way.number)"),
          "party": .string("party-\(way.number)"), "channel": "voice", "body": .object(body),
          "actor": ["type": "agent", "id": .string(agent)], "sealed": ["reason": .string(words)],
        ],
      ]
      return event.canonicalBytes + [UInt8(ascii: "\n")]
    }
    var request: JSONObject = ["kind": "warm", "toQueue": "field"]
    request["reason"] = way.asked.map(JSONValue.string)
    var answer: JSONObject = ["handoff": .string(way.id), "agent": "kim"]
    answer["reason"] = way.answered.map(JSONValue.string)
    return event("transfer.requested", id: way.id, at: 10, request, "Needs a visit.", "ivo")
      + event(way.answer, id: "answer-\(way.number)", at: 20, answer, "Not our street.", "kim")
  }

  private static let made = Result {
    let tool = try Tool()
    try tool.succeed("append", input: Way.all.flatMap(events))
    try tool.succeed("project")
    return tool
  }

  /// The line of a card with what goes on below it, as one line.
  private static func line(_ name: String, of card: String) -> String {
    let lines = card.split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.firstIndex(where: { $0.hasPrefix("\(name) ") }) else { return "" }
    let rest = lines[(first + 1)...].prefix { $0.hasPrefix(" ") }
    return ([lines[first]] + rest).joined(separator: " ").split(separator: " ").joined(
      separator: " ")
  }

  @Test("A card shows each code with the words of its own record", arguments: Way.all)
  func card(_ way: Way) throws {
    let tool = try Tool(copying: Self.made.get())
    let card = try tool.succeed("handoff", "show", way.id, "--purpose", "test").text
    let asked = way.asked.map { "\($0): " } ?? ""
    #expect(Self.line("why", of: card) == "why \(asked)“Needs a visit.”", "\(card)")
    let answered = way.answered == nil ? "" : "wrong queue, "
    #expect(
      Self.line("since", of: card).hasSuffix(
        "\(way.what) by kim: \(answered)“Not our street.”"), "\(card)")
    let matter = try tool.succeed("case", "show", way.matter, "--purpose", "test").text
    #expect(
      Self.line("passed on", of: matter) == "passed on \(asked)“Needs a visit.”", "\(matter)")
    let closed = try tool.succeed("handoff", "show", way.id).text
    #expect(!Self.line("why", of: closed).contains("wrong queue"), "\(closed)")
    #expect(Self.line("since", of: closed).contains("wrong queue") == way.answersWithCode)
  }

  @Test("Neither JSON gives the answer's code as the reason of the request", arguments: Way.all)
  func json(_ way: Way) throws {
    let tool = try Tool(copying: Self.made.get())
    let state = try tool.json("handoff", "show", way.id)["state"]
    #expect(state?["reason"]?.string == way.asked)
    #expect(state?["packet"]?["reason"]?["code"]?.string == way.asked)
    let steps = state?["steps"]?.array ?? []
    #expect(steps.map { $0["code"]?.string } == [way.asked, way.answered])
  }

  @Test("A difference tells them apart, with each one's words", arguments: Way.all)
  func difference(_ way: Way) throws {
    let tool = try Tool(copying: Self.made.get())
    let point = "occurred:2026-06-01T09:15:00Z"
    let answer = try tool.json("case", "diff", way.matter, "--as-of", point)
    let change = answer["changes"]?.array?.first { $0["field"] == "handoffs" }
    let after = change?["after"]?.array?.first
    #expect(after?["reason"]?.string == way.asked)
    #expect(after?["setback"]?["code"]?.string == way.answered)
    #expect(after?["setback"]?["what"]?.string == way.what)
    #expect(change?["before"]?.array?.first?["setback"] == nil)
    let shown = try tool.succeed(
      "case", "diff", way.matter, "--as-of", point, "--purpose", "test"
    ).words
    #expect(shown.contains("setback.words: – → “Not our street.”"), "\(shown)")
    #expect(shown.contains("setback.code: – → wrong_queue") == way.answersWithCode, "\(shown)")
    let said = try #require(change?["before"]?.array?.first)
    #expect(after?["words"] == said["words"] && !shown.contains("Needs a visit."), "\(shown)")
  }

  @Test("After an erasure the codes stay where they were, and the words are gone from both")
  func erased() throws {
    let tool = try Tool(copying: Self.made.get())
    for way in Way.all where way.answer == "handoff.returned" {
      try tool.succeed("party", "erase", "party-\(way.number)", "--reason", "asked", "--yes")
      let card = try tool.succeed("handoff", "show", way.id, "--purpose", "test").text
      #expect(Self.line("why", of: card).contains("wrong queue") == false, "\(card)")
      #expect(Self.line("why", of: card).contains("overload") == way.asksWithCode, "\(card)")
      #expect(Self.line("since", of: card).contains("wrong queue") == way.answersWithCode)
      #expect(!card.contains("visit.") && !card.contains("street."), "\(card)")
    }
  }
}
