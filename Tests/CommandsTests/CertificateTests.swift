import Foundation
import InteractionModel
import Merkle
import Testing

@Suite("What a replay gave, certified")
struct CertificateTests {
  /// A projected store, and the key that its first record names.
  private func city() throws -> (tool: Tool, key: String) {
    let tool = try Tool(copying: Prepared.city.tool)
    try tool.succeed("project", "--quiet")
    return (tool, try #require(try tool.json("init")["key"]?.string))
  }

  /// The certificate of a replay.
  private func certificate(_ tool: Tool, _ arguments: String...) throws -> [UInt8] {
    let file = "\(tool.directory)/\(UUID().uuidString).certificate"
    let output = try tool.run(["replay", "--quiet", "--certificate", file] + arguments)
    guard output.code == 0 else { throw UnexpectedEnd(["replay"] + arguments, output) }
    return Array(try Data(contentsOf: URL(filePath: file)))
  }

  private func check(_ tool: Tool, _ bytes: [UInt8], _ key: String) throws -> Output {
    try tool.run(
      "certificate", "check", try tool.write(bytes), "--key", key, "--quiet", "--json")
  }

  /// A statement like another one, signed by the log's key.
  private func signed(_ tool: Tool, _ text: String) throws -> [UInt8] {
    let secret = try String(contentsOfFile: "\(tool.store)/signing.key", encoding: .utf8)
    let key = try SigningKey(secret: secret.trimmingCharacters(in: .newlines)).ofStatements
    return try SignedNote(text, signedBy: key).bytes
  }

  private func text(_ bytes: [UInt8]) throws -> String {
    String(decoding: try SignedNote(bytes).text, as: UTF8.self)
  }

  @Test("It says origin, size, root and each state, and the log gives the same again")
  func certified() throws {
    let (tool, key) = try city()
    let head = try tool.head()
    let bytes = try certificate(tool)
    let lines = try text(bytes).split(separator: "\n").map(String.init)
    let root = try #require(try tool.json("verify")["root"]?.string)
    #expect(
      lines.prefix(4) == [
        "throughline/replay@v1", "origin test.example/log", "size \(head)", "root \(root)",
      ])
    let replayed = try tool.json("replay", "--quiet")["projections"]?.array ?? []
    for result in replayed {
      let name = try #require(result["projection"]?.string)
      let place = try #require(lines.firstIndex { $0.hasPrefix("projection \(name) ") })
      #expect(lines[place + 1] == "digest \(result["digest"]?.string ?? "")")
    }
    let checked = try check(tool, bytes, key)
    #expect(checked.code == 0, "\(checked.errors)")
    #expect(try checked.json["ok"] == true && checked.json["size"] == .int(head))
    #expect(try checked.json["verdict"] == "true" && checked.json["problem"] == .null)
    let said = try tool.run("certificate", "check", try tool.write(bytes), "--key", key)
    #expect(said.text.contains("is the signer's word alone"), "\(said.text)")
    // Also of a point that lies behind, and once the log has grown.
    let earlier = try certificate(tool, "--until", "@700", "--projection", "CaseState")
    try tool.succeed("append", input: cloudEvent("note.added"))
    for bytes in [bytes, earlier] { #expect(try check(tool, bytes, key).code == 0) }
    #expect(try text(earlier).contains("\nsize 700\n"))
    #expect(try !text(earlier).contains("ConversationArchive"))
  }

  @Test("Neither vault nor master key nor read models are needed to check it")
  func withoutVault() throws {
    let (tool, key) = try city()
    let bytes = try certificate(tool, "--projection", "ConversationArchive")
    for name in ["vault.db", "vault.db-wal", "vault.db-shm", "master.key", "signing.key"] {
      try? FileManager.default.removeItem(atPath: "\(tool.store)/\(name)")
    }
    let models = "\(tool.store)/projections"
    for name in try FileManager.default.contentsOfDirectory(atPath: models) {
      try FileManager.default.removeItem(atPath: "\(models)/\(name)")
    }
    let checked = try check(tool, bytes, key)
    #expect(checked.code == 0, "\(checked.errors)")
  }

  @Test("No reader of checkpoints and no witness takes it for one")
  func noCheckpoint() throws {
    let (tool, key) = try city()
    let bytes = try certificate(tool, "--projection", "CaseState")
    let format = NoteFormat(name: "replay", version: 1)
    #expect(throws: NoteError.isStatement(format)) { try SignedCheckpoint(bytes) }
    var note = try SignedNote(bytes)
    let verifier = try VerifierKey(key)
    // The log's own name signed nothing here.
    #expect(throws: NoteError.notSigned(by: ["test.example/log"])) {
      try note.verify(with: [verifier])
    }
    #expect(
      try note.verify(with: [verifier.ofStatements]).map(\.key.name) == [
        "test.example/log/statements"
      ])
    let witness = try SigningKey(name: "w.example", algorithm: .cosignature)
    #expect(throws: NoteError.isStatement(format)) { try note.cosign(with: witness, at: 1) }
    let file = try tool.write(bytes)
    #expect(try tool.run("verify", "--checkpoint", file, "--key", key).code == 2)
    // And a checkpoint is no certificate.
    let checkpoint = try tool.succeed("checkpoint").standardOutput
    #expect(try check(tool, checkpoint, key).code == 2)
  }

  @Test("What another key signed, or was altered, or is not so, is false")
  func isFalse() throws {
    let (tool, key) = try city()
    let bytes = try certificate(tool, "--projection", "CaseState")
    let text = try text(bytes)
    func verdict(_ bytes: [UInt8], key other: String? = nil) throws -> (Int32, JSONValue?) {
      let output = try check(tool, bytes, other ?? key)
      return (output.code, try output.json["verdict"])
    }
    let whole = String(decoding: bytes, as: UTF8.self)
    let altered = Array(whole.replacing("size ", with: "size 1").utf8)
    #expect(try verdict(altered) == (1, "false"))
    let stranger = try SigningKey(name: "test.example/log").verifier.description
    #expect(try verdict(bytes, key: stranger) == (1, "false"))
    let elsewhere = try SigningKey(name: "b.example/log").verifier.description
    #expect(try verdict(bytes, key: elsewhere) == (1, "false"))
    // Signed by the log's key, and nevertheless not so.
    let digest = try #require(text.split(separator: "\n").first { $0.hasPrefix("digest ") })
    for wrong in [
      text.replacing(digest, with: "digest \(String(repeating: "0", count: 64))"),
      text + "quarantined 5\n",
      text.replacing("origin test.example", with: "origin b.example"),
      text.replacing("root ", with: "root \(Hash.emptyRoot.base64)\n").split(separator: "\n")
        .enumerated().filter { $0.offset != 4 }.map { "\($0.element)\n" }.joined(),
    ] {
      #expect(try verdict(signed(tool, wrong)) == (1, "false"), "\(wrong)")
    }
    // A log that has lost records does not make it false.
    let longer = try signed(tool, text.replacing("\nsize ", with: "\nsize 9"))
    #expect(try verdict(longer) == (4, "cannot be checked here"))
    // Two answers to one question are none, though each were right.
    let twice = text + text.split(separator: "\n").suffix(2).map { "\($0)\n" }.joined()
    #expect(twice.components(separatedBy: "projection CaseState").count == 3)
    for malformed in [
      twice,
      text.replacing("\nsize ", with: "\nsize 0"), text + "something else\n",
      text.replacing("\nmade ", with: "\nwhen "), text.replacing("@v1", with: "@v2"),
    ] {
      #expect(try check(tool, signed(tool, malformed), key).code == 2, "\(malformed)")
    }
  }

  @Test("What code of another version folded cannot be checked here, which is not false")
  func otherCode() throws {
    let (tool, key) = try city()
    let text = try text(try certificate(tool, "--projection", "CaseState"))
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("projection ") })
    for other in ["\(line)9", "projection Unheard 1"] {
      let bytes = try signed(tool, text.replacing(line, with: other))
      let checked = try check(tool, bytes, key)
      #expect(checked.code == 4, "\(other)")
      #expect(try checked.json["ok"] == false)
      #expect(try checked.json["verdict"] == "cannot be checked here")
    }
    // What is false beside it is false.
    let root = try #require(text.split(separator: "\n").first { $0.hasPrefix("root ") })
    let both = text.replacing(line, with: "\(line)9")
      .replacing(root, with: "root \(Hash.emptyRoot.base64)")
    #expect(try check(tool, signed(tool, both), key).code == 1)
  }

  @Test("What was put into quarantine is named")
  func quarantined() throws {
    let (tool, key) = try city()
    try tool.succeed("quarantine", "CaseState", "700", "--reason", "a test")
    try tool.succeed("project", "--quiet")
    let bytes = try certificate(tool, "--projection", "CaseState")
    #expect(try text(bytes).hasSuffix("\nquarantined 700\n"))
    #expect(try check(tool, bytes, key).code == 0)
  }

  @Test("Nothing is certified of what is not equal, and no other file is written over")
  func refused() throws {
    let (tool, _) = try city()
    let notes = try tool.write(Array("my own\n".utf8), as: "notes.txt")
    let kept = try tool.run("replay", "--quiet", "--certificate", notes)
    #expect(kept.code == 2 && kept.errors.contains("is no certificate"), "\(kept.errors)")
    #expect(try String(contentsOfFile: notes, encoding: .utf8) == "my own\n")
    let inside = try tool.run("replay", "--quiet", "--certificate", "\(tool.store)/c")
    #expect(inside.code == 2)
    let file = "\(tool.directory)/c"
    for _ in 0..<2 {
      try tool.succeed("replay", "--quiet", "--projection", "CaseState", "--certificate", file)
    }
    let before = try Data(contentsOf: URL(filePath: file))
    try RawDatabase("\(tool.store)/projections/CaseState-1.db").execute(
      "UPDATE case_state SET status = 'closed?' WHERE key = (SELECT min(key) FROM case_state)")
    let other = try tool.run("replay", "--quiet", "--certificate", file)
    #expect(other.code == 1)
    #expect(try Data(contentsOf: URL(filePath: file)) == before)
    try FileManager.default.removeItem(atPath: "\(tool.store)/signing.key")
    let keyless = try tool.run("replay", "--quiet", "--certificate", file)
    #expect(keyless.code == 3 && keyless.errors.contains("signing key"), "\(keyless.errors)")
  }
}
