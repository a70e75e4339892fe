import Foundation
import InteractionModel
import Testing

@Suite("Proposals of what to withhold")
struct RedactionProposalTests {
  @Test(
    "are what looks like somebody's, quoted, as the file that is taken")
  func proposals() throws {
    let tool = try Tool()
    let text = """
      Write to zoë.meier@example.org or call (617) 555-0142 or +44 20 7946 0958; card \
      4111 1111 1111 1111, SSN 078-05-1120. Ana Lopez knows, since 2026-03-02, case PA-2026-000039.
      """
    func message(_ party: String, _ type: String, _ sealed: JSONObject, _ body: JSONObject = [:])
      throws
    {
      let data: JSONObject = [
        "conversation": "chat-1", "party": .string(party), "channel": "chat",
        "actor": ["type": "party", "id": .string(party)], "body": .object(body),
        "sealed": .object(sealed),
      ]
      try tool.succeed("append", input: cloudEvent(type, ["data": .object(data)]))
    }
    try message("p-2", "fact.provided", ["value": "Ana Lopez"], ["key": "name"])
    try message("p-1", "message.received", ["text": .string(text)])
    try tool.succeed("project")
    let path = "\(tool.directory)/proposed.json"
    let propose = ["redact", "propose", "--conversation", "chat-1", "--purpose", "request 9"]
    #expect(try tool.run(propose + ["--for", "p-1", "--out", path]).code == 0)
    let list = try JSONValue(parsing: Array(Data(contentsOf: URL(filePath: path))))
    let found = (list["redactions"]?.array ?? []).filter { $0["record"] == 3 }
    let quotes = Dictionary(
      uniqueKeysWithValues: found.map { ($0["quote"]?.string ?? "", $0["kind"]?.string ?? "") })
    #expect(
      quotes == [
        "zoë.meier@example.org": "mail", "(617) 555-0142": "phone", "+44 20 7946 0958": "phone",
        "4111 1111 1111 1111": "card", "078-05-1120": "ssn", "Ana Lopez": "name",
      ])
    let archive = try tool.evidence("--conversation", "chat-1", "--redact", path)
    try archive.check()
    #expect(try archive.verified().code == 0)
    let whole = try tool.evidence("--conversation", "chat-1", as: "whole.zip")
    #expect(try archive.look(for: whole).code == 0)
    let report = String(decoding: try archive.files()["report.html"] ?? [], as: UTF8.self)
    #expect(report.contains("withheld") && !report.contains("Lopez") && !report.contains("1120"))
    let own = try tool.run(propose + ["--for", "p-2", "--json"]).json
    #expect(own["redactions"]?.array?.contains { $0["kind"] == "name" } == false)
  }

  /// Says something in a conversation; answers its position.
  private func say(
    _ tool: Tool, _ party: String, _ sealed: JSONObject, _ type: String = "message.received",
    _ body: JSONObject = [:]
  ) throws {
    let data: JSONObject = [
      "conversation": "chat-1", "party": .string(party), "channel": "chat",
      "actor": ["type": "party", "id": .string(party)], "body": .object(body),
      "sealed": .object(sealed),
    ]
    try tool.succeed("append", input: cloudEvent(type, ["data": .object(data)]))
  }

  /// What is proposed, as kind and quote, of the text of a record.
  private func proposed(_ tool: Tool, at position: Int64) throws -> [String] {
    try redactions(tool, at: position)
      .map { "\($0["kind"]?.string ?? "") \($0["quote"]?.string ?? "")" }
  }

  /// What is proposed of the text of a record.
  private func redactions(_ tool: Tool, at position: Int64) throws -> [JSONValue] {
    let list = try tool.json(
      "redact", "propose", "--conversation", "chat-1", "--for", "p-1", "--purpose", "request 9")
    return (list["redactions"]?.array ?? []).filter {
      $0["record"] == .int(position) && $0["pointer"] == "/sealed/0/text"
    }
  }

  @Test("are names wherever they are said, in letters of either case, with what hangs on them")
  func names() throws {
    let tool = try Tool()
    try say(
      tool, "p-1", ["text": "SMITH’s dog; ana lopez, Ana's flat, and Joan. Ng, not ng."])
    try say(tool, "p-1", ["value": "Pat Own"], "fact.provided", ["key": "name"])
    // Whom no envelope names: in a fact, a header, and only behind the text that names them.
    try say(tool, "p-1", ["value": "Jo Smith"], "fact.provided", ["key": "landlord_name"])
    try say(tool, "p-1", ["text": "x", "cc": "\"Mei Ng\" <mei@example.org>"])
    try say(tool, "p-2", ["value": "Ana Lopez"], "fact.provided", ["key": "name"])
    try say(tool, "p-1", ["text": "Pat Own speaking; Joanna too. Smithers is no Smith."])
    try tool.succeed("project")
    #expect(
      try proposed(tool, at: 2) == ["name SMITH", "name ana lopez", "name Ana", "name Ng"])
    #expect(try proposed(tool, at: 7) == ["name Smith"])
  }

  @Test("are names in whatever form they are written, by the scalars of the text as it stands")
  func forms() throws {
    let tool = try Tool()
    let texts: [(text: String, quotes: [String])] = [
      ("Ask Jose\u{301} Nu\u{301}n\u{303}ez.", ["Jose\u{301} Nu\u{301}n\u{303}ez"]),
      ("jose nunez, NÚÑEZ", ["jose nunez", "NÚÑEZ"]),
      ("It was Nunez, José who called", ["Nunez, José"]),
      ("e\u{301}\u{301} 👩‍👩‍👧 Ｊｏｓｅ", ["Ｊｏｓｅ"]),
      ("Herr Mueller und Frau Groß", ["Mueller", "Groß"]), ("GROSSE Nunezville", []),
      ("Müllers Mu\u{308}ller", ["Mu\u{308}ller"]),
    ]
    for (text, _) in texts { try say(tool, "p-1", ["text": .string(text)]) }
    try say(tool, "p-2", ["value": "José Núñez"], "fact.provided", ["key": "name"])
    // As the one who gets it writes their own, and as somebody else does.
    try say(tool, "p-1", ["value": "Zoe\u{301} Ruiz"], "fact.provided", ["key": "name"])
    for name in ["Müller", "Gross", "Zoé Ruiz"] {
      try say(tool, "p-1", ["value": .string(name)], "fact.provided", ["key": "landlord_name"])
    }
    try say(tool, "p-1", ["text": "Zoé Ruiz here"])
    try tool.succeed("project")
    for (place, (text, quotes)) in texts.enumerated() {
      let position = Int64(place + 2)
      let found = try redactions(tool, at: position)
      #expect(found.compactMap { $0["quote"]?.string } == quotes, "\(text)")
      for each in found {
        let (start, end) = (Int(each["start"]?.int ?? 0), Int(each["end"]?.int ?? 0))
        let scalars = Array(text.unicodeScalars)[start..<end]
        let quote = each["quote"]?.string ?? ""
        #expect(scalars.elementsEqual(quote.unicodeScalars), "\(text): \(quote)")
      }
    }
    #expect(try redactions(tool, at: Int64(texts.count + 7)) == [])
  }

  @Test("are names first said on a later page of records than the text that has them")
  func laterPage() throws {
    let tool = try Tool()
    try say(tool, "p-1", ["text": "Ana Lopez knows."])
    var input: [UInt8] = []
    for _ in 0..<501 {
      input += cloudEvent("message.received", ["data": ["conversation": "chat-1", "party": "p-1"]])
    }
    try tool.succeed("append", input: input)
    try say(tool, "p-2", ["value": "Ana Lopez"], "fact.provided", ["key": "name"])
    try tool.succeed("project")
    #expect(try proposed(tool, at: 2) == ["name Ana Lopez"])
  }

  @Test("are numbers of social security that a word names, and of cards however they are parted")
  func numbers() throws {
    let tool = try Tool()
    let texts: [(String, [String])] = [
      ("my SSN is 078051120", ["ssn 078051120"]),
      ("078051120 is my Social Security number", ["ssn 078051120"]),
      ("seguro social: 078-051120", ["ssn 078-051120"]),
      ("the classname is 078051120", []), ("lot 078051120", []),
      ("4111/1111/1111/1111", ["card 4111/1111/1111/1111"]),
      ("4111_1111_1111_1111.", ["card 4111_1111_1111_1111"]),
      ("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", ["card 4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1"]),
      ("card 4111111111111111, thanks", ["card 4111111111111111"]),
      ("4111·1111·1111·1112", []), ("a4111/1111/1111/1111", []),
    ]
    for (text, _) in texts { try say(tool, "p-1", ["text": .string(text)]) }
    try tool.succeed("project")
    for (place, expected) in texts.enumerated() {
      #expect(try proposed(tool, at: Int64(place + 2)) == expected.1, "\(expected.0)")
    }
  }
}
