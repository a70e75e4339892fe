import InteractionModel
import Testing

/// What `search`, `find` and `log` answer is a list as well.
@Suite("Tables of what was found")
struct TableOfFoundTests {
  private static let made = Result {
    let tool = try Tool()
    func event(_ type: String, _ body: JSONObject, _ sealed: JSONObject) -> [UInt8] {
      cloudEvent(
        type, body: body, sealed: sealed,
        [
          "data": [
            "conversation": "talk", "party": "ola", "channel": "chat", "body": .object(body),
            "actor": ["type": "party", "id": "ola"], "sealed": .object(sealed),
          ]
        ])
    }
    try tool.succeed(
      "append",
      input: event("conversation.started", [:], ["subject": "Ferry"])
        + event("fact.provided", ["key": "name"], ["value": "=Ola Lund"])
        + event("fact.provided", ["key": "phone"], ["value": "+1 617 555 0142"])
        + event("message.received", [:], ["text": "=ferry, and \"tickets\""]))
    try tool.succeed("project")
    return tool
  }

  private func table(_ arguments: String...) throws -> [[String: String]] {
    let tool = try Tool(copying: Self.made.get())
    let rows = CSVText(try tool.run(arguments + ["--csv"]).text).rows
    let header = try #require(rows.first)
    return rows.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
  }

  @Test("have a line each, no cell of which is a formula")
  func cells() throws {
    let hits = try table("search", "tickets", "--purpose", "test")
    #expect(hits.map { $0["snippet"] } == ["'=ferry, and \"«tickets»\""])
    #expect(hits.map { $0["conversation"] } == ["talk"])
    #expect(hits.allSatisfy { Int($0["scorePerMille"] ?? "") != nil })
    let people = try table("find", "+1 617 555 0142", "--purpose", "test")
    #expect(people.map { $0["party"] } == ["ola"])
    #expect(people.map { $0["name"] } == ["'=Ola Lund"])
    #expect(people.map { $0["contacts"]?.first } == ["'"])
  }

  @Test("of the log have what stands in clear of every record, in either order")
  func log() throws {
    let tool = try Self.made.get()
    let lines = try tool.succeed("log").jsonLines
    let rows = try table("log")
    #expect(rows.count == lines.count)
    for (line, row) in zip(lines, rows) {
      for name in ["id", "type", "recorded", "stream", "conversation", "party", "channel"] {
        #expect(row[name] == line[name]?.string ?? "", "\(name)")
      }
      #expect(row["position"] == line["position"]?.canonicalText)
      #expect(row["sealed"] == String(line["sealed"]?.array?.count ?? 0))
      #expect(row["actor"] == line["actor"]?["id"]?.string ?? "")
    }
    #expect(try table("log", "--reverse", "--limit", "2") == Array(rows.reversed().prefix(2)))
    #expect(try table("log", "--type", "fact.provided").count == 2)
    for others in [["--json"], ["--open", "--purpose", "test"]] {
      #expect(try tool.run(["log", "--csv"] + others).code == 2)
    }
  }
}
