import Foundation
import InteractionModel
import Testing

@Suite("What a record does not state is as an earlier one stated it")
struct StatedBeforeTests {
  private static func event(
    _ type: String, _ party: String, _ minute: Int, channel: String = "voice",
    _ body: JSONObject = [:], _ sealed: JSONObject = [:]
  ) -> [UInt8] {
    var data: JSONObject = [
      "party": .string(party), "case": "L-31", "conversation": .string("on-\(channel)"),
      "channel": .string(channel), "body": .object(body), "actor": ["type": "agent", "id": "kim"],
    ]
    if !sealed.isEmpty { data["sealed"] = .object(sealed) }
    let event: JSONObject = [
      "specversion": "1.0", "id": .string(UUID().uuidString.lowercased()), "source": "desk",
      "type": .string(type), "time": .string("2026-04-02T09:\(10 + minute):00Z"),
      "data": .object(data),
    ]
    return event.canonicalBytes + [UInt8(ascii: "\n")]
  }

  private static func opened(_ party: String) -> [UInt8] {
    event("case.opened", party, 0, [:], ["title": "A wall leans"])
  }

  private static func made(_ events: [[UInt8]]) throws -> Tool {
    let tool = try Tool()
    try tool.succeed("append", input: events.flatMap(\.self))
    try tool.succeed("project")
    return tool
  }

