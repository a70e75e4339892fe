import Foundation
import InteractionModel
import Testing

/// What answers used to leave unsaid or to say otherwise than it is.
@Suite("Answers say what is so")
struct ToldAnswersTests {
  private static func event(
    _ type: String, _ minute: Int, of matter: String? = "L-1", party: String? = "una",
    actor: JSONValue = ["type": "agent", "id": "kay"], _ body: JSONObject = [:],
    sealed: JSONObject = [:], _ more: JSONObject = [:], id: String = ""
  ) -> [UInt8] {
    var data: JSONObject = [
      "conversation": "wire", "channel": "chat", "actor": actor, "body": .object(body),
    ]
    data["case"] = matter.map(JSONValue.string)
    data["party"] = party.map(JSONValue.string)
    if !sealed.isEmpty { data["sealed"] = .object(sealed) }
    for member in more.members { data[member.key] = member.value }
    return cloudEvent(
      type, id: "told-\(type)-\(minute)\(id)",
      ["time": .string("2026-07-06T11:\(minute):00Z"), "data": .object(data)])
  }

  @Test("An erasure says what of others is left, and so does its certificate")
  func left() throws {
    let tool = try Tool()
    try tool.succeed(
      "append",
      input: Self.event(
        "message.received", 10, actor: ["type": "party", "id": "una"],
        sealed: ["text": "I am Una."])
        + Self.event("note.added", 11, party: nil, sealed: ["text": "Una sounds tired."]))
    let rehearsal = try tool.json("party", "erase", "una", "--reason", "asked", "--dry-run")
    let left = try #require(rehearsal["left"]?.array)
    #expect(!left.isEmpty)
    let erased = try tool.json("party", "erase", "una", "--reason", "asked", "--yes")
    #expect(erased["left"]?.array == left)
    #expect(erased["leftSubjects"] == .int(Int64(left.count)))
    let certificate = try tool.json("erasure", "show", "una")
    #expect(certificate["leftSubjects"] == .int(Int64(left.count)))
    let shown = try tool.succeed("erasure", "show", "una").text
    #expect(shown.contains("of others") && shown.contains("redaction"), "\(shown)")
  }

  @Test("What is left stands below the certificate")
  func leftInWords() throws {
    let tool = try Tool()
    try tool.succeed(
      "append",
      input: Self.event(
        "message.received", 10, actor: ["type": "party", "id": "una"], sealed: ["text": "Hello."])
        + Self.event("note.added", 11, party: nil, sealed: ["text": "Una sounds tired."]))
    let text = try tool.succeed("party", "erase", "una", "--reason", "asked", "--yes").text
    let (certificate, left) = (
      text.range(of: "Certificate of erasure"), text.range(of: "Left as they are")
    )
    #expect(try #require(certificate).lowerBound < #require(left).lowerBound)
  }

  @Test("A clock that was met late is not met, and one that was met in time is")
  func clocks() throws {
    let tool = try Tool()
    for (matter, minute) in [("L-1", 20), ("L-2", 40)] {
      let place: JSONObject = ["conversation": .string("wire-\(matter)")]
      let events: [(type: String, minute: Int, body: JSONObject)] = [
        ("case.opened", 10, [:]),
        ("sla.started", 11, ["clock": "response", "due": "2026-07-06T11:30:00Z"]),
        ("sla.met", minute, ["clock": "response"]),
      ]
      for (type, minute, body) in events {
        try tool.succeed(
          "append",
          input: Self.event(type, minute, of: matter, body, sealed: [:], place, id: matter))
      }
    }
    try tool.succeed("project")
    func cases(_ state: String) throws -> [JSONValue?] {
      try tool.json("case", "list", "--sla", state)["cases"]?.array?.map { $0["case"] } ?? []
    }
    #expect(try cases("met") == ["L-1"])
    #expect(try cases("met_late") == ["L-2"])
    #expect(try tool.json("case", "show", "L-2")["state"]?["slaState"] == "met_late")
    let before = try tool.json("case", "show", "L-2", "--as-of", "occurred:2026-07-06T11:20:00Z")
    #expect(before["state"]?["slaState"] == "running")
  }

