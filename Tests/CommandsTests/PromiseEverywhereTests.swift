import Foundation
import InteractionModel
import Testing

@Suite("What is owed is the same on every card")
struct PromiseEverywhereTests {
  private static func event(
    _ type: String, _ time: String, of matter: String = "D-8", in conversation: String? = "talk",
    id: String? = nil, _ body: JSONObject = [:]
  ) -> [UInt8] {
    var data: JSONObject = [
      "party": "p-iva", "case": .string(matter), "body": .object(body),
      "actor": ["type": "agent", "id": "kim"],
    ]
    if let conversation {
      data["conversation"] = .string(conversation)
      data["channel"] = "voice"
    }
    let event: JSONObject = [
      "specversion": "1.0", "id": .string(id ?? UUID().uuidString.lowercased()), "source": "desk",
      "type": .string(type), "time": .string("2026-02-\(time):00Z"), "data": .object(data),
    ]
    return event.canonicalBytes + [UInt8(ascii: "\n")]
  }

  /// The promises of each card as it says them.
  private static func shown(_ tool: Tool) throws -> [[String]] {
    try [["case", "show", "D-8"], ["party", "show", "p-iva"], ["find", "p-iva"]].map { command in
      let json = try tool.run(command + ["--purpose", "she calls", "--json"]).json
      let list =
        json["matter"]?["promises"] ?? json["state"]?["promises"]
        ?? json["people"]?.array?.first?["promises"]
      return (list?.array ?? []).map { promise in
        ["kind", "clock", "state", "due", "since"].map { promise[$0]?.string ?? "–" }
          .joined(separator: " ")
      }.sorted()
    }
  }

  private static func promised(_ tool: Tool) throws -> [Substring] {
    try [["case", "show", "D-8"], ["party", "show", "p-iva"], ["find", "p-iva"]].flatMap {
      command in
      try tool.run(command + ["--purpose", "she calls"]).text.split(separator: "\n")
        .filter { $0.contains("callback due") }
        .map { $0.dropFirst("promised".count).drop(while: \.isWhitespace) }
    }
  }

  @Test("a call that was missed is as late as it was then", arguments: ["talk", nil])
  func missed(conversation: String?) throws {
    let promise = "5c5e51f3-6a0b-4c7e-9f6a-9f2f2f0f0a01"
    let tool = try Tool()
    try tool.succeed(
      "append",
      input: Self.event("case.opened", "02T09:00", in: nil)
        + Self.event(
          "callback.promised", "02T09:10", in: conversation, id: promise,
          ["due": "2026-02-03T09:00:00Z"])
        + Self.event(
          "callback.missed", "03T11:00", in: conversation, ["callback": .string(promise)]))
    try tool.succeed("project")
    let all = try Self.shown(tool)
    #expect(all[0].count == 1 && all[0] == all[1] && all[1] == all[2], "\(all)")
    #expect(all[0].first?.contains("missed") == true)
    let lines = try Self.promised(tool)
    #expect(lines.count == 3 && Set(lines).count == 1, "\(lines)")
  }

  @Test("a clock that runs, is late or was breached, until its case is settled")
  func clocks() throws {
    let tool = try Tool()
    let started = [("response", "02T10:00"), ("resolution", "04T10:00"), ("update", "05T10:00")]
    try tool.succeed(
      "append",
      input: Self.event("case.opened", "02T09:00", in: nil)
        + started.flatMap { clock, due in
          Self.event(
            "sla.started", "02T09:00", in: nil,
            ["clock": .string(clock), "due": .string("2026-02-\(due):00Z")])
        } + Self.event("sla.met", "02T09:30", in: nil, ["clock": "response"])
        + Self.event("sla.breached", "05T10:00", in: nil, ["clock": "update"]))
    try tool.succeed("project")
    let all = try Self.shown(tool)
    #expect(all[1].count == 2 && all[1] == all[2], "\(all)")
    #expect(Set(all[1]).isSubset(of: all[0]), "\(all)")
    #expect(all[1].contains { $0.hasPrefix("sla resolution late") }, "\(all)")
    #expect(all[1].contains { $0.hasPrefix("sla update breached") }, "\(all)")

    try tool.succeed(
      "append", input: Self.event("case.closed", "09T10:00", in: nil, ["resolution": "done"]))
    try tool.succeed("project")
    #expect(try Self.shown(tool)[1...].allSatisfy(\.isEmpty))
    let before = try tool.json("party", "show", "p-iva", "--as-of", "occurred:2026-02-06")
    #expect(before["state"]?["promises"]?.array?.count == 2)
  }
}
