import Foundation
import InteractionModel
import Testing

@Suite("Searching from the command line")
struct SearchTests {
  private func message(
    _ conversation: String, _ text: String, channel: String = "chat", party: String = "p1",
    case matter: String? = nil, at time: String = "2026-03-02T10:00:00Z",
    direction: String = "inbound"
  ) -> [UInt8] {
    var data: JSONObject = [
      "conversation": .string(conversation), "party": .string(party),
      "channel": .string(channel), "direction": .string(direction),
      "actor": ["type": "party", "id": .string(party)], "sealed": ["text": .string(text)],
    ]
    data["case"] = matter.map(JSONValue.string)
    let event: JSONObject = [
      "specversion": "1.0", "id": .string(UUID().uuidString.lowercased()), "source": "test",
      "type": "message.received", "time": .string(time), "data": .object(data),
    ]
    return event.canonicalBytes + [UInt8(ascii: "\n")]
  }

  private func told() throws -> Tool {
    let tool = try Tool()
    try tool.succeed(
      "append",
      input: message("c1", "My payments were declined twice", case: "K-1")
        + message("c2", "La página rechazó mi tarjeta", party: "p2")
        + message("c3", "The streetlight on Elm Street is out", channel: "email", party: "p3")
        + message(
          "c4", "A payment was declined, then declined again", party: "p4",
          at: "2026-03-05T10:00:00Z"))
    try tool.succeed("project")
    return tool
  }

  private func conversations(_ tool: Tool, _ words: String...) throws -> [String] {
    let output = try tool.run(["search"] + words + ["--json", "--purpose", "test"])
    #expect(output.code == 0, "\(output.errors)")
    return try output.json["hits"]?.array?.compactMap { $0["conversation"]?.string } ?? []
  }

