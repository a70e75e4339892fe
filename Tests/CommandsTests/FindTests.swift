import Foundation
import InteractionModel
import Testing

@Suite("Finding whom something belongs to")
struct FindTests {
  /// An event as a source gives it.
  static func event(_ type: String, _ data: JSONObject) -> [UInt8] {
    let event: JSONObject = [
      "specversion": "1.0", "id": .string(UUID().uuidString.lowercased()), "source": "test",
      "type": .string(type), "data": .object(data),
    ]
    return event.canonicalBytes + [UInt8(ascii: "\n")]
  }

  static func said(
    _ conversation: String, by party: String, _ sealed: JSONObject
  ) -> [UInt8] {
    event(
      "message.received",
      [
        "conversation": .string(conversation), "party": .string(party), "channel": "email",
        "actor": ["type": "party", "id": .string(party)], "sealed": .object(sealed),
      ])
  }

  /// Ana called and opened a case, Bo wrote, and somebody whom nobody knows did.
  static func appended() throws -> Tool {
    let tool = try Tool()
    let ana: JSONObject = ["type": "agent", "id": "a-7"]
    let events = [
      event(
        "party.identified",
        [
          "conversation": "call-ana", "party": "p-ana", "channel": "voice", "actor": .object(ana),
          "body": ["kind": "phone", "ial": 1],
          "sealed": ["phone": "(617) 555-0123", "name": "Ana Lima"],
        ]),
      said(
        "mail-ana", by: "p-ana", ["from": "Ana@Example.org", "text": "Gutter on Larkspur Lane"]),
      event(
        "case.opened",
        [
          "case": "K-2026-0001", "party": "p-ana", "department": "Parks",
          "actor": ["type": "party", "id": "p-ana"],
          "sealed": ["title": "A gutter leaks", "reference": "REF 77-81"],
        ]),
      event(
        "callback.promised",
        [
          "conversation": "call-ana", "party": "p-ana", "channel": "voice", "actor": .object(ana),
          "body": ["due": "2026-12-24T09:00:00Z"],
        ]),
      said("mail-bo", by: "p-bo", ["from": "bo@example.org", "text": "A lantern is broken"]),
      event(
        "case.opened",
        ["case": "K-2026-0002", "actor": ["type": "system"], "sealed": ["reference": "REF 9001"]]),
    ]
    try tool.succeed("append", input: events.flatMap(\.self))
    return tool
  }

  static func known() throws -> Tool {
    let tool = try appended()
    try tool.succeed("project")
    return tool
  }

  static func find(_ text: String, _ tool: Tool, limit: Int = 10) throws -> JSONValue {
    let output = try tool.run(
      "find", text, "--purpose", "a call", "--json", "--limit", "\(limit)")
    let found = try output.json
    let isEmpty = ["people", "places", "beginnings"].allSatisfy {
      found[$0]?.array?.isEmpty == true
    }
    #expect(output.code == (isEmpty ? 1 : 0), "\(text): \(output.errors)")
    return found
  }

  static func parties(_ found: JSONValue) -> [String] {
    (found["people"]?.array ?? []).compactMap { $0["party"]?.string }
  }

  @Test("By a number in any spelling, an address, a reference, an id or its beginning, a word")
  func ways() throws {
    let tool = try Self.known()
    for text in [
      "617-555-0123", "+1 617 555 0123", "(617)5550123", "ana@example.ORG", "ref7781", "REF-77/81",
      "p-ana", "p-an", "call-ana", "mail-a", "K-2026-0001", "larkspur", "Larkspur lane",
      "P-ANA", "P.An", "k20260001", "K/2026/0001", "k 2026.0001", "Ｋ－２０２６－０００１", "MAIL A",
    ] {
      #expect(try Self.parties(Self.find(text, tool)) == ["p-ana"], "\(text)")
    }
    #expect(try Self.parties(Self.find("bo@example.org", tool)) == ["p-bo"])
    for text in ["617-555-0124", "anna@example.org", "REF 7782", "p-", "juniper", "K-2026-00011"] {
      let found = try Self.find(text, tool)
      #expect(Self.parties(found) == [] && found["incomplete"] == [], "\(text)")
    }
  }

  @Test(
    "Whole addresses and numbers that nobody has mean nobody, whatever words they have in common",
    arguments: [
      "lima@example.org", "Larkspur.Lane@example.org", "ana@example.org.example",
      "+44 617 555 0123", "+49 (617) 555-0123",
    ])
  func nobodys(text: String) throws {
    let found = try Self.find(text, Self.known())
    #expect(found["people"] == [] && found["places"] == [], "\(found.canonicalText)")
  }

