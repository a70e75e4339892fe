import Foundation
import InteractionModel
import Testing

/// A fact that is known stands in one place of a card, whoever asked for it since.
@Suite("What is known and was asked for again")
struct AskedAgainTests {
  private static let passing = "6c0f5b1e-2f6d-4a0c-8a51-5d7b0a9e3c21"

  private static func event(
    _ type: String, _ minute: Int, id: String? = nil, in conversation: String, of matter: String,
    _ body: JSONObject, _ sealed: JSONObject = [:]
  ) -> [UInt8] {
    let isTold = type == "fact.provided"
    var data: JSONObject = [
      "case": .string(matter), "party": "olga", "conversation": .string(conversation),
      "channel": "chat", "body": .object(body),
      "actor": isTold ? ["type": "party", "id": "olga"] : ["type": "agent", "id": "leo"],
    ]
    if !sealed.isEmpty { data["sealed"] = .object(sealed) }
    let event: JSONObject = [
      "specversion": "1.0", "id": .string(id ?? UUID().uuidString.lowercased()), "source": "test",
      "type": .string(type), "time": .string("2026-05-04T11:\(minute):00Z"),
      "data": .object(data),
    ]
    return event.canonicalBytes + [UInt8(ascii: "\n")]
  }

  /// Olga told her address with one case and her meter's number with another; of both, and of what
  /// she never told, she is asked before she is passed on.
  private static let made = Result {
    let tool = try Tool()
    try tool.succeed(
      "append",
      input: [
        event("fact.provided", 10, in: "first", of: "W-1", ["key": "address"], ["value": "2 Elm"]),
        event("fact.provided", 20, in: "last", of: "W-2", ["key": "meter"], ["value": "M-77"]),
        event("fact.requested", 21, in: "last", of: "W-2", ["key": "meter"]),
        event("fact.requested", 22, in: "last", of: "W-2", ["key": "address"]),
        event("fact.requested", 23, in: "last", of: "W-2", ["key": "reading"]),
        event(
          "transfer.requested", 24, id: passing, in: "last", of: "W-2",
          ["kind": "warm", "toQueue": "field"]),
      ].flatMap(\.self))
    try tool.succeed("project")
    return tool
  }

  /// The lines under a label of a card, as one.
  private func line(_ label: String, of card: String) -> String {
    let lines = card.split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.firstIndex(where: { $0.hasPrefix("\(label) ") }) else { return "" }
    let rest = lines[(first + 1)...].prefix { $0.hasPrefix(" ") }
    return ([lines[first].dropFirst(label.count)] + rest)
      .map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
  }

  @Test(
    "is not to be asked, and no open question",
    arguments: [
      (["handoff", "show", passing], ["meter", "address"], ["reading"]),
      (["party", "show", "olga"], ["meter", "address"], ["reading"]),
      // Of a case its own facts are known, and others by its hand-offs.
      (["case", "show", "W-2"], ["meter"], ["address", "reading"]),
    ])
  func cards(show: [String], known: [String], open: [String]) throws {
    let tool = try Tool(copying: Self.made.get())
    let card = try tool.run(show + ["--purpose", "she calls"]).text
    let notToAsk = line("DO NOT ASK", of: card)
    for key in known {
      #expect(notToAsk.contains(key), "\(card)")
    }
    #expect(
      notToAsk.components(separatedBy: "(asked again, no answer since)").count == known.count + 1)
    #expect(line("open", of: card) == open.joined(separator: ", "), "\(card)")
    let answer = try tool.run(show + ["--purpose", "she calls", "--json"]).json
    #expect(answer["askedAgain"] == .array(known.sorted().map(JSONValue.string)))
    let questions =
      answer["state"]?["packet"]?["openQuestions"] ?? answer["matter"]?["openQuestions"]
      ?? answer["state"]?["openQuestions"]
    #expect(questions == .array(open.map(JSONValue.string)))
  }

  @Test("is asked no more once it is told again")
  func answered() throws {
    let tool = try Tool(copying: Self.made.get())
    try tool.succeed(
      "append",
      input: Self.event(
        "fact.provided", 30, in: "last", of: "W-2", ["key": "meter"], ["value": "M-78"]))
    try tool.succeed("project")
    let card = try tool.succeed("case", "show", "W-2", "--purpose", "she calls").text
    #expect(card.contains("meter: M-78") && !card.contains("asked again"), "\(card)")
  }
}
