import Foundation
import InteractionModel
import Testing

@Suite("A full-text index that is not what it must be")
struct SearchDamageTests {
  /// Every way of asking it is refused with what to do, `status` says why, `project` mends it.
  private func expectMended(_ tool: Tool, _ state: String, finding total: Int64) throws {
    for words in [["search", "hyacinth"], ["search", "hy*", "--json"], ["similar", "talk-p2"]] {
      let output = try tool.run(words + ["--purpose", "check"])
      #expect(output.code == 3 && output.text.isEmpty, "\(words): \(output.text)")
      #expect(output.errors.contains("throughline project"), "\(output.errors)")
    }
    let status = try tool.json("status")["search"]
    #expect(status?["state"] == .string(state), "\(status as Any)")
    #expect(status?["failure"] != .null)
    #expect(try tool.run("verify").code == 1)
    try tool.succeed("project")
    #expect(try tool.json("status")["search"]?["state"] == "live")
    #expect(
      try tool.json("search", "hyacinth", "--purpose", "check")["total"] == .int(total))
    #expect(try tool.run("verify").code == 0)
  }

  @Test("A shard that is gone or empty is no answer", arguments: [true, false])
  func shard(isGone: Bool) throws {
    let tool = try Tool.hyacinths()
    let path = "\(tool.store)/search/1/shard-0.db"
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: path + suffix)
    }
    if !isGone { _ = FileManager.default.createFile(atPath: path, contents: nil) }
    try expectMended(tool, "damaged", finding: 2)
  }

  @Test(
    "What only shows when all of it is looked at is seen by status, and from then on by who asks",
    arguments: ["status", "verify"])
  func hidden(command: String) throws {
    let tool = try Tool.hyacinths()
    try RawDatabase("\(tool.store)/search/1/shard-0.db").execute(
      "DELETE FROM words_content; UPDATE words_data SET block = zeroblob(9) WHERE id > 10")
    _ = try tool.run(command)
    try expectMended(tool, "damaged", finding: 2)
  }

  @Test("Nor is anybody needed to see it before it is mended")
  func unseen() throws {
    let tool = try Tool.hyacinths()
    try RawDatabase("\(tool.store)/search/1/shard-0.db").execute(
      "UPDATE document SET channel = 'fax'")
    let output = try tool.succeed("project")
    #expect(output.errors.contains("building it again"), "\(output.errors)")
    #expect(try tool.json("status")["search"]?["generation"] == 2)
  }

  @Test("An index brought back from before an erasure answers nothing until it has carried it out")
  func broughtBack() throws {
    let tool = try Tool.hyacinths()
    let (search, copy) = ("\(tool.store)/search", "\(tool.directory)/copy")
    try FileManager.default.copyItem(atPath: search, toPath: copy)
    try tool.succeed("party", "erase", "p1", "--reason", "asked", "--yes")
    try tool.succeed("project")
    try FileManager.default.removeItem(atPath: search)
    try FileManager.default.copyItem(atPath: copy, toPath: search)
    try expectMended(tool, "unpurged", finding: 1)
  }

  @Test("An index that is ahead of a log, or of another one, answers nothing")
  func otherLog() throws {
    let tool = try Tool.hyacinths()
    let copy = "\(tool.directory)/copy"
    try FileManager.default.copyItem(atPath: tool.store, toPath: copy)
    try tool.succeed("append", input: cloudEvent("note.added", sealed: ["text": "hyacinth"]))
    try tool.succeed("project")
    // Everything but the index is that of before.
    let search = "\(tool.directory)/search"
    try FileManager.default.moveItem(atPath: "\(tool.store)/search", toPath: search)
    try FileManager.default.removeItem(atPath: tool.store)
    try FileManager.default.moveItem(atPath: copy, toPath: tool.store)
    try FileManager.default.removeItem(atPath: "\(tool.store)/search")
    try FileManager.default.moveItem(atPath: search, toPath: "\(tool.store)/search")
    let ahead = try tool.run("search", "hyacinth", "--purpose", "check")
    #expect(ahead.code == 3 && ahead.errors.contains("ahead"), "\(ahead.errors)")
    #expect(try tool.json("status")["search"]?["state"] == "ahead")
    try tool.succeed("append", input: cloudEvent("note.added", sealed: ["text": "lantern"]))
    try tool.succeed("project", "--only", "CaseState")
    try expectMended(tool, "foreign", finding: 2)
  }
}