  @Test("A merge into a case that nobody knows is told, and refused when it is to be strict")
  func merges() throws {
    let tool = try Tool()
    let merge = Self.event("case.merged", 30, of: "L-1", ["into": "L-404"])
    let strict = try tool.run(
      "append", "--strict", "--json", input: Self.event("case.opened", 10) + merge)
    #expect(strict.code == 1 && strict.errors.contains("a case that this log knows nothing of"))
    #expect(try strict.json["appended"] == 1 && strict.json["rejected"] == 1)
    // One that comes later in the same import is known in the end.
    let known = try tool.json(
      "append", input: merge + Self.event("case.opened", 12, of: "L-404", party: nil))
    #expect(known["appended"] == 2 && known["warnings"] == 0, "\(known)")
    let lax = try tool.json(
      "append", input: Self.event("case.merged", 31, of: "L-404", ["into": "L-405"]))
    #expect(lax["appended"] == 1 && lax["warnings"] == 1)
  }

  @Test("What an office is reached by is nobody's contact", arguments: ["department", "queue"])
  func offices(field: String) throws {
    let tool = try Tool()
    let mailbox = "water.desk@city.example"
    let opened =
      field == "queue"
      ? Self.event("contact.enqueued", 10, ["queue": .string(mailbox)])
      : Self.event(
        "contact.enqueued", 10, ["queue": "desk"], sealed: [:], ["department": .string(mailbox)])
    try tool.succeed(
      "append",
      input: opened
        + Self.event("party.identified", 11, ["kind": "name"], sealed: ["name": "Una Reyes"]))
    try tool.succeed("project")
    let found = try tool.json("find", "una", "--purpose", "they call")["people"]?.array ?? []
    #expect(found.count == 1 && found.first?["contacts"] == [], "\(found)")
  }

  @Test("A short name that nobody has is no name that is too short")
  func shortNames() throws {
    let tool = try Tool()
    try tool.succeed(
      "append",
      input: Self.event("party.identified", 11, ["kind": "name"], sealed: ["name": "Kim Ode"]))
    try tool.succeed("project")
    #expect(try tool.json("find", "Kim", "--purpose", "they call")["people"]?.array?.count == 1)
    let nobody = try tool.run("find", "Lee", "--purpose", "they call").text
    #expect(nobody.contains("Nobody is known by that") && !nobody.contains("too short"))
    let digits = try tool.run("find", "617", "--purpose", "they call").text
    #expect(digits.contains("too short"), "\(digits)")
  }

  @Test("A table for other programs has no character that rules a terminal")
  func tables() throws {
    let tool = try Tool()
    try tool.succeed(
      "append",
      input: Self.event(
        "party.identified", 11, ["kind": "name"],
        sealed: ["name": "Kim \u{1B}[2J\u{9B}1mOde\u{202E}"]))
    try tool.succeed("project")
    let table = try tool.succeed("find", "una", "--csv", "--purpose", "they call").text
    #expect(table.contains("Kim \\u{1b}[2J\\u{9b}1mOde\\u{202e}"), "\(table)")
    #expect(!table.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{9B}" })
  }

  @Test("A redaction of what is not there hides no words, and does not look as if it did")
  func redaction() throws {
    let tool = try Tool()
    try tool.succeed(
      "append",
      input: Self.event(
        "message.received", 10, actor: ["type": "party", "id": "una"],
        sealed: ["text": "At the mill."])
        + Self.event("message.redacted", 11, ["message": "nowhere", "authority": "court"]))
    try tool.succeed("project")
    let shown = try tool.succeed("conversation", "show", "wire", "--purpose", "audit").text
    #expect(shown.contains("At the mill."))
    #expect(shown.contains("redaction of what is not here"), "\(shown)")
    #expect(!shown.contains("[internal]"), "\(shown)")
  }

  @Test("Findings are counted by what they are", arguments: [false, true])
  func counted(ofFindings: Bool) throws {
    let tool = try Tool()
    let asks = (20...22).flatMap {
      Self.event("fact.requested", $0, ["key": "address"])
    }
    try tool.succeed(
      "append",
      input: Self.event("fact.provided", 10, ["key": "address"], sealed: ["value": "3 Elm"]) + asks
        + Self.event("transfer.requested", 30, ["toQueue": "grants"]))
    try tool.succeed("project")
    let list = ["handoff", "list", "--count-by", "finding", "--json"]
    let answer = try tool.run(list + (ofFindings ? ["--finding", "repeat_ask"] : [])).json
    #expect(
      answer["countBy"] == .string(ofFindings ? "kind" : "findings"), "\(answer)")
    #expect(answer["counts"]?.array?.first?["count"] == .int(ofFindings ? 3 : 1), "\(answer)")
  }
}
