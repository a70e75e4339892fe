import Foundation
import InteractionModel
import Merkle
import Operations
import Testing

@Suite("Somebody else cosigns a log's checkpoints")
struct WitnessTests {
  /// A log with a few records and its key.
  private func log() throws -> (tool: Tool, key: String) {
    let tool = try Tool(initialised: false)
    let key = try #require(try tool.json("init", "--origin", "test.example/log")["key"]?.string)
    try note(tool, 3)
    return (tool, key)
  }

  private func note(_ tool: Tool, _ count: Int, of case: String = "C-1") throws {
    var events: [UInt8] = []
    for _ in 0..<count { events += cloudEvent("note.added", case: `case`) + [0x0A] }
    try tool.succeed("append", input: events)
  }

  private func add(_ witness: RunningWitness, to tool: Tool, quorum: Int = 1) throws {
    try tool.succeed(
      "witness", "add", witness.url.description, "--key", witness.key.description, "--quorum",
      "\(quorum)")
  }

  @Test("in a process of its own, which remembers across its end; whoever has its key sees that")
  func cosigns() throws {
    let (tool, key) = try log()
    let elsewhere = try Tool(initialised: false)
    let first = try RunningWitness(elsewhere, cosigning: [key])
    let shown = try elsewhere.run(
      "witness", "key", "--key", RunningWitness.keyFile(elsewhere, "witness.example/w1"),
      store: .nowhere)
    #expect(shown.text == "\(first.key)\n", "\(shown.errors)")
    try add(first, to: tool)
    let listed = try tool.json("witness", "list")
    #expect(listed["quorum"] == 1)
    #expect(listed["witnesses"]?.array?.first?["name"]?.string == "witness.example/w1")

    let kept = "\(tool.directory)/kept"
    let signed = try tool.json("checkpoint", "--out", kept)
    #expect(signed["ok"] == true && signed["witnesses"]?.array?.count == 1)
    let file = try SignedCheckpoint(Array(Data(contentsOf: URL(filePath: kept))))
    let log = try VerifierKey(key)
    #expect(try file.verify(with: log, witnesses: [first.key]).count == 1)
    // Whatever is given out has the cosignature, and the log keeps it.
    #expect(try tool.succeed("prove", "2").text.contains("\n— witness.example/w1 "))
    #expect(try tool.succeed("checkpoint").standardOutput == file.bytes)
    #expect(try tool.run("verify").code == 0)
    let verified = try tool.run(
      "verify", "--checkpoint", kept, "--key", key, "--witness", first.key.description)
    #expect(verified.code == 0 && verified.text.contains("1 of 1"), "\(verified.text)")
    let other = try SigningKey(name: "witness.example/w2", algorithm: .cosignature).verifier
    let both = ["--witness", first.key.description, "--witness", other.description]
    let check = ["verify", "--checkpoint", kept, "--key", key]
    let few = try tool.run(check + both)
    #expect(few.code == 1 && few.errors.contains("2 have to"), "\(few.errors)")
    #expect(try tool.run(check + both + ["--quorum", "1"]).code == 0)
    #expect(try tool.run(check + both + ["--quorum", "3"]).code == 2)

    try first.kill()
    let second = try RunningWitness(elsewhere, cosigning: [key], port: first.port)
    #expect(second.key == first.key)
    try note(tool, 40)
    #expect(try tool.json("checkpoint")["ok"] == true)
    let stopped = try second.stop()
    #expect(stopped.code == 0, "\(stopped.errors)")
    #expect(stopped.errors.contains("cosigned 45 records"), "\(stopped.errors)")
  }

  @Test("Where too few do, that is said, the checkpoint is kept, and they are asked again")
  func quorum() throws {
    let (tool, key) = try log()
    let witness = try RunningWitness(tool, cosigning: [key])
    try add(witness, to: tool)
    _ = try witness.stop()
    let failed = try tool.run("checkpoint", "--json")
    #expect(failed.code == 1 && failed.errors.contains("nobody listens"), "\(failed.errors)")
    let answer = try failed.json
    #expect(answer["ok"] == false && answer["failures"]?.array?.count == 1)
    #expect(try tool.run("checkpoint", "--quorum", "0").code == 0)

    let folder = "\(tool.directory)/kept"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    let follower = try tool.start(
      ["checkpoint", "--follow", "--within", "1", "--out", folder, "--witness-wait", "2"])
    let path = "\(folder)/checkpoint-5"
    func isCosigned() -> Bool {
      (try? String(contentsOfFile: path, encoding: .utf8))?.contains("— witness.example") ?? false
    }
    while !FileManager.default.fileExists(atPath: path), !follower.hasEnded(within: 20) {}
    #expect(!isCosigned())
    let again = try RunningWitness(tool, cosigning: [key], port: witness.port)
    while !isCosigned(), !follower.hasEnded(within: 20) {}
    #expect(isCosigned(), "without a record more")
    follower.send(SIGTERM)
    let ended = try follower.finish()
    #expect(ended.code == 0 && ended.errors.contains("0 of the 1"), "\(ended.errors)")
    _ = again
  }