  /// What the cards and `find` show, each as one line.
  private static func shown(_ tool: Tool, _ party: String) throws -> [String] {
    try [["party", "show", party], ["case", "show", "L-31"], ["find", party]].map { command in
      let text = try tool.run(command + ["--purpose", "she calls"]).text
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(text)")
      return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
  }

  /// A second identification that says less.
  enum Second: String, CaseIterable, Sendable {
    case nothing, otherMethod, otherChannel, onlyMail, authenticated

    var event: [UInt8] {
      let kind: JSONObject = ["kind": "counter"]
      return switch self {
      case .nothing: StatedBeforeTests.event("party.identified", "p-ota", 5, kind)
      case .otherMethod:
        StatedBeforeTests.event(
          "party.identified", "p-ota", 5, ["kind": "counter", "method": "id_card"], ["note": "seen"]
        )
      case .otherChannel:
        StatedBeforeTests.event(
          "party.identified", "p-ota", 5, channel: "chat", kind, ["note": "by link"])
      case .onlyMail:
        StatedBeforeTests.event("party.identified", "p-ota", 5, kind, ["email": "ota@example.org"])
      case .authenticated:
        StatedBeforeTests.event("party.authenticated", "p-ota", 5, kind, ["device": "a phone"])
      }
    }
  }

  @Test("What was said long before and comes late is not what they say now, by whichever way")
  func late() throws {
    // The last one recorded is the first one said, and of another way.
    let tool = try Self.made([
      Self.opened("p-ota"),
      Self.event(
        "party.identified", "p-ota", 40, ["kind": "counter"],
        ["name": "Maria Now", "phone": "617-555-0101"]),
      Self.event(
        "party.identified", "p-ota", 1, channel: "email", ["kind": "email"],
        ["name": "Maria Then", "phone": "617-555-0109"]),
    ])
    for text in try Self.shown(tool, "p-ota") {
      let (now, then) = (text.range(of: "617-555-0101"), text.range(of: "617-555-0109"))
      #expect(try #require(now).lowerBound < #require(then).lowerBound, "\(text)")
      #expect(text.contains("Maria Now"), "\(text)")
      if let old = text.range(of: "Maria Then"), let new = text.range(of: "Maria Now") {
        #expect(new.lowerBound < old.lowerBound, "\(text)")
      }
    }
  }

  @Test("a name and a number, whatever comes after", arguments: Second.allCases)
  func identified(second: Second) throws {
    let first = Self.event(
      "party.identified", "p-ota", 1, ["kind": "counter"],
      ["name": "Ota Brezina", "phone": "617-555-0148"])
    let tool = try Self.made([Self.opened("p-ota"), first, second.event])
    for text in try Self.shown(tool, "p-ota") {
      #expect(text.contains("Ota Brezina") && text.contains("617-555-0148"), "\(text)")
      #expect(!text.contains("before "), "\(text)")
      #expect(text.contains("ota@example.org") == (second == .onlyMail), "\(text)")
    }
  }

  @Test("what a later one states takes the place, also where it was recorded before")
  func replaced() throws {
    func said(_ minute: Int, _ name: String, _ phone: String) -> [UInt8] {
      Self.event(
        "party.identified", "p-ota", minute, ["kind": "counter"],
        ["name": .string(name), "phone": .string(phone)])
    }
    let tool = try Self.made([
      Self.opened("p-ota"), said(9, "Ota Novak", "617-555-0177"),
      said(2, "Ota Brezina", "617-555-0148"),
    ])
    let texts = try Self.shown(tool, "p-ota")
    #expect(texts.allSatisfy { $0.contains("Ota Novak") && !$0.contains("Brezina") }, "\(texts)")
    #expect(texts[0].contains("before phone 617-555-0148"), "\(texts[0])")
    #expect(texts[0].contains("reach phone 617-555-0177"), "\(texts[0])")
  }

  @Test("of two who were merged, what either stated")
  func merged() throws {
    let tool = try Self.made([
      Self.opened("p-ota"),
      Self.event(
        "party.identified", "p-ota", 1, ["kind": "counter"],
        ["name": "Ota Brezina", "phone": "617-555-0148"]),
      Self.event("party.identified", "p-alias", 3, ["kind": "counter"], ["note": "by mail"]),
      Self.event(
        "party.merged", "p-alias", 4,
        ["party": "p-alias", "into": "p-ota", "reason": "same_person"]
      ),
    ])
    for text in try Self.shown(tool, "p-ota") {
      #expect(text.contains("Ota Brezina") && text.contains("617-555-0148"), "\(text)")
    }
  }

  @Test("a party that is identified every day keeps who it is")
  func often() throws {
    let often = (1...49).map {
      Self.event("party.identified", "p-ota", $0, ["kind": "counter"], ["note": .string("\($0)")])
    }
    let tool = try Self.made(
      [
        Self.opened("p-ota"),
        Self.event(
          "party.identified", "p-ota", 0, ["kind": "counter"], ["name": "Ota Brezina"]),
      ] + often)
    for text in try Self.shown(tool, "p-ota") { #expect(text.contains("Ota Brezina"), "\(text)") }
    let state = try tool.json("party", "show", "p-ota")["state"]
    #expect(state?["identities"]?.array?.first?["records"]?.array?.count == 32)
  }

  @Test("an endpoint of which it is only said that it was checked")
  func endpoint() throws {
    let tool = try Self.made([
      Self.opened("p-ota"),
      Self.event(
        "party.endpoint_added", "p-ota", 1, ["kind": "phone"], ["value": "617-555-0148"]),
      Self.event("party.endpoint_added", "p-ota", 2, ["kind": "phone", "verified": true]),
    ])
    for text in try Self.shown(tool, "p-ota") {
      #expect(text.contains("617-555-0148") && !text.contains("before "), "\(text)")
    }
  }

  @Test("a fact that was given again without its value; one that was corrected so is not known")
  func fact() throws {
    func told(_ type: String) throws -> String {
      let tool = try Self.made([
        Self.opened("p-ota"),
        Self.event("fact.provided", "p-ota", 1, ["key": "address"], ["value": "Quince Row 8"]),
        Self.event(type, "p-ota", 2, ["key": "address"]),
      ])
      return try Self.shown(tool, "p-ota")[1]
    }
    #expect(try told("fact.provided").contains("address: Quince Row 8"))
    #expect(try told("fact.confirmed").contains("address: Quince Row 8"))
    #expect(try !told("fact.corrected").contains("Quince Row 8"))
  }

  @Test("a name that is told in halves is one name")
  func halves() throws {
    func fact(_ minute: Int, _ key: String, _ value: String) -> [UInt8] {
      Self.event(
        "fact.provided", "p-ota", minute, ["key": .string(key)], ["value": .string(value)])
    }
    let halves = [fact(1, "last_name", "Brezina"), fact(2, "first_name", "Ota")]
    for events in [halves, halves.reversed()] {
      for text in try Self.shown(Self.made([Self.opened("p-ota")] + events), "p-ota") {
        #expect(text.contains("Ota Brezina"), "\(text)")
      }
    }
    let whole = [fact(1, "name", "Ota Brezina"), fact(2, "last_name", "Brezina")]
    for text in try Self.shown(Self.made([Self.opened("p-ota")] + whole), "p-ota") {
      #expect(text.contains("Ota Brezina"), "\(text)")
    }
  }

  @Test("of a hand-off, how far they were verified")
  func packet() throws {
    let tool = try Self.made([
      Self.opened("p-ota"),
      Self.event("party.identified", "p-ota", 1, ["kind": "counter", "ial": 2]),
      Self.event("party.identified", "p-ota", 2, ["kind": "counter"]),
      Self.event("transfer.requested", "p-ota", 3, ["kind": "warm", "toQueue": "walls"]),
    ])
    let listed = try tool.json("handoff", "list")["handoffs"]?.array ?? []
    let id = try #require(listed.first?["handoff"]?.string ?? listed.first?["id"]?.string)
    let who = try tool.json("handoff", "show", id)["state"]?["packet"]?["who"]?.array
    #expect(who?.count == 1 && who?.first?["ial"] == 2 && who?.first?["verified"] == true)
  }
}
