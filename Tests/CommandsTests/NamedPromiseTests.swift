import Foundation
import InteractionModel
import Testing

@Suite("What names a promise or a transfer, as its source calls it")
struct NamedPromiseTests {
  private static func event(
    _ type: String, _ minute: Int, id: String? = nil, _ body: JSONObject = [:],
    source: String = "desk.example", in conversation: String = "counter",
    of matter: String? = "N-4"
  ) -> [UInt8] {
    var data: JSONObject = [
      "conversation": .string(conversation), "party": "ola", "channel": "voice",
      "body": .object(body), "actor": ["type": "agent", "id": "ivo"],
    ]
    data["case"] = matter.map(JSONValue.string)
    let event: JSONObject = [
      "specversion": "1.0", "id": .string(id ?? "e-\(type)-\(minute)"), "source": .string(source),
      "type": .string(type), "data": .object(data),
      "time": .string("2026-05-04T09:\(minute < 10 ? "0" : "")\(minute):00Z"),
    ]
    return event.canonicalBytes + [UInt8(ascii: "\n")]
  }

  /// What begins, what goes on with it, the field that names it, and what a card says then.
  private static let kinds = [
    ("callback.promised", "callback.completed", "callback"),
    ("commitment.made", "commitment.broken", "commitment"),
    ("commitment.made", "commitment.kept", "commitment"),
    ("transfer.requested", "transfer.completed", "transfer"),
    ("transfer.requested", "transfer.rejected", "transfer"),
    ("handoff.prepared", "handoff.acknowledged", "handoff"),
  ]

  /// How what was promised or passed on stands, by the positions of their records.
  private static func standing(_ tool: Tool) throws -> [String] {
    try tool.succeed("project")
    let found = try tool.json("case", "show", "N-4", "--purpose", "they call")
    let promises = (found["matter"]?["promises"]?.array ?? []).map { $0["state"]?.string ?? "" }
    let handoffs = try tool.json("handoff", "list")["handoffs"]?.array ?? []
    return promises + handoffs.map { $0["status"]?.string ?? "" }
  }

  private static func began(_ type: String) -> [UInt8] {
    event(type, 1, id: "first") + event(type, 2, id: "second")
  }

  @Test("closes the one that the source calls so, and no later one", arguments: kinds)
  func named(made: String, ended: String, field: String) throws {
    let tool = try Tool()
    let end = Self.event(ended, 9, [field: "first"])
    let report = try tool.json("append", "--strict", input: Self.began(made) + end)
    #expect(report["appended"] == 3 && report["rejected"] == 0, "\(report)")
    let standing = try Self.standing(tool)
    #expect(standing.filter { $0 == "open" }.count == 1 && standing.count == 2, "\(standing)")
    let event = try tool.succeed("log").jsonLines.last { $0["type"] == .string(ended) }
    let first = try tool.succeed("log").jsonLines.first { $0["type"] == .string(made) }
    #expect(event?["body"]?[field] == first?["id"])
    // What was imported once adds nothing when it is imported again, alone or with what it names.
    for input in [end, Self.began(made) + end] {
      let again = try tool.json("append", "--strict", input: input)
      #expect(again["appended"] == 0 && again["rejected"] == 0, "\(again)")
    }
  }

  @Test(
    "and nobody has is told, refused when it is to be strict, and closes nothing",
    arguments: kinds, ["third", "no id/at all", "0a8c1f5e-2f7d-4a35-9c3f-5be9d2a4e002"])
  func missing(kind: (String, String, String), name: String) throws {
    let (made, ended, field) = kind
    let tool = try Tool()
    let end = Self.event(ended, 9, [field: .string(name)])
    let strict = try tool.run(
      "append", "--strict", "--json", input: Self.began(made) + end)
    #expect(strict.code == 1 && strict.errors.contains("“\(field)” of \(ended) names no event"))
    #expect(try strict.json["appended"] == 2 && strict.json["rejected"] == 1)
    let lax = try tool.run("append", "--json", input: end)
    #expect(lax.code == 0 && lax.errors.contains("names no event of this log"), "\(lax.errors)")
    #expect(try lax.json["warnings"] == 1)
    #expect(try Self.standing(tool) == ["open", "open"])
  }

