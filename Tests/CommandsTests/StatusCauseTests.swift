import InteractionModel
import Testing

/// A case is open because somebody says so, or because something was led into it: not because of whatever
/// began in its conversation before.
@Suite("Because of what a case is open")
struct StatusCauseTests {
  private static func event(
    _ type: String, _ minute: Int, in conversation: String? = "hall", of matter: String?,
    _ body: JSONObject = [:]
  ) -> [UInt8] {
    var data: JSONObject = ["party": "juno", "channel": "chat", "body": .object(body)]
    data["conversation"] = conversation.map(JSONValue.string)
    data["case"] = matter.map(JSONValue.string)
    let event: JSONObject = [
      "specversion": "1.0", "id": .string("s-\(minute)"), "source": "desk.example",
      "type": .string(type), "time": .string("2026-01-20T09:\(minute + 10):00Z"),
      "data": .object(data),
    ]
    return event.canonicalBytes + [UInt8(ascii: "\n")]
  }

  private static let began =
    event("conversation.started", 0, of: nil) + event("contact.initiated", 1, of: nil)
  private static let linked = event("conversation.linked", 2, of: nil, ["case": "J-2"])
  private static let opening = event("case.opened", 3, in: nil, of: "J-2", ["status": "open"])

  @Test(
    "is its opening, else the link that led the first conversation into it",
    arguments: [
      (began + linked + opening, "case.opened"), (began + opening + linked, "case.opened"),
      (began + linked, "conversation.linked"),
    ])
  func cause(input: [UInt8], type: String) throws {
    let tool = try Tool()
    try tool.succeed("append", input: input)
    try tool.succeed("project")
    let reasons = try tool.json("case", "explain", "J-2", "status")
    let reason = reasons["fields"]?.array?.first
    #expect(reason?["value"] == "open" && reason?["type"] == .string(type), "\(reasons)")
    let head = try tool.json("status")["log"]?["head"]?["position"]?.int ?? 0
    let walk = try tool.json("replay", "--events", "--case", "J-2")["events"]?.array ?? []
    let said = walk.filter { event in
      (event["changes"]?.array ?? []).contains { $0["field"] == "status" }
    }
    #expect(said.count == 1, "\(head): \(walk)")
    if type == "case.opened" { #expect(said.map { $0["type"] } == ["case.opened"], "\(walk)") }
  }
}
