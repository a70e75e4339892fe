import Foundation
import InteractionModel
import Testing

@Suite("Finding says how far it is noted by what people are known")
struct FindNotedTests {
  @Test("It is incomplete, never nothing, until all is noted; its own account does not matter")
  func incomplete() throws {
    let tool = try FindTests.appended()
    try tool.succeed("project", "--only", "CaseState")
    try tool.succeed("project", "--only", "ContinuityHandoff")
    try tool.succeed("project", "--only", "ConversationArchive")
    let early = try tool.run("find", "617-555-0123", "--purpose", "a call")
    #expect(early.code == 1 && !early.text.contains("Nobody is known"), "\(early.text)")
    #expect(early.errors.contains("incomplete") && early.errors.contains("identifiers at 0"))
    try tool.succeed("project", "--only", "identifiers")
    for _ in 0..<2 {
      let found = try FindTests.find("617-555-0123", tool)
      let missing = found["incomplete"]?.array?.compactMap { $0["what"] }
      #expect(FindTests.parties(found) == ["p-ana"] && missing == ["search"])
    }
    try tool.succeed("project")
    #expect(try FindTests.find("617-555-0123", tool)["incomplete"] == [])
    let later = FindTests.said("mail-cy", by: "p-cy", ["from": "cy@example.org"])
    try tool.succeed("append", input: later)
    let found = try FindTests.find("cy@example.org", tool)
    #expect(FindTests.parties(found) == [] && found["incomplete"]?.array?.isEmpty == false)
    try tool.succeed("project")
    #expect(try FindTests.parties(FindTests.find("cy@example.org", tool)) == ["p-cy"])
  }

  @Test("What is merely gone makes no answer incomplete, nor what is noted look behind")
  func gone() throws {
    let tool = try FindTests.known()
    func standing() throws -> JSONValue? { try tool.json("status")["identifiers"]?["state"] }
    _ = try FindTests.find("617-555-0124", tool)
    try tool.succeed("project", "--keep-words", "0")
    #expect(try tool.json("erasure", "list")["erasures"]?.array?.count == 1)
    #expect(try FindTests.find("617-555-0123", tool)["incomplete"] == [])
    #expect(try standing() == "live")
    try tool.succeed("party", "erase", "p-bo", "--reason", "asked", "--yes")
    try tool.succeed("conversation", "erase", "mail-ana", "--reason", "asked", "--yes")
    #expect(try FindTests.find("617-555-0123", tool)["incomplete"] == [])
    #expect(try standing() == "live")
    try tool.succeed(
      "append", input: FindTests.said("mail-cy", by: "p-cy", ["from": "cy@example.org"]))
    #expect(try FindTests.find("617-555-0123", tool)["incomplete"]?.array?.isEmpty == false)
    #expect(try standing() == "behind")
  }

  @Test("A store of before is filled by the next projecting")
  func backfilled() throws {
    let tool = try FindTests.known()
    try RawDatabase("\(tool.store)/vault.db").execute(
      """
      DROP TABLE identifier; DROP TABLE identifiers;
      DELETE FROM grdb_migrations WHERE identifier = '0006_vault'
      """)
    #expect(try tool.json("status")["identifiers"]?["state"] == "absent")
    #expect(try FindTests.find("617-555-0123", tool)["incomplete"]?.array?.isEmpty == false)
    try tool.succeed("project")
    #expect(try tool.json("status")["identifiers"]?["state"] == "live")
    #expect(try FindTests.parties(FindTests.find("617-555-0123", tool)) == ["p-ana"])
  }

  @Test("The region of numbers is set with the store, and can be changed")
  func region() throws {
    let tool = try Tool(initialised: false)
    #expect(try tool.run("init", "--region", "ZZ").code == 2)
    try tool.succeed("init", "--origin", "test.example/log", "--region", "ch")
    try tool.succeed("append", input: FindTests.said("c1", by: "p-1", ["from": "044 668 18 00"]))
    try tool.succeed("project")
    #expect(try tool.json("status")["identifiers"]?["region"] == "CH")
    #expect(try FindTests.parties(FindTests.find("+41446681800", tool)) == ["p-1"])
    try tool.succeed("init", "--region", "US")
    #expect(try tool.json("status")["identifiers"]?["state"] == "stale")
    #expect(try FindTests.find("+41446681800", tool)["incomplete"]?.array?.isEmpty == false)
    try tool.succeed("project")
    // As a number it is one of another region; its words have it still.
    #expect(try FindTests.find("+41446681800", tool)["people"] == [])
    let people = try FindTests.find("044 668 18", tool)["people"]?.array ?? []
    #expect(people.first?["because"]?.array?.contains { $0["by"] == "identifier" } == false)
  }

  @Test("A vault that was restored goes on from where it was")
  func restored() throws {
    let tool = try FindTests.known()
    // Whoever asks has a key from now on, so that the copy lacks none.
    _ = try FindTests.find("nobody@example.org", tool)
    func copy(_ from: String, _ to: String) throws {
      for suffix in ["", "-wal", "-shm"] {
        let (source, target) = ("\(from)\(suffix)", "\(to)\(suffix)")
        try? FileManager.default.removeItem(atPath: target)
        guard FileManager.default.fileExists(atPath: source) else { continue }
        try FileManager.default.copyItem(atPath: source, toPath: target)
      }
    }
    let (vault, older) = ("\(tool.store)/vault.db", "\(tool.directory)/older.db")
    try copy(vault, older)
    let later = FindTests.said("mail-ana", by: "p-ana", ["from": "ana.lima@example.net"])
    try tool.succeed("append", input: later)
    try tool.succeed("project")
    #expect(try FindTests.parties(FindTests.find("ana.lima@example.net", tool)) == ["p-ana"])
    try copy(older, vault)
    #expect(try FindTests.find("ana.lima@example.net", tool)["incomplete"]?.array?.isEmpty == false)
    try tool.succeed("project")
    #expect(try FindTests.parties(FindTests.find("ana.lima@example.net", tool)) == ["p-ana"])
  }
}
