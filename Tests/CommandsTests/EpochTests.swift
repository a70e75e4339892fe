import EventLog
import Foundation
import InteractionModel
import Merkle
import Operations
import Testing

@Suite("A log that is shorter than what was signed of it")
struct EpochTests {
  /// A log that signed 4 records, and a copy of its store as it was when it had signed 2.
  struct Loss {
    let tool: Tool
    /// The same log, without what came later.
    let older: Tool
    let key: String
    /// Of 2 records, which both have.
    let early: String
    /// Of 4 records.
    let late: String

    init() throws {
      tool = try Tool(initialised: false)
      key = try #require(try tool.json("init", "--origin", "test.example/log")["key"]?.string)
      try note(tool)
      early = "\(tool.directory)/early.checkpoint"
      late = "\(tool.directory)/late.checkpoint"
      try tool.succeed("checkpoint", "--out", early)
      older = try Tool(copying: tool)
      try note(tool)
      try note(tool)
      try tool.succeed("checkpoint", "--out", late)
    }

    func verify(_ tool: Tool, _ file: String, _ key: String? = nil) throws -> Output {
      try tool.run("verify", "--checkpoint", file, "--key", key ?? self.key)
    }

    /// Shows the older copy what it lacks, and gives it up.
    @discardableResult
    func startEpoch() throws -> JSONValue {
      #expect(try verify(older, late).code == 1)
      return try older.json("key", "start-epoch", "--lost-for-good")
    }
  }

  private static func isClosed(_ tool: Tool) throws -> Bool {
    let refused = try append(tool)
    guard refused.code != 0 else { return false }
    #expect(refused.code == 3 && refused.errors.contains("key start-epoch"), "\(refused.errors)")
    return true
  }

  @discardableResult
  private static func append(_ tool: Tool) throws -> Output {
    try tool.run("append", input: cloudEvent("note.added", case: "C-1"))
  }

