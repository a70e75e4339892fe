import Foundation
import InteractionModel
import Testing

/// Who confirms a fact and says another value than the one that was known, says what is right: one meaning,
/// wherever somebody looks.
@Suite("A confirmation with a value of its own")
struct ConfirmedValueTests {
  private static let passing = "3f6c0f5b-1e2f-4d4a-8c8a-515d7b0a9e3c"

  private static func event(
    _ type: String, _ minute: Int, id: String? = nil, _ body: JSONObject, _ value: String? = nil,
    by actor: String = "sven"
  ) -> [UInt8] {
    let isParty = actor == "nils"
    var data: JSONObject = [
      "case": "Q-8", "party": "nils", "conversation": "desk", "channel": "in_person",
      "body": .object(body),
      "actor": ["type": isParty ? "party" : "agent", "id": .string(actor)],
    ]
    if let value { data["sealed"] = ["value": .string(value)] }
    let event: JSONObject = [
      "specversion": "1.0", "id": .string(id ?? UUID().uuidString.lowercased()),
      "source": "desk.example", "type": .string(type),
      "time": .string("2026-05-11T10:\(minute):00Z"), "data": .object(data),
    ]
    return event.canonicalBytes + [UInt8(ascii: "\n")]
  }

  private static func told(_ value: String, _ minute: Int) -> [UInt8] {
    event("fact.provided", minute, ["key": "phone"], value, by: "nils")
  }

  private static func confirmed(_ value: String?, _ minute: Int) -> [UInt8] {
    event("fact.confirmed", minute, ["key": "phone"], value)
  }

  private static func made(_ events: [[UInt8]]) throws -> Tool {
    let tool = try Tool()
    try tool.succeed("append", input: events.flatMap(\.self))
    try tool.succeed("project")
    return tool
  }

  private static let opened = event("case.opened", 10, ["status": "open"])
  private static let passed = event(
    "transfer.requested", 30, id: passing, ["kind": "warm", "toQueue": "field"])

  private static func facts(_ tool: Tool) throws -> [[Document]] {
    let matter = try tool.json("case", "show", "Q-8", "--purpose", "they are here")
    let party = try tool.json("party", "show", "nils", "--purpose", "they are here")
    let handoff = try tool.json("handoff", "show", passing, "--purpose", "they are here")
    return [
      (matter, matter["matter"]?["facts"]), (party, party["facts"]),
      (handoff, handoff["state"]?["packet"]?["facts"]),
    ].map { answer, facts in
      (facts?.array ?? []).map { Document(fact: $0, opened: answer["opened"]) }
    }
  }

  /// A fact as an answer has it, with what was opened.
  private struct Document {
    let fact: JSONValue
    let opened: JSONValue?

    var value: String? {
      guard let place = fact["value"]?["position"]?.int else { return nil }
      return opened?["\(place)/value"]?.string
    }
  }

  @Test("is the value, and whoever confirmed it gave it")
  func other() throws {
    let tool = try Self.made([
      Self.opened, Self.told("555-0142", 11), Self.confirmed("555-0163", 12),
      Self.confirmed(nil, 13), Self.passed,
    ])
    for facts in try Self.facts(tool) {
      let fact = try #require(facts.first)
      #expect(facts.count == 1 && fact.value == "555-0163", "\(fact)")
      #expect(fact.fact["by"] == "agent:sven" && fact.fact["verified"] == true, "\(fact)")
      #expect(fact.fact["time"] == "2026-05-11T10:12:00Z", "\(fact)")
      #expect(fact.fact["confirmed"]?["time"] == "2026-05-11T10:13:00Z", "\(fact)")
    }
    for show in [
      ["case", "show", "Q-8"], ["party", "show", "nils"], ["handoff", "show", Self.passing],
    ] {
      let card = try tool.run(show + ["--purpose", "they are here"]).text
      #expect(card.contains("phone: 555-0163 ✓"), "\(card)")
      #expect(!card.contains("phone: 555-0142"), "\(card)")
    }
    let walk = try tool.json("replay", "--events", "--case", "Q-8", "--purpose", "they are here")
    let last = (walk["events"]?.array ?? []).flatMap { $0["changes"]?.array ?? [] }
      .last { $0["field"] == "facts[phone]" }
    #expect(last?["after"]?["value"] == "555-0163", "\(walk)")
    let difference = try tool.json(
      "case", "diff", "Q-8", "--as-of", "@3", "--and", "@4", "--purpose", "they are here")
    let change = (difference["changes"]?.array ?? []).first { $0["field"] == "facts" }
    let (before, after) = (change?["before"]?.array?.first, change?["after"]?.array?.first)
    #expect(before?["value"]?["position"] == 3 && after?["value"]?["position"] == 4)
    #expect(after?["values"] == nil)
  }

  @Test("is what was known where it is the same: whoever told it first gave it")
  func same() throws {
    let tool = try Self.made([
      Self.opened, Self.told("555-0142", 11), Self.confirmed("555-0142", 12), Self.passed,
    ])
    for facts in try Self.facts(tool) {
      let fact = try #require(facts.first)
      #expect(fact.value == "555-0142" && fact.fact["by"] == "party:nils", "\(fact)")
      #expect(fact.fact["confirmed"]?["by"] == "agent:sven", "\(fact)")
    }
  }

  @Test("after a hand-off was told since")
  func since() throws {
    let tool = try Self.made([
      Self.opened, Self.told("555-0142", 11), Self.passed, Self.confirmed("555-0163", 40),
    ])
    let card = try tool.succeed("handoff", "show", Self.passing, "--purpose", "they are here").text
    #expect(card.contains("told since: phone: 555-0163"), "\(card)")
    #expect(!card.contains("555-0142 ✓"), "\(card)")
  }

  @Test("says what is known after what was told is erased; without one it says nothing")
  func erased() throws {
    for (value, isKnown) in [("555-0163", true), (nil, false)] as [(String?, Bool)] {
      let tool = try Self.made([Self.opened, Self.told("555-0142", 11)])
      try tool.succeed("party", "erase", "nils", "--reason", "their wish", "--yes")
      try tool.succeed(
        "append",
        input: Self.confirmed(value, 20) + Self.event("fact.requested", 30, ["key": "phone"]))
      try tool.succeed("project")
      let card = try tool.succeed("case", "show", "Q-8", "--purpose", "they are here").text
      #expect(card.contains("DO NOT ASK") == isKnown, "\(card)")
      #expect(card.contains("phone: 555-0163") == isKnown, "\(card)")
      #expect(card.contains("ask again") != isKnown, "\(card)")
      let answer = try tool.json("case", "show", "Q-8", "--purpose", "they are here")
      let findings = answer["matter"]?["findings"]?.array ?? []
      #expect(findings.isEmpty != isKnown, "whoever asks for what is known asks again: \(findings)")
    }
  }
}
