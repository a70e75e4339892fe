import Foundation
import InteractionModel
import Testing

@Suite("Asking the full-text index is reading")
struct SearchPurposeTests {
  private func told() throws -> Tool {
    try Tool.told([
      ("c1", "p1", "Gutter on Larkspur Lane"), ("c2", "p2", "The gutter is full of leaves"),
      ("c3", "p3", "A lantern is broken"),
    ])
  }

  private func accounts(_ tool: Tool) throws -> [JSONValue] {
    try tool.succeed("log").jsonLines.filter { $0["type"] == "record.accessed" }
  }

  @Test(
    "Without a purpose nothing is answered, not even how many there are",
    arguments: [
      ["search", "gutter"], ["search", "gutter", "--json"], ["search", "gu*", "--limit", "1"],
      ["search", "gutter", "--party", "p1"], ["search", "nobodysaidthis"], ["similar", "c1"],
      ["similar", "c1", "--json"], ["search", "gutter", "--purpose", " "],
    ])
  func unstated(words: [String]) throws {
    let tool = try told()
    let output = try tool.run(words)
    #expect(output.code == 2 && output.text.isEmpty, "\(output.text)")
    #expect(output.errors.contains("--purpose"), "\(output.errors)")
    #expect(try accounts(tool).isEmpty)
  }

  @Test(
    "With one it is accounted for, whatever was found and shown",
    arguments: [
      (["search", "gutter"], 2), (["search", "gu*", "--limit", "1"], 1),
      (["search", "nobodysaidthis"], 0), (["similar", "c3"], 1),
    ])
  func accounted(words: [String], records: Int) throws {
    let tool = try told()
    let output = try tool.run(words + ["--purpose", "ticket 12"])
    #expect(output.code == 0, "\(output.errors)")
    let all = try accounts(tool)
    #expect(all.count == 1)
    #expect(all.last?["body"]?["records"] == .int(Int64(records)), "\(all)")
    #expect(all.last?["body"]?["command"] == .string(words[0]))
  }

  @Test("Without the key there is no answer: the account could not be written")
  func keyless() throws {
    let tool = try told()
    try FileManager.default.moveItem(
      atPath: "\(tool.store)/master.key", toPath: "\(tool.directory)/away.key")
    for words in [["search", "gutter"], ["search", "gu*", "--limit", "1"], ["similar", "c1"]] {
      let output = try tool.run(words + ["--purpose", "ticket 12"])
      #expect(output.code == 3 && output.text.isEmpty, "\(output.text)")
    }
  }

  @Test("The words of a question go with anybody in whose records it was answered")
  func words() throws {
    let tool = try told()
    // The first names p1, and was answered by what p2 wrote as well; nobody else is named.
    for query in ["gutter", "larkspur", "lantern"] {
      try tool.succeed("search", query, "--purpose", "about \(query)", "--limit", "1")
    }
    func queries() throws -> [JSONValue?] {
      try tool.succeed("log", "--open", "--purpose", "audit").jsonLines
        .filter { $0["record"]?["body"]?["command"] == "search" }
        .map { $0["words"]?["query"] }
    }
    #expect(try queries() == ["gutter", "larkspur", "lantern"])
    try tool.succeed("party", "erase", "p2", "--reason", "asked", "--yes")
    #expect(try queries() == [nil, "larkspur", "lantern"])
    try tool.succeed("party", "erase", "p1", "--reason", "asked", "--yes")
    #expect(try queries() == [nil, nil, "lantern"])
    #expect(try tool.json("verify")["ok"] == true)
  }

  @Test("They are sealed by keys that are there already, of somebody whom nobody identified too")
  func unidentified() throws {
    let tool = try told()
    let event: JSONObject = [
      "specversion": "1.0", "id": "turnstile-1", "source": "test", "type": "message.received",
      "data": [
        "conversation": "c9", "channel": "chat", "actor": ["type": "customer"],
        "sealed": ["text": "The turnstile squeaks"],
      ],
    ]
    try tool.succeed("append", input: event.canonicalBytes)
    try tool.succeed("project")
    func keys() throws -> String {
      try RawDatabase("\(tool.store)/vault.db").value("SELECT count(*) FROM subject_key")
    }
    let known = try keys()
    try tool.succeed("search", "turnstile", "--purpose", "about the turnstile")
    #expect(try keys() == known)
    func words() throws -> JSONValue? {
      try tool.succeed("log", "--open", "--purpose", "audit").jsonLines
        .first { $0["record"]?["body"]?["command"] == "search" }?["words"]
    }
    #expect(try words()?["query"] == "turnstile")
    try tool.succeed("conversation", "erase", "c9", "--reason", "asked", "--yes")
    #expect(try words() == nil)
  }

  @Test("A question about a party that found nothing goes with the party")
  func about() throws {
    let tool = try told()
    try tool.succeed("search", "hyacinth", "--party", "p3", "--purpose", "complaint")
    let last = try tool.succeed(
      "log", "--open", "--purpose", "audit", "--reverse", "--limit", "1"
    ).jsonLines[0]
    #expect(last["words"]?["query"] == "hyacinth")
    try tool.succeed("party", "erase", "p3", "--reason", "asked", "--yes")
    let id = try #require(last["record"]?["id"]?.string)
    let after = try tool.succeed("log", "--open", "--purpose", "audit", "--id", id).jsonLines[0]
    #expect(after["words"] == nil && after["opened"]?.array?.first?["state"] == "erased")
  }
}
