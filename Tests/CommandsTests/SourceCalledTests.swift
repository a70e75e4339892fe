import Foundation
import InteractionModel
import Testing

/// What a source calls an event is sealed where it is no UUID: a record that has nothing else sealed says
/// nothing, and what another says must not be hidden by it.
@Suite("Records of which no more is sealed than what their source calls them")
struct SourceCalledTests {
  /// Events that their source calls by a word, in the order of their minutes.
  private struct Source {
    private(set) var input: [UInt8] = []

    mutating func say(
      _ type: String, _ minute: Int, id: String? = nil, _ body: JSONObject = [:],
      _ sealed: JSONObject = [:], by actor: JSONObject = ["type": "agent", "id": "ines"]
    ) {
      var data: JSONObject = [
        "case": "K-12", "party": "rosa", "conversation": "line-4", "channel": "voice",
        "body": .object(body), "actor": .object(actor),
      ]
      if type.hasPrefix("message.") { data["direction"] = "inbound" }
      if !sealed.isEmpty { data["sealed"] = .object(sealed) }
      let event: JSONObject = [
        "specversion": "1.0", "id": .string(id ?? "ev-\(minute)"), "source": "pbx.example",
        "type": .string(type), "time": .string("2026-03-09T14:\(minute + 10):00Z"),
        "data": .object(data),
      ]
      input += event.canonicalBytes + [UInt8(ascii: "\n")]
    }
  }

  private static let rosa: JSONObject = ["type": "party", "id": "rosa"]

  private static func made(_ say: (inout Source) -> Void) throws -> Tool {
    var source = Source()
    say(&source)
    let tool = try Tool()
    let report = try tool.json("append", "--strict", input: source.input)
    #expect(report["rejected"] == 0, "\(report)")
    try tool.succeed("project")
    return tool
  }

  /// A card as one line.
  private static func card(_ tool: Tool, _ command: String...) throws -> String {
    let text = try tool.run(command + ["--purpose", "they call"]).text
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(text)")
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static func handoff(_ tool: Tool) throws -> String {
    let list = try tool.json("handoff", "list")["handoffs"]?.array ?? []
    return try #require(list.first?["handoff"]?.string)
  }

  @Test(
    "hide neither why something was passed on nor what is expected",
    arguments: [
      // A second packet without words, one with other words, a request that says all, one that says none.
      [["reason": "pump broke"], ["expected": "ring by noon"], [:]],
      [["reason": "pump broke"], ["expected": "ring by noon"], ["reason": "again"]],
      [["reason": "pump broke", "expected": "ring by noon"], [:], [:]],
      [[:], ["reason": "pump broke", "expected": "ring by noon"], [:]],
      [["reason": "pump broke", "expected": "ring by noon"], ["device": "tablet"], [:]],
    ] as [[JSONObject]])
  func handoff(words: [JSONObject]) throws {
    let tool = try Self.made { source in
      source.say("case.opened", 0, [:], ["title": "No water"])
      source.say(
        "transfer.requested", 1, id: "req", ["kind": "warm", "toQueue": "field"], words[0])
      source.say("handoff.prepared", 2, ["handoff": "req"], words[1])
      source.say("handoff.prepared", 3, ["handoff": "req"], words[2])
    }
    let cards = try [
      Self.card(tool, "case", "show", "K-12"),
      Self.card(tool, "handoff", "show", Self.handoff(tool)),
    ]
    for card in cards {
      #expect(card.contains("“pump broke”") && card.contains("expected “ring by noon”"), "\(card)")
    }
  }

  @Test("hide no words of the citizen, however many there are")
  func words() throws {
    let tool = try Self.made { source in
      source.say("case.opened", 0)
      for minute in 1...5 {
        source.say("contact.initiated", minute, ["contact": .string("leg-\(minute)")])
      }
      source.say("message.received", 6, by: Self.rosa)
      source.say("message.received", 7, [:], ["text": "The hydrant leaks."], by: Self.rosa)
      source.say("message.received", 8, by: Self.rosa)
      source.say("message.received", 9, [:], ["text": "Now it floods."], by: Self.rosa)
      source.say("message.received", 10, by: Self.rosa)
      source.say("transfer.requested", 11, ["kind": "warm", "toQueue": "field"])
    }
    let cards = try [
      Self.card(tool, "case", "show", "K-12"),
      Self.card(tool, "handoff", "show", Self.handoff(tool)),
    ]
    for card in cards {
      #expect(
        card.contains("in words “The hydrant leaks.” “Now it floods.”"), "\(card)")
    }
    // Nothing that is no words is told to be withheld.
    let closed = try tool.succeed("case", "show", "K-12").text
    #expect(closed.contains("2 sealed"), "\(closed)")
  }

