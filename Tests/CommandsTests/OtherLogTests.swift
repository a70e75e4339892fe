import Foundation
import InteractionModel
import Testing

@Suite("A log that was restored from an older copy and went on differently")
struct RestoredLogTests {
  private static let questions: [[String]] = [
    ["case", "list"], ["conversation", "list"], ["handoff", "list"], ["party", "list"],
    ["response", "list"], ["project"], ["rebuild", "CaseState", "--compare"],
  ]

  private static func events(_ prefix: String, _ count: Int) -> [UInt8] {
    (0..<count).flatMap { cloudEvent("case.opened", case: "\(prefix)-\($0)") }
  }

  private static func copy(_ tool: Tool) throws -> [String: Data] {
    var copy: [String: Data] = [:]
    for name in ["log.db", "log.db-wal", "vault.db", "vault.db-wal"] {
      copy[name] = try? Data(contentsOf: URL(filePath: "\(tool.store)/\(name)"))
    }
    return copy
  }

  private static func restore(_ copy: [String: Data], in tool: Tool) throws {
    for name in ["log.db", "vault.db"] {
      for suffix in ["", "-wal", "-shm"] {
        try? FileManager.default.removeItem(atPath: "\(tool.store)/\(name)\(suffix)")
      }
    }
    for (name, data) in copy { try data.write(to: URL(filePath: "\(tool.store)/\(name)")) }
  }

  @Test("is refused by every question, told by status and replay, and made good by rebuild")
  func foreign() throws {
    let tool = try Tool()
    try tool.succeed("append", input: Self.events("A", 5))
    let older = try Self.copy(tool)
    try tool.succeed("append", input: Self.events("B", 5))
    try tool.succeed("project")
    try Self.restore(older, in: tool)
    try tool.succeed("append", input: Self.events("C", 9))
    // The log is past where the read models stand, and another one there.
    for command in Self.questions {
      let output = try tool.run(command)
      #expect(output.code == 3, "\(command): \(output.text)")
      #expect(output.errors.contains("made from another log"), "\(command): \(output.errors)")
      #expect(output.errors.contains("throughline rebuild"), "\(command): \(output.errors)")
    }
    let status = try tool.json("status")
    for projection in status["projections"]?.array ?? [] {
      #expect(projection["state"] == "foreign")
      #expect(projection["failure"]?.string?.contains("another log") == true)
      #expect(projection["digest"] == JSONValue.null, "the digest is of the other log")
    }
    let verified = try tool.run("verify", "--json")
    #expect(verified.code == 1)
    #expect(
      try verified.json["projections"]?.array?.count == status["projections"]?.array?.count)
    #expect(try tool.run("verify").text.contains("not ok: CaseState is foreign"))
    let replay = try tool.run("replay", "--json")
    #expect(replay.code == 1)
    #expect(try replay.json["equal"] == false)
    let names = (status["projections"]?.array ?? []).compactMap { $0["projection"]?.string }
    #expect(!names.isEmpty)
    let rebuilt = try tool.run(["rebuild"] + names)
    #expect(rebuilt.code == 0, "\(rebuilt.errors)")
    #expect(try tool.json("replay")["equal"] == true)
    let cases = try tool.json("case", "list", "--limit", "100")
    let text = cases.canonicalText
    #expect(text.contains("C-8") && text.contains("A-4") && !text.contains("B-0"))
  }
}
