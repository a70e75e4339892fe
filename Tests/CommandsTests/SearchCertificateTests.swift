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

  @Test("Nothing is stated while what says which texts a filter means is behind the log")
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
    #expect(try search(tool, "lamp", "--department", "Parks").output.code == 0)
    try tool.succeed(
      "append", input: cloudEvent("case.assigned", case: "C-7", body: ["department": "Streets"]))
    for name in ["ConversationArchive", "search"] { try tool.succeed("project", "--only", name) }
    for filter in [["--department", "Streets"], ["--party", "p7"]] {
      let made = try search(tool, "lamp", filter[0], filter[1])
      #expect(made.output.code != 0, "\(filter)")
      #expect(made.output.errors.contains("behind the log"), "\(made.output.errors)")
      #expect(!FileManager.default.fileExists(atPath: made.path + ".question"))
    }
    // What asks for none of it needs none of it.
    #expect(try search(tool, "lamp").output.code == 0)
    try tool.succeed("project")
    let made = try search(tool, "lamp", "--department", "Streets")
    #expect(made.output.code == 0, "\(made.output.errors)")
    #expect(try made.said("hits") == "1")
    #expect(try check(tool, made).code == 0)
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
