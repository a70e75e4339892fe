import Foundation
import InteractionModel
import Testing

@Suite("Words of readings about somebody who was erased before are destroyed like any other")
struct ErasedWordsTests {
  /// What shows something of q2, or of what is left of them; with words that name nobody.
  private static let questions: [[String]] = [
    ["search", "oak"], ["search", "oak", "--party", "q2"], ["find", "q2"], ["find", "K-4"],
    ["similar", "c2"], ["party", "timeline", "q2"],
    ["case", "show", "K-4"], ["case", "timeline", "K-4"], ["conversation", "show", "c2"],
    ["conversation", "timeline", "c2"], ["log", "--open", "--conversation", "c2"],
    ["log", "--open", "--party", "q2"], ["replay", "--events", "--case", "K-4"],
    ["access", "list", "--party", "q2"], ["access", "list"],
  ]

  /// A store in which q2, with whom q3 was merged, was erased.
  ///
  /// What an agent wrote in their conversation and in their case names nobody and stays. Another wrote
  /// in the conversation too.
  private func erased() throws -> Tool {
    let tool = try Tool.told([("c2", "q2", "Quent is here"), ("c2", "p9", "the chestnut fell")])
    let agent: JSONObject = ["type": "agent", "id": "agent-1"]
    func event(_ id: String, _ type: String, _ data: JSONObject) -> [UInt8] {
      let event: JSONObject = [
        "specversion": "1.0", "id": .string(id), "source": "test", "type": .string(type),
        "data": .object(data),
      ]
      return event.canonicalBytes + [UInt8(ascii: "\n")]
    }
    try tool.succeed(
      "append",
      input: event("1", "case.opened", ["case": "K-4", "party": "q2", "actor": .object(agent)])
        + event(
          "2", "note.added",
          ["case": "K-4", "actor": .object(agent), "sealed": ["text": "Quent has an oak"]])
        + event(
          "3", "note.added",
          [
            "conversation": "c2", "channel": "chat", "actor": .object(agent),
            "sealed": ["text": "the oak of Quent"],
          ])
        + event(
          "4", "message.received",
          [
            "conversation": "c3", "channel": "chat", "party": "q3",
            "actor": ["type": "party", "id": "q3"], "sealed": ["text": "Quent again"],
          ])
        + event("5", "party.merged", ["party": "q3", "body": ["party": "q3", "into": "q2"]]))
    try tool.succeed("project")
    try erase("q2", tool)
    return tool
  }

  private func erase(_ party: String, _ tool: Tool) throws {
    try tool.succeed("party", "erase", party, "--reason", "asked", "--yes")
  }

  /// Asks every question, each for a purpose of its own.
  private func ask(_ tool: Tool) throws {
    for (number, words) in Self.questions.enumerated() {
      let output = try tool.run(words + ["--purpose", "Quentin-\(number)-"])
      #expect(output.code == 0, "\(words): \(output.errors)")
    }
  }

  /// The numbers of the purposes that whoever opens all accounts is told.
  private func told(_ tool: Tool) throws -> [Int] {
    let all =
      try tool.succeed("log", "--open", "--purpose", "check").text
      + tool.succeed("access", "list", "--json", "--limit", "100", "--purpose", "check").text
    return Self.questions.indices.filter { all.contains("Quentin-\($0)-") }
  }

  @Test("They are kept as long as words that showed nobody")
  func inTime() throws {
    let tool = try erased()
    try ask(tool)
    try tool.succeed("project", "--keep-words", "1")
    #expect(try told(tool) == Array(Self.questions.indices))
    try tool.succeed("project", "--keep-words", "0")
    #expect(try told(tool) == [])
    #expect(try tool.json("verify", "--open")["ok"] == true)
  }

  @Test("Another erasure, of whoever was merged with them, finds them", arguments: ["q2", "q3"])
  func again(party: String) throws {
    let tool = try erased()
    let nothing = try tool.run("party", "erase", party, "--reason", "asked", "--yes")
    #expect(nothing.code != 0 && nothing.errors.contains("nothing of"), "\(nothing.errors)")
    try ask(tool)
    #expect(try told(tool) == Array(Self.questions.indices))
    try erase(party, tool)
    #expect(try told(tool) == [])
    // The check was a reading of theirs as well.
    try erase(party, tool)
    let last = try tool.run("party", "erase", party, "--reason", "asked", "--yes")
    #expect(last.code != 0 && last.errors.contains("nothing of"), "\(last.errors)")
    #expect(try tool.json("verify", "--open")["ok"] == true)
  }

  @Test("Of whoever wrote again they go with the next erasure, not in time")
  func returned() throws {
    let tool = try erased()
    let event: JSONObject = [
      "specversion": "1.0", "id": "9", "source": "test", "type": "message.received",
      "data": [
        "conversation": "c7", "channel": "chat", "party": "q2",
        "actor": ["type": "party", "id": "q2"], "sealed": ["text": "I am back"],
      ],
    ]
    try tool.succeed("search", "oak", "--purpose", "Quentin-0-")
    try tool.succeed("append", input: event.canonicalBytes)
    try tool.succeed("project")
    try tool.succeed("conversation", "show", "c7", "--purpose", "Quentin-1-")
    try tool.succeed("project", "--keep-words", "0")
    #expect(try told(tool) == [1])
    try erase("q2", tool)
    #expect(try told(tool) == [])
  }

  @Test("While they are held their words stay, and nobody is refused anything each time")
  func held() throws {
    let tool = try erased()
    try tool.succeed("search", "oak", "--purpose", "Quentin-0-")
    let hold = try tool.json("hold", "place", "--party", "q2", "--authority", "court")["hold"]
    let erasures = try tool.json("erasure", "list")["erasures"]
    try tool.succeed("project", "--keep-words", "0")
    #expect(try told(tool) == [0])
    #expect(try tool.json("erasure", "list")["erasures"] == erasures)
    try tool.succeed("hold", "release", try #require(hold?.string))
    try tool.succeed("project", "--keep-words", "0")
    #expect(try told(tool) == [])
  }
}
