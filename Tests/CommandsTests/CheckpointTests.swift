import Foundation
import InteractionModel
import Merkle
import Testing

@Suite("What the log has signed of itself")
struct CheckpointTests {
  /// A store with a few records, its key, and a checkpoint kept outside of it.
  private func signed() throws -> (tool: Tool, key: String, checkpoint: String) {
    let tool = try Tool(initialised: false)
    let key = try #require(try tool.json("init", "--origin", "test.example/log")["key"]?.string)
    try note(tool, 3)
    let checkpoint = "\(tool.directory)/kept.checkpoint"
    try tool.succeed("checkpoint", "--out", checkpoint)
    return (tool, key, checkpoint)
  }

  private func note(_ tool: Tool, _ count: Int) throws {
    for number in 0..<count {
      try tool.succeed("append", input: cloudEvent("note.added", case: "C-\(number)"))
    }
  }

  /// Alters a record with its leaf, so that nothing but what was signed tells of it.
  private func rewrite(_ tool: Tool, at position: Int) throws {
    let log = try tool.rawLog()
    let digits = try log.value("SELECT hex(line) FROM record WHERE position = \(position)")
    let line = String(decoding: Hex.bytes(digits.lowercased()) ?? [], as: UTF8.self)
    let altered = Array(line.replacing(#""schema":1"#, with: #""schema":2"#).utf8)
    try log.alter(
      "record",
      """
      UPDATE record SET line = x'\(Hex.string(altered))', leaf = x'\(Hash.leaf(altered))'
      WHERE position = \(position)
      """)
  }

  @Test(
    "init makes a key of its own for it, which the first record names, and takes one that is there")
  func keys() throws {
    let (tool, key, _) = try signed()
    let verifier = try VerifierKey(key)
    #expect(verifier.name == "test.example/log")
    let path = "\(tool.store)/signing.key"
    let secret = try String(contentsOfFile: path, encoding: .utf8)
    #expect(try SigningKey(secret: secret.trimmingCharacters(in: .newlines)).verifier == verifier)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
    #expect((mode as? NSNumber)?.intValue == 0o600)
    #expect(try tool.run("log", "--limit", "1").json["body"]?["signingKey"]?.string == key)
    #expect(try tool.json("init")["key"]?.string == key)

    let other = try Tool(initialised: false)
    let refused = try other.run("init", "--origin", "b.example/log", "--signing-key-file", path)
    #expect(refused.code == 3 && refused.errors.contains("test.example/log"), "\(refused.errors)")
    #expect(try other.run("verify").code == 3, "nothing is made that has another's key")
    let another = try Tool(initialised: false)
    let taken = try another.json("init", "--origin", "test.example/log", "--signing-key-file", path)
    #expect(taken["key"]?.string == key)
    #expect(!FileManager.default.fileExists(atPath: "\(another.store)/signing.key"))
  }

  @Test("A checkpoint is a note that its key opens, the same as long as nothing came")
  func notes() throws {
    let (tool, key, path) = try signed()
    let bytes = Array(try Data(contentsOf: URL(filePath: path)))
    let checkpoint = try SignedCheckpoint(bytes)
    try checkpoint.verify(with: try VerifierKey(key))
    #expect(checkpoint.checkpoint.size == 4)
    #expect(try tool.run("checkpoint").standardOutput == bytes)
    let verified = try tool.json("verify")
    #expect(verified["size"] == 4 && verified["checkpoint"] == .null)
    #expect(verified["root"]?.string == checkpoint.checkpoint.root.base64)
    try note(tool, 1)
    #expect(try tool.json("checkpoint")["size"] == 5)
  }

  @Test("What was kept elsewhere is found in the log, also once that has grown")
  func outside() throws {
    let (tool, key, path) = try signed()
    try note(tool, 2)
    let verified = try tool.json("verify", "--checkpoint", path, "--key", key)
    #expect(verified["ok"] == true && verified["checkpoint"] == 4 && verified["size"] == 6)
    let shown = try tool.run("verify", "--checkpoint", path, "--key", key).text
    #expect(shown.contains("first 4 are those"), "\(shown)")
    #expect(try tool.run("verify").text.contains("consistent with itself only"))
  }

  @Test("A store that was rolled back, or rewritten with all it says of itself, is found by it")
  func rewritten() throws {
    let (tool, key, path) = try signed()
    let (older, rewritten) = (try Tool(copying: tool), try Tool(copying: tool))
    try note(tool, 2)
    let later = "\(tool.directory)/later.checkpoint"
    try tool.succeed("checkpoint", "--out", later)
    let short = try older.run("verify", "--checkpoint", later, "--key", key, "--json")
    #expect(short.code == 1)
    #expect(try short.json["problems"]?.array?.first?["position"] == 5, "\(short.text)")
    let alone = try older.run("verify")
    #expect(alone.code == 1 && alone.text.contains("the log by itself is ok"), "it was told")

    try note(rewritten, 1)
    try rewrite(rewritten, at: 3)
    #expect(try rewritten.run("verify").code == 1, "the log keeps what it signed")
    // A key that signs two histories is worth nothing.
    let refused = try rewritten.run("checkpoint")
    #expect(refused.code == 1 && refused.errors.contains("first 4 records"), "\(refused.errors)")
    let closed = try rewritten.run("append", input: cloudEvent("note.added"))
    #expect(closed.code == 3 && closed.errors.contains("first 4 records"), "\(closed.errors)")
    try rewritten.rawLog().alter("checkpoint", "DELETE FROM checkpoint")
    #expect(try rewritten.run("verify").code == 1, "its key remembers")
    let found = try rewritten.run("verify", "--checkpoint", path, "--key", key, "--json")
    #expect(found.code == 1)
    #expect(try found.json["problems"]?.array?.first?["what"] == "root of 4 records")
  }

  @Test("How many it keeps is said, and one that was deleted is missed where something tells of it")
  func deleted() throws {
    let (tool, _, _) = try signed()
    try note(tool, 1)
    try tool.succeed("project")
    #expect(
      try tool.run("verify").text.contains("The checkpoint that it keeps is of these records."))
    let given = try tool.json(
      "evidence", "--case", "C-1", "--purpose", "x", "--fresh", "--out",
      "\(tool.directory)/given.zip")
    let size = try #require(given["size"]?.int)
    let position = try #require(given["disclosed"]?.int)
    #expect(try tool.run("verify").text.contains("The 2 checkpoints that it keeps are"))
    #expect(try tool.json("verify")["checkpoints"] == 2)
    // One of which nothing tells is gone, and nobody can know.
    try tool.rawLog().alter("checkpoint", "DELETE FROM checkpoint WHERE size = 4")
    #expect(try tool.json("verify")["checkpoints"] == 1)
    #expect(try tool.run("verify").code == 0)
    // The last lies beside its key.
    try tool.succeed("append", input: cloudEvent("note.added", case: "C-9"))
    try tool.succeed("checkpoint")
    try tool.rawLog().alter("checkpoint", "DELETE FROM checkpoint WHERE size > \(size)")
    let last = try tool.json("verify")
    #expect(last["unkept"] == last["size"] && last["ok"] == true, "or it was never kept")
    #expect(try tool.run("verify").text.contains("it keeps no checkpoint of so many"))
    // And one by which something was given away stands in the register.
    try tool.rawLog().alter("checkpoint", "DELETE FROM checkpoint")
    let found = try tool.run("verify", "--json")
    #expect(found.code == 1)
    #expect(
      try found.json["problems"]?.array?.map {
        "\($0["position"]?.int ?? 0) \($0["what"]?.string ?? "")"
      }
        == ["\(position) checkpoint of \(size)"])
  }

