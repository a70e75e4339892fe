import Compliance
import Foundation
import InteractionModel
import Testing
import Vault

@testable import Commands

@Suite("Words of readings that showed nobody are kept for some time and no longer")
struct ExpiredWordsTests {
  /// A store in which one question found somebody and one nobody.
  private func asked() throws -> Tool {
    let tool = try Tool.hyacinths()
    try tool.succeed("search", "hyacinth", "--purpose", "somebody")
    try tool.succeed("search", "marmalade", "--purpose", "about Mrs Marmalade")
    return tool
  }

  /// What becomes of the words of both, the newer first.
  private func words(_ tool: Tool) throws -> [JSONValue?] {
    try tool.json("access", "list", "--purpose", "check")["accesses"]?.array?
      .filter { $0["command"] == "search" }.map { $0["words"] } ?? []
  }

  @Test("Each has a key of its own, not the reader's")
  func ownKeys() throws {
    let tool = try asked()
    try tool.succeed("search", "treacle", "--purpose", "another")
    let vault = try RawDatabase("\(tool.store)/vault.db")
    let scope = "scope LIKE 'document-access-words-%'"
    #expect(
      try vault.value("SELECT count(DISTINCT participant) FROM subject_key WHERE \(scope)") == "2")
    #expect(
      try vault.value(
        "SELECT count(*) FROM subject_key WHERE scope LIKE 'document-access-%' AND NOT \(scope)")
        == "0")
  }

  @Test("Whoever projects has them erased when their time is over, and only them")
  func projected() throws {
    let tool = try asked()
    try tool.succeed("project")
    try tool.succeed("project", "--keep-words", "1")
    #expect(try words(tool) == ["opened", "opened"])
    try tool.succeed("project", "--keep-words", "0")
    #expect(try words(tool) == ["erased", "opened"])
    let opened = try tool.succeed("log", "--open", "--purpose", "check").text
    #expect(!opened.contains("Marmalade") && !opened.contains("key-missing"))
    let erasures = try tool.json("erasure", "list")["erasures"]?.array ?? []
    #expect(erasures.count == 1 && erasures[0]["authority"] == "retention", "\(erasures)")
    #expect(erasures[0]["state"] == "complete" && erasures[0]["records"] == 1)
    #expect(try tool.json("verify", "--open")["ok"] == true)
    try tool.succeed("project", "--keep-words", "0")
    #expect(
      try tool.json("erasure", "list")["erasures"]?.array?.count == 1, "nothing is left to do")
  }

  @Test("How long that is may be said for all who project, in days")
  func configured() throws {
    let tool = try asked()
    let variable = "THROUGHLINE_KEEP_WORDS"
    #expect(try tool.run("project", environment: [variable: "soon"]).code == 2)
    #expect(try tool.run("project", "--keep-words", "-1").code == 2)
    #expect(try tool.run("project", environment: [variable: "0"]).code == 0)
    #expect(try words(tool) == ["erased", "opened"])
  }

  @Test("Ninety days if nothing is said, by the clock", arguments: [(89, false), (90, true)])
  func clocked(days: Int64, isOver: Bool) async throws {
    let tool = try asked()
    let words = try #require(try ExpiredWords(of: tool.opened()))
    let then = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
      .advanced(bySeconds: days * 86_400)
    #expect(try words.areDue(at: then) == isOver)
    #expect(try await words.destroy(at: then) == (isOver ? 1 : 0))
    #expect(try words.areDue(at: then) == false)
    #expect(try self.words(tool) == [isOver ? "erased" : "opened", "opened"])
  }

  @Test("Those of before, all under the reader's key, go when the last is past its time")
  func older() async throws {
    let tool = try Tool.hyacinths()
    let store = try tool.opened()
    var event = NewEvent(id: .random(), stream: .access(by: "reader-1"), type: .recordAccessed)
    event.actor = Actor(type: "operator", id: "reader-1")
    event.body = ["command": "search"]
    event.personal = [
      PersonalPart(subject: event.defaultSubject, content: ["purpose": "about Mr Treacle"])
    ]
    var other = event
    other.id = .random()
    _ = try await store.log().append([event, other])
    try tool.succeed("search", "hyacinth", "--purpose", "somebody")
    func said() throws -> String { try tool.succeed("log", "--open", "--purpose", "check").text }
    try tool.succeed("project", "--keep-words", "1")
    #expect(try said().contains("Treacle"))
    try tool.succeed("project", "--keep-words", "0")
    #expect(try !said().contains("Treacle") && said().contains("somebody"))
    let erasures = try tool.json("erasure", "list")["erasures"]?.array ?? []
    #expect(erasures.map { $0["records"] } == [2], "one key sealed both")
    #expect(try tool.json("verify", "--open")["ok"] == true)
  }

  @Test("Without the key they stay, which is said, until somebody has it")
  func keyless() throws {
    let tool = try asked()
    let (key, away) = ("\(tool.store)/master.key", "\(tool.directory)/away.key")
    try FileManager.default.moveItem(atPath: key, toPath: away)
    let output = try tool.run("project", "--keep-words", "0")
    #expect(output.code == 0 && output.errors.contains("past their time"), "\(output.errors)")
    try FileManager.default.moveItem(atPath: away, toPath: key)
    #expect(try words(tool) == ["opened", "opened"])
  }
}
