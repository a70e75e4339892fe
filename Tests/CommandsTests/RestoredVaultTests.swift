import Foundation
import InteractionModel
import Testing

@Suite("A vault that is older than its log")
struct RestoredVaultTests {
  /// A store in which somebody wrote twice, and the vault from between the two.
  private func prepared() throws -> (tool: Tool, older: String) {
    let tool = try Tool.told([("c1", "p1", "The first kingfisher")])
    let older = "\(tool.directory)/older"
    try FileManager.default.createDirectory(
      atPath: older, withIntermediateDirectories: false)
    try Self.copyVault(from: tool.store, to: older)
    let event: JSONObject = [
      "specversion": "1.0", "id": "second-kingfisher", "source": "test",
      "type": "message.received",
      "data": [
        "conversation": "c2", "party": "p1", "channel": "chat",
        "actor": ["type": "party", "id": "p1"], "sealed": ["text": "The second kingfisher"],
      ],
    ]
    try tool.succeed("append", input: event.canonicalBytes)
    return (tool, older)
  }

  private static func copyVault(from folder: String, to other: String) throws {
    for name in ["vault.db", "vault.db-wal", "vault.db-shm"] {
      try? FileManager.default.removeItem(atPath: "\(other)/\(name)")
      guard FileManager.default.fileExists(atPath: "\(folder)/\(name)") else { continue }
      try FileManager.default.copyItem(atPath: "\(folder)/\(name)", toPath: "\(other)/\(name)")
    }
  }

  @Test("opens, takes and erases nothing until the right one is back")
  func refused() throws {
    let (tool, older) = try prepared()
    let right = "\(tool.directory)/right"
    try FileManager.default.createDirectory(atPath: right, withIntermediateDirectories: false)
    try Self.copyVault(from: tool.store, to: right)
    try Self.copyVault(from: older, to: tool.store)
    let head = try tool.head()
    let commands = [
      ["append"], ["import", "cloudevents", "/dev/null"],
      ["log", "--open", "--purpose", "audit"], ["search", "kingfisher", "--purpose", "audit"],
      ["party", "erase", "p1", "--reason", "asked", "--yes"],
      ["conversation", "timeline", "c1", "--purpose", "audit"], ["rebuild", "search"],
    ]
    for command in commands {
      let output = try tool.run(command, input: [])
      #expect(output.code == 3, "\(command): \(output.text)")
      #expect(output.errors.contains("the vault is older than the log"), "\(output.errors)")
      #expect(output.errors.contains("restore the newest copy of vault.db"), "\(output.errors)")
    }
    #expect(try tool.head() == head)
    #expect(try tool.run("verify").code == 1)

    try Self.copyVault(from: right, to: tool.store)
    let opened = try tool.succeed("log", "--open", "--purpose", "audit").text
    #expect(opened.contains("first kingfisher") && opened.contains("second kingfisher"))
    try tool.succeed("party", "erase", "p1", "--reason", "asked", "--yes")
    #expect(try tool.json("verify")["ok"] == true)
  }
}
