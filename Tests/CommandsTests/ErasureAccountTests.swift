import Foundation
import InteractionModel
import Merkle
import Testing

@Suite("Was a hold active when this was destroyed?")
struct ErasureAccountTests {
  /// What somebody says in a conversation of a case.
  private func said(_ party: String, _ conversation: String, case matter: String? = nil) -> [UInt8]
  {
    var data: JSONObject = [
      "conversation": .string(conversation), "party": .string(party), "channel": "chat",
      "actor": ["type": "party", "id": .string(party)],
      "sealed": ["text": .string("\(party) says it")],
    ]
    data["case"] = matter.map(JSONValue.string)
    return cloudEvent("message.received", ["data": .object(data)])
  }

  private func hold(_ tool: Tool, _ kind: String, _ id: String) throws -> String {
    let placed = try tool.json("hold", "place", "--\(kind)", id, "--authority", "court-7")
    return try #require(placed["hold"]?.string)
  }

  private func erase(_ tool: Tool, _ kind: String, _ id: String) throws -> JSONValue {
    try tool.json(kind, "erase", id, "--reason", "they asked", "--yes")
  }

  private func account(_ tool: Tool, _ name: String) throws -> JSONValue {
    try tool.json("erasure", "show", name)
  }

  @Test("is answered from the log, with the holds that ever were on it and the records")
  func told() throws {
    let tool = try Tool()
    try tool.succeed(
      "append",
      input: cloudEvent("case.opened") + said("p-1", "chat-1", case: "C-1") + said("p-2", "chat-2")
        + said("p-3", "chat-3"))
    try tool.succeed("project")
    let before = try hold(tool, "case", "C-1")
    _ = try hold(tool, "party", "p-2")
    let refused = try tool.run("party", "erase", "p-1", "--reason", "x", "--yes", "--json")
    #expect(refused.code == 1)
    let refusal = try account(tool, "p-1")
    #expect(refusal["state"] == "refused" && refusal["hold"]?.string == before)
    try tool.succeed("hold", "release", before)
    let erased = try erase(tool, "party", "p-1")
    let id = try #require(erased["erasure"]?.string)
    let after = try hold(tool, "party", "p-1")
    for name in [id, "p-1"] {
      let told = try account(tool, name)
      #expect(told["wasHeld"] == false && told["holdsInForce"] == 1, "\(told)")
      let holds = told["holds"]?.array ?? []
      #expect(holds.map { $0["hold"]?.string } == [before, after])
      #expect(holds.allSatisfy { $0["wasInForce"] == false })
      #expect(holds.first?["releasedPosition"]?.int != nil && told["actor"] != nil)
      // The leaf is that of the record, as `log` prints it.
      let position = try #require(told["position"]?.int)
      let line = try tool.succeed("log", "--after", "\(position - 1)", "--limit", "1").lines
      #expect(
        told["leaf"]?.string == "\(Hash.leaf(Array(try #require(line.first))))")
    }
    let card = try tool.succeed("erasure", "show", "p-1").text
    #expect(card.contains("no: of the 1 in force") && card.contains("placed"), "\(card)")
    // Nobody needs the vault or a key to know.
    for name in ["vault.db", "vault.db-wal", "vault.db-shm", "master.key"] {
      try? FileManager.default.removeItem(atPath: "\(tool.store)/\(name)")
    }
    #expect(try account(tool, "p-1")["wasHeld"] == false)
  }

  @Test("of what nobody erased, or more than once, is refused with what there is")
  func unknown() throws {
    let tool = try Tool()
    try tool.succeed("append", input: said("p-1", "chat-1"))
    try tool.succeed("project")
    let nobody = try tool.run("erasure", "show", "p-1")
    #expect(nobody.code == 3 && nobody.errors.contains("no erasure “p-1”"), "\(nobody.errors)")
    let first = try erase(tool, "party", "p-1")["erasure"]?.string ?? ""
    try tool.succeed("append", input: said("p-1", "chat-9"))
    let second = try erase(tool, "party", "p-1")["erasure"]?.string ?? ""
    let twice = try tool.run("erasure", "show", "p-1")
    #expect(
      twice.code == 3 && twice.errors.contains(first) && twice.errors.contains(second),
      "\(twice.errors)")
    #expect(try account(tool, second)["holdsInForce"] == 0)
    #expect(try tool.succeed("erasure", "show", first).text.contains("no: no hold was in force"))
  }

  @Test("is answered to a stranger by what was erased and the registers, whole, in both programs")
  func evidence() throws {
    let tool = try Tool()
    try tool.succeed("append", input: said("p-1", "chat-1") + said("p-2", "chat-1"))
    try tool.succeed("project")
    let whole = try tool.evidence("--conversation", "chat-1", as: "before.zip")
    _ = try erase(tool, "party", "p-1")
    let none = try tool.evidence("--conversation", "chat-1", as: "none.zip")
    for archive in [whole, none] {
      try archive.check()
      #expect(try archive.verified().code == 0)
    }
    func answer(_ archive: EvidenceArchive) throws -> JSONValue {
      let output = try archive.verified("--json")
      #expect(output.code == 0, "\(output.text)")
      return try JSONValue(parsing: Array(output.text.utf8.dropLast()))
    }
    #expect(try answer(whole)["erasures"] == [])
    let told = try answer(none)
    let erasure = try #require(told["erasures"]?.array?.first)
    #expect(erasure["holds"] == [] && erasure["entity"] == "p-1" && erasure["parts"] == 1)
    #expect(told["notProven"]?["erased"] == 0)
    #expect(try none.verified().text.contains("No hold was in force @"))
    #expect(try !whole.files().keys.contains("registers.jsonl"))

    // A register that has something in it, and another erasure that is nobody's here.
    _ = try hold(tool, "party", "p-2")
    try tool.succeed("append", input: said("p-3", "chat-3"))
    _ = try erase(tool, "party", "p-3")
    try tool.succeed("append", input: said("p-1", "chat-1"))
    _ = try erase(tool, "party", "p-1")
    let more = try tool.evidence("--conversation", "chat-1", as: "more.zip")
    try more.check()
    let both = try answer(more)["erasures"]?.array ?? []
    #expect(both.map { $0["holds"]?.array?.count } == [0, 1])
    #expect(both.last?["holds"]?.array?.first?["touches"] == false, "\(both)")
    #expect(try more.verified().text.contains("1 other hold was in force @"))
    let party = try tool.evidence("--party", "p-1", as: "party.zip")
    try party.check()
    #expect(try answer(party)["erasures"]?.array?.count == 2)
    let attacks = try more.attack(
      60, seed: 1, with: tool.evidence("--conversation", "chat-3", as: "other.zip"))
    #expect(attacks.code == 0, "\(attacks.text)")
  }
}