  @Test(
    "and is something else is told, refused when it is to be strict, and closes nothing",
    arguments: kinds)
  func otherKind(made: String, ended: String, field: String) throws {
    let tool = try Tool()
    let other = Self.event("note.added", 3, id: "a-note")
    let end = Self.event(ended, 9, [field: "a-note"])
    let strict = try tool.run(
      "append", "--strict", "--json", input: Self.began(made) + other + end)
    #expect(
      strict.code == 1
        && strict.errors.contains("“\(field)” of \(ended) names an event that is no"))
    #expect(try strict.json["appended"] == 3 && strict.json["rejected"] == 1)
    // Also when what it names was there before.
    let lax = try tool.run("append", "--json", input: end)
    #expect(lax.code == 0 && lax.errors.contains("names an event that is no"), "\(lax.errors)")
    #expect(try Self.standing(tool) == ["open", "open"])
  }

  @Test("may have a name of its own, which is known in the log and in another conversation")
  func ownName() throws {
    let tool = try Tool()
    let made = Self.event("commitment.made", 1, ["commitment": "pr-31"])
    let asked = Self.event("transfer.requested", 2, ["handoff": "ho-8"])
    #expect(try tool.json("append", "--strict", input: made + asked)["rejected"] == 0)
    let ends =
      Self.event("commitment.kept", 8, ["commitment": "pr-31"], in: "later")
      + Self.event("transfer.accepted", 9, ["transfer": "ho-8"])
    let report = try tool.json("append", "--strict", input: ends)
    #expect(report["appended"] == 2 && report["warnings"] == 0, "\(report)")
    #expect(try Self.standing(tool) == ["kept", "open"])
    // Another source means another one by it.
    let other = Self.event(
      "commitment.broken", 10, ["commitment": "pr-31"], source: "mail.example")
    #expect(try tool.json("append", input: other)["warnings"] == 1)
    #expect(try Self.standing(tool).first == "kept")
  }

  @Test("is kept in a conversation that nobody linked, on every card")
  func elsewhere() throws {
    let tool = try Tool()
    let made = Self.event("callback.promised", 1, id: "call", ["due": "2026-05-04T12:00:00Z"])
    let other = Self.event("callback.promised", 2, id: "other", ["due": "2026-05-04T13:00:00Z"])
    let kept = Self.event(
      "callback.completed", 30, ["callback": "call"], in: "outbound", of: nil)
    try tool.succeed("append", input: made + other + kept)
    try tool.succeed("project")
    let found =
      try tool.json("case", "show", "N-4", "--purpose", "they call")["matter"]?["promises"]?.array
      ?? []
    #expect(found.map { $0["state"] } == ["kept", "late"], "\(found)")
    let party = try tool.json("party", "show", "ola")["state"]?["promises"]?.array ?? []
    #expect(party.map { $0["due"] } == ["2026-05-04T13:00:00Z"], "\(party)")
    let before = try tool.json(
      "case", "show", "N-4", "--purpose", "they call", "--as-of", "occurred:2026-05-04T09:10:00Z")
    #expect(before["matter"]?["promises"]?.array?.map { $0["state"] } == ["open", "open"])
    let difference = try tool.json(
      "case", "diff", "N-4", "--as-of", "occurred:2026-05-04T09:10:00Z")
    let causes = difference["changes"]?.array?.first { $0["field"] == "promises" }?["causes"]
    #expect(causes?.array?.map { $0["type"] } == ["callback.completed"], "\(causes ?? .null)")
  }

  @Test("is owed until it is closed, on every card and by find")
  func owed() throws {
    let tool = try Tool()
    let promises = (1...3).map { minute in
      Self.event(
        "commitment.made", minute, id: "p-\(minute)",
        ["due": .string("2026-05-0\(4 + minute)T12:00:00Z"), "kind": "refund"])
    }
    try tool.succeed(
      "append",
      input: promises.flatMap(\.self) + Self.event("commitment.kept", 20)
        + Self.event("commitment.broken", 21, ["commitment": "p-1"]))
    try tool.succeed("project")
    let matter =
      try tool.json("case", "show", "N-4", "--purpose", "they call")["matter"]?["promises"]?.array
      ?? []
    #expect(matter.map { $0["state"] } == ["broken", "late", "kept"], "\(matter)")
    let party = try tool.json("party", "show", "ola")["state"]?["promises"]?.array ?? []
    let people = try tool.json("find", "ola", "--purpose", "they call")["people"]?.array ?? []
    for owed in [party, people.first?["promises"]?.array ?? []] {
      #expect(owed.map { $0["due"] } == ["2026-05-06T12:00:00Z"], "\(owed)")
    }
  }

  @Test("and changed between two points is so because of its own records")
  func difference() throws {
    let tool = try Tool()
    let first =
      Self.event("callback.promised", 1, id: "a") + Self.event("callback.promised", 2, id: "b")
    try tool.succeed("append", input: first)
    let middle = try tool.head()
    try tool.succeed(
      "append",
      input: Self.event("callback.promised", 3, id: "c")
        + Self.event("callback.completed", 4, id: "end", ["callback": "a"]))
    let later = try tool.head()
    try tool.succeed(
      "append", input: Self.event("callback.completed", 5, id: "last", ["callback": "c"]))
    try tool.succeed("project")
    let end = try tool.head()
    for command in [["case", "diff", "N-4"], ["party", "diff", "ola"]] {
      func causes(_ one: Int64, _ other: Int64) throws -> [Int64] {
        let answer = try tool.run(
          command + ["--json", "--as-of", "@\(one)", "--and", "@\(other)"]
        ).json
        return answer["changes"]?.array?.first { $0["field"] == "promises" }?["causes"]?.array?
          .compactMap { $0["position"]?.int } ?? []
      }
      #expect(try causes(later, end).last == end)
      #expect(try !causes(later, end).contains(later))
      // Made and kept between the points: nothing differs but that another was kept.
      let between = try causes(middle, end)
      #expect(between.contains(later) && !between.contains(middle), "\(between)")
    }
  }
}