  private static func replaceLog(of tool: Tool, by other: Tool) throws {
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: "\(tool.store)/log.db\(suffix)")
    }
    for suffix in ["", "-wal"]
    where FileManager.default.fileExists(atPath: "\(other.store)/log.db\(suffix)") {
      try FileManager.default.copyItem(
        atPath: "\(other.store)/log.db\(suffix)", toPath: "\(tool.store)/log.db\(suffix)")
    }
  }

  @Test(
    "is signed no more once it was shown what it does not extend, though its own key knows nothing")
  func signsNothing() throws {
    let loss = try Loss()
    for name in ["signing.key.last"] {
      try? FileManager.default.removeItem(atPath: "\(loss.older.store)/\(name)")
    }
    #expect(try loss.verify(loss.older, loss.late).code == 1)
    for command in [
      ["checkpoint"], ["tiles", "export", "\(loss.older.directory)/tiles"],
      ["checkpoint", "--follow", "--every", "1"],
    ] {
      let refused = try loss.older.run(command)
      #expect(refused.code == 1 && refused.errors.contains("4 were signed"), "\(command)")
    }
  }

  @Test("does not replace the checkpoint that was kept of more, nor one of another history")
  func keepsKept() throws {
    let loss = try Loss()
    try? FileManager.default.removeItem(atPath: "\(loss.older.store)/signing.key.last")
    let kept = try Data(contentsOf: URL(filePath: loss.late))
    let refused = try loss.older.run("checkpoint", "--out", loss.late)
    #expect(refused.code == 1 && refused.errors.contains("4 were signed"), "\(refused.errors)")
    #expect(try Data(contentsOf: URL(filePath: loss.late)) == kept)
    #expect(try Self.isClosed(loss.older))
  }

  @Test("takes nothing more once it is shown that, is read as before, and opens when they are back")
  func closes() throws {
    let loss = try Loss()
    let (tool, older) = (loss.tool, loss.older)
    #expect(try loss.verify(older, loss.early).code == 0)
    #expect(try older.json("status")["closed"] == .null)
    let shown = try loss.verify(older, loss.late)
    #expect(shown.code == 1 && shown.text.contains("Nothing is appended"), "\(shown.text)")
    #expect(try Self.isClosed(older))
    let closed = try older.json("status")["closed"]?.string ?? ""
    #expect(closed.contains("has 2 records, and 4 were signed"), "\(closed)")
    #expect(try older.run("project", "--quiet").code == 0)
    for refused in [
      ["hold", "place", "--case", "C-1", "--authority", "court-7"], ["key", "rotate-master"],
      ["key", "rotate-signing"],
      ["witness", "add", "http://127.0.0.1:1", "--key", try Self.witness().description],
      ["case", "timeline", "C-1", "--purpose", "to see"],
    ] {
      let output = try older.run(refused)
      #expect(output.code != 0 && output.errors.contains("4 were signed"), "\(refused)")
    }
    #expect(try older.run("log").text.split(separator: "\n").count == 2)
    let alone = try older.run("verify", "--open")
    #expect(alone.code == 1 && alone.text.contains("sealed parts open"), "\(alone.text)")
    #expect(alone.text.contains("Nothing is appended"), "\(alone.text)")
    #expect(try older.run("replay", "--quiet").code == 0)
    #expect(try older.run("case", "timeline", "C-1").code == 0)
    let certificate = "\(older.directory)/older.certificate"
    let uncertified = try older.run("replay", "--quiet", "--certificate", certificate)
    #expect(uncertified.code == 3 && uncertified.errors.contains("4 were signed"))
    #expect(!FileManager.default.fileExists(atPath: certificate))

    try Self.replaceLog(of: older, by: tool)
    #expect(try older.json("status")["closed"] == .null)
    #expect(FileManager.default.fileExists(atPath: "\(older.store)/unmet.checkpoint"))
    #expect(try !Self.isClosed(older))
    #expect(!FileManager.default.fileExists(atPath: "\(older.store)/unmet.checkpoint"))
    let none = try older.run("key", "start-epoch", "--lost-for-good")
    #expect(none.code == 3 && none.errors.contains("nothing to go on without"), "\(none.errors)")
  }

  @Test("is told so by what lies beside its key, whoever appends first")
  func besideTheKey() throws {
    let loss = try Loss()
    try Self.replaceLog(of: loss.tool, by: loss.older)
    let found = try loss.tool.run("verify")
    #expect(found.code == 1 && found.text.contains("not ok: it does not begin"), "\(found.text)")
    let unmet = "\(loss.tool.store)/unmet.checkpoint"
    #expect(!FileManager.default.fileExists(atPath: unmet), "who verifies writes nothing")
    #expect(try Self.isClosed(loss.tool))
    #expect(try loss.tool.run("verify").code == 1)
    // A process that was there before appends nothing more either.
    #expect(try !Self.isClosed(loss.older))
    let late = try loss.older.write(cloudEvent("note.added"))
    let running = try loss.older.start(
      ["append"], shell: "(sleep 5; cat '\(late)') | \"$@\"")
    #expect(try loss.verify(loss.older, loss.late).code == 1)
    let ended = try running.finish()
    #expect(ended.code == 3 && ended.errors.contains("4 were signed"), "\(ended.errors)")
  }

  @Test("believes nobody but its own key, and other histories close it as well")
  func believes() throws {
    let loss = try Loss()
    let stranger = try SigningKey(name: "test.example/log")
    let genuine = try SignedCheckpoint(Array(Data(contentsOf: URL(filePath: loss.late))))
    let forged = try loss.older.write(genuine.checkpoint.signed(by: stranger).bytes)
    let vouched = try loss.verify(loss.older, forged, stranger.verifier.description)
    #expect(
      vouched.code == 1 && vouched.text.contains("stays open all the same"), "\(vouched.text)")
    #expect(try loss.verify(loss.older, forged).code == 1)
    #expect(try !Self.isClosed(loss.older))
    for _ in 0..<3 { #expect(try !Self.isClosed(loss.older)) }
    let other = try loss.verify(loss.older, loss.late)
    #expect(other.code == 1 && other.text.contains("root of 4 records"), "\(other.text)")
    #expect(try Self.isClosed(loss.older))
    // Whoever gives it up signs again, and hides nothing.
    let started = try loss.older.json("key", "start-epoch", "--lost-for-good")
    #expect(started["position"] == 7 && started["lost"]?["size"] == 4)
    #expect(try !Self.isClosed(loss.older))
    #expect(try loss.older.run("checkpoint").code == 0)
    #expect(try loss.verify(loss.older, loss.late).code == 1)
    #expect(try !Self.isClosed(loss.older), "that is settled")
  }

  @Test("says so where only the missing records name the key, unless it is the store's own")
  func missingKey() throws {
    let loss = try Loss()
    try loss.tool.succeed("key", "rotate-signing")
    let late = "\(loss.tool.directory)/later.checkpoint"
    try loss.tool.succeed("checkpoint", "--out", late)
    let key = try #require(try loss.tool.json("init")["key"]?.string)
    let without = try loss.verify(loss.older, late, key)
    #expect(
      without.code == 1 && without.text.contains("stays open all the same"), "\(without.text)")
    let answer = try loss.older.run("verify", "--checkpoint", late, "--key", key, "--json").json
    #expect(answer["closed"] == false && answer["unnamedKey"]?.string == key)
    #expect(try !Self.isClosed(loss.older))
    try Self.replaceLog(of: loss.tool, by: loss.older)
    try FileManager.default.removeItem(atPath: "\(loss.tool.store)/signing.key.last")
    let with = try loss.verify(loss.tool, late, key)
    #expect(with.code == 1 && with.text.contains("Nothing is appended"), "\(with.text)")
    #expect(try Self.isClosed(loss.tool))
  }

  @Test("goes on under another origin when somebody says that they are lost for good")
  func startsEpoch() throws {
    let loss = try Loss()
    let older = loss.older
    #expect(try loss.verify(older, loss.late).code == 1)
    let asked = try older.run("key", "start-epoch")
    #expect(
      asked.code == 2 && asked.errors.contains("4 records of “test.example/log” were signed"),
      "\(asked.errors)")
    #expect(try older.head() == 2)
    let started = try older.json("key", "start-epoch", "--lost-for-good")
    let origin = "test.example/log/epoch-2"
    let next = try #require(started["key"]?.string)
    #expect(started["origin"]?.string == origin && started["position"] == 3)
    let record = try older.run("log", "--reverse", "--limit", "1").json
    let lost = try SignedCheckpoint(Array(Data(contentsOf: URL(filePath: loss.late)))).checkpoint
    #expect(record["type"] == "log.epoch_started" && record["stream"] == "log-origin")
    #expect(record["body"]?["root"]?.string == lost.root.base64)
    #expect(record["body"]?["size"] == 4 && record["body"]?["oldOrigin"]?.string == lost.origin)
    for _ in 0..<3 { #expect(try !Self.isClosed(older)) }
    let later = "\(older.directory)/later.checkpoint"
    try older.succeed("checkpoint", "--out", later)
    let signed = try SignedCheckpoint(Array(Data(contentsOf: URL(filePath: later))))
    #expect(signed.checkpoint.origin == origin && signed.checkpoint.size == 6)
    try signed.verify(with: VerifierKey(next))

    // What is common is compared; what is lost is said to be.
    let whole = try older.run("verify")
    #expect(whole.code == 0 && whole.text.contains("those from there on are lost"), "\(whole.text)")
    #expect(try older.run("verify", "--open").code == 0, "everything opens still")
    for (file, key, code) in [
      (loss.early, loss.key, 0), (later, loss.key, 0), (later, next, 0), (loss.late, loss.key, 4),
      (loss.early, next, 0), (loss.late, next, 4),
    ] {
      let found = try loss.verify(older, file, key)
      #expect(found.code == Int32(code), "\(file): \(found.text)\(found.errors)")
    }
    let partly = try older.run(
      "verify", "--checkpoint", loss.late, "--key", loss.key, "--json")
    #expect(try partly.json["ok"] == true && partly.json["compared"] == false)
    #expect(try partly.json["epochs"]?.array?.first?["lost"]?["size"] == 4)
    #expect(try !Self.isClosed(older))

    // The old key can give up no more than it did, and shows no other history of that.
    let old = try SigningKey(
      secret: String(contentsOfFile: "\(loss.tool.store)/signing.key", encoding: .utf8)
        .trimmingCharacters(in: .newlines))
    for (size, code) in [(UInt64(3), 4), (4, 1), (5, 1)] {
      let forged = try Checkpoint(origin: old.verifier.name, size: size, root: .leaf([1]))
      let found = try loss.verify(older, older.write(forged.signed(by: old).bytes))
      #expect(found.code == Int32(code), "\(size): \(found.text)\(found.errors)")
    }
    #expect(try !Self.isClosed(older))
    let keys = try older.json("key", "signing")["keys"]?.array ?? []
    #expect(keys.map { $0["origin"]?.string } == ["test.example/log", origin])

    // And it can happen again.
    let again = try Tool(copying: older)
    try FileManager.default.removeItem(atPath: "\(again.store)/signing.key.last")
    #expect(try !Self.isClosed(older))
    let last = "\(older.directory)/last.checkpoint"
    try older.succeed("checkpoint", "--out", last)
    #expect(try loss.verify(again, last).code == 1)
    let third = try again.json("key", "start-epoch", "--lost-for-good")
    #expect(third["origin"] == "test.example/log/epoch-3")
    #expect(try again.run("verify").code == 0)
    for (file, code) in [(loss.early, 0), (later, 0), (last, 4), (loss.late, 4)] {
      let found = try loss.verify(again, file)
      #expect(found.code == Int32(code), "\(file): \(found.text)\(found.errors)")
    }
  }

  @Test("is proven, certified, exported and witnessed under the new origin, not the old one")
  func everywhere() throws {
    let loss = try Loss()
    for tool in [loss.tool, loss.older] { try tool.succeed("project", "--quiet") }
    let folder = "\(loss.tool.directory)/tiles"
    try loss.tool.succeed("tiles", "export", folder)
    func certificate(_ tool: Tool, _ name: String) throws -> String {
      let file = "\(tool.directory)/\(name).certificate"
      try tool.succeed("replay", "--quiet", "--certificate", file)
      return file
    }
    let (whole, common) = (
      try certificate(loss.tool, "whole"), try certificate(loss.older, "common")
    )
    let key = try #require(try loss.startEpoch()["key"]?.string)
    let older = loss.older
    let line = try older.run("log", "--limit", "1", "--after", "1").text.trimmed
    let proof = "\(older.directory)/2.tlog-proof"
    try Data(older.succeed("prove", "2").standardOutput).write(to: URL(filePath: proof))
    for (key, code) in [(key, 0), (loss.key, 1)] {
      let checked = try older.run(
        "proof", "check", proof, "--key", key, "--record", line, store: .nowhere)
      #expect(checked.code == Int32(code), "\(checked.text)\(checked.errors)")
    }
    try older.succeed("project", "--quiet")
    let now = try certificate(older, "now")
    for (file, key, code) in [
      (common, loss.key, 0), (whole, loss.key, 4), (now, loss.key, 0), (now, key, 0),
      (common, key, 0),
    ] {
      let checked = try older.run("certificate", "check", file, "--key", key, "--quiet")
      #expect(checked.code == Int32(code), "\(file): \(checked.text)\(checked.errors)")
    }
    let refused = try older.run("tiles", "export", folder)
    #expect(refused.code == 3 && refused.errors.contains("signs no more"), "\(refused.errors)")
    try older.succeed("tiles", "export", "\(older.directory)/tiles")

    let witness = try RunningWitness(older, cosigning: [loss.key])
    try older.succeed(
      "witness", "add", witness.url.description, "--key", witness.key.description)
    let unknown = try older.run("checkpoint")
    #expect(unknown.code == 1 && unknown.errors.contains("does not know this log"))
    _ = try witness.stop()
    let told = try RunningWitness(older, cosigning: [loss.key, key], port: witness.port)
    #expect(try older.run("checkpoint").code == 0)
    _ = told
  }

  @Test("loses no key when the process dies on either side of the record")
  func interrupted() throws {
    let loss = try Loss()
    let path = "\(loss.older.store)/signing.key"
    // Before it: the key waits, under a name that a rotation does not take.
    let waiting = try SigningKey(name: "test.example/log/epoch-2")
    func write(_ data: Data, _ path: String) throws {
      try data.write(to: URL(filePath: path))
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }
    try write(Data("\(waiting.secret)\n".utf8), "\(path).new")
    try loss.older.succeed("key", "rotate-signing")
    #expect(!FileManager.default.fileExists(atPath: "\(path).new"))

    let second = try Loss()
    let place = "\(second.older.store)/signing.key"
    let before = try Data(contentsOf: URL(filePath: place))
    try second.startEpoch()
    // Behind it: the log names the key that waits, and the alarm is still there.
    try FileManager.default.moveItem(atPath: place, toPath: "\(place).new")
    try write(before, place)
    try FileManager.default.removeItem(atPath: "\(place).last")
    try FileManager.default.copyItem(
      atPath: second.late, toPath: "\(second.older.store)/unmet.checkpoint")
    try write(Data(contentsOf: URL(filePath: second.late)), "\(place).last")
    #expect(try !Self.isClosed(second.older))
    #expect(!FileManager.default.fileExists(atPath: "\(second.older.store)/unmet.checkpoint"))
    let signed = try second.older.json("checkpoint")
    #expect(signed["origin"] == "test.example/log/epoch-2")
    try second.older.succeed("key", "rotate-signing")
    #expect(try second.older.run("verify").code == 0)
  }

  @Test("cannot give up what it was signed as since, and a record that no key states is found")
  func forged() throws {
    let loss = try Loss()
    let before = try Tool(copying: loss.older)
    try loss.startEpoch()
    // Brought back from before its epoch: the key beside it is that of the new one.
    try Self.replaceLog(of: loss.older, by: before)
    #expect(try Self.isClosed(loss.older))
    let refused = try loss.older.run("key", "start-epoch", "--lost-for-good")
    #expect(refused.code == 3 && refused.errors.contains("epoch-2"), "\(refused.errors)")

    let other = try Loss()
    try other.startEpoch()
    let log = try other.older.rawLog()
    let digits = try log.value("SELECT hex(line) FROM record WHERE position = 3")
    let line = String(decoding: Hex.bytes(digits.lowercased()) ?? [], as: UTF8.self)
    let altered = Array(line.replacing("\"size\":4", with: "\"size\":9").utf8)
    try log.alter(
      "record",
      """
      UPDATE record SET line = x'\(Hex.string(altered))', leaf = x'\(Hash.leaf(altered))'
      WHERE position = 3
      """)
    let found = try other.older.run("verify", "--json")
    let problems = try found.json["problems"]?.array ?? []
    #expect(
      found.code == 1 && problems.contains { $0["what"] == "signing key" && $0["position"] == 3 },
      "\(problems)")
  }

  @Test("Evidence of the new origin is proven to whoever has the key of the old one")
  func evidence() throws {
    let tool = try Tool(copying: Prepared.city.tool)
    try tool.succeed("project", "--quiet")
    let matter = try #require(
      try tool.json("case", "list", "--limit", "1")["cases"]?.array?.first?["case"]?.string)
    let key = try #require(try tool.json("init")["key"]?.string)
    try tool.succeed("checkpoint")
    let older = try Tool(copying: tool)
    try Self.append(tool)
    let late = "\(tool.directory)/late.checkpoint"
    try tool.succeed("checkpoint", "--out", late)
    #expect(try older.run("verify", "--checkpoint", late, "--key", key).code == 1)
    let next = try #require(
      try older.json("key", "start-epoch", "--lost-for-good")["key"]?.string)
    let file = "\(older.directory)/case.zip"
    try older.succeed("evidence", "--case", matter, "--purpose", "request 9", "--out", file)
    for key in [key, next] {
      let found = try EvidenceArchive.python(
        [EvidenceArchive.verifier, file, "--key", key, "--json"])
      #expect(found.code == 0, "\(found.text)")
      let told = try JSONValue(parsing: Array(found.text.trimmed.utf8))
      #expect(told["origin"] == "test.example/log/epoch-2")
      #expect(told["epochs"]?.array?.first?["oldOrigin"] == "test.example/log")
    }
  }

  private static func witness() throws -> VerifierKey {
    try SigningKey(name: "w.example/1", algorithm: .cosignature).verifier
  }
}

/// Appends a note.
private func note(_ tool: Tool) throws {
  try tool.succeed(
    "append", input: cloudEvent("note.added", case: "C-1", sealed: ["text": "Called again"]))
}

extension String {
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
