import Foundation
import InteractionModel
import Testing

@Suite("The master key on the command line")
struct MasterKeyTests {
  private func told() throws -> Tool {
    let tool = try Tool()
    try tool.succeed("append", input: cloudEvent("note.added", sealed: ["text": "sealed words"]))
    return tool
  }

  private func words(_ tool: Tool, _ options: [String] = []) throws -> Output {
    try tool.run(["log", "--open", "--purpose", "audit"] + options)
  }

  @Test("After a rotation everything opens with the new key and nothing with the old one")
  func rotation() throws {
    let tool = try told()
    let old = "\(tool.directory)/old.key"
    try FileManager.default.copyItem(atPath: "\(tool.store)/master.key", toPath: old)
    let answer = try tool.json("key", "rotate-master")
    #expect(answer["position"] == 3 && answer["fingerprint"]?.string?.isEmpty == false)
    let record = try tool.succeed("log", "--after", "2").json
    #expect(record["type"] == "key.rotated" && record["body"] == ["keyGeneration": 2])
    #expect(try words(tool).text.contains("sealed words"))
    let refused = try words(tool, ["--master-key-file", old])
    #expect(refused.code == 3 && refused.standardOutput.isEmpty, "\(refused.errors)")
    #expect(refused.errors.contains("key"))
    let appended = try tool.run(
      ["append", "--master-key-file", old], input: cloudEvent("case.opened"))
    #expect(appended.code == 3)
    try tool.succeed("key", "rotate-master")
    #expect(try words(tool).text.contains("sealed words"))
    #expect(try tool.json("verify")["ok"] == true)
  }

  @Test("A wrong, malformed, open or missing key is refused with 3, and says which")
  func refusals() throws {
    let tool = try told()
    func refuse(_ text: String, mode: Int = 0o600, _ hint: String) throws {
      let path = try tool.write(Array(text.utf8))
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
      let output = try words(tool, ["--master-key-file", path])
      #expect(output.code == 3, "\(output.code): \(output.errors)")
      #expect(output.standardOutput.isEmpty)
      #expect(output.errors.lowercased().contains(hint), "\(output.errors)")
      #expect(!output.errors.contains(text.prefix(20)) || text.isEmpty, "no key in a message")
    }
    try refuse(String(repeating: "ab", count: 32), "fingerprint")
    try refuse("no key at all", "hexadecimal")
    try refuse("", "hexadecimal")
    let right = try String(contentsOfFile: "\(tool.store)/master.key", encoding: .utf8)
    try refuse(right, mode: 0o644, "0600")
    try FileManager.default.removeItem(atPath: "\(tool.store)/master.key")
    let missing = try words(tool)
    #expect(missing.code == 3 && missing.errors.contains("master.key"))
    // What opens nothing needs no key.
    #expect(try tool.run("status").code == 0 && tool.run("verify").code == 0)
    #expect(try tool.run("log").code == 0)
    // A key of its own would make the old text unreadable for ever: init does not make one.
    let again = try tool.run("init")
    #expect(again.code == 3, "\(again.text)\(again.errors)")
    #expect(!FileManager.default.fileExists(atPath: "\(tool.store)/master.key"))
  }

  @Test("A key that a command prints, and its rotation")
  func command() throws {
    let tool = try Tool(initialised: false)
    let one = "printf %s \(String(repeating: "1a", count: 32))"
    let two = "printf %s \(String(repeating: "2b", count: 32))"
    try tool.succeed("init", "--master-key-command", one)
    #expect(!FileManager.default.fileExists(atPath: "\(tool.store)/master.key"))
    let event = cloudEvent("note.added", sealed: ["text": "sealed words"])
    try tool.succeed("append", "--master-key-command", one, input: event)
    #expect(try words(tool, ["--master-key-command", one]).text.contains("sealed words"))
    #expect(try words(tool, ["--master-key-command", two]).code == 3)
    try tool.succeed(
      "key", "rotate-master", "--master-key-command", one, "--new-master-key-command", two)
    #expect(try words(tool, ["--master-key-command", two]).text.contains("sealed words"))
    #expect(try words(tool, ["--master-key-command", one]).code == 3)
    let usage = try tool.run("key", "rotate-master", "--master-key-command", two)
    #expect(usage.code == 2 && usage.errors.contains("--new-master-key-command"))
  }
}
