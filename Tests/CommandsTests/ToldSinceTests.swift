import Foundation
import InteractionModel
import Testing

@Suite("What was told since a hand-off stands in one list alone")
struct ToldSinceTests {
  private static let passing = "b7d0f8a4-1c53-4e0e-9f0d-3a5c8f1c6e72"

  private static func event(
    _ type: String, _ minute: Int, id: String? = nil, of matter: String = "W-2",
    _ body: JSONObject, _ sealed: JSONObject = [:]
  ) -> [UInt8] {
    var data: JSONObject = [
      "case": .string(matter), "party": "olga", "conversation": .string("in-\(matter)"),
      "channel": "chat", "body": .object(body), "actor": ["type": "agent", "id": "leo"],
    ]
    if !sealed.isEmpty { data["sealed"] = .object(sealed) }
    let event: JSONObject = [
      "specversion": "1.0", "id": .string(id ?? UUID().uuidString.lowercased()), "source": "test",
      "type": .string(type), "time": .string("2026-05-04T11:\(minute):00Z"),
      "data": .object(data),
    ]
    return event.canonicalBytes + [UInt8(ascii: "\n")]
  }

  private static func told(
    _ minute: Int, _ key: String, _ value: String, as type: String = "fact.provided",
    of matter: String = "W-2", id: String? = nil
  ) -> [UInt8] {
    event(type, minute, id: id, of: matter, ["key": .string(key)], ["value": .string(value)])
  }

  /// Olga tells her address elsewhere and two facts in the case before she is passed on.
  private static func passed() throws -> Tool {
    let tool = try Tool()
    try tool.succeed(
      "append",
      input: told(10, "address", "2 Elm", of: "W-1") + told(20, "meter", "M-77")
        + told(21, "name", "Olga R.") + event("fact.marked_stale", 22, ["key": "meter"])
        + event("transfer.requested", 24, id: passing, ["kind": "warm", "toQueue": "field"]))
    try tool.succeed("project")
    return tool
  }

  private static func card(_ tool: Tool) throws -> String {
    try tool.run("handoff", "show", passing, "--purpose", "she calls").text
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test("corrected, said for the first time in the matter, or known and out of date")
  func corrected() throws {
    let tool = try Self.passed()
    #expect(try Self.card(tool).contains("ask again meter: M-77, may be out of date"))
    try tool.succeed(
      "append",
      input: Self.told(30, "name", "Olga S.", as: "fact.corrected") + Self.told(31, "meter", "M-78")
        + Self.told(32, "address", "9 Oak"))
    try tool.succeed("project")
    let card = try Self.card(tool)
    #expect(!card.contains("ask again") && !card.contains("known from before"), "\(card)")
    for old in ["Olga R.", "M-77", "2 Elm"] { #expect(!card.contains(old), "\(old): \(card)") }
    for new in ["name: Olga S.", "meter: M-78", "address: 9 Oak"] {
      #expect(card.components(separatedBy: new).count == 2, "\(new): \(card)")
    }
  }

  @Test("told again after an erasure, and not to be asked again")
  func erased() throws {
    let tool = try Self.passed()
    try tool.succeed("party", "erase", "olga", "--reason", "asked", "--yes")
    #expect(try Self.card(tool).contains("ask again address, erased; meter, erased; name, erased"))
    try tool.succeed("append", input: Self.told(40, "name", "O. R."))
    try tool.succeed("project")
    let card = try Self.card(tool)
    #expect(card.contains("told since: name: O. R."), "\(card)")
    #expect(card.contains("ask again address, erased; meter, erased from"), "\(card)")
  }

  @Test("corrected since, and the correction redacted: the packet's value is not known either")
  func redacted() throws {
    let tool = try Self.passed()
    let id = "0f8a1a52-8a0b-4d0e-a3a8-5d43b7d8a2f1"
    try tool.succeed(
      "append",
      input: Self.told(30, "name", "Olga S.", as: "fact.corrected", id: id)
        + Self.event("message.redacted", 31, ["message": .string(id), "authority": "court"]))
    try tool.succeed("project")
    let card = try Self.card(tool)
    #expect(card.contains("name, redacted"), "\(card)")
    #expect(!card.contains("name: Olga"), "\(card)")
  }
}
