import Foundation
import InteractionModel
import Testing

@Suite("The card of a hand-off, whatever somebody wrote")
struct HandoffCardTests {
  private static let id = "0b6f3a52-7f3e-4c27-9d0e-6a1f4a3c9e11"

  private static let made = Result {
    let tool = try Tool()
    let pages = String(repeating: "one more line of a letter ", count: 400)
    let body: JSONObject = ["kind": "warm", "fromAgent": "a1", "toQueue": "q2"]
    for (type, id, body, sealed) in [
      ("fact.provided", UUID().uuidString, ["key": "income"], ["value": .string(pages)]),
      ("fact.provided", UUID().uuidString, ["key": "interpreter"], ["value": .string(pages)]),
      ("transfer.requested", Self.id, body, ["reason": .string(pages), "expected": ["a": 1]]),
    ] as [(String, String, JSONObject, JSONObject)] {
      try tool.succeed(
        "append", input: cloudEvent(type, id: id.lowercased(), body: body, sealed: sealed))
    }
    try tool.succeed("project")
    return tool
  }

  @Test("What is pages long is cut on the card and whole in JSON")
  func long() throws {
    let tool = try Tool(copying: Self.made.get())
    let card = try tool.succeed("handoff", "show", Self.id, "--purpose", "test").text
    #expect(card.utf8.count < 4_000, "\(card)")
    for words in ["income: one more line", "needs", "why"] {
      #expect(card.contains(words), "\(words) in \(card)")
    }
    let json = try tool.json("handoff", "show", Self.id, "--purpose", "test")
    let opened = json["opened"]?.object?.members.compactMap(\.value.string) ?? []
    #expect(opened.count { $0.utf8.count > 10_000 } >= 3)
  }

  @Test(
    "An event's id in capital letters is the same hand-off",
    arguments: ["show", "timeline", "explain"], [[], ["--as-of", "@4"]])
  func spelling(command: String, point: [String]) throws {
    let tool = try Tool(copying: Self.made.get())
    let plain = try tool.run(["handoff", command, Self.id] + point)
    #expect(plain.code == 0, "\(plain.errors)")
    let capital = try tool.run(["handoff", command, Self.id.uppercased()] + point)
    #expect(capital.code == 0 && capital.text == plain.text, "\(capital.errors)")
  }
}
