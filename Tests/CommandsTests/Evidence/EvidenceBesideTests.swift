import Foundation
import InteractionModel
import Testing

@Suite(
  "What evidence says beside its records: what is elsewhere, closed, withheld or given away twice")
struct EvidenceBesideTests {
  @Test("says what was here once and is elsewhere, by which records it came and went")
  func departed() throws {
    let tool = try Tool()
    func event(_ type: String, _ conversation: String, _ body: JSONObject = [:]) -> [UInt8] {
      cloudEvent(
        type, ["data": ["conversation": .string(conversation), "body": .object(body)]])
    }
    try tool.succeed(
      "append",
      input: cloudEvent("case.opened") + cloudEvent("case.opened", case: "C-2")
        // Moved here, and out again.
        + event("message.received", "chat-1")
        + event("conversation.linked", "chat-1", ["case": "C-1"])
        // Began here, and was moved to another case, which no record of this one says.
        + event("conversation.started", "chat-2", ["case": "C-1"])
        // Stays.
        + event("message.received", "chat-3")
        + event("conversation.linked", "chat-3", ["case": "C-1"])
        + event("conversation.unlinked", "chat-1", ["case": "C-1"])
        + event("conversation.linked", "chat-2", ["case": "C-2"])
        // Merged here, and then elsewhere.
        + cloudEvent("case.merged", case: "C-3", body: ["into": "C-1"])
        + cloudEvent("case.merged", case: "C-3", body: ["into": "C-2"]))
    try tool.succeed("project")
    let out = "\(tool.directory)/given.zip"
    let given = try tool.json(
      "evidence", "--case", "C-1", "--purpose", "x", "--out", out)
    #expect(
      given["departed"] == [
        ["case": "C-3", "from": 11, "records": 0, "until": 12],
        ["conversation": "chat-1", "from": 5, "records": 0, "until": 9],
        ["conversation": "chat-2", "records": 0, "until": 10],
      ])
    let key = try tool.json("init")["key"]?.string ?? ""
    let archive = EvidenceArchive(path: out, key: key)
    try archive.check()
    let bundle = try JSONValue(parsing: try #require(try archive.files()["bundle.json"]))
    #expect(bundle["records"] == [2, 5, 7, 8, 9, 11])
    let verified = try archive.verified()
    for words in [
      "conversation chat-1 was moved here by @5 and is elsewhere by @9; none of its own",
      "conversation chat-2 is said to have been here once and is elsewhere by @10",
      "case C-3 was moved here by @11 and is elsewhere by @12",
    ] { #expect(verified.text.contains("NOT HERE: \(words)"), "\(verified.text)") }
    #expect(verified.code == 0 && !verified.text.contains("chat-3"))
    let report = String(decoding: try archive.files()["report.html"] ?? [], as: UTF8.self)
    #expect(report.contains("chat-1 was moved here by @5 and is elsewhere by @9"))
    let shown = try tool.succeed(
      "evidence", "--case", "C-1", "--purpose", "x", "--out", out)
    #expect(shown.text.contains("Not in it: conversation chat-2 was here and is elsewhere by @10"))
    // Of the other case they are among its own.
    let other = try tool.evidence("--case", "C-2", as: "other.zip")
    try other.check()
    #expect(try !other.verified().text.contains("NOT HERE"))
    // Whoever says nothing of it is found, and so is who says it of what is here.
    for (departed, reason) in [
      ("[d for d in told if d['id'] != 'chat-1']", "@9 took conversation chat-1 elsewhere"),
      ("[*told, {'by': 8, 'id': 'chat-3', 'kind': 'conversation'}]", "chat-3 is said to be"),
      ("[d for d in told if d['id'] != 'chat-2']", "took nothing elsewhere"),
    ] {
      let altered = EvidenceArchive(path: "\(tool.directory)/altered.zip", key: key)
      try archive.rewrite(
        """
        bundle = json.loads(files['bundle.json']); told = bundle['departed']
        bundle['departed'] = \(departed)
        files['bundle.json'] = verifier.canonical(bundle)
        """, to: altered.path)
      let found = try altered.verified()
      #expect(found.code == 1 && found.text.contains(reason), "\(found.text)")
    }
  }

  @Test(
    "has the redaction of what is closed, also where that stands elsewhere",
    arguments: [RedactionTests.Chat.Place.otherConversation, .party])
  func redactedElsewhere(place: RedactionTests.Chat.Place) throws {
    let tool = try Tool()
    try tool.succeed("append", input: RedactionTests.Chat(redactsFirst: false, in: place).input)
    try tool.succeed("project")
    let archive = try tool.evidence("--conversation", "meter")
    try archive.check()
    let redaction = RedactionTests.Chat.position(5)
    let files = try archive.files()
    #expect(files["records/\(redaction).json"] == nil)
    #expect(String(decoding: files["redactions.jsonl"] ?? [], as: UTF8.self).contains("\"pci\""))
    let verified = try archive.verified("--text")
    #expect(verified.code == 0 && verified.text.contains("(redacted by @\(redaction))"))
    #expect(!verified.text.contains("said to be"), "\(verified.text)")
    // Without it nobody knows.
    let altered = EvidenceArchive(path: "\(tool.directory)/altered.zip", key: archive.key)
    try archive.rewrite(
      "del files['redactions.jsonl'], files['proofs/\(redaction).tlog-proof']", to: altered.path)
    #expect(try altered.verified().text.contains("said to be redacted in the log: 3"))
  }

  @Test("tells where the words that are withheld in one record are shown in another")
  func repeats() throws {
    let tool = try Tool()
    let chat = RedactionTests.Chat(redactsFirst: false)
    try tool.succeed("append", input: chat.input)
    try tool.succeed("project")
    func redaction(_ number: Int, _ scalars: Range<Int64>) throws -> String {
      try tool.redactions([
        [
          "record": .int(RedactionTests.Chat.position(number)), "pointer": "/sealed/0/text",
          "start": .int(scalars.lowerBound), "end": .int(scalars.upperBound), "exemption": "b6",
        ]
      ])
    }
    let command = ["evidence", "--conversation", "meter", "--purpose", "x", "--out", "m.zip"]
    // “The meter is wrnog.” was edited.
    let twice = command + ["--redact", try redaction(8, 0..<9)]
    let edited = RedactionTests.Chat.position(9)
    #expect(
      try tool.run(twice + ["--json"]).json["repeats"]
        == [["partly": [], "positions": [.int(edited)], "redaction": 1]])
    #expect(try tool.run(twice).errors.contains("redaction 1 withholds is shown at @\(edited)"))
    let once = command + ["--redact", try redaction(8, 13..<18)]
    #expect(try tool.run(once + ["--json"]).json["repeats"] == [])
  }

