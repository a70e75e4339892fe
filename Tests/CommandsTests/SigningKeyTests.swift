import EventLog
import Foundation
import InteractionModel
import Merkle
import Testing

@Suite("A log's signing key is replaced")
struct SigningKeyTests {
  /// A store with a checkpoint kept outside of it, and its key.
  private func signed() throws -> (tool: Tool, key: String, checkpoint: String) {
    let tool = try Tool(initialised: false)
    let key = try #require(try tool.json("init", "--origin", "test.example/log")["key"]?.string)
    try note(tool)
    let checkpoint = "\(tool.directory)/kept.checkpoint"
    try tool.succeed("checkpoint", "--out", checkpoint)
    return (tool, key, checkpoint)
  }

  private func note(_ tool: Tool) throws {
    try tool.succeed("append", input: cloudEvent("note.added", case: "C-1"))
  }

  private func secret(_ tool: Tool, _ name: String = "signing.key") throws -> SigningKey {
    let text = try String(contentsOfFile: "\(tool.store)/\(name)", encoding: .utf8)
    return try SigningKey(secret: text.trimmingCharacters(in: .newlines))
  }

  @Test("by one that the key before it states, in a record that checkpoints on both sides reach")
  func rotates() throws {
    let (tool, key, kept) = try signed()
    let change = try tool.json("key", "rotate-signing")
    let next = try #require(change["key"]?.string)
    #expect(next != key && change["position"] == 3)
    #expect(try secret(tool).verifier.description == next)
    #expect(!FileManager.default.fileExists(atPath: "\(tool.store)/signing.key.new"))
    let record = try tool.run("log", "--reverse", "--limit", "1").json
    #expect(record["type"] == "log.signing_key_rotated")
    #expect(record["body"]?["generation"] == 2 && record["body"]?["signingKey"]?.string == next)

    let keys = try tool.json("key", "signing")
    #expect(keys["inForce"]?.string == next)
    #expect(keys["keys"]?.array?.map { $0["from"]?.int } == [1, 3])
    let sides = [("last", key, UInt64(2)), ("first", next, 3)]
    for (side, verifier, size) in sides {
      let signed = try SignedCheckpoint(Array((change[side]?.string ?? "").utf8))
      try signed.verify(with: try VerifierKey(verifier))
      #expect(signed.checkpoint.size == size)
    }
    try note(tool)
    let later = "\(tool.directory)/later.checkpoint"
    try tool.succeed("checkpoint", "--out", later)
    #expect(try tool.run("verify").code == 0)
    // Whoever holds either key verifies both: the later one has signed the record that leads to it.
    for (file, verifier) in [(kept, key), (later, key), (later, next), (kept, next)] {
      let found = try tool.run("verify", "--checkpoint", file, "--key", verifier)
      #expect(found.code == 0, "\(found.errors)")
    }
    for position in ["2", "4"] {
      #expect(try tool.run("prove", position).code == 0)
    }
    let third = try tool.json("key", "rotate-signing")
    #expect(third["position"] == 5)
    #expect(try tool.run("verify", "--checkpoint", later, "--key", key).code == 0)
    #expect(try tool.run("verify").code == 0)
  }

