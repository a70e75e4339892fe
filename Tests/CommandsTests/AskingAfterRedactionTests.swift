import InteractionModel
import Testing

@Suite("After a redaction")
struct AskingAfterRedactionTests {
  /// What is redacted: the fact, the message that it was taken from, another delivery of that, or an
  /// edit of it.
  enum Target: Int, CaseIterable, Sendable { case message = 2, copy = 3, edit = 4, fact = 5 }

  /// Where that is recorded.
  enum Place: CaseIterable, Sendable {
    case conversation, otherConversation, ownCase, party

    var members: JSONObject {
      switch self {
      case .conversation: ["conversation": "one", "channel": "chat"]
      case .otherConversation: ["conversation": "desk", "channel": "internal"]
      case .ownCase: ["case": "R-1"]
      case .party: ["party": "lia"]
      }
    }
  }

  private static func id(_ number: Int) -> String {
    "71710000-0000-4000-8000-\(100_000_000_000 + number)"
  }

  private static func event(
    _ number: Int, _ type: String, by actor: String, _ body: JSONObject = [:],
    _ sealed: JSONObject = [:], from cause: Target? = nil,
    in place: JSONObject = [
      "conversation": "one", "case": "R-1", "party": "lia", "channel": "chat",
    ]
  ) -> [UInt8] {
    var data = place
    data["body"] = .object(body)
    data["actor"] = ["type": actor == "lia" ? "party" : "agent", "id": .string(actor)]
    if !sealed.isEmpty { data["sealed"] = .object(sealed) }
    var event: JSONObject = [
      "specversion": "1.0", "id": .string(id(number)), "source": "redacted",
      "type": .string(type), "time": .string("2026-02-01T09:\(10 + number):00Z"),
      "data": .object(data),
    ]
    event["causationid"] = cause.map { .string(id($0.rawValue)) }
    return event.canonicalBytes + [UInt8(ascii: "\n")]
  }

  /// Lia writes where she lives, twice and with a correction; somebody keeps it as a fact and asks
  /// for it all the same.
  private static func told(factFrom source: Target) -> [UInt8] {
    event(1, "conversation.started", by: "lia")
      + event(2, "message.received", by: "lia", ["item": "i-1"], ["text": "I live in Quillwort 3."])
      + event(3, "message.received", by: "lia", ["item": "i-1"], ["text": "I live in Quillwort 3."])
      + event(
        4, "message.edited", by: "lia", ["message": .string(id(2)), "edition": 2],
        ["text": "I live in Quillwort 4."])
      + event(
        5, "fact.provided", by: "kim", ["key": "address"], ["value": "Quillwort 4"], from: source)
      + event(6, "fact.requested", by: "kim", ["key": "address"])
  }

  private static func redaction(of target: Target, in place: Place) -> [UInt8] {
    event(
      7, "message.redacted", by: "kim",
      ["message": .string(id(target.rawValue)), "authority": "court"], in: place.members)
  }

  private static let after =
    event(8, "conversation.started", by: "lia", in: again)
    + event(9, "fact.requested", by: "kim", ["key": "address"], in: again)
    + event(10, "handoff.prepared", by: "kim", ["toQueue": "desk"], in: again)
  private static let again: JSONObject = [
    "conversation": "two", "case": "R-1", "party": "lia", "channel": "chat",
  ]

  @Test(
    "what was redacted is known no more, wherever, and may be asked for again",
    arguments: Target.allCases, Place.allCases)
  func again(target: Target, place: Place) throws {
    let tool = try Tool()
    // Of the message, its copy and its edit, each is once what the fact was taken from.
    let source: Target =
      switch target {
      case .message, .fact: .edit
      case .copy: .message
      case .edit: .copy
      }
    try tool.succeed("append", input: Self.told(factFrom: source))
    try tool.succeed("project")
    let before = try tool.json("search", "quillwort", "--purpose", "test")
    #expect(before["hits"]?.array?.contains { $0["kind"] == "fact" } == true, "\(before)")
    try tool.succeed("append", input: Self.redaction(of: target, in: place))
    // The index has not come to it.
    let masked = try tool.json("search", "quillwort", "--purpose", "test")
    try tool.succeed("append", input: Self.after)
    try tool.succeed("project")
    let found = try tool.json("search", "quillwort", "--purpose", "test")
    let left: JSONValue = target == .fact ? 1 : 0
    #expect(masked["total"] == left && found["total"] == left, "\(found)")
    let asks = try tool.json("handoff", "list", "--finding", "repeat_ask")
    let asked = asks["findings"]?.array?.compactMap { $0["position"]?.int } ?? []
    #expect(!asked.contains(10), "asked for what was redacted is no repeat ask: \(asks)")
    for reading in [
      ["party", "show", "lia"], ["case", "show", "R-1"], ["handoff", "show", Self.id(10)],
    ] {
      let card = try tool.run(reading + ["--purpose", "test"])
      #expect(card.code == 0, "\(card.errors)")
      #expect(!card.text.contains("DO NOT ASK"), "\(card.text)")
      #expect(!card.text.contains("Quillwort 4") || target == .fact, "\(card.text)")
    }
    #expect(try tool.run("replay").code == 0)
  }

  @Test("A fact that comes after its message was redacted is not found, and can be asked for")
  func later() throws {
    let tool = try Tool()
    try tool.succeed("append", input: Self.redaction(of: .message, in: .ownCase))
    try tool.succeed("project")
    try tool.succeed("append", input: Self.told(factFrom: .copy))
    try tool.succeed("project")
    #expect(try tool.json("search", "quillwort", "--purpose", "test")["total"] == 0)
    let asks = try tool.json("handoff", "list", "--finding", "repeat_ask")
    #expect(asks["findings"] == [], "\(asks)")
    let party = try tool.succeed("party", "show", "lia", "--purpose", "test").text
    #expect(!party.contains("DO NOT ASK"), "\(party)")
  }
}