  @Test("A checkpoint of another key, another log, or none at all, is not believed")
  func foreign() throws {
    let (tool, key, path) = try signed()
    let other = try SigningKey(name: "test.example/log").verifier.description
    let wrong = try tool.run("verify", "--checkpoint", path, "--key", other)
    #expect(wrong.code == 1 && wrong.errors.contains("none of the given keys"), "\(wrong.errors)")
    let elsewhere = try SigningKey(name: "b.example/log").verifier.description
    #expect(try tool.run("verify", "--checkpoint", path, "--key", elsewhere).code == 1)
    let none = try tool.write(Array("no note".utf8))
    #expect(try tool.run("verify", "--checkpoint", none, "--key", key).code == 2)
    #expect(try tool.run("verify", "--checkpoint", path).code == 2)
    #expect(try tool.run("verify", "--checkpoint", path, "--key", "x").code == 2)
    let away = try tool.run("verify", "--checkpoint", "/nowhere", "--key", key)
    #expect(away.code == 3 && away.errors.contains("/nowhere"))
  }

  @Test("Without the key nothing is signed, and it is said which is needed")
  func lost() throws {
    let (tool, _, _) = try signed()
    try note(tool, 1)
    let path = "\(tool.store)/signing.key"
    let secret = try Data(contentsOf: URL(filePath: path))
    try FileManager.default.removeItem(atPath: path)
    let missing = try tool.run("checkpoint")
    #expect(missing.code == 3 && missing.errors.contains("signing.key"), "\(missing.errors)")
    #expect(try tool.run("init").code == 0)
    #expect(!FileManager.default.fileExists(atPath: path), "another key would sign nothing of it")
    let other = try SigningKey(name: "test.example/log")
    let elsewhere = try tool.write(Array(other.secret.utf8))
    for (mode, hint) in [(0o644, "chmod"), (0o600, other.verifier.description)] {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: elsewhere)
      let refused = try tool.run("checkpoint", "--signing-key-file", elsewhere)
      #expect(refused.code == 3 && refused.errors.contains(hint), "\(refused.errors)")
      #expect(!refused.errors.contains(other.secret))
    }
    try secret.write(to: URL(filePath: elsewhere))
    #expect(try tool.run("checkpoint", "--signing-key-file", elsewhere).code == 0)
    // Nothing is written over a key.
    let over = try tool.run("checkpoint", "--out", elsewhere)
    #expect(over.code == 2 && over.errors.contains("it is a key"), "\(over.errors)")
  }
}