  @Test("tells it also where they stand in the open, in the envelope or the body of a record")
  func envelopes() throws {
    let tool = try Tool()
    let said: JSONObject = [
      "conversation": "c", "case": "C-1", "sealed": ["text": "Ask Marlowe about message.received"],
    ]
    let routed: JSONObject = [
      "conversation": "c", "case": "C-1", "body": ["contact": "k1", "queue": "marlowe-desk"],
    ]
    try tool.succeed(
      "append",
      input: cloudEvent("message.received", ["data": .object(said)])
        + cloudEvent("contact.enqueued", ["data": .object(routed)]))
    try tool.succeed("project")
    let file = try tool.redactions([
      ["record": 2, "pointer": "/sealed/0/text", "start": 4, "end": 11, "exemption": "b6"],
      ["record": 2, "pointer": "/sealed/0/text", "start": 18, "end": 34, "exemption": "b6"],
    ])
    let given = try tool.json(
      "evidence", "--conversation", "c", "--purpose", "x", "--redact", file, "--out",
      "\(tool.directory)/open.zip")
    // The word of a closed list is nobody's.
    #expect(given["repeats"] == [["partly": [], "positions": [3], "redaction": 1]], "\(given)")
  }

  @Test("tells it also where a name, an address or a code of what is withheld stands by itself")
  func parts() throws {
    let tool = try Tool()
    let texts = [
      "Maria Lopez, 12 Oak St, permit BXY-991", "It was LOPEZ, Maria.", "near 12 oak street",
      "Permit bxy 991 is old", "Maria lives on Oak St, as Lopez does; 12 of them", "maria lópez",
    ]
    var input: [UInt8] = []
    for text in texts {
      let data: JSONObject = ["conversation": "c", "sealed": ["text": .string(text)]]
      input += cloudEvent("message.received", ["data": .object(data)])
    }
    try tool.succeed("append", input: input)
    try tool.succeed("project")
    let file = try tool.redactions([
      ["record": 2, "pointer": "/sealed/0/text", "exemption": "b6"]
    ])
    let command = [
      "evidence", "--conversation", "c", "--purpose", "x", "--redact", file, "--out",
      "\(tool.directory)/parts.zip",
    ]
    #expect(
      try tool.run(command + ["--json"]).json["repeats"]
        == [["partly": [3, 4, 5, 7], "positions": [], "redaction": 1]])
    let said = try tool.run(command).errors
    #expect(said.contains("of what redaction 1 withholds is shown at @3, @4, @5, @7"), "\(said)")
  }

  @Test("tells it also where the same name, number or address is spelled otherwise")
  func spellings() throws {
    let tool = try Tool()
    let texts = [
      "Jane Doe", "(617) 555-0199", "jane.doe@Example.org", "It was Doe, Jane who called.",
      "Call 617.555.0199 or +1 617 555 0199.", "JANE.DOE@EXAMPLE.ORG wrote.",
      "janet doering at +44 617 555 0199", "Señor Núñez", "SENOR NUNEZ",
    ]
    var input: [UInt8] = []
    for text in texts {
      let data: JSONObject = ["conversation": "c", "sealed": ["text": .string(text)]]
      input += cloudEvent("message.received", ["data": .object(data)])
    }
    try tool.succeed("append", input: input)
    try tool.succeed("project")
    func found(_ record: Int64) throws -> JSONValue? {
      let file = try tool.redactions([
        ["record": .int(record), "pointer": "/sealed/0/text", "exemption": "b6"]
      ])
      return try tool.json(
        "evidence", "--conversation", "c", "--purpose", "x", "--redact", file, "--out",
        "\(tool.directory)/spelled.zip")["repeats"]?.array?.first?["positions"]
    }
    // An address says the name, too.
    #expect(try found(2) == [4, 5, 7])
    #expect(try found(3) == [6])
    #expect(try found(4) == [7])
    #expect(try found(9) == [10])
    #expect(try found(8) == nil)
  }

  @Test(
    "is never written over another's, and counts a piece under every code that it is withheld by")
  func others() throws {
    let tool = try Tool()
    try tool.succeed(
      "append",
      input: cloudEvent("case.opened", sealed: ["title": "My bin"])
        + cloudEvent("case.opened", case: "C-2"))
    try tool.succeed("project")
    let archive = try tool.evidence("--case", "C-1")
    let bytes = try Data(contentsOf: URL(filePath: archive.path))
    let head = try tool.head()
    func give(_ matter: String, to path: String) throws -> Output {
      try tool.run("evidence", "--case", matter, "--purpose", "x", "--out", path)
    }
    let other = try give("C-2", to: archive.path)
    #expect(
      other.code == 3 && other.errors.contains("is evidence of case “C-1”"), "\(other.errors)")
    let none = try tool.write(Array("mine".utf8))
    #expect(try give("C-1", to: none).errors.contains("is no archive of evidence"))
    #expect(try Data(contentsOf: URL(filePath: archive.path)) == bytes)
    #expect(try tool.head() == head, "and nothing was given away")
    #expect(try give("C-1", to: archive.path).code == 0)
    #expect(try give("C-1", to: tool.write([])).code == 0)

    let place: JSONObject = ["record": 2, "pointer": "/sealed/0/title"]
    let codes = ["b6", "b7"].map { code -> JSONValue in
      var redaction = place
      redaction["exemption"] = .string(code)
      return .object(redaction)
    }
    let path = "\(tool.directory)/twice.zip"
    let twice = try tool.run(
      "evidence", "--case", "C-1", "--purpose", "x", "--redact", tool.redactions(codes), "--out",
      path)
    #expect(twice.text.contains("Pieces withheld: b6 1, b7 1; 1 in all, some by several."))
    let given = EvidenceArchive(path: path, key: archive.key)
    try given.check()
    let verified = try given.verified()
    #expect(
      verified.code == 0 && verified.text.contains("b6 1, b7 1; 1 in all"), "\(verified.text)")
    let report = String(decoding: try given.files()["report.html"] ?? [], as: UTF8.self)
    #expect(report.contains("b6, b7 · 1 piece withheld"))
  }
}
