import InteractionModel
import Testing

/// What somebody did last in a case and why stands on its card, and not in its timeline alone.
@Suite("What was done last in a case")
struct LatelyTests {
  private static func event(
    _ type: String, _ minute: Int, id: String? = nil, in conversation: String = "mail-3",
    of matter: String? = "V-5", _ body: JSONObject = [:], _ sealed: JSONObject = [:]
  ) -> [UInt8] {
    var data: JSONObject = [
      "party": "amir", "conversation": .string(conversation), "channel": "email",
      "body": .object(body), "actor": ["type": "agent", "id": "tess"],
    ]
    data["case"] = matter.map(JSONValue.string)
    if type.hasPrefix("message.sent") { data["direction"] = "outbound" }
    if !sealed.isEmpty { data["sealed"] = .object(sealed) }
    let event: JSONObject = [
      "specversion": "1.0", "id": .string(id ?? "l-\(minute)"), "source": "desk.example",
      "type": .string(type), "time": .string("2026-02-10T08:\(minute + 10):00Z"),
      "data": .object(data),
    ]
    return event.canonicalBytes + [UInt8(ascii: "\n")]
  }

  private static let opened = event("case.opened", 0, ["status": "open"], ["title": "Drain"])

  private static func made(_ events: [UInt8]...) throws -> Tool {
    let tool = try Tool()
    let report = try tool.json("append", "--strict", input: opened + events.flatMap(\.self))
    #expect(report["rejected"] == 0, "\(report)")
    try tool.succeed("project")
    return tool
  }

  private static func card(_ tool: Tool, _ show: [String] = ["case", "show", "V-5"]) throws
    -> String
  {
    try tool.run(show + ["--purpose", "they write"]).text
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test(
    "stands on its card with why",
    arguments: [
      ("case.escalated", ["level": 2], ["reason": "third flood"], "escalated", "“third flood”"),
      ("case.assigned", ["owner": "kofi"], ["note": "knows the street"], "assigned", "“knows the"),
      ("note.added", [:], ["text": "Gate code at the desk"], "last note", "“Gate code"),
      ("callback.attempted", ["outcome": "no_answer"], [:], "call tried", "no answer"),
      (
        "party.preference_set", ["preferredChannel": "sms"], ["note": "no letters"], "preference",
        "“no letters”"
      ),
    ] as [(String, JSONObject, JSONObject, String, String)])
  func said(
    type: String, body: JSONObject, sealed: JSONObject, label: String, why: String
  ) throws {
    let tool = try Self.made(Self.event(type, 5, body, sealed))
    let card = try Self.card(tool)
    #expect(card.contains("\(label) 2026-02-10 08:15"), "\(card)")
    #expect(card.contains("by tess: \(why)"), "\(card)")
    let closed = try tool.succeed("case", "show", "V-5").text
    #expect(!closed.contains("“"), "\(closed)")
  }

  @Test("also says why they prefer something on their own card")
  func preference() throws {
    let tool = try Self.made(
      Self.event("party.preference_set", 5, ["preferredChannel": "sms"], ["note": "no letters"]))
    let card = try Self.card(tool, ["party", "show", "amir"])
    #expect(card.contains("prefers sms: “no letters”"), "\(card)")
  }

  @Test("says that a reply did not arrive, until another one was sent")
  func failed() throws {
    let sent = Self.event("message.sent", 2, id: "m-1", [:], ["text": "We come on Monday."])
    let failed = Self.event("message.failed", 3, ["message": "m-1", "error": "mailbox_full"])
    let tool = try Self.made(sent, failed)
    #expect(try Self.card(tool).contains("NOT SENT 2026-02-10 08:13:00Z by tess: mailbox full"))
    try tool.succeed(
      "append", input: Self.event("message.sent", 9, id: "m-2", [:], ["text": "On Monday."]))
    try tool.succeed("project")
    #expect(try !Self.card(tool).contains("NOT SENT"))
  }

  @Test("says how what was passed on came back", arguments: ["returned", "rejected"])
  func cameBack(what: String) throws {
    let type = what == "returned" ? "handoff.returned" : "transfer.rejected"
    let tool = try Self.made(
      Self.event(
        "transfer.requested", 4, id: "h-1", ["handoff": "h-1", "kind": "warm", "toQueue": "field"],
        ["reason": "needs a crew", "expected": "go there"]),
      Self.event(type, 8, ["handoff": "h-1"], ["reason": "private pipe"]))
    let card = try Self.card(tool)
    #expect(
      card.contains("came back 2026-02-10 08:18:00Z \(what) by tess: “private pipe”"), "\(card)")
    #expect(!card.contains("expected"), "what came back is expected of nobody: \(card)")
    let answer = try tool.json("case", "show", "V-5", "--purpose", "they write")
    #expect(answer["setback"]?["what"] == .string(what))
    // Asked for again, it is on its way.
    try tool.succeed(
      "append",
      input: Self.event("transfer.requested", 20, ["kind": "warm", "toQueue": "pipes"]))
    try tool.succeed("project")
    #expect(try !Self.card(tool).contains("came back"))
  }

  @Test("finds a hand-off by what its source calls it, however short", arguments: ["h-1", "7b"])
  func called(name: String) throws {
    let tool = try Self.made(
      Self.event(
        "transfer.requested", 4, ["handoff": .string(name), "kind": "warm", "toQueue": "field"]))
    let id = try tool.json("handoff", "list")["handoffs"]?.array?.first?["handoff"]
    #expect(try tool.json("handoff", "show", name)["handoff"] == id)
    let found = try tool.json("find", name, "--purpose", "they ask")["people"]?.array ?? []
    #expect(found.map { $0["party"] } == ["amir"], "\(found)")
    let unknown = try tool.run("handoff", "show", "h-2")
    #expect(unknown.code == 3, "\(unknown.errors)")
  }

  @Test("A clock that ran when its case was closed has ended, and is late no more")
  func clock() throws {
    let tool = try Self.made(
      Self.event("sla.started", 1, ["clock": "answer", "due": "2026-02-12T12:00:00Z"]),
      Self.event("sla.paused", 2, ["clock": "repair"]))
    #expect(try tool.json("case", "list")["cases"]?.array?.map { $0["slaState"] } == ["late"])
    try tool.succeed("append", input: Self.event("case.closed", 30, ["resolution": "fixed"]))
    try tool.succeed("project")
    let state = try tool.json("case", "show", "V-5")["state"]
    #expect(state?["slaState"] == "ended" && state?["sla"]?["answer"]?["state"] == "ended")
    #expect(state?["sla"]?["repair"]?["state"] == "ended")
    #expect(state?["sla"]?["answer"]?["since"] == "2026-02-10T08:40:00Z")
    let ended = try tool.json("case", "list", "--sla", "ended")["cases"]?.array ?? []
    #expect(ended.map { $0["case"] } == ["V-5"])
    #expect(try tool.json("case", "list", "--sla", "running")["cases"] == [])
  }
}
