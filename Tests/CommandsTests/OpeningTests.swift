import Foundation
import InteractionModel
import Testing

@Suite("Opening sealed text")
struct OpeningTests {
  static let words = "the boiler in flat 3 has been cold since Sunday"

  /// A store with one case of three records, two of which have sealed text.
  private func told() throws -> Tool {
    let tool = try Tool()
    try tool.succeed(
      "append",
      input: cloudEvent("case.opened", sealed: ["title": "Heating"])
        + cloudEvent("note.added", sealed: ["text": .string(OpeningTests.words)])
        + cloudEvent("case.closed"))
    try tool.succeed("project")
    return tool
  }

  private func accesses(_ tool: Tool) throws -> [JSONValue] {
    try tool.succeed("log").jsonLines.filter { $0["type"] == "record.accessed" }
  }

  @Test("Without a purpose nothing is opened and nothing is recorded")
  func closed() throws {
    let tool = try told()
    let entries = try tool.json("case", "timeline", "C-1")["entries"]?.array ?? []
    #expect(
      entries.map { $0["text"] ?? .null } == [
        ["state": "notPermitted", "value": nil], ["state": "notPermitted", "value": nil], nil,
      ])
    let shown = try tool.run("case", "timeline", "C-1")
    #expect(!shown.text.contains("boiler") && shown.errors.contains("--purpose"))
    #expect(!(try tool.succeed("log").text.contains("boiler")))
    #expect(try tool.head() == 4)
  }

  @Test("With a purpose the text is opened, and the log says who read what and why")
  func opened() throws {
    let tool = try told()
    let entries = try tool.json(
      "case", "timeline", "C-1", "--purpose", "complaint 17 of Mrs Doe")["entries"]?.array
    #expect(
      entries?.compactMap { $0["text"]?["value"]?.string } == ["Heating", OpeningTests.words])
    let access = try #require(try accesses(tool).first)
    #expect(access["position"] == 5)
    #expect(
      access["body"] == [
        "command": "case.timeline", "entityKind": "case", "entity": "C-1", "records": 2, "from": 2,
        "to": 3, "shown": 1,
      ])
    // The purpose names a person: it is sealed like any other text.
    #expect(!access.canonicalText.contains("Doe"))

    let log = try tool.succeed("log", "--open", "--purpose", "audit").jsonLines
    #expect(log.count == 5, "the account of an opening is no part of its answer")
    #expect(log[2]["opened"]?.array?.first?["content"]?["text"]?.string == OpeningTests.words)
    let purpose = log[4]["opened"]?.array?.first?["content"]?["purpose"]
    #expect(purpose == "complaint 17 of Mrs Doe")
    #expect(try accesses(tool).map { $0["body"]?["records"] } == [2, 3])
    #expect(try tool.json("verify")["ok"] == true)
  }

  @Test("Nothing sealed is shown, nothing is recorded")
  func nothingSealed() throws {
    let tool = try told()
    try tool.succeed("log", "--open", "--purpose", "audit", "--after", "3")
    #expect(try accesses(tool).isEmpty)
  }

  @Test("The account is there even when nobody reads the output")
  func deaf() throws {
    let tool = try told()
    for arguments in [
      ["case", "timeline", "C-1", "--purpose", "audit"], ["log", "--open", "--purpose", "audit"],
      ["search", "boiler", "--purpose", "audit"], ["search", "nothing*", "--purpose", "audit"],
    ] {
      let before = try accesses(tool).count
      let output = try tool.start(arguments, isDeaf: true).finish()
      #expect(output.standardOutput.isEmpty)
      #expect(try accesses(tool).count == before + 1)
    }
  }

  @Test("When the account cannot be written, nothing is opened")
  func refused() throws {
    let tool = try told()
    // The disk is full, as far as the log is concerned.
    try tool.rawLog().execute(
      """
      CREATE TRIGGER full BEFORE INSERT ON record
      BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END
      """)
    for arguments in [
      ["case", "timeline", "C-1", "--purpose", "audit"],
      ["case", "timeline", "C-1", "--purpose", "audit", "--json"],
      ["log", "--open", "--purpose", "audit"],
    ] {
      let output = try tool.run(arguments)
      #expect(output.code == 3, "\(output.errors)")
      #expect(output.standardOutput.isEmpty)
      #expect(!output.errors.contains("boiler"))
    }
    #expect(try tool.run("case", "timeline", "C-1").code == 0)
  }

  @Test("No file of the store but the index holds sealed text, and that no purpose")
  func files() throws {
    let tool = try told()
    try tool.succeed("log", "--open", "--purpose", "audit")
    let files = try #require(FileManager.default.enumerator(atPath: tool.store))
    for case let name as String in files {
      guard let data = FileManager.default.contents(atPath: "\(tool.store)/\(name)") else {
        continue
      }
      for words in name.hasPrefix("search/") ? ["audit"] : ["boiler", "Heating", "audit"] {
        #expect(data.range(of: Data(words.utf8)) == nil, "\(words) in \(name)")
      }
    }
  }
}
