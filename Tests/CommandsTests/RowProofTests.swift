import Foundation
import InteractionModel
import Merkle
import Testing

@Suite("Proofs of a state")
struct RowProofTests {
  /// A projected store, its key, and a certificate of its replay as of some records.
  private func city() throws -> (tool: Tool, key: String, certificate: String) {
    let tool = try Tool(copying: Prepared.city.tool)
    try tool.succeed("project", "--quiet")
    let file = "\(tool.directory)/city.certificate"
    try tool.succeed("replay", "--quiet", "--until", "@700", "--certificate", file)
    return (tool, try #require(try tool.json("init")["key"]?.string), file)
  }

  /// The first of some entities that was there as of the certificate.
  private func first(of kind: String, _ tool: Tool) throws -> String {
    let lines = try tool.succeed("log", "--limit", "700").lines
    for line in lines {
      let record = try JSONValue(parsing: Array(line))
      if let id = record[kind]?.string { return id }
    }
    throw Missing()
  }

  private struct Missing: Error {}

  private func check(
    _ tool: Tool, _ proof: [UInt8], _ key: String, _ certificate: String
  ) throws -> Output {
    try tool.run(
      [
        "proof", "check", try tool.write(proof), "--key", key, "--certificate", certificate,
        "--json",
      ], store: .nowhere)
  }

  @Test("are found right without the store by whoever has the certificate and the key")
  func proven() throws {
    let (tool, key, certificate) = try city()
    let matter = try first(of: "case", tool)
    let shown = try tool.json("case", "show", matter, "--as-of", "@700")
    let conversation = try first(of: "conversation", tool)
    for (arguments, table) in [
      (["--case", matter], "case_state"), (["--conversation", conversation], "conversation"),
      (["--row", "case_index/\(matter)"], "case_index"),
    ] {
      let proof = try tool.run(
        ["prove", "--certificate", certificate, "--quiet"] + arguments
      ).standardOutput
      let proven = try check(tool, proof, key, certificate)
      #expect(proven.code == 0, "\(proven.errors)")
      let answer = try proven.json
      #expect(answer["ok"] == true && answer["size"] == 700)
      #expect(answer["row"]?["table"]?.string == table, "\(arguments)")
      if table == "case_state" {
        let document = try #require(answer["row"]?["values"]?["document"]?.string)
        #expect(
          try JSONValue(parsing: Array(document.utf8))["status"] == shown["state"]?["status"]
            ?? shown["status"])
      }
      // One digit of what it says, a sibling, another key, another certificate.
      let text = String(decoding: proof, as: UTF8.self)
      let altered = text.replacing("\"position\":", with: "\"position\":1")
      #expect(try check(tool, Array(altered.utf8), key, certificate).code == 1)
      let stranger = try SigningKey(name: "test.example/log").verifier.description
      #expect(try check(tool, proof, stranger, certificate).code == 1)
      #expect(answer["problem"] == .null)
    }
    let other = "\(tool.directory)/other.certificate"
    try tool.succeed(
      "replay", "--quiet", "--until", "@1000", "--projection", "CaseState", "--certificate", other)
    let proof = try tool.succeed(
      "prove", "--case", matter, "--certificate", certificate, "--quiet"
    ).standardOutput
    #expect(try check(tool, proof, key, other).code == 1)
    #expect(
      try tool.run("prove", "--conversation", conversation, "--certificate", other).errors.contains(
        "says nothing of ConversationArchive"))
    let shownProven = try tool.run(
      "proof", "check", tool.write(proof), "--key", key, "--certificate", certificate,
      store: .nowhere)
    #expect(shownProven.code == 0)
    #expect(shownProven.text.contains("states of its first 700 records"))
  }

  @Test("need neither vault nor read models nor key, and are of nothing that is not there")
  func bare() throws {
    let (tool, key, certificate) = try city()
    let matter = try first(of: "case", tool)
    for name in ["vault.db", "vault.db-wal", "vault.db-shm", "master.key", "signing.key"] {
      try? FileManager.default.removeItem(atPath: "\(tool.store)/\(name)")
    }
    let models = "\(tool.store)/projections"
    for name in try FileManager.default.contentsOfDirectory(atPath: models) {
      try FileManager.default.removeItem(atPath: "\(models)/\(name)")
    }
    let proof = try tool.succeed(
      "prove", "--case", matter, "--certificate", certificate, "--quiet"
    ).standardOutput
    #expect(try check(tool, proof, key, certificate).code == 0)
    func refusal(_ arguments: String...) throws -> (Int32, String) {
      let output = try tool.run(["prove"] + arguments)
      return (output.code, output.errors)
    }
    let nobody = try refusal("--case", "C-none", "--certificate", certificate)
    #expect(nobody.0 == 3 && nobody.1.contains("case_state has no row “C-none” as of 700 records"))
    let nowhere = try refusal("--row", "nothing/x", "--certificate", certificate)
    #expect(nowhere.0 == 3 && nowhere.1.contains("no projection has a table “nothing”"))
    for arguments in [
      ["--case", "C-1"], ["7", "--certificate", certificate], ["--row", "x", "--certificate", "y"],
      ["7", "--case", "C-1"], ["--case", "C-1", "--fresh", "--certificate", certificate],
      ["--case", "C-1", "--certificate", try tool.write(Array("none".utf8))],
    ] {
      #expect(try tool.run(["prove"] + arguments).code == 2, "\(arguments)")
    }
    #expect(try check(tool, Array("{}".utf8), key, certificate).code == 2)
    #expect(
      try tool.run("proof", "check", certificate, "--key", key, store: .nowhere).code == 2)
    // A certificate of a log that went on otherwise is none of this one.
    let stranger = try Tool()
    let foreign = try stranger.run("prove", "--case", "C-1", "--certificate", certificate)
    #expect(foreign.code == 3, "\(foreign.errors)")
  }
}