  @Test("finds words in other forms, phrases, beginnings, without accents, and by filters")
  func finds() throws {
    let tool = try told()
    #expect(try Set(conversations(tool, "payment")) == ["c1", "c4"])
    #expect(try conversations(tool, "\"payment\"") == ["c4"])
    #expect(try conversations(tool, "pagina") == ["c2"])
    #expect(try conversations(tool, "street*") == ["c3"])
    #expect(try conversations(tool, "declined -twice") == ["c4"])
    #expect(try Set(conversations(tool, "tarjetas OR streetlight")) == ["c2", "c3"])
    #expect(try conversations(tool, "declined", "--party", "p1") == ["c1"])
    #expect(try conversations(tool, "declined", "--case", "K-1") == ["c1"])
    #expect(try conversations(tool, "declined", "--after", "2026-03-04") == ["c4"])
    #expect(try conversations(tool, "declined", "--channel", "email") == [])
    #expect(
      try conversations(tool, "elm", "--channel", "email", "--direction", "inbound") == ["c3"])
  }

  @Test("says what was found where")
  func places() throws {
    let tool = try told()
    let found = try tool.json("search", "streetlight", "--purpose", "test")
    let hit = try #require(found["hits"]?.array?.first)
    #expect(found["total"] == 1 && found["position"] == 5)
    #expect(hit["channel"] == "email" && hit["position"] == 4)
    #expect(hit["occurred"] == "2026-03-02T10:00:00Z" && hit["case"] == .null)
  }

  @Test("records who looked for what and why, sealed, before it shows anything")
  func opened() throws {
    let tool = try told()
    let found = try tool.json("search", "declined", "--purpose", "complaint of Mrs Doe")
    #expect(
      found["hits"]?.array?.first?["snippet"]?.string
        == "A payment was «declined», then «declined» again")
    let account = try #require(try tool.succeed("log").jsonLines.last)
    #expect(account["type"] == "record.accessed")
    #expect(account["body"]?["command"] == "search" && account["body"]?["records"] == 2)
    #expect(!account.canonicalText.contains("Doe") && !account.canonicalText.contains("declined"))
    let opened = try tool.succeed(
      "log", "--open", "--purpose", "audit", "--after", "5", "--limit", "1"
    ).jsonLines.first
    // Accounts go into no index, and leave none behind the log.
    #expect(try tool.run("search", "declined", "--purpose", "again").errors.isEmpty)
    #expect(opened?["words"] == ["purpose": "complaint of Mrs Doe", "query": "declined"])
  }

  /// An event of any type with something sealed.
  private func event(_ type: String, _ data: JSONObject) -> [UInt8] {
    let event: JSONObject = [
      "specversion": "1.0", "id": .string(UUID().uuidString.lowercased()), "source": "test",
      "type": .string(type), "time": "2026-03-02T11:00:00Z", "data": .object(data),
    ]
    return event.canonicalBytes + [UInt8(ascii: "\n")]
  }

  @Test("finds whatever is sealed, and says of whom, of which case and of what kind it is")
  func sealed() throws {
    let tool = try told()
    try tool.succeed(
      "append",
      input: event("case.opened", ["case": "K-1", "sealed": ["title": "Refund for the ferry"]])
        + event(
          "case.resolved",
          ["case": "K-2", "party": "p1", "sealed": ["resolution": "ferry fare refunded"]])
        + event(
          "fact.provided",
          [
            "conversation": "c1", "party": "p1", "body": ["key": "address"],
            "sealed": ["value": "4 Ferry Road"],
          ])
        + event("party.endpoint_added", ["party": "p1", "sealed": ["value": "ana@ferry.example"]]))
    try tool.succeed("project")
    func hits(_ options: String...) throws -> [JSONValue] {
      try tool.run(["search", "ferry", "--json", "--purpose", "test"] + options).json["hits"]?
        .array ?? []
    }
    func kinds(_ filters: String...) throws -> Set<String> {
      let found = try tool.run(["search", "ferry", "--json", "--purpose", "test"] + filters)
      return Set(try found.json["hits"]?.array?.compactMap { $0["kind"]?.string } ?? [])
    }
    #expect(try kinds() == ["title", "resolution", "fact", "identifier"])
    #expect(try kinds("--kind", "fact") == ["fact"])
    #expect(try kinds("--party", "p1") == ["title", "resolution", "fact", "identifier"])
    #expect(try kinds("--case", "K-1") == ["title", "fact"])
    let fact = try #require(try hits("--kind", "fact").first)
    #expect(fact["party"] == "p1" && fact["case"] == "K-1" && fact["conversation"] == "c1")
    let title = try #require(try hits("--kind", "title").first)
    #expect(title["party"] == "p1" && title["case"] == "K-1" && title["conversation"] == .null)
    #expect(title["snippet"] == "Refund for the «ferry»")
    let message = try #require(
      try tool.json("search", "twice", "--purpose", "test")["hits"]?.array?.first)
    #expect(message["kind"] == "message" && message["party"] == "p1")
    let shown = try tool.succeed(
      "search", "ferry", "--kind", "resolution", "--purpose", "test"
    ).text
    #expect(shown.contains("–  resolution  party p1  case K-2  @"), "\(shown)")
    #expect(try tool.run("search", "a", "--kind", "rumour", "--purpose", "test").code == 2)

    // Of several texts of one record, which one it is.
    let opening: JSONObject = [
      "title": "Gate off its hinge", "description": "It swings on Quince Row.",
      "address": "9 Quince Row",
    ]
    try tool.succeed(
      "append", input: event("case.opened", ["case": "K-3", "sealed": .object(opening)]))
    try tool.succeed("project")
    func quince(_ query: String, _ filters: String...) throws -> [[JSONValue?]] {
      let words = ["search", query, "--json", "--purpose", "test"]
      return (try tool.run(words + filters).json["hits"]?.array ?? []).map {
        [$0["kind"], $0["snippet"]]
      }
    }
    #expect(try quince("\"9 quince\"") == [["address", "«9 Quince» Row"]])
    #expect(try quince("gate quince") == [["title", "«Gate» off its hinge"]])
    #expect(
      try quince("quince", "--kind", "description")
        == [["description", "It swings on «Quince» Row."]])
    #expect(try quince("hinge", "--kind", "address").isEmpty)

    // Whoever they become, and whichever case takes theirs up.
    try tool.succeed(
      "append",
      input: event("party.merged", ["party": "p1", "body": ["party": "p1", "into": "p9"]])
        + event("case.merged", ["case": "K-2", "body": ["into": "K-1"]]))
    try tool.succeed("project")
    #expect(try kinds("--party", "p9") == ["title", "resolution", "fact", "identifier"])
    #expect(try kinds("--case", "K-1") == ["title", "resolution", "fact"])
    let resolution = try #require(try hits("--kind", "resolution").first)
    #expect(resolution["party"] == "p9" && resolution["case"] == "K-1")
  }

  @Test("refuses what is no query with its place, and says when there is no index")
  func wrong() throws {
    let tool = try told()
    for query in ["", "(a", "\"a", "NOT a", "-a", "a AND", "***"] {
      let output = try tool.run(["search", "--purpose", "test", "--", query])
      #expect(output.code == 2, "\(query): \(output.errors)")
    }
    #expect(try tool.run("search", "a", "--purpose", "test", "--channel", "pigeon").code == 2)
    let empty = try Tool()
    let output = try empty.run("search", "a", "--purpose", "test")
    #expect(output.code == 3 && output.errors.contains("throughline project"))
  }

  @Test("An index that another version of the program made is stale, and made again by itself")
  func older() throws {
    let tool = try told()
    try RawDatabase("\(tool.store)/search/1/index.db").execute("PRAGMA user_version = 1")
    #expect(try tool.json("status")["search"]?["state"] == "stale")
    let refused = try tool.run("search", "streetlight", "--purpose", "test")
    #expect(refused.code != 0 && refused.errors.contains("another version"), "\(refused.errors)")
    try tool.succeed("project")
    #expect(try tool.json("status")["search"]?["state"] == "live")
    #expect(try conversations(tool, "streetlight") == ["c3"])
  }

  @Test("Conversations like one are those that share what is special about it")
  func similar() throws {
    let tool = try told()
    let found = try tool.json("similar", "c1", "--purpose", "look")
    let first = try #require(found["similar"]?.array?.first)
    #expect(first["conversation"] == "c4")
    #expect(first["words"]?.array?.contains("declined") == true)
    #expect(try tool.run("similar", "nobody", "--purpose", "look").code == 3)
  }

  @Test("An index whose key is missing waits, says so, and is not served as up to date")
  func keyless() throws {
    let tool = try told()
    try tool.succeed("append", input: message("c5", "a new lantern"))
    try FileManager.default.moveItem(
      atPath: "\(tool.store)/master.key", toPath: "\(tool.directory)/master.key")
    let output = try tool.run("project")
    #expect(output.code == 0 && output.errors.contains("search waits"), "\(output.errors)")
    #expect(try tool.json("status")["search"]?["state"] == "behind")
    #expect(try tool.run("project", "--only", "search").code == 3)
    try FileManager.default.moveItem(
      atPath: "\(tool.directory)/master.key", toPath: "\(tool.store)/master.key")
    try tool.succeed("project", "--only", "search")
    #expect(try conversations(tool, "lanterns") == ["c5"])
  }
}
