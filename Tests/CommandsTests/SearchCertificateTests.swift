import Foundation
import InteractionModel
import Merkle
import Queries
import Testing

@Suite("What a search found, certified")
struct SearchCertificateTests {
  /// A certificate, and the question beside it.
  private struct Made {
    let path: String
    let output: Output

    /// What the note says, line by line.
    func lines() throws -> [String] {
      let note = try SignedNote(Array(try Data(contentsOf: URL(filePath: path))))
      return String(decoding: note.text, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// What one of its lines says.
    func said(_ word: String) throws -> String? {
      try lines().first { $0.hasPrefix("\(word) ") }.map { String($0.dropFirst(word.count + 1)) }
    }

    func question() throws -> [UInt8] {
      Array(try Data(contentsOf: URL(filePath: path + ".question")))
    }
  }

  private static let purpose = ["--purpose", "ticket 12"]

  private func search(_ tool: Tool, _ query: String, _ more: String...) throws -> Made {
    let path = "\(tool.directory)/\(UUID().uuidString)"
    let output = try tool.run(
      ["search", query, "--certificate", path, "--json"] + Self.purpose + more)
    return Made(path: path, output: output)
  }

  private func check(_ tool: Tool, _ made: Made, _ more: [String] = purpose) throws -> Output {
    let key = try #require(try tool.json("init")["key"]?.string)
    return try tool.run(["certificate", "check", made.path, "--key", key, "--json"] + more)
  }

  /// A conversation of which words were redacted, edited and delivered twice, projected.
  private func chat() throws -> Tool {
    let tool = try Tool()
    let nothing: JSONObject = ["conversation": "meter", "sealed": ["sha256": "0a0b"]]
    try tool.succeed(
      "append",
      input: RedactionTests.Chat(redactsFirst: false).input
        + cloudEvent("note.added", ["data": .object(nothing)]))
    try tool.succeed("project")
    return tool
  }

  @Test("It says what became of each sealed part, how many texts match, and the log gives it again")
  func certified() throws {
    let tool = try chat()
    let head = try tool.head()
    let made = try search(tool, "meter")
    #expect(made.output.code == 0, "\(made.output.errors)")
    #expect(try made.output.json["total"] == 2)
    #expect(
      try made.lines().prefix(3) == [
        "throughline/search@v1", "origin test.example/log", "size \(head)",
      ])
    let numbers = [
      "searched": 5, "without-text": 1, "superseded": 1, "redacted": 3, "erased": 0,
      "unavailable": 0, "of-the-log": 0, "hits": 2,
    ]
    for (word, number) in numbers { #expect(try made.said(word) == "\(number)", "\(word)") }
    let sealed = try tool.succeed("log", "--limit", "\(head)").jsonLines.reduce(0) {
      $0 + ($1["sealed"]?.array?.count ?? 0)
    }
    #expect(sealed == 10, "each part counts once")

    // The question stands in its file alone, and goes by its digest.
    let question = try made.question()
    #expect(try made.said("question") == "\(Hash.content(question))")
    #expect(try !made.lines().joined().contains("meter"))
    let kept = try #require(SearchQuestion(question))
    #expect(kept.words == "meter" && kept.bytes == question)
    let again = try search(tool, "meter")
    #expect(try again.said("question") != made.said("question"))
    #expect(try again.said("hits-root") != made.said("hits-root"), "nobody can try out which")

    let checked = try check(tool, made)
    #expect(checked.code == 0, "\(checked.text) \(checked.errors)")
    #expect(try checked.json["ok"] == true && checked.json["hits"] == 2)
    let accounts = try tool.succeed("log", "--limit", "\(try tool.head())").jsonLines.filter {
      $0["type"] == "record.accessed"
    }
    #expect(accounts.last?["body"]?["command"] == "certificate.check")
  }

  @Test("A filter is part of the question, and more records do not make it false")
  func filtered() throws {
    let tool = try Tool.told([
      ("c1", "p1", "Gutter on Larkspur Lane"), ("c2", "p2", "The gutter is full of leaves"),
    ])
    let made = try search(tool, "gutter", "--party", "p1")
    #expect(try made.said("hits") == "1" && made.said("searched") == "2")
    let none = try search(tool, "lantern")
    #expect(try none.said("hits") == "0")
    for each in [made, none] { #expect(try check(tool, each).code == 0) }
    let data: JSONObject = ["conversation": "c3", "sealed": ["text": "A lantern, no gutter"]]
    try tool.succeed("append", input: cloudEvent("message.received", ["data": .object(data)]))
    // Behind: what came is not searched yet.
    let behind = try search(tool, "gutter")
    #expect(behind.output.code == 3 && behind.output.errors.contains("throughline project"))
    #expect(!FileManager.default.fileExists(atPath: behind.path))
    #expect(!FileManager.default.fileExists(atPath: behind.path + ".question"))
    #expect(try check(tool, made).code == 3)
    try tool.succeed("project")
    for each in [made, none] {
      let checked = try check(tool, each)
      #expect(checked.code == 0, "\(checked.text)")
    }
  }

  @Test("What is stated otherwise is false; what nobody can tell any more is not called so")
  func worth() throws {
    let tool = try Tool.told([
      ("c1", "p1", "Gutter on Larkspur Lane"), ("c2", "p2", "The gutter is full of leaves"),
    ])
    let made = try search(tool, "gutter")
    func stated(_ word: String, _ value: String) throws -> Output {
      let said = try #require(try made.said(word))
      let text = try made.lines().joined(separator: "\n")
        .replacing("\(word) \(said)", with: "\(word) \(value)")
      let secret = try String(contentsOfFile: "\(tool.store)/signing.key", encoding: .utf8)
      let key = try SigningKey(secret: secret.trimmingCharacters(in: .newlines)).ofStatements
      let path = try tool.write(try SignedNote(text + "\n", signedBy: key).bytes)
      return try check(
        tool, Made(path: path, output: made.output),
        Self.purpose + ["--question", made.path + ".question"])
    }
    for (word, value) in [
      ("searched", "3"), ("erased", "1"), ("hits", "1"), ("of-the-log", "7"),
      ("hits-root", Hash.emptyRoot.base64), ("root", Hash.emptyRoot.base64),
    ] {
      let output = try stated(word, value)
      #expect(output.code == 1, "\(word): \(output.text)")
    }
    #expect(try stated("rules", "1 1 1").code == 4)
    #expect(try stated("searched", "02").code == 2)
    // Without the question, with another one, and without a purpose.
    let other = try search(tool, "leaves")
    #expect(
      try check(tool, made, Self.purpose + ["--question", other.path + ".question"]).code == 4)
    #expect(try check(tool, made, []).code == 2)
    try FileManager.default.moveItem(
      atPath: made.path + ".question", toPath: made.path + ".kept")
    #expect(try check(tool, made, []).code == 4)
    let kept = Self.purpose + ["--question", made.path + ".kept"]
    #expect(try check(tool, made, kept).code == 0)

    try tool.succeed("party", "erase", "p2", "--reason", "they asked", "--yes")
    try tool.succeed("project")
    let erased = try check(tool, made, kept)
    #expect(erased.code == 4 && erased.text.contains("erased since"), "\(erased.text)")
    let after = try search(tool, "gutter")
    #expect(try after.said("erased") == "1" && after.said("hits") == "1", "\(after.output.errors)")
    #expect(try check(tool, after).code == 0)
  }

  @Test(
    "What is readable and passed over keeps it from being stated, and no reader takes it for else")
  func refused() throws {
    let tool = try Tool.told([("c1", "p1", "Gutter"), ("c2", "p2", "A lantern")])
    let made = try search(tool, "gutter")
    let key = try #require(try tool.json("init")["key"]?.string)
    #expect(throws: NoteError.self) { try SignedCheckpoint(read(made.path)) }
    #expect(try tool.run("verify", "--checkpoint", made.path, "--key", key).code != 0)
    try tool.succeed("quarantine", "ConversationArchive", "3", "--reason", "a test")
    try tool.succeed("project")
    let passed = try search(tool, "gutter")
    #expect(passed.output.code == 3 && passed.output.errors.contains("at position 3"))
    #expect(try tool.run("search", "gutter", "--certificate", "-", "--purpose", "x").code == 2)
  }

  @Test("What a filter means is folded from the log, however far the read models are")
  func filterBehind() throws {
    let tool = try Tool()
    let message = cloudEvent(
      "message.received", case: "C-7", sealed: ["text": "the lamp is out"],
      [
        "data": [
          "case": "C-7", "conversation": "lamp", "party": "p7", "channel": "chat",
          "actor": ["type": "party", "id": "p7"], "sealed": ["text": "the lamp is out"],
        ]
      ])
    try tool.succeed(
      "append",
      input: cloudEvent("case.opened", case: "C-7", body: ["department": "Parks"]) + message)
    try tool.succeed("project")
    #expect(try search(tool, "lamp", "--department", "Parks").said("hits") == "1")
    try tool.succeed(
      "append", input: cloudEvent("case.assigned", case: "C-7", body: ["department": "Streets"]))
    for name in ["ConversationArchive", "search"] { try tool.succeed("project", "--only", name) }
    // The read model of cases has not come to it; the log has.
    let left = try search(tool, "lamp", "--department", "Parks")
    #expect(try left.said("hits") == "0", "\(left.output.errors)")
    let party = try search(tool, "lamp", "--party", "p7")
    #expect(try party.said("hits") == "1")
    try tool.succeed("project")
    let made = try search(tool, "lamp", "--department", "Streets")
    #expect(try made.said("hits") == "1", "\(made.output.errors)")
    for each in [left, party, made] { #expect(try check(tool, each).code == 0) }
  }

  @Test("No row of a read model that was altered makes a certificate false, nor a false one true")
  func alteredRows() throws {
    let tool = try Tool()
    func message(_ conversation: String, _ party: String, _ matter: String) -> [UInt8] {
      let data: JSONObject = [
        "conversation": .string(conversation), "party": .string(party), "channel": "chat",
        "actor": ["type": "party", "id": .string(party)], "case": .string(matter),
        "sealed": ["text": "the lamp is out"],
      ]
      return cloudEvent("message.received", ["data": .object(data)])
    }
    try tool.succeed(
      "append",
      input: cloudEvent("case.opened", case: "C-1", body: ["department": "Parks"])
        + cloudEvent("case.opened", case: "C-2", body: ["department": "Streets"])
        + message("talk-1", "p1", "C-1") + message("talk-2", "p2", "C-2")
        + message("talk-2", "p2", "C-2"))
    try tool.succeed("project")
    let filters = [
      ["--party", "p1"], ["--case", "C-1"], ["--channel", "chat"], ["--department", "Parks"], [],
    ]
    func search(_ filter: [String]) throws -> Made {
      let path = "\(tool.directory)/\(UUID().uuidString)"
      let output = try tool.run(
        ["search", "lamp", "--certificate", path, "--json"] + Self.purpose + filter)
      return Made(path: path, output: output)
    }
    let made = try filters.map(search)
    let hits = try made.map { try $0.said("hits") }
    #expect(hits == ["1", "1", "3", "1", "3"])

    let models = "\(tool.store)/projections"
    let archive = try RawDatabase("\(models)/ConversationArchive-1.db")
    for change in [
      "case_id = 'C-2'", "channel = 'email'", "department = 'Streets'", #"parties = '["p2"]'"#,
    ] {
      try archive.execute("UPDATE conversation SET \(change) WHERE key = 'talk-1'")
    }
    try archive.execute(
      "UPDATE conversation_entry SET state = 'duplicate' WHERE key LIKE 'talk-1/%'")
    try RawDatabase("\(models)/CaseState-1.db").execute(
      "UPDATE case_state SET department = 'Streets' WHERE key = 'C-1'")
    let plain = try tool.json("search", "lamp", "--case", "C-1", "--purpose", "x")
    #expect(plain["total"] == 0, "the rows are believed where nothing is certified")
    for (filter, made) in zip(filters, made) {
      let checked = try check(tool, made)
      #expect(checked.code == 0, "\(filter): \(checked.text) \(checked.errors)")
    }
    let again = try filters.map(search)
    #expect(try again.map { try $0.said("hits") } == hits)
    for each in again { #expect(try check(tool, each).code == 0) }
  }

  @Test("An index that was filled while a row was altered states nothing")
  func alteredIndex() throws {
    let tool = try Tool.told([("c1", "p1", "Gutter"), ("c2", "p2", "Gutter")])
    let made = try search(tool, "gutter", "--channel", "chat")
    let archive = try RawDatabase("\(tool.store)/projections/ConversationArchive-1.db")
    let key = "c2/3"
    let row = "UPDATE conversation_entry SET channel"
    try archive.execute("\(row) = 'email' WHERE key = '\(key)'")
    try tool.succeed("rebuild", "search", "--quiet")
    try archive.execute("\(row) = 'chat' WHERE key = '\(key)'")
    for output in [try search(tool, "gutter").output, try check(tool, made)] {
      #expect(output.code == 3, "\(output.text)")
      #expect(output.errors.contains("the first at position 3"), "\(output.errors)")
    }
    try tool.succeed("rebuild", "search", "--quiet")
    #expect(try check(tool, made).code == 0)
  }

  @Test("What was erased of somebody else leaves a certificate what it is worth")
  func erasedElsewhere() throws {
    let tool = try Tool.told([
      ("c1", "p1", "Gutter on Larkspur Lane"), ("c2", "p2", "The gutter is full of leaves"),
      ("c3", "p3", "A lantern"), ("c4", "p4", "No gutter at all"),
    ])
    let own = try search(tool, "gutter", "--party", "p1")
    let theirs = try search(tool, "gutter", "--party", "p2")
    let all = try search(tool, "gutter")
    func said(_ conversation: String, _ type: String, _ data: JSONObject) -> [UInt8] {
      var data = data
      data["conversation"] = .string(conversation)
      return cloudEvent(type, ["data": .object(data)])
    }
    try tool.succeed("party", "erase", "p2", "--reason", "they asked", "--yes")
    try tool.succeed("append", input: said("c3", "message.received", ["sealed": ["text": "more"]]))
    try tool.succeed("project")
    let checked = try check(tool, own)
    #expect(checked.code == 0, "\(checked.text) \(checked.errors)")
    for each in [theirs, all] {
      let checked = try check(tool, each)
      #expect(checked.code == 4 && checked.text.contains("erased since"), "\(checked.text)")
    }
    // Whose it was may have been said otherwise before it was erased.
    try tool.succeed(
      "append", input: said("c4", "conversation.linked", ["body": ["case": "C-9"]]))
    try tool.succeed("party", "erase", "p4", "--reason", "they asked", "--yes")
    try tool.succeed("project")
    let moved = try check(tool, own)
    #expect(moved.code == 4 && moved.text.contains("1 sealed parts"), "\(moved.text)")
  }

  private func read(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: path)))
  }

  @Test("Of a whole city it can be stated")
  func city() throws {
    let tool = try Tool(copying: Prepared.city.tool)
    try tool.succeed("project", "--quiet")
    let made = try search(tool, "payment OR pago", "--quiet")
    #expect(made.output.code == 0, "\(made.output.errors)")
    #expect(try made.said("unavailable") == "0")
    let checked = try check(tool, made, Self.purpose + ["--quiet"])
    #expect(checked.code == 0, "\(checked.text)")
  }
}