  @Test(
    "A key that was replaced signs nothing more that anybody takes, a certificate of the next one is"
  )
  func retired() throws {
    let (tool, key, kept) = try signed()
    let old = try secret(tool)
    try tool.succeed("key", "rotate-signing")
    try note(tool)
    let later = "\(tool.directory)/later.checkpoint"
    try tool.succeed("checkpoint", "--out", later)
    let genuine = try SignedCheckpoint(Array(try Data(contentsOf: URL(filePath: later)))).checkpoint
    let forged = try tool.write(genuine.signed(by: old).bytes)
    let found = try tool.run("verify", "--checkpoint", forged, "--key", key)
    #expect(found.code == 2 || found.code == 1, "\(found.errors)")
    #expect(found.errors.contains("does not sign the tree over \(genuine.size) records"))
    for file in [kept, later] {
      #expect(try tool.run("verify", "--checkpoint", file, "--key", key).code == 0)
    }

    let certificate = "\(tool.directory)/replay.certificate"
    try tool.succeed("project", "--quiet")
    try tool.succeed("replay", "--quiet", "--certificate", certificate)
    func check(_ file: String) throws -> Output {
      try tool.run("certificate", "check", file, "--key", key, "--quiet")
    }
    #expect(try check(certificate).code == 0)
    let text = try SignedNote(Array(try Data(contentsOf: URL(filePath: certificate)))).text
    let resigned = try SignedNote(
      String(decoding: text, as: UTF8.self), signedBy: old.ofStatements)
    let refused = try check(tool.write(resigned.bytes))
    #expect(refused.code == 1, "\(refused.errors)")
    // What the next key states of the time before it is still true.
    let earlier = "\(tool.directory)/earlier.certificate"
    try tool.succeed("replay", "--quiet", "--until", "@2", "--certificate", earlier)
    #expect(try check(earlier).code == 0)
  }