  @Test("More than are shown are said to be more, people or not")
  func more() throws {
    let tool = try Self.known()
    let reports = (1...3).map {
      Self.event("case.opened", ["case": .string("G-\($0)"), "sealed": ["title": "A quince"]])
    }
    try tool.succeed("append", input: reports.flatMap(\.self))
    try tool.succeed("project")
    #expect(try Self.find("quince", tool, limit: 2)["more"] == true)
    #expect(try Self.find("quince", tool)["more"] == false)
  }

  @Test("With what an agent needs at once")
  func person() throws {
    let tool = try Self.known()
    let found = try Self.find("6175550123", tool)
    let ana = try #require(found["people"]?.array?.first)
    #expect(ana["name"] == "Ana Lima")
    #expect(
      ana["contacts"] == [
        ["kind": "email", "value": "Ana@Example.org"],
        ["kind": "phone", "value": "(617) 555-0123"],
      ])
    #expect(ana["cases"] == [["case": "K-2026-0001", "status": "open", "title": "A gutter leaks"]])
    #expect(ana["promises"]?.array?.first?["due"] == "2026-12-24T09:00:00Z")
    #expect(ana["because"] == [["by": "identifier", "position": 2]])
    #expect(found["incomplete"] == [] && found["more"] == false)
    let shown = try tool.succeed("find", "6175550123", "--purpose", "a call").text
    for word in ["Ana Lima", "(617) 555-0123", "K-2026-0001", "A gutter leaks", "2026-12-24"] {
      #expect(shown.contains(word), "\(shown)")
    }
  }

  // MARK: How they are reached

  /// By what `find` and the card say that somebody is reached, who must be of one mind.
  private static func contacts(_ party: String, _ tool: Tool) throws -> [JSONValue] {
    let found = try find(party, tool)["people"]?.array?.first?["contacts"]?.array ?? []
    let card = try tool.json("party", "show", party, "--purpose", "a call")
    #expect(card["reachedBy"]?.array == found, "\(party): \(card)")
    let said = try tool.succeed("party", "show", party, "--purpose", "a call").text
    for contact in found { #expect(said.contains(contact["value"]?.string ?? "?"), "\(said)") }
    return found
  }

  private static func fact(
    _ type: String, _ key: String, _ value: String, of party: String
  ) -> [UInt8] {
    event(
      type,
      [
        "conversation": .string("talk-\(party)"), "party": .string(party),
        "actor": ["type": "party", "id": .string(party)],
        "body": ["key": .string(key)], "sealed": ["value": .string(value)],
      ])
  }

  @Test("Nobody else's address is taken for theirs, nor what only names a message")
  func others() throws {
    let tool = try Tool()
    func event(
      _ type: String, by actor: JSONObject, _ sealed: JSONObject, _ more: JSONObject = [:]
    ) -> [UInt8] {
      var data: JSONObject = [
        "conversation": "mail-eli", "party": "p-eli", "channel": "email", "actor": .object(actor),
        "sealed": .object(sealed),
      ]
      for member in more.members { data[member.key] = member.value }
      return Self.event(type, data)
    }
    let eli: JSONObject = ["type": "party", "id": "p-eli"]
    let desk: JSONObject = ["type": "agent", "id": "a-7"]
    let events = [
      event("conversation.started", by: eli, ["externalID": "<thread-9@mail.example.org>"]),
      event(
        "message.received", by: eli,
        [
          "from": "eli@example.org", "to": "permits@desk.example", "cc": "cousin@example.net",
          "messageID": "<a1@mail.example.org>", "text": "A fence",
        ], ["direction": "inbound"]),
      event(
        "message.sent", by: eli,
        ["from": "eli@example.org", "to": "permits@desk.example", "text": "And a gate"]),
      event(
        "message.sent", by: desk,
        [
          "from": "desk@city.example", "to": "eli@example.org", "cc": "head@city.example",
          "text": "roads@city.example",
        ], ["direction": "outbound"]),
      event("message.received", by: desk, ["from": "desk2@city.example", "text": "Noted"]),
      event("note.added", by: desk, ["text": "trees@city.example"]),
      event("transfer.requested", by: ["type": "system"], ["email": "water@city.example"]),
      event(
        "outreach.sent", by: ["type": "system"],
        ["from": "noreply@city.example", "to": "+1 617 555 0177", "text": "A reminder"]),
    ]
    try tool.succeed("append", input: events.flatMap(\.self))
    try tool.succeed("project")
    #expect(
      try Self.contacts("p-eli", tool) == [
        ["kind": "phone", "value": "+1 617 555 0177"],
        ["kind": "email", "value": "eli@example.org"],
      ])
    for text in ["permits@desk.example", "desk@city.example", "water@city.example"] {
      #expect(try Self.find(text, tool)["people"] == [], "\(text)")
    }
  }

  @Test(
    "What was replaced is found, and said to be from before; what no rule reads is shown as said")
  func replaced() throws {
    let tool = try Tool()
    let events = [
      Self.fact("fact.provided", "phone", "617-555-0101", of: "p-fay"),
      Self.fact("fact.corrected", "phone", "617-555-0202", of: "p-fay"),
      Self.fact("fact.confirmed", "phone", "(617) 555 0202", of: "p-fay"),
      Self.fact("fact.provided", "mobile", "020 7946 0958", of: "p-gil"),
      Self.fact("fact.provided", "phone", "617-555-0303", of: "p-hal"),
      Self.said("mail-hal", by: "p-hal", ["from": "hal@example.org", "text": "A hedge"]),
    ]
    try tool.succeed("append", input: events.flatMap(\.self))
    try tool.succeed("project")
    for text in ["617 555 0101", "617 555 0202"] {
      #expect(try Self.parties(Self.find(text, tool)) == ["p-fay"])
    }
    #expect(
      try Self.contacts("p-fay", tool) == [
        ["kind": "phone", "value": "617-555-0202"],
        ["earlier": true, "kind": "phone", "value": "617-555-0101"],
      ])
    #expect(try Self.contacts("p-gil", tool) == [["kind": "phone", "value": "020 7946 0958"]])
    try tool.succeed(
      "append",
      input: Self.event(
        "party.merged",
        [
          "party": "p-hal", "actor": ["type": "operator"],
          "body": ["party": "p-hal", "into": "p-gil"],
        ]))
    try tool.succeed("project")
    let merged = try Self.contacts("p-gil", tool)
    #expect(
      Set(merged.map { $0["value"]?.string }) == [
        "020 7946 0958", "617-555-0303", "hal@example.org",
      ])
  }

  @Test("A case of nobody's is told, and a beginning of several ids")
  func places() throws {
    let tool = try Self.known()
    let place: JSONValue = [["kind": "case", "id": "K-2026-0002"]]
    #expect(try Self.find("ref 9001", tool)["places"] == place)
    #expect(try Self.find("K-2026-0002", tool)["places"] == place)
    let found = try Self.find("K-2026", tool)
    #expect(found["people"] == [] && found["beginnings"]?.array?.count == 2, "\(found)")
  }

  @Test("What is too short or may mean several says what it takes, and how many there are")
  func short() throws {
    let tool = try Self.known()
    func said(_ words: String...) throws -> (code: Int32, all: String) {
      let output = try tool.run(words + ["--purpose", "a call"])
      return (output.code, output.text + output.errors)
    }
    for (text, words) in [
      ("p-a", "1 id begins so"), ("p-", "2 ids begin so"), ("K2", "2 ids begin so"),
      ("q-", "too short"), ("9z", "too short"), ("5", "too short"), ("617", "too short"),
    ] {
      let found = try said("find", text)
      #expect(found.code == 1 && found.all.contains(words), "\(found.all)")
      #expect(found.all.contains("at least 4") && !found.all.contains("Nobody"), "\(found.all)")
    }
    #expect(try Self.find("p-", tool)["tooShort"] == ["begin": 2, "needed": 4])
    #expect(try said("find", "qqqq").all.contains("Nobody is known by that"))
    #expect(try said("find", "k2026").all.contains("Several ids begin so"))
    for (words, answer) in [
      (["party", "show", "p-a"], "1 begins so; type at least 4"),
      (["case", "show", "K-2"], "2 begin so; type at least 4"),
      (["case", "show", "k2026"], "K-2026-0001, K-2026-0002"),
      (["case", "show", "xyz"], "no case"), (["case", "show", "nothing"], "no case"),
    ] {
      let shown = try tool.run(words)
      #expect(shown.code != 0 && shown.errors.contains(answer), "\(words): \(shown.errors)")
    }
    for text in ["k20260001", "K/2026/0001", "k:2026_0001", "K-2026-0001"] {
      #expect(try tool.json("case", "show", text)["case"] == "K-2026-0001", "\(text)")
    }
    #expect(try tool.run("case", "show", "k20260001", "--json").code == 0)
  }

  @Test("Somebody who was merged is found as whom they were merged into")
  func merged() throws {
    let tool = try Self.known()
    try tool.succeed(
      "append",
      input: Self.event(
        "party.merged",
        [
          "party": "p-ana", "actor": ["type": "operator"],
          "body": ["party": "p-ana", "into": "p-bo"],
        ]))
    try tool.succeed("project")
    for text in ["617-555-0123", "p-ana", "larkspur"] {
      let found = try Self.find(text, tool)
      #expect(Self.parties(found) == ["p-bo"], "\(text)")
    }
    let contacts = try Self.find("bo@example.org", tool)["people"]?.array?.first?["contacts"]
    #expect(contacts?.array?.contains(["kind": "phone", "value": "(617) 555-0123"]) == true)
  }

  @Test("The account names whom it showed, and its words go with each of them")
  func account() throws {
    let tool = try Self.known()
    _ = try Self.find("broken", tool)
    _ = try Self.find("617-555-0123", tool)
    _ = try Self.find("617-555-0124", tool)
    let accounts = try tool.succeed("log", "--open", "--purpose", "audit").jsonLines
      .filter { $0["record"]?["body"]?["command"] == "find" }
    #expect(
      accounts.map { $0["record"]?["body"]?["parties"] } == [["p-bo"], ["p-ana"], nil])
    #expect(
      accounts.map { $0["words"]?["query"] } == ["broken", "617-555-0123", "617-555-0124"])
    try tool.succeed("party", "erase", "p-ana", "--reason", "asked", "--yes")
    let words = try tool.succeed("log", "--open", "--purpose", "audit").jsonLines
      .filter { $0["record"]?["body"]?["command"] == "find" }.map { $0["words"]?["query"] }
    #expect(words == ["broken", nil, "617-555-0124"])
  }

  @Test("Nothing is told without a purpose, nor without the key")
  func closed() throws {
    let tool = try Self.known()
    let head = try tool.head()
    for words in [["find", "p-ana"], ["find", "p-ana", "--purpose", " "]] {
      let output = try tool.run(words)
      #expect(output.code == 2 && output.text.isEmpty, "\(output.text)")
    }
    try FileManager.default.removeItem(atPath: "\(tool.store)/master.key")
    let output = try tool.run("find", "p-ana", "--purpose", "a call")
    #expect(output.code == 3 && output.text.isEmpty)
    #expect(try tool.head() == head)
  }

  @Test("An erasure takes every hash with it, and nobody is found any more")
  func erased() throws {
    let tool = try Self.known()
    func rows() throws -> [[String]] {
      try RawDatabase("\(tool.store)/vault.db").rows(
        "SELECT hex(hash), position FROM identifier ORDER BY hash, position")
    }
    let before = try rows()
    let hash = try #require(
      before.first { $0[1] == "2" }.flatMap { Hex.bytes($0[0].lowercased()) })
    func holders() throws -> [String] {
      try (tool.files() ?? [:]).filter { $0.value.range(of: Data(hash)) != nil }.map(\.key)
    }
    #expect(try !holders().isEmpty)
    try tool.succeed("party", "erase", "p-ana", "--reason", "asked", "--yes")
    #expect(try rows() == before.filter { ["6", "7"].contains($0[1]) })
    #expect(try holders() == [])
    try tool.succeed("project")
    for text in ["617-555-0123", "ana@example.org", "REF 77-81", "larkspur"] {
      let found = try Self.find(text, tool)
      #expect(Self.parties(found) == [] && found["incomplete"] == [], "\(text): \(found)")
    }
    #expect(try Self.parties(Self.find("bo@example.org", tool)) == ["p-bo"])
    #expect(try tool.json("verify")["ok"] == true)
  }

  @Test("Each address of a list in one member is somebody's")
  func addressLists() throws {
    let tool = try Tool()
    let sent: JSONObject = [
      "conversation": "mail-list", "party": "p-list", "channel": "email", "direction": "outbound",
      "actor": ["type": "agent", "id": "a-7"],
      "sealed": ["to": "Duo <duo@mail.example>, trio@mail.example; four@mail.example"],
    ]
    try tool.succeed("append", input: Self.event("message.sent", sent))
    try tool.succeed("project")
    for address in ["duo@mail.example", "trio@mail.example", "FOUR@mail.example"] {
      let found = try tool.json("find", address, "--purpose", "test")["people"]?.array
      #expect(found?.map { $0["party"]?.string } == ["p-list"], "\(address)")
    }
  }
}
