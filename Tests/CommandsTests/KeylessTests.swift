import Foundation
import InteractionModel
import Testing

@Suite("Without the master key or the vault")
struct KeylessTests {
  private func withoutKey() throws -> Tool {
    let tool = try Tool(copying: Prepared.city.tool)
    try FileManager.default.removeItem(atPath: "\(tool.store)/master.key")
    return tool
  }

  @Test(
    "An auditor verifies, replays, projects and asks without the key that opens everything",
    arguments: [
      ["status"], ["verify"], ["replay"], ["project"], ["rebuild", "CaseState", "--compare"],
      ["case", "list", "--limit", "3"], ["log", "--limit", "3"],
    ])
  func reading(command: [String]) throws {
    let output = try withoutKey().run(command)
    #expect(output.code == 0, "\(output.errors)")
  }

  @Test("Opening and appending say which key is missing")
  func opening() throws {
    let tool = try withoutKey()
    for command in [["log", "--open", "--purpose", "audit"], ["append"]] {
      let output = try tool.run(command, input: cloudEvent("case.opened"))
      #expect(output.code == 3)
      #expect(output.errors.contains("master.key"), "\(output.errors)")
    }
  }

  @Test("A vault that is gone is asked back, never replaced by a new one")
  func vault() throws {
    let tool = try Tool(copying: Prepared.city.tool)
    let path = "\(tool.store)/vault.db"
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: path + suffix)
    }
    for command in [["init"], ["append"], ["log", "--open", "--purpose", "audit"]] {
      let output = try tool.run(command, input: cloudEvent("case.opened"))
      #expect(output.code == 3)
      #expect(output.errors.contains("vault.db is missing"), "\(output.errors)")
      #expect(!FileManager.default.fileExists(atPath: path))
    }
    #expect(try tool.run("verify").code == 0)
  }

  @Test("A birth record, a name or a file that is not as it should be is found by verify")
  func damagedBirth() throws {
    for (table, sql) in [
      (
        "record",
        "UPDATE record SET line = CAST(replace(line, 'log', 'lag') AS BLOB) WHERE position = 1"
      ),
      ("record", "UPDATE record SET position = 0 WHERE position = 1"),
      ("log_meta", "UPDATE log_meta SET value = 'other.example/log' WHERE name = 'origin'"),
    ] {
      let tool = try Tool(copying: Prepared.city.tool)
      try tool.rawLog().alter(table, sql)
      let output = try tool.run("verify", "--json")
      #expect(output.code == 1, "\(sql): \(output.errors)")
      let position = try output.json["problems"]?.array?.first?["position"]?.int
      #expect(position == 1 || position == 0, "\(sql)")
    }
  }

  @Test("The store may be named before, within and after the subcommand")
  func storeAnywhere() throws {
    let tool = try Prepared.city.tool
    let url = "sqlite:\(tool.store)"
    for words in [
      ["--store", url, "case", "list"], ["case", "--store", url, "list"],
      ["case", "list", "--store=\(url)"],
    ] {
      #expect(try tool.run(words, store: .nowhere).code == 0, "\(words)")
    }
  }
}