  @Test("What an earlier key signed is checked with a later one where that attests the earlier")
  func attested() throws {
    let (tool, key, kept) = try signed()
    try tool.succeed("project", "--quiet")
    let certificate = "\(tool.directory)/replay.certificate"
    try tool.succeed("replay", "--quiet", "--certificate", certificate)
    var keys = [key]
    for _ in 0..<2 {
      keys.append(try #require(try tool.json("key", "rotate-signing")["key"]?.string))
      try note(tool)
    }
    func check(_ tool: Tool, _ key: String) throws -> [Int32] {
      [
        try tool.run("verify", "--checkpoint", kept, "--key", key).code,
        try tool.run("certificate", "check", certificate, "--key", key, "--quiet").code,
      ]
    }
    for key in keys { #expect(try check(tool, key) == [0, 0], "\(key)") }
    // The log keeps nothing by which the last key says that the others came before it.
    let silent = try Tool(copying: tool)
    try silent.rawLog().alter("checkpoint", "DELETE FROM checkpoint WHERE size > 4")
    #expect(try check(silent, keys[2]) == [4, 4])
    #expect(try check(silent, keys[1]) == [0, 0])
    let said = try silent.run("certificate", "check", certificate, "--key", keys[2], "--quiet")
    #expect(said.text.contains("cannot be checked here"), "\(said.text)")
    // Nobody else's key attests anything.
    let stranger = try SigningKey(name: "test.example/log").verifier.description
    #expect(try check(tool, stranger) == [1, 1])
  }

  @Test("A rotation that was killed on either side of its record loses no key")
  func interrupted() throws {
    // Before the record: the next key waits, and is taken by the next attempt.
    let (tool, _, _) = try signed()
    let waiting = try SigningKey(name: "test.example/log")
    let path = "\(tool.store)/signing.key.new"
    func wait(_ key: SigningKey) throws {
      try Data("\(key.secret)\n".utf8).write(to: URL(filePath: path))
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }
    try wait(waiting)
    try note(tool)
    #expect(try tool.run("checkpoint").code == 0, "the key in force signs still")
    #expect(
      try tool.json("key", "rotate-signing")["key"]?.string == waiting.verifier.description)

    // Behind it: the key that the log names is the one that waits.
    let old = try secret(tool)
    let next = try #require(try tool.json("key", "rotate-signing")["key"]?.string)
    try wait(secret(tool))
    try Data("\(old.secret)\n".utf8).write(to: URL(filePath: "\(tool.store)/signing.key"))
    try note(tool)
    let signed = try tool.json("checkpoint")["note"]?.string ?? ""
    try SignedCheckpoint(Array(signed.utf8)).verify(with: try VerifierKey(next))
    #expect(try tool.run("key", "rotate-signing").code == 0)
    #expect(try tool.run("verify").code == 0)
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test("A key signs no second history, whatever copy of the log it is asked for")
  func rolledBack() throws {
    let (tool, _, _) = try signed()
    let key = "\(tool.directory)/signing.key"
    try FileManager.default.moveItem(atPath: "\(tool.store)/signing.key", toPath: key)
    func sign(_ tool: Tool) throws -> Output {
      try tool.run("checkpoint", "--signing-key-file", key)
    }
    let first = try sign(tool)
    let older = try Tool(copying: tool)
    let (shorter, forked) = (try Tool(copying: tool), try Tool(copying: tool))
    try note(tool)
    try note(tool)
    try tool.rawLog().alter("checkpoint", "DELETE FROM checkpoint")
    #expect(try sign(tool).code == 0)
    try note(shorter)
    for _ in 0..<2 { try note(forked) }
    #expect(try sign(older).standardOutput == first.standardOutput, "signed before")
    let short = try sign(shorter)
    #expect(short.code == 1 && short.errors.contains("4 were signed"), "\(short.errors)")
    let other = try sign(forked)
    #expect(other.code == 1 && other.errors.contains("first 4 records"), "\(other.errors)")
    // The key knew, and so does the log from then on.
    for tool in [older, shorter, forked] {
      let refused = try tool.run("append", input: cloudEvent("note.added", case: "C-1"))
      #expect(refused.code == 3 && refused.errors.contains("nothing is appended"))
    }
    // Signed, and the power went before the log had it: it is the same one again.
    try note(tool)
    let signed = try sign(tool)
    try tool.rawLog().alter("checkpoint", "DELETE FROM checkpoint WHERE size = 5")
    #expect(try sign(tool).standardOutput == signed.standardOutput)
    try Data("x".utf8).write(to: URL(filePath: "\(key).last"))
    #expect(try sign(tool).code == 0, "nothing new is signed")
    try note(tool)
    let unread = try sign(tool)
    #expect(unread.code == 3 && unread.errors.contains(".last"), "\(unread.errors)")
  }

  @Test(
    "A record that names a key which the one before it does not state is found, and signs nothing")
  func forged() throws {
    let (tool, key, _) = try signed()
    try tool.succeed("key", "rotate-signing")
    let other = try SigningKey(name: "test.example/log")
    let log = try tool.rawLog()
    let digits = try log.value("SELECT hex(line) FROM record WHERE position = 3")
    let line = String(decoding: Hex.bytes(digits.lowercased()) ?? [], as: UTF8.self)
    let named = try #require(try tool.json("key", "signing")["inForce"]?.string)
    let altered = Array(line.replacing(named, with: other.verifier.description).utf8)
    try log.alter(
      "record",
      """
      UPDATE record SET line = x'\(Hex.string(altered))', leaf = x'\(Hash.leaf(altered))'
      WHERE position = 3
      """)
    let found = try tool.run("verify", "--json")
    #expect(found.code == 1)
    let problems = try found.json["problems"]?.array ?? []
    #expect(problems.contains { $0["what"] == "signing key" && $0["position"] == 3 }, "\(problems)")
    #expect(try tool.json("key", "signing")["inForce"]?.string == key)
  }

  @Test("A statement is no checkpoint, is of its own place in the row, and of keys of one log")
  func statements() throws {
    let (first, second) = (
      try SigningKey(name: "a.example/log"), try SigningKey(name: "a.example/log")
    )
    let rotation = try SigningKeyRotation(to: second.verifier, generation: 2, signedBy: first)
    let text = "\(SigningKeyRotation.format)\n\(second.verifier)\n2\n"
    #expect(throws: NoteError.isStatement(SigningKeyRotation.format)) {
      try Checkpoint(Array(text.utf8))
    }
    #expect(rotation.body["generation"] == 2)
    #expect(throws: NoteError.self) {
      try SigningKeyRotation(
        to: SigningKey(name: "b.example/log").verifier, generation: 2, signedBy: first)
    }
  }
}
