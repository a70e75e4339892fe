import EventLog
import Foundation
import InteractionModel
import Projections
import Testing

@Suite("Builds of projections are kept, gone back to and removed")
struct GenerationTests {
  private func tool() throws -> Tool {
    let tool = try Tool()
    try tool.succeed("append", input: cloudEvent("case.opened") + cloudEvent("note.added"))
    try tool.succeed("project")
    return tool
  }

  private func catalogue(_ tool: Tool) throws -> RawDatabase {
    try RawDatabase("\(tool.store)/catalogue.db")
  }

  private func files(_ tool: Tool) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(tool.store)/projections")
      .filter { $0.hasPrefix("CaseState-") && $0.hasSuffix(".db") }.sorted()
  }

  private func generations(_ tool: Tool) throws -> [String] {
    (try tool.json("generation", "list")["generations"]?.array ?? [])
      .filter { $0["projection"] == "CaseState" }
      .map { "\($0["generation"]?.int ?? 0) \($0["state"]?.string ?? "")" }
  }

  @Test("What served is kept for a day, is shown, and serves again by one command")
  func rollback() throws {
    let tool = try tool()
    let rebuilt = try tool.json("rebuild", "CaseState")
    let previous = rebuilt["projections"]?.array?.first?["previous"]
    #expect(previous?["generation"] == 1 && previous?["keptUntil"]?.string != nil)
    #expect(try generations(tool) == ["1 previous", "2 serving"])
    #expect(try tool.succeed("status").text.contains("served before and is kept until"))
    try tool.succeed("append", input: cloudEvent("case.closed"))
    let back = try tool.json("generation", "rollback", "CaseState")
    #expect(
      back["generation"] == 1 && back["held"] == false && back["replaced"]?["generation"] == 2)
    #expect(back["position"] == .int(try tool.head()))
    #expect(try generations(tool) == ["1 serving", "2 previous"])
    #expect(try tool.run("case", "show", "C-1").code == 0)
    #expect(try tool.run("replay", "--projection", "CaseState").code == 0)
    // Another one takes its place, and the one that was kept goes.
    try tool.succeed("rebuild", "CaseState")
    #expect(try generations(tool) == ["1 previous", "3 serving"])
    #expect(try files(tool) == ["CaseState-1.db", "CaseState-3.db"])
    try tool.succeed("rebuild", "CaseState", "--keep-previous", "0")
    #expect(try generations(tool) == ["4 serving"])
    let none = try tool.run("generation", "rollback", "CaseState")
    #expect(none.code == 3 && none.errors.contains("no generation is kept"), "\(none.errors)")
  }

  @Test("It goes when its time is over, with whoever projects next")
  func expires() throws {
    let tool = try tool()
    try tool.succeed("rebuild", "CaseState")
    #expect(try files(tool).count == 2)
    try tool.succeed("project")
    #expect(try files(tool).count == 2)
    try catalogue(tool).execute("UPDATE generation SET kept_until = 1 WHERE state = 'previous'")
    let said = try tool.run("project")
    #expect(said.errors.contains("was kept long enough"), "\(said.errors)")
    #expect(try files(tool) == ["CaseState-2.db"] && generations(tool) == ["2 serving"])
  }

  @Test(
    "One whose file is gone, damaged, of another log or incomplete is refused, and nothing changes")
  func refused() throws {
    let tool = try tool()
    try tool.succeed("rebuild", "CaseState")
    for (what, alter) in [
      ("gone", { try FileManager.default.removeItem(atPath: $0) }),
      (
        "not a database",
        { try Data("nonsense".utf8).write(to: URL(filePath: $0)) }
      ),
      ("other log", { try RawDatabase($0).execute("UPDATE meta SET leaf = zeroblob(32)") }),
      ("incomplete", { try RawDatabase($0).execute("UPDATE meta SET root = zeroblob(32)") }),
      (
        "ahead",
        { try RawDatabase($0).execute("UPDATE meta SET checkpoint = 99, links_through = 99") }
      ),
    ] as [(String, (String) throws -> Void)] {
      let copy = try Tool(copying: tool)
      try alter("\(copy.store)/projections/CaseState-1.db")
      let refused = try copy.run("generation", "rollback", "CaseState")
      #expect(refused.code == 3, "\(what): \(refused.errors)")
      #expect(
        refused.errors.contains("rebuild CaseState") || what == "not a database",
        "\(what): \(refused.errors)")
      #expect(try generations(copy) == ["1 previous", "2 serving"], "\(what)")
      #expect(try copy.run("case", "show", "C-1").code == 0, "\(what)")
    }
  }

  @Test("What other code made serves stale, and stays until somebody builds another one")
  func stale() throws {
    let tool = try tool()
    try tool.succeed("rebuild", "CaseState")
    let version = Int64(try #require(ProjectionCatalogue.named("CaseState")).version)
    try catalogue(tool).execute(
      "UPDATE generation SET code_version = \(version - 1) WHERE state = 'previous'")
    let refused = try tool.run("generation", "rollback", "CaseState")
    #expect(refused.code == 3 && refused.errors.contains("--stale"), "\(refused.errors)")
    let back = try tool.json("generation", "rollback", "CaseState", "--stale")
    #expect(back["held"] == true && back["generation"] == 1)
    try tool.succeed("append", input: cloudEvent("note.added"))
    let projected = try tool.run("project")
    #expect(projected.errors.contains("somebody went back to"), "\(projected.errors)")
    #expect(try generations(tool) == ["1 serving", "2 previous"])
    let status = try tool.json("status")["projections"]?.array?.first
    #expect(status?["state"] == "stale" && status?["held"] == true && status?["behind"] != 0)
    #expect(try tool.run("status", "--check").code == 1)
    #expect(try tool.run("case", "show", "C-1").errors.contains("was built by version"))
    // The code that made what is kept now undoes it.
    #expect(try tool.json("generation", "rollback", "CaseState")["held"] == false)
    #expect(try tool.json("status")["projections"]?.array?.first?["state"] == "live")
  }

  @Test("A rebuild is estimated by the last one, and one that was interrupted is cancelled")
  func estimates() throws {
    let tool = try tool()
    try catalogue(tool).execute("DELETE FROM build_measure WHERE name = 'search'")
    let one = try tool.json("rebuild", "CaseState", "--estimate")
    #expect(one["records"] == .int(try tool.head()) && one["milliseconds"]?.int != nil)
    #expect((one["bytes"]?.int ?? 0) > 0 && one["short"] == false)
    #expect(try tool.json("rebuild", "search", "--estimate")["milliseconds"] == .null)
    try tool.succeed("rebuild", "search")
    #expect(try tool.json("rebuild", "search", "--estimate")["milliseconds"]?.int != nil)
    try catalogue(tool).execute(
      """
      UPDATE build_measure SET milliseconds = 60000, bytes = 1000, records = records / 2
      WHERE name = 'CaseState'
      """)
    let said = try tool.succeed("rebuild", "CaseState", "--estimate").text
    #expect(said.contains("min or less"), "\(said)")
    #expect(try generations(tool) == ["1 serving"], "nothing was built")
    // A disk that has no room for it.
    try catalogue(tool).execute(
      "UPDATE build_measure SET bytes = 1 << 60 WHERE name = 'search'")
    #expect(try tool.run("rebuild", "search", "--estimate").code == 1)

    #expect(try tool.succeed("rebuild", "CaseState", "--cancel").text.contains("No rebuild"))
    try tool.succeed("rebuild", "CaseState", "--no-swap")
    #expect(try generations(tool) == ["1 serving", "2 building"])
    #expect(try tool.succeed("status").text.contains("and is at position"))
    try tool.succeed("rebuild", "CaseState", "--cancel")
    #expect(try generations(tool) == ["1 serving"] && files(tool) == ["CaseState-1.db"])
    #expect(try tool.run("rebuild", "CaseState", "--cancel", "--estimate").code == 2)
    #expect(try tool.run("rebuild", "CaseState", "--keep-previous", "-1").code == 2)
  }
}