  @Test("A record is proven by the last checkpoint that enough cosigned, and that is said")
  func olderProof() throws {
    let (tool, key) = try log()
    let witness = try RunningWitness(tool, cosigning: [key])
    try add(witness, to: tool)
    try tool.succeed("checkpoint")
    _ = try witness.stop()
    try note(tool, 1)
    #expect(try tool.run("checkpoint").code == 1)
    let older = try tool.run("prove", "2")
    #expect(older.code == 0 && older.text.contains("\n— witness.example/w1 "), "\(older.errors)")
    #expect(
      older.errors.contains("too few witnesses cosigned the last one, of 6"), "\(older.errors)")
    // What no such one reaches is proven by the last.
    let newer = try tool.run("prove", "6")
    #expect(newer.code == 0 && newer.errors.contains("0 of the 1 witnesses"), "\(newer.errors)")
    #expect(!newer.text.contains("witness.example/w1"))
    let told = try tool.json("prove", "6")
    #expect(told["reached"] == false && told["quorum"] == 1 && told["cosigned"] == [])
  }

  @Test("A store that was rolled back, and went on or not, is found by what the witness saw")
  func rolledBack() throws {
    let (tool, key) = try log()
    let witness = try RunningWitness(tool, cosigning: [key])
    try add(witness, to: tool)
    try tool.succeed("checkpoint")
    let (short, forked, same) = (
      try Tool(copying: tool), try Tool(copying: tool), try Tool(copying: tool)
    )
    try note(tool, 4)
    try tool.succeed("checkpoint")
    try note(short, 1)
    let missing = try short.run("checkpoint")
    #expect(
      missing.code == 1 && missing.errors.contains("ALARM")
        && missing.errors.contains("has cosigned 9 records of this log, which has 6"),
      "\(missing.errors)")
    // It tells which checkpoint that was, so that nothing is appended to what lacks records of it.
    let refused = try short.run("append", input: cloudEvent("note.added"))
    #expect(refused.code == 3 && refused.errors.contains("9 were signed"), "\(refused.errors)")
    let status = try short.json("status")
    let told = status["witnesses"]?["witnesses"]?.array?.first
    #expect(told?["cosigned"] == 5 && told?["alarm"]?["cosigned"] == 9)
    let shown = try short.run("status")
    #expect(shown.text.contains("ALARM of the witness") && shown.text.contains("9 were signed"))
    #expect(try tool.json("status")["witnesses"]?["quorum"] == 1)
    let well = try tool.json("status")["witnesses"]?["witnesses"]?.array?.first
    #expect(well?["cosigned"] == 9 && well?["alarm"] == .null)
    try note(same, 4, of: "C-2")
    let equal = try same.run("checkpoint")
    #expect(
      equal.code == 1 && equal.errors.contains("first 9 records are not"), "\(equal.errors)")
    try note(forked, 9, of: "C-2")
    #expect(try forked.run("verify").code == 0, "by itself it is consistent")
    let other = try forked.run("checkpoint")
    #expect(
      other.code == 1 && other.errors.contains("first 9 records are not"), "\(other.errors)")
    let verified = try forked.run("verify")
    #expect(
      verified.code == 1 && verified.text.contains("not ok: it does not begin with all"),
      "\(verified.text)\(verified.errors)")
    let said = try witness.stop().errors
    #expect(said.contains("FORK") && said.contains("does not prove"), "\(said)")
  }

  @Test("A witness that knows not the log, or not its key, or answers nonsense, is named")
  func strangers() async throws {
    let (tool, key) = try log()
    let other = try SigningKey(name: "test.example/log").verifier.description
    let elsewhere = try SigningKey(name: "b.example/log").verifier.description
    for (number, (keys, said)) in [
      ([elsewhere], "does not know this log"), ([other], "does not know the key"),
    ].enumerated() {
      let witness = try RunningWitness(tool, cosigning: keys, name: "w.example/\(number)")
      try add(witness, to: tool)
      let failed = try tool.run("checkpoint")
      #expect(failed.code == 1 && failed.errors.contains(said), "\(failed.errors)")
      try tool.succeed("witness", "remove", "w.example/\(number)")
    }
    let witness = try RunningWitness(tool, cosigning: [key])
    let post = HTTPWitnessPost()
    for (body, status) in [
      (Array("old 0\n".utf8), 400),
      ([UInt8](repeating: 0x61, count: WitnessRequest.longest + 1), 413),
    ] {
      let reply = try await post.send(body, to: witness.url, within: .seconds(300))
      #expect(reply.status == status)
    }
    // Registered with a key that is not the one it has.
    let wrong = try SigningKey(name: "witness.example/w1", algorithm: .cosignature).verifier
    try tool.succeed(
      "witness", "add", witness.url.description, "--key", wrong.description)
    let failed = try tool.run("checkpoint")
    #expect(
      failed.code == 1 && failed.errors.contains("did not answer with its cosignature"),
      "\(failed.errors)")
  }

  @Test("Who cosigns is said in the log, and nothing is taken that could not")
  func registered() throws {
    let (tool, key) = try log()
    func witness(_ name: String) throws -> VerifierKey {
      try SigningKey(name: name, algorithm: .cosignature).verifier
    }
    let one = try witness("w.example/1")
    let alias = try VerifierKey(
      name: "w.example/2", algorithm: .cosignature, publicKey: one.publicKey)
    let url = "https://w.example/submit"
    #expect(try tool.run("witness", "add", url, "--key", key).code == 2)
    for bad in ["ftp://w.example", "https://u:p@w.example", "w.example", "https://w.example?x"] {
      #expect(try tool.run("witness", "add", bad, "--key", one.description).code == 2)
    }
    try tool.succeed("witness", "add", url, "--key", one.description)
    let twice = try tool.run("witness", "add", url, "--key", alias.description)
    #expect(twice.code == 3 && twice.errors.contains("w.example/1"), "\(twice.errors)")
    let many = try tool.run("witness", "add", url, "--key", one.description, "--quorum", "2")
    #expect(many.code == 3 && many.errors.contains("from 0 to 1"), "\(many.errors)")
    let three = try witness("w.example/3")
    try tool.succeed("witness", "add", url, "--key", three.description, "--quorum", "2")
    #expect(try tool.json("witness", "list")["quorum"] == 2)
    let removed = try tool.json("witness", "remove", "w.example/1")
    #expect(removed["quorum"] == 1 && removed["witnesses"]?.array?.count == 1)
    #expect(try tool.run("witness", "remove", "w.example/1").code == 3)
    let record = try tool.run("log", "--reverse", "--limit", "1").json
    #expect(record["type"] == "log.witness_removed")
    #expect(record["body"]?["witness"]?.string == one.description)
    #expect(try tool.run("verify").code == 0)
  }

  @Test("A cosignature that nobody made is found among those that are kept")
  func forged() throws {
    let (tool, key) = try log()
    let witness = try RunningWitness(tool, cosigning: [key])
    try add(witness, to: tool)
    try tool.succeed("checkpoint")
    let log = try tool.rawLog()
    let line = try log.value("SELECT line FROM cosignature")
    let blob = line.split(separator: " ").last.map(String.init) ?? ""
    let altered = String(blob.prefix(20)) + (blob.contains("A") ? "B" : "A") + blob.dropFirst(21)
    try log.alter(
      "cosignature",
      "UPDATE cosignature SET line = '\(line.replacing(blob, with: altered))'")
    let found = try tool.run("verify", "--json")
    #expect(found.code == 1)
    #expect(try found.json["problems"]?.array?.first?["what"] == "cosignature of 5")
  }

  @Test("A cosignature that was deleted is missed by whatever tells of it")
  func deleted() throws {
    let (tool, key) = try log()
    let witness = try RunningWitness(tool, cosigning: [key])
    try add(witness, to: tool)
    let kept = "\(tool.directory)/kept"
    try tool.succeed("checkpoint", "--out", kept)
    let whole = try tool.json("verify", "--checkpoint", kept, "--key", key)
    #expect(whole["uncosigned"] == .null && whole["unkeptWitnesses"] == [])
    let bare = try Tool(copying: tool)
    try tool.succeed("project")
    _ = try tool.evidence("--case", "C-1")

    // By the quorum that the log states, which a witness that never answered leaves open, too.
    try bare.rawLog().alter("cosignature", "DELETE FROM cosignature")
    let few = try bare.run("verify")
    #expect(few.code == 0 && few.text.contains("0 of 1: witnesses did not answer"), "\(few.text)")
    #expect(
      try bare.json("verify")["uncosigned"] == ["count": 1, "cosigned": 0, "last": 5, "quorum": 1])
    // By the checkpoint that was kept elsewhere.
    let outside = ["verify", "--checkpoint", kept, "--key", key]
    #expect(try bare.run(outside).text.contains("a cosignature of witness.example/w1"))
    #expect(
      try bare.run(outside + ["--json"]).json["unkeptWitnesses"] == ["witness.example/w1"])
    // By a disclosure that had it.
    try tool.rawLog().alter("cosignature", "DELETE FROM cosignature")
    let missed = try tool.run("verify", "--json")
    #expect(missed.code == 1)
    let problem = try missed.json["problems"]?.array?.first
    #expect(problem?["what"] == "cosignatures of 5", "\(missed.text)")
    #expect(problem?["expected"] == "1, as the disclosure says")
    #expect(problem?["found"]?.string?.hasPrefix("0; one was deleted") == true)
  }

  @Test("Evidence by a checkpoint that too few cosigned says so everywhere, and is no success")
  func evidence() throws {
    let (tool, key) = try log()
    let witness = try RunningWitness(tool, cosigning: [key])
    try tool.succeed("project")
    let none = try tool.evidence("--case", "C-1", as: "none.zip")
    #expect(!(try none.verified().text.contains("witnesses")))
    try add(witness, to: tool)
    try note(tool, 1)
    let enough = try tool.evidence("--case", "C-1", as: "enough.zip")
    try enough.check()
    #expect(try enough.verified().text.contains("1 did (witness.example/w1)"))
    _ = try witness.stop()
    try note(tool, 1)
    let path = "\(tool.directory)/few.zip"
    let give = ["evidence", "--case", "C-1", "--purpose", "request 9", "--out", path]
    let few = try tool.run(give)
    #expect(few.code == 1 && few.text.contains("0 of the 1 witnesses"), "\(few.text)")
    let answer = try tool.run(give + ["--json"])
    let told = try answer.json
    #expect(answer.code == 1 && told["reached"] == false && told["quorum"] == 1)
    let archive = EvidenceArchive(path: path, key: key)
    try archive.check()
    let verified = try archive.verified()
    #expect(verified.code == 0 && verified.text.contains("TOO FEW COSIGNED"), "\(verified.text)")
    let files = try archive.files()
    let report = String(decoding: try #require(files["report.html"]), as: UTF8.self)
    #expect(report.contains("0 of the 1 witnesses of the log; 1 have to: TOO FEW"))
    #expect(
      String(decoding: try #require(files["proves.html"]), as: UTF8.self)
        .contains("witnesses.jsonl"))
    // Whoever puts another record in their place is found.
    let forged = "\(tool.directory)/forged.zip"
    try archive.rewrite(
      "files['witnesses.jsonl'] = files['witnesses.jsonl'].replace(b'\"quorum\":1', b'\"quorum\":0')",
      to: forged)
    #expect(try EvidenceArchive(path: forged, key: key).verified().code == 1)
  }

  @Test("A witness whose memory is lost does not begin anew")
  func forgotten() throws {
    let (tool, key) = try log()
    _ = try RunningWitness(tool, cosigning: [key]).stop()
    let file = RunningWitness.keyFile(tool, "witness.example/w1")
    try FileManager.default.removeItem(atPath: "\(file).state")
    let refused = try tool.run(
      "witness", "serve", "--listen", "127.0.0.1:0", "--key", file, "--log", key, store: .nowhere)
    #expect(refused.code == 3 && refused.errors.contains("second history"), "\(refused.errors)")
    #expect(!FileManager.default.fileExists(atPath: "\(file).state"))
  }
}
