import Foundation
import InteractionModel
import Testing

/// What whoever takes over must see is on the card, wherever it was said.
@Suite("What the cards say beside the state")
struct SaidOnCardsTests {
  private static let passing = "7d1f5b1e-2f6d-4a0c-8a51-5d7b0a9e3c34"

  private static func event(
    _ type: String, _ time: String, id: String? = nil, in conversation: String? = "talk",
    channel: String = "chat", _ body: JSONObject = [:], _ sealed: JSONObject = [:],
    by actor: String = "agent"
  ) -> [UInt8] {
    var data: JSONObject = [
      "case": "T-9", "party": "noor", "body": .object(body),
      "actor": ["type": .string(actor), "id": actor == "party" ? "noor" : "kim"],
    ]
    if let conversation {
      data["conversation"] = .string(conversation)
      data["channel"] = .string(channel)
    }
    if !sealed.isEmpty { data["sealed"] = .object(sealed) }
    let event: JSONObject = [
      "specversion": "1.0", "id": .string(id ?? UUID().uuidString.lowercased()), "source": "test",
      "type": .string(type), "time": .string("2026-06-0\(time):00Z"), "data": .object(data),
    ]
    return event.canonicalBytes + [UInt8(ascii: "\n")]
  }

  /// Noor writes, is called in the same conversation, is promised something, says what she needs, and
  /// is passed on and back; her case is resolved and reopened.
  private static let made = Result {
    let tool = try Tool()
    try tool.succeed(
      "append",
      input: [
        event("case.opened", "1T09:00", in: nil, ["service": "heating"]),
        event(
          "conversation.started", "1T09:01", ["language": "uk"], by: "party"),
        event("message.received", "1T09:02", [:], ["text": "It is cold."], by: "party"),
        event("contact.initiated", "1T09:10", channel: "voice", ["contact": "k-1"]),
        event("contact.answered", "1T09:11", channel: "voice", ["contact": "k-1", "agent": "kim"]),
        event("message.sent", "1T09:20", channel: "sms", [:], ["text": "As said."]),
        event("note.added", "1T09:21", ["kind": "accommodation"], ["text": "Large print."]),
        event(
          "commitment.made", "1T09:22", ["due": "2026-06-03T09:00:00Z"],
          ["text": "A heater to borrow."]),
        event(
          "transfer.requested", "1T09:23", id: passing, ["kind": "warm", "toQueue": "field"],
          ["reason": "Needs a visit."]),
        event(
          "handoff.returned", "1T09:30", ["handoff": .string(passing), "reason": "no_capacity"],
          ["reason": "Nobody until Friday."]),
        event("case.resolved", "1T10:00", in: nil, ["resolution": "fixed"]),
        event(
          "case.reopened", "2T10:00", in: nil, ["reason": "came_back"],
          ["reason": "Cold again since noon."]),
      ].flatMap(\.self))
    try tool.succeed("project")
    return tool
  }

  /// What a card says, as one line.
  private func card(_ show: String..., purpose: Bool = true) throws -> String {
    let tool = try Tool(copying: Self.made.get())
    let text = try tool.run(show + (purpose ? ["--purpose", "she calls"] : [])).text
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test("of a conversation that changed its channel: all of them, in order")
  func channels() throws {
    for show in [
      try card("case", "show", "T-9"), try card("party", "show", "noor"),
      try card("conversation", "show", "talk"),
      try card("handoff", "show", Self.passing, purpose: false),
    ] {
      #expect(show.contains("chat → voice → sms"), "\(show)")
    }
  }

  @Test("of a promise: the words it was made in")
  func promises() throws {
    for show in [
      try card("case", "show", "T-9"), try card("party", "show", "noor"),
      try card("handoff", "show", Self.passing),
    ] {
      #expect(show.contains("“A heater to borrow.”"), "\(show)")
    }
    #expect(try !card("case", "show", "T-9", purpose: false).contains("heater"))
  }

  @Test("of whoever it is about: needs and language")
  func needs() throws {
    for show in [
      try card("case", "show", "T-9"), try card("party", "show", "noor"),
      try card("handoff", "show", Self.passing),
    ] {
      #expect(show.contains("Large print."), "\(show)")
      #expect(show.contains("language uk"), "\(show)")
    }
  }

  @Test("of what came back: why")
  func reasons() throws {
    let handoff = try card("handoff", "show", Self.passing)
    #expect(
      handoff.contains("returned by kim: no capacity, “Nobody until Friday.”"), "\(handoff)")
    let matter = try card("case", "show", "T-9")
    #expect(
      matter.contains("reopened 2026-06-02 10:00:00Z: came back, “Cold again since noon.”"),
      "\(matter)")
    #expect(matter.contains("service heating"), "\(matter)")
    let then = try card("case", "show", "T-9", "--as-of", "occurred:2026-06-01T12:00:00Z")
    #expect(!then.contains("reopened"), "\(then)")
  }

  @Test("of a request of another system: its service code and what that is called")
  func services() throws {
    let tool = try Tool()
    let requests = "\(tool.directory)/requests.json"
    let rows = [("r-1", "drain-7"), ("r-2", "20260601")].map { id, code in
      """
      {"service_request_id":"\(id)","status":"open","service_code":"\(code)",\
      "service_name":"drain","requested_datetime":"2026-06-01T09:00:00Z"}
      """
    }
    try "[\(rows.joined(separator: ","))]".write(
      toFile: requests, atomically: true, encoding: .utf8)
    try tool.succeed("import", "open311", requests)
    try tool.succeed("project")
    for (id, code) in [("r-1", "drain-7"), ("r-2", "20260601")] {
      let card = try tool.run(["case", "show", id, "--purpose", "test"]).text
      #expect(card.contains("service      drain (\(code))"), "\(card)")
    }
  }
}
