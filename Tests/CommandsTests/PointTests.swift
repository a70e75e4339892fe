import InteractionModel
import Testing

/// What is said where a point in history has no answer, or a name means nothing.
@Suite("Points and names that there are not")
struct PointTests {
  private static let made = Result {
    let tool = try Tool()
    try tool.succeed(
      "append", input: cloudEvent("case.opened", ["time": "2026-02-03T10:00:00Z"]))
    try tool.succeed("append", input: cloudEvent("case.assigned", body: ["owner": "ana"]))
    try tool.succeed("project")
    return tool
  }

  private func error(_ arguments: String...) throws -> (code: Int32, text: String) {
    let output = try Self.made.get().run(arguments)
    return (output.code, output.errors)
  }

  @Test("are told by what was asked: a time, what was known, or both")
  func advice() throws {
    let early = try error("case", "show", "C-1", "--as-of", "occurred:2026-01-01", "--zone", "UTC")
    #expect(early.text.contains("had happened by then") && !early.text.contains("case list"))
    let unknown = try error(
      "case", "show", "C-1", "--as-of", "occurred:2026-12-01", "--known", "@1", "--zone", "UTC")
    #expect(unknown.text.contains("known at position 1") && unknown.text.contains("--known"))
    #expect(!unknown.text.contains("--as-of"), "\(unknown.text)")
    let recorded = try error("case", "show", "C-1", "--as-of", "@1")
    #expect(recorded.text.contains("--as-of occurred:T"))
    #expect(try error("case", "show", "C-9").text.contains("`throughline case list`"))
  }

  @Test(
    "that are still to come are refused: nothing was recorded by then",
    arguments: [
      ["case", "show", "C-1", "--as-of", "2999-01-01"],
      ["case", "show", "C-1", "--as-of", "recorded:2999-01-01T00:00:00Z"],
      ["case", "show", "C-1", "--as-of", "occurred:2999-01-01", "--known", "2999-01-01"],
      ["case", "diff", "C-1", "--as-of", "@1", "--and", "2999-01-01"],
      ["replay", "--until", "2999-01-01"],
    ])
  func future(arguments: [String]) throws {
    let output = try Self.made.get().run(arguments)
    #expect(output.code == 2 && output.errors.contains("still to come"), "\(output.errors)")
  }

  @Test("but what is dated ahead is answered, and today is")
  func ahead() throws {
    let tool = try Self.made.get()
    try tool.succeed("case", "show", "C-1", "--as-of", "occurred:2999-01-01")
    let recorded = try tool.succeed("log", "--reverse", "--limit", "1").json["recorded"]?.string
    let day = String((recorded ?? "").prefix(10))
    try tool.succeed("case", "show", "C-1", "--as-of", day, "--zone", "UTC")
  }

  @Test("name all that can be named in their place")
  func names() throws {
    let projected = try error("project", "--only", "nonsense")
    #expect(projected.code == 2)
    for name in [
      "CaseState", "ContinuityHandoff", "ConversationArchive", "EntityIndex", "search",
      "identifiers",
    ] {
      #expect(projected.text.contains(name), "\(projected.text)")
    }
    for wrong in ["nonsense", "identifiers"] {
      let rebuilt = try error("rebuild", wrong)
      #expect(rebuilt.code == 2 && rebuilt.text.contains("CaseState"), "\(rebuilt.text)")
      #expect(rebuilt.text.contains(", search"), "\(rebuilt.text)")
    }
    #expect(try !error("quarantine", "nonsense", "3", "--reason", "x").text.contains("search"))
  }
}
