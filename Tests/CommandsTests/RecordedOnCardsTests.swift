import Foundation
import InteractionModel
import Testing

@Suite("What cards say of times that nobody said")
struct RecordedOnCardsTests {
  private static let passing = "7c2d9d62-2b7e-4a52-b9a8-8f6b7e3c1d20"

  /// Everything of one conversation has a time, and nothing of another one.
  private static func made() throws -> Tool {
    let tool = try Tool()
    func event(
      _ type: String, _ time: String?, in conversation: String, id: String? = nil,
      _ body: JSONObject = [:], _ sealed: JSONObject = [:]
    ) -> [UInt8] {
      var data: JSONObject = [
        "case": "N-6", "party": "p-ivo", "conversation": .string(conversation), "channel": "voice",
        "body": .object(body), "actor": ["type": "agent", "id": "kim"],
      ]
      if !sealed.isEmpty { data["sealed"] = .object(sealed) }
      var event: JSONObject = [
        "specversion": "1.0", "id": .string(id ?? UUID().uuidString.lowercased()),
        "source": "desk", "type": .string(type), "data": .object(data),
      ]
      event["time"] = time.map { .string("2026-03-02T\($0):00Z") }
      return event.canonicalBytes + [UInt8(ascii: "\n")]
    }
    func told(_ key: String, _ time: String?, in conversation: String) -> [UInt8] {
      event("fact.provided", time, in: conversation, ["key": .string(key)], ["value": "x"])
    }
    try tool.succeed(
      "append",
      input: event("case.opened", "09:00", in: "timed")
        + event("contact.initiated", "09:01", in: "timed", ["contact": "k-1"])
        + told("meter", "09:02", in: "timed")
        + event("sla.breached", "09:03", in: "timed", ["clock": "update"])
        + event("contact.initiated", nil, in: "timeless", ["contact": "k-2"])
        + told("address", nil, in: "timeless")
        + event(
          "transfer.requested", nil, in: "timeless", id: passing,
          ["kind": "warm", "toQueue": "walls", "fromDepartment": "Parks", "toDepartment": "Water"]))
    try tool.succeed("project")
    return tool
  }

  /// The lines of a card that have some words.
  private static func lines(_ words: String, _ tool: Tool, _ show: String...) throws -> [Substring]
  {
    try tool.run(show + ["--purpose", "he calls"]).text.split(separator: "\n")
      .filter { $0.contains(words) }
  }

  @Test("contacts, the journey and facts whose time is that of recording say so, and no others")
  func recorded() throws {
    let tool = try Self.made()
    for show in [
      ["case", "show", "N-6"], ["party", "show", "p-ivo"], ["handoff", "show", Self.passing],
    ] {
      let text = try tool.run(show + ["--purpose", "he calls"]).text
      let contacts = text.split(separator: "\n").filter { $0.contains("  voice") }
      #expect(contacts.count == 2, "\(text)")
      #expect(contacts.map { $0.contains("(recorded)") } == [true, false], "\(text)")
    }
    let card = try tool.run("party", "show", "p-ivo", "--purpose", "he calls").text
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(card.contains(/address: x – provided \S+ \S+ \(recorded\), voice/), "\(card)")
    #expect(card.contains("meter: x – provided 2026-03-02 09:02:00Z, voice"), "\(card)")
  }

  @Test("a clock that was breached without a due date says when")
  func breached() throws {
    let lines = try Self.lines("SLA update", Self.made(), "case", "show", "N-6")
    #expect(lines.map { $0.contains("(breached 2026-03-02 09:03:00Z)") } == [true], "\(lines)")
  }

  @Test("hand-offs are counted by from where to where, as their table heads it")
  func counted() throws {
    let tool = try Self.made()
    for column in ["FROM → TO", "from → to", "fromDepartment → toDepartment"] {
      let json = try tool.json("handoff", "list", "--count-by", column)
      #expect(json["countBy"] == "fromDepartment → toDepartment")
      #expect(json["counts"] == [["value": "Parks → Water", "count": 1]], "\(json)")
    }
    let unknown = try tool.run("handoff", "list", "--count-by", "FROM → SHELF")
    #expect(unknown.code == 2 && unknown.errors.contains("“SHELF”"), "\(unknown.errors)")
  }

  @Test("a fact that an erasure took is gone from a difference because of that")
  func erased() throws {
    let tool = try Self.made()
    let head = try tool.head()
    try tool.succeed("party", "erase", "p-ivo", "--reason", "asked", "--yes")
    let text = try tool.run("case", "diff", "N-6", "--as-of", "@\(head)").text
    #expect(text.contains(/facts\[address\]: −[^\n]*\n/), "\(text)")
    #expect(text.contains("because @9 erasure requested"), "\(text)")
    let changes = try tool.json("case", "diff", "N-6", "--as-of", "@\(head)")["changes"]?.array
    let facts = changes?.first { $0["field"] == "facts" }
    #expect(facts?["causes"]?.array?.isEmpty == false, "\(changes ?? [])")
  }
}
