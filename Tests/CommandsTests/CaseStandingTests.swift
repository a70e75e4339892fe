import InteractionModel
import Testing

/// A case and a promise stand as their own records say, also where somebody is asked about whom those
/// that ended them do not name.
@Suite("How the cases of a party stand")
struct CaseStandingTests {
  private static func event(
    _ type: String, _ minute: Int, _ data: JSONObject, _ body: JSONObject = [:]
  ) -> [UInt8] {
    var data = data
    data["body"] = .object(body)
    let event: JSONObject = [
      "specversion": "1.0", "id": .string("standing-\(minute)"), "source": "test",
      "type": .string(type), "time": .string("2026-04-07T10:\(minute):00Z"), "data": .object(data),
    ]
    return event.canonicalBytes + [UInt8(ascii: "\n")]
  }

  /// Rosa's three cases: one is closed, one is closed as a duplicate and one is reopened, all by records
  /// that name nobody, and what she was promised is kept by one.
  private static let made = Result {
    let tool = try Tool()
    let (system, rosa): (JSONValue, JSONValue) = (
      ["type": "system", "id": "registry"], ["type": "party", "id": "rosa"]
    )
    func own(_ caseID: String) -> JSONObject {
      ["case": .string(caseID), "party": "rosa", "actor": rosa]
    }
    func nobody(_ caseID: String) -> JSONObject { ["case": .string(caseID), "actor": system] }
    func talk(_ conversation: String, _ caseID: String) -> JSONObject {
      var data = own(caseID)
      data["conversation"] = .string(conversation)
      data["channel"] = "chat"
      return data
    }
    var promised = talk("talk-1", "S-1")
    promised["actor"] = ["type": "agent", "id": "ada"]
    var kept = promised
    kept["party"] = nil
    try tool.succeed(
      "append",
      input: event("case.opened", 10, own("S-1"), ["service": "noise", "status": "open"])
        + event("case.opened", 11, own("S-2"), ["status": "open"])
        + event("case.opened", 12, own("S-3"), ["status": "open"])
        + event("conversation.started", 13, talk("talk-1", "S-1"), ["case": "S-1"])
        + event("conversation.started", 14, talk("talk-2", "S-2"), ["case": "S-2"])
        + event("callback.promised", 15, promised, ["due": "2026-04-08T10:00:00Z"])
        + event("case.closed", 16, own("S-3"))
        + event("case.closed", 20, nobody("S-1"), ["resolution": "moved_out"])
        + event("case.closed", 21, nobody("S-2"), ["resolution": "duplicate"])
        + event("case.reopened", 22, nobody("S-3"))
        + event("callback.completed", 23, kept))
    try tool.succeed("project")
    return tool
  }

  private func state(_ tool: Tool, _ arguments: String...) throws -> JSONValue {
    let output = try tool.run(["party", "show", "rosa", "--json"] + arguments)
    guard output.code == 0 else { throw UnexpectedEnd(arguments, output) }
    return try #require(try output.json["state"])
  }

  private func statuses(_ state: JSONValue) -> [String: String] {
    Dictionary(
      (state["cases"]?.array ?? []).compactMap { known in
        known["case"]?.string.map { ($0, known["status"]?.string ?? "none") }
      }
    ) { first, _ in first }
  }

  @Test("is what the cases say themselves")
  func now() throws {
    let tool = try Self.made.get()
    let state = try state(tool)
    #expect(statuses(state) == ["S-1": "closed", "S-2": "closed", "S-3": "open"])
    for (id, status) in statuses(state) {
      #expect(try tool.json("case", "show", id)["state"]?["status"] == .string(status))
    }
    #expect(state["promises"] == [])
    let resolved = Dictionary(
      (state["conversations"]?.array ?? []).map {
        ($0["conversation"]?.string ?? "", $0["resolved"]?.bool)
      }
    ) { first, _ in first }
    // That it was a duplicate settles nothing.
    #expect(resolved == ["talk-1": true, "talk-2": false])
    let card = try tool.succeed("party", "show", "rosa").text
    #expect(
      card.contains("S-1  closed (moved out)  noise") && card.contains("S-3  open"), "\(card)")
    #expect(!card.contains("promised"), "\(card)")
  }

  @Test("is what they said at any point that is asked for")
  func asOf() throws {
    let tool = try Self.made.get()
    for point in ["@8", "occurred:2026-04-07T10:19:00Z"] {
      let state = try state(tool, "--as-of", point)
      #expect(statuses(state) == ["S-1": "open", "S-2": "open", "S-3": "closed"], "\(point)")
      #expect(state["promises"]?.array?.count == 1)
    }
    for point in ["@12", "occurred:2026-04-07T10:59:00Z"] {
      #expect(try state(tool, "--as-of", point) == state(tool), "\(point)")
    }
  }

  @Test("is so for whoever is found")
  func found() throws {
    let tool = try Tool(copying: Self.made.get())
    let person = try #require(
      try tool.json("find", "rosa", "--purpose", "test")["people"]?.array?.first)
    #expect(person["cases"]?.array?.map { $0["case"] } == ["S-3"])
    #expect(person["promises"] == [])
  }

  @Test("differs between two points because of the cases' own records")
  func difference() throws {
    let tool = try Self.made.get()
    let changes = try tool.json("party", "diff", "rosa", "--as-of", "@8")["changes"]?.array ?? []
    let cases = try #require(changes.first { $0["field"] == "cases" })
    #expect(cases["causes"]?.array?.map { $0["position"] } == [9, 10, 11])
    func statuses(_ value: JSONValue?) -> [JSONValue?] { value?.array?.map { $0["status"] } ?? [] }
    #expect(statuses(cases["before"]) == ["open", "open", "closed"])
    #expect(statuses(cases["after"]) == ["closed", "closed", "open"])
  }
}