  @Test("take no value from a fact, wherever it is shown")
  func fact() throws {
    let tool = try Self.made { source in
      source.say("case.opened", 0, [:], ["title": "No water"])
      source.say(
        "fact.provided", 1, ["key": "address", "verified": true], ["value": "5 Mill Lane"],
        by: Self.rosa)
      source.say("fact.provided", 2, ["key": "address"])
      source.say("fact.provided", 3, ["key": "address"])
      source.say("transfer.requested", 4, ["kind": "warm", "toQueue": "field"])
    }
    let cards = try [
      Self.card(tool, "case", "show", "K-12"), Self.card(tool, "party", "show", "rosa"),
      Self.card(tool, "handoff", "show", Self.handoff(tool)),
    ]
    for card in cards {
      #expect(card.contains("DO NOT ASK address: 5 Mill Lane ✓"), "\(card)")
      #expect(card.contains("address 5 Mill Lane"), "\(card)")
    }
    #expect(try Self.card(tool, "party", "show", "rosa").contains("2026-03-09 14:11"))
  }

  @Test("say no value: what was corrected to nobody knows what, may be asked for")
  func corrected() throws {
    let tool = try Self.made { source in
      source.say("case.opened", 0, [:], ["title": "No water"])
      source.say("fact.provided", 1, ["key": "meter"], ["value": "M-3"], by: Self.rosa)
      source.say("fact.corrected", 2, ["key": "meter"])
      source.say("fact.confirmed", 3, ["key": "email"])
    }
    for show in [["case", "show", "K-12"], ["party", "show", "rosa"]] {
      let card = try tool.run(show + ["--purpose", "they call"]).text
        .split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(!card.contains("DO NOT ASK") && !card.contains("M-3"), "\(card)")
      #expect(
        card.contains("ask again") && card.components(separatedBy: "not recorded").count == 3,
        "\(card)")
    }
    let matter = try tool.json("case", "show", "K-12", "--purpose", "they call")["matter"]
    #expect(matter?["doNotAsk"] == [])
  }

  @Test("leave a promise the words that it was made with")
  func promise() throws {
    let tool = try Self.made { source in
      source.say("case.opened", 0, [:], ["title": "No water"])
      source.say(
        "commitment.made", 1, ["commitment": "pr-5", "due": "2026-03-12T12:00:00Z"],
        ["text": "A crew comes"])
      source.say("commitment.made", 2, ["commitment": "pr-5", "due": "2026-03-15T12:00:00Z"])
    }
    for card in try [
      Self.card(tool, "case", "show", "K-12"), Self.card(tool, "party", "show", "rosa"),
    ] {
      #expect(card.contains("2026-03-15") && card.contains("“A crew comes”"), "\(card)")
    }
    // Made again in other words, it says these.
    var source = Source()
    source.say("commitment.made", 3, ["commitment": "pr-5"], ["text": "Two crews come"])
    try tool.succeed("append", input: source.input)
    try tool.succeed("project")
    let card = try Self.card(tool, "case", "show", "K-12")
    #expect(card.contains("“Two crews come”") && !card.contains("“A crew comes”"), "\(card)")
  }
}
