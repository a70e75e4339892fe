import Foundation
import InteractionModel
import Testing

/// The card of a case and that of a hand-off in it go by one rule.
@Suite("What the cards say alike")
struct SameOnCardsTests {
  private static let passing = "3e0c5a70-91d5-4c3f-8a77-0d6f0c1b2a45"

  private static func event(
    _ type: String, _ time: String?, id: String? = nil, in conversation: String? = "talk",
    of matter: String? = "T-5", _ body: JSONObject = [:], _ sealed: JSONObject = [:],
    by actor: String = "agent"
  ) -> [UInt8] {
    var data: JSONObject = [
      "party": "ines", "body": .object(body),
      "actor": ["type": .string(actor), "id": actor == "party" ? "ines" : "kim"],
    ]
    data["case"] = matter.map(JSONValue.string)
    data["conversation"] = conversation.map(JSONValue.string)
    if conversation != nil { data["channel"] = "chat" }
    if !sealed.isEmpty { data["sealed"] = .object(sealed) }
    var event: JSONObject = [
      "specversion": "1.0", "id": .string(id ?? UUID().uuidString.lowercased()), "source": "test",
      "type": .string(type), "data": .object(data),
    ]
    event["time"] = time.map { .string("2026-06-0\($0):00Z") }
    return event.canonicalBytes + [UInt8(ascii: "\n")]
  }

  /// Ines says what she prefers and needs elsewhere, opens a case about a service that has a code and a
  /// name, writes so many messages, and is passed on at times that nobody notes.
  private static func made(messages: Int = 6) throws -> Tool {
    let tool = try Tool()
    let words = (1...messages).map { number in
      event(
        "message.received", "1T09:1\(number)", [:],
        ["text": .string(number == 1 ? "The lamp is dark." : "Remark \(number).")], by: "party")
    }
    let events =
      [
        event(
          "party.preference_set", "1T08:00", in: nil, of: nil,
          ["language": "pt", "preferredChannel": "sms"], by: "party"),
        event(
          "fact.provided", "1T08:01", in: "before", of: nil, ["key": "accommodation"],
          ["value": "A ramp."], by: "party"),
        event(
          "case.opened", "1T09:00", in: nil, ["service": "sl-77", "reason": "Street Light Out"],
          ["title": "Lamp 9"]),
        event("contact.initiated", "1T09:01", ["contact": "k-1"], by: "party"),
      ] + words + [
        event(
          "transfer.requested", nil, id: passing, ["kind": "warm", "toQueue": "lamps"]),
        event("handoff.viewed", nil, ["handoff": .string(passing)]),
        event(
          "fact.provided", "2T09:00", ["key": "meter_number"], ["value": "M-4471"], by: "party"),
      ]
    try tool.succeed("append", input: events.flatMap(\.self))
    try tool.succeed("project")
    return tool
  }

  /// What a card says, as one line.
  private static func card(_ tool: Tool, _ show: String...) throws -> String {
    let text = try tool.run(show + ["--purpose", "she calls"]).text
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(text)")
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test("what they want first, not the last remark alone", arguments: [1, 2, 3, 6])
  func words(messages: Int) throws {
    let tool = try Self.made(messages: messages)
    let wanted =
      switch messages {
      case 1: "“The lamp is dark.”"
      case 2: "“The lamp is dark.” “Remark 2.”"
      default: "“The lamp is dark.” … more … “Remark \(messages).”"
      }
    let matter = try Self.card(tool, "case", "show", "T-5")
    #expect(matter.contains("in words “Lamp 9” \(wanted) "), "\(matter)")
    let handoff = try Self.card(tool, "handoff", "show", Self.passing)
    #expect(handoff.contains("in words “Lamp 9” \(wanted) "), "\(handoff)")
  }

  @Test("the service as people call it, and its code")
  func service() throws {
    let tool = try Self.made()
    for show in [["case", "show", "T-5"], ["handoff", "show", Self.passing]] {
      let card = try tool.run(show).text
      #expect(card.contains("Street Light Out (sl-77)"), "\(card)")
    }
    let answer = try tool.json("handoff", "show", Self.passing)
    #expect(answer["serviceHeading"] == "Street Light Out")
  }

  @Test("what they prefer and need, wherever they said it")
  func preferences() throws {
    let tool = try Self.made()
    for card in [
      try Self.card(tool, "party", "show", "ines"), try Self.card(tool, "case", "show", "T-5"),
      try Self.card(tool, "handoff", "show", Self.passing),
    ] {
      #expect(card.contains("pt") && card.contains("needs A ramp."), "\(card)")
      #expect(card.contains("prefers sms") || card.contains("prefers pt, sms"), "\(card)")
    }
  }

  @Test("what was told since somebody passed it on is not to be asked either")
  func since() throws {
    let tool = try Self.made()
    let card = try Self.card(tool, "handoff", "show", Self.passing)
    #expect(card.contains("told since: meter number: M-4471"), "\(card)")
    let then = try tool.json("handoff", "show", Self.passing, "--as-of", "@13")
    #expect(then["since"] == [])
    let matter = try Self.card(tool, "case", "show", "T-5")
    #expect(matter.contains("meter number: M-4471"), "\(matter)")
  }

  @Test("a time that no source gave as one of recording, wherever the hand-off is answered")
  func times() throws {
    let tool = try Self.made()
    let time = try #require(
      try tool.json("handoff", "show", Self.passing)["state"]?["time"]?.string)
    let shown = time.prefix(19).replacing("T", with: " ")
    let card = try Self.card(tool, "handoff", "show", Self.passing)
    #expect(card.contains("asked less than a minute ago, \(shown)Z (recorded)"), "\(card)")
    #expect(card.contains("Z (recorded) viewed by kim"), "\(card)")
    let list = try tool.succeed("handoff", "list").text
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(list.contains("(recorded)"), "\(list)")
    let flags: JSONValue = ["time_as_recorded"]
    let state = try tool.json("handoff", "show", Self.passing)["state"]
    #expect(state?["flags"] == flags)
    #expect(state?["steps"]?.array?.map { $0["flags"] } == [flags, flags])
    let line = try tool.json("handoff", "list")["handoffs"]?.array?.first
    #expect(line?["flags"] == flags)
    let lines = try tool.succeed("handoff", "list", "--csv").text.split(separator: "\n")
    #expect(lines.first?.contains("flags") == true)
    #expect(lines.last?.contains("time_as_recorded") == true, "\(lines)")
    let page = try tool.succeed("handoff", "list", "--help").text
    #expect(page.contains("no source gave"))
  }

  @Test("a time that a source gave without a mark")
  func given() throws {
    let tool = try Tool()
    let events =
      Self.event("case.opened", nil, in: nil)
      + Self.event("transfer.requested", "2T10:00", id: Self.passing, ["toQueue": "lamps"])
    try tool.succeed("append", input: events)
    try tool.succeed("project")
    #expect(try !tool.succeed("handoff", "show", Self.passing).text.contains("(recorded)"))
    #expect(try !tool.succeed("handoff", "list").text.contains("(recorded)"))
    #expect(try tool.json("handoff", "list")["handoffs"]?.array?.first?["flags"] == nil)
    let lines = try tool.succeed("case", "list", "--csv").text.split(separator: "\n")
    #expect(lines.first?.contains("flags") == true)
    #expect(lines.last?.contains("opened_as_recorded") == true, "\(lines)")
  }
}
