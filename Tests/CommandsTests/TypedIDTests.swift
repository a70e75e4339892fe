import InteractionModel
import Testing

@Suite("Ids as people type them")
struct TypedIDTests {
  private func answer(_ tool: Tool, _ words: String...) throws -> JSONValue {
    let output = try tool.run(words + ["--json"])
    #expect(output.code == 0, "\(words): \(output.errors)")
    return try output.json
  }

  @Test("A beginning, or what belongs to one alone, means that one")
  func meant() async throws {
    let tool = try await GoldenStore.whole.tool
    let own = try answer(tool, "party", "show", "amira")["party"]
    #expect(own == "amira")
    #expect(try answer(tool, "party", "show", "amir")["party"] == own)
    #expect(try answer(tool, "party", "show", "amira-chat")["party"] == own)
    #expect(try answer(tool, "case", "show", "amira-chat")["case"] == "A-1")
    #expect(try answer(tool, "case", "explain", "amira-chat", "status")["case"] == "A-1")
    #expect(try answer(tool, "conversation", "show", "amira-cha")["conversation"] == "amira-chat")
    let timeline = try answer(tool, "case", "timeline", "A-1")
    #expect(try answer(tool, "case", "timeline", "amira-chat") == timeline)
    #expect(
      try answer(tool, "case", "diff", "amira-chat", "--as-of", "@80")
        == answer(tool, "case", "diff", "A-1", "--as-of", "@80"))
    let handoff = "601d0000-0000-4000-8000-000000000061"
    let shown = try answer(tool, "handoff", "show", handoff)
    #expect(shown["handoff"] == .string(handoff))
    let owner = try #require(shown["state"]?["conversation"]?.string)
    let handoffs = try #require(try answer(tool, "handoff", "list")["handoffs"]?.array)
    #expect(handoffs.count(where: { $0["conversation"] == .string(owner) }) == 1)
    #expect(try answer(tool, "handoff", "show", owner)["handoff"] == .string(handoff))
  }

  @Test(
    "A hand-off goes by what it is of wherever one is shown", arguments: ["timeline", "explain"])
  func handoffs(command: String) async throws {
    let tool = try await GoldenStore.whole.tool
    let handoffs = try #require(try answer(tool, "handoff", "list")["handoffs"]?.array)
    let ids = Dictionary(grouping: handoffs) { $0["conversation"]?.string ?? "" }
    let alone = ids.filter { !$0.key.isEmpty && $0.value.count == 1 }
    var begun = 0
    for (conversation, only) in alone {
      let id = try #require(only[0]["handoff"]?.string)
      let whole = try answer(tool, "handoff", command, id)
      #expect(try answer(tool, "handoff", command, conversation) == whole)
      let others = handoffs.compactMap { $0["handoff"]?.string }.filter { $0 != id }
      let beginning = (8..<id.count).lazy.map { String(id.prefix($0)) }
        .first { beginning in !others.contains { $0.hasPrefix(beginning) } }
      guard let beginning else { continue }
      begun += 1
      #expect(try answer(tool, "handoff", command, beginning) == whole)
    }
    #expect(begun > 0, "no hand-off has a beginning of its own")
    let several = try tool.run("handoff", command, "601d0000")
    #expect(several.code == 2 && several.errors.contains("more than one"), "\(several.errors)")
  }

  @Test(
    "What may mean several is asked back, with the candidates",
    arguments: [
      (["conversation", "show", "amira"], "amira-chat"),
      (["conversation", "show", "amira-"], "amira-"),
      (["handoff", "show", "601d0000"], "601d0000-0000-4000-8000-0000"),
      (["conversation", "timeline", "A-1"], "amira-"),
    ])
  func several(words: [String], candidate: String) async throws {
    let output = try await GoldenStore.whole.tool.run(words)
    #expect(output.code == 2 && output.text.isEmpty, "\(output.text)")
    #expect(output.errors.contains("more than one") && output.errors.contains(candidate))
  }

  @Test("What destroys or keeps takes whole ids of its own kind")
  func whole() async throws {
    let tool = try Tool(copying: try await GoldenStore.whole.tool)
    for words in [
      ["party", "erase", "amir", "--reason", "letter", "--yes"],
      ["party", "erase", "amira-chat", "--reason", "letter", "--yes"],
      ["conversation", "erase", "amira-cha", "--reason", "letter", "--yes"],
    ] {
      let output = try tool.run(words)
      #expect(output.code != 0, "\(words): \(output.text)")
    }
    #expect(try answer(tool, "party", "show", "amira")["party"] == "amira")
  }

  @Test("What nothing is called is said to be unknown, as ever")
  func unknown() async throws {
    let tool = try await GoldenStore.whole.tool
    for words in [
      ["case", "show", "nowhere"], ["party", "show", "amo"], ["handoff", "show", "x"],
    ] {
      let output = try tool.run(words)
      #expect(output.code == 3 && output.errors.contains("no "), "\(output.errors)")
    }
  }
}
