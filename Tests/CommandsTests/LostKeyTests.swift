import Foundation
import InteractionModel
import Testing

@Suite("A key that nobody destroyed and that is gone")
struct LostKeyTests {
  /// A copy of the city in which the key of the first sealed message is lost, and its position.
  private func prepared() throws -> (tool: Tool, position: Int64, conversation: String) {
    let tool = try Tool(copying: Prepared.city.tool)
    let row = try #require(
      try tool.rawLog().rows(
        """
        SELECT position, json_extract(CAST(line AS TEXT), '$.sealed[0].key'),
          json_extract(CAST(line AS TEXT), '$.conversation')
        FROM record WHERE json_extract(CAST(line AS TEXT), '$.type') = 'message.received'
        ORDER BY position LIMIT 1
        """
      ).first)
    try RawDatabase("\(tool.store)/vault.db").execute(
      "UPDATE subject_key SET wrapped = NULL WHERE key = x'\(row[1])'")
    return (tool, try #require(Int64(row[0])), row[2])
  }

  @Test("is shown as unavailable, never as erased")
  func shown() throws {
    let (tool, position, conversation) = try prepared()
    let line = try tool.succeed(
      "log", "--open", "--purpose", "audit", "--after", "\(position - 1)", "--limit", "1"
    ).jsonLines.first
    #expect(line?["opened"]?.array?.first?["state"] == "unavailable")
    #expect(line?["opened"]?.array?.first?["reason"]?.string?.contains("vault.db") == true)
    let timeline = try tool.succeed(
      "conversation", "timeline", conversation, "--purpose", "audit")
    #expect(timeline.text.contains("(unavailable)") && !timeline.text.contains("(erased)"))
    // What needs it stops.
    let search = try tool.run("rebuild", "search")
    #expect(search.code != 0, "\(search.text)")
  }

  @Test("is found by verify, with a remedy that works")
  func verified() throws {
    let (tool, position, _) = try prepared()
    for options in [[], ["--open"]] {
      let output = try tool.run(["verify", "--json"] + options)
      #expect(output.code == 1)
      let problems = try #require(try output.json["problems"]?.array)
      #expect(problems.contains { $0["position"] == .int(position) }, "\(problems)")
      #expect(problems.allSatisfy { $0["what"]?.string?.contains("key") == true })
      let shown = try tool.run(["verify"] + options)
      #expect(shown.code == 1 && shown.text.contains("restore vault.db from a copy"))
    }
    let vault = "\(tool.store)/vault.db"
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: vault + suffix)
    }
    try FileManager.default.copyItem(
      atPath: "\(try Prepared.city.tool.store)/vault.db", toPath: vault)
    #expect(try tool.run("verify", "--open").code == 0)
  }
}

@Suite("verify --open")
struct VerifyOpenTests {
  @Test("opens every part, says nothing of them and needs no purpose")
  func sound() throws {
    let tool = try Tool(copying: Prepared.city.tool)
    let head = try tool.rawLog().value("SELECT max(position) FROM record")
    let answer = try tool.json("verify", "--open")
    #expect(answer["ok"] == true && answer["vault"] == true)
    #expect((answer["parts"]?["opened"]?.int ?? 0) > 500 && answer["parts"]?["erased"] == 0)
    let shown = try tool.succeed("verify", "--open")
    #expect(shown.text.contains("sealed parts open, 0 were erased"))
    #expect(try tool.rawLog().value("SELECT max(position) FROM record") == head)
  }

  @Test("needs the master key, and says so")
  func keyless() throws {
    let tool = try Tool(copying: Prepared.city.tool)
    try FileManager.default.removeItem(atPath: "\(tool.store)/master.key")
    #expect(try tool.run("verify").code == 0)
    let output = try tool.run("verify", "--open")
    #expect(output.code == 3 && output.errors.contains("master.key"), "\(output.errors)")
  }
}
