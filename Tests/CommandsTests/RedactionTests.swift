import InteractionModel
import Testing

@Suite("Redacted, edited and internal words")
struct RedactionTests {
  /// A conversation of a case whose card number was redacted, with a hand-off that quotes it.
  struct Chat {
    private(set) var input: [UInt8] = []
    private var count = 0

    static func id(_ number: Int) -> String {
      "41110000-0000-4000-8000-\(100_000_000_000 + number)"
    }
    /// Where the n-th event stands: behind the log's birth record.
    static func position(_ number: Int) -> Int64 { Int64(number + 1) }
    static let handoff = id(14)

    /// Where a redaction is recorded.
    enum Place: CaseIterable {
      case conversation, otherConversation, ownCase, party

      /// The members of the event that say so.
      var members: JSONObject {
        switch self {
        case .conversation: ["conversation": "meter", "party": "p-1", "channel": "chat"]
        case .otherConversation: ["conversation": "desk", "channel": "chat"]
        case .ownCase: ["case": "K-1"]
        case .party: ["party": "p-1"]
        }
      }
    }

    init(redactsFirst: Bool, in place: Place = .conversation) {
      add("conversation.started", by: "party:p-1")  // 1
      add("case.opened", by: "system:crm", ["department": "Water"])  // 2
      add("conversation.linked", by: "system:crm", ["case": "K-1"])  // 3
      let redaction: JSONObject = [
        "message": .string(Chat.id(redactsFirst ? 5 : 4)), "authority": "pci",
      ]
      if redactsFirst { add("message.redacted", by: "agent:a-1", redaction, in: place) }  // 4
      add("message.received", by: "party:p-1", ["item": "m-1"], "Card amaranth.")  // 4 or 5
      if !redactsFirst { add("message.redacted", by: "agent:a-1", redaction, in: place) }  // 5
      add("message.received", by: "party:p-1", ["item": "m-1"], "Card amaranth again.")  // 6
      add(
        "message.edited", by: "party:p-1",
        ["message": .string(Chat.id(redactsFirst ? 5 : 4)), "edition": 2], "Card amaranths.")  // 7
      add("message.received", by: "party:p-1", [:], "The meter is wrnog.")  // 8
      add(
        "message.edited", by: "party:p-1", ["message": .string(Chat.id(8)), "edition": 2],
        "The meter is wrong.")  // 9
      add("note.added", by: "agent:a-1", [:], "Suspicious.")  // 10
      add("note.added", by: "agent:a-1", ["visibility": "private"], "Call after six.")  // 11
      add("note.added", by: "agent:a-1", ["visibility": "secret"], "Unheard of.")  // 12
      add("note.added", by: "agent:a-1", ["visibility": "public"], "Meter replaced.")  // 13
      add(
        "transfer.requested", by: "agent:a-1",
        ["kind": "warm", "toDepartment": "Billing", "toQueue": "q-2"])  // 14
      add("handoff.prepared", by: "agent:a-1", ["handoff": .string(Chat.handoff)])  // 15
    }

    private mutating func add(
      _ type: String, by actor: String, _ body: JSONObject = [:], _ text: String? = nil,
      in place: Place = .conversation
    ) {
      count += 1
      let words = actor.split(separator: ":").map(String.init)
      var data = place.members
      data["body"] = .object(body)
      data["actor"] = ["type": .string(words[0]), "id": .string(words[1])]
      if type == "case.opened" {
        data["case"] = "K-1"
        data["conversation"] = nil
        data["channel"] = nil
      }
      if let text { data["sealed"] = ["text": .string(text)] }
      let event: JSONObject = [
        "specversion": "1.0", "id": .string(Chat.id(count)), "source": "test",
        "type": .string(type), "time": .string("2026-05-04T10:\(10 + count):00Z"),
        "data": .object(data),
      ]
      input += event.canonicalBytes + [UInt8(ascii: "\n")]
    }
  }

  private static let readings = [
    ["conversation", "show", "meter"], ["conversation", "show", "meter", "--as-of", "@6"],
    ["conversation", "timeline", "meter"], ["case", "timeline", "K-1"],
    ["party", "timeline", "p-1"], ["party", "show", "p-1"],
    ["handoff", "show", Chat.handoff], ["handoff", "timeline", Chat.handoff],
    ["search", "card OR amaranth"],
  ]

  @Test(
    "No reading opens what was redacted, wherever, neither its copies nor its editions",
    arguments: [true, false], Chat.Place.allCases)
  func redacted(redactsFirst: Bool, place: Chat.Place) throws {
    let tool = try Tool()
    try tool.succeed("append", input: Chat(redactsFirst: redactsFirst, in: place).input)
    try tool.succeed("project")
    for reading in RedactionTests.readings {
      for format in [[], ["--json"]] {
        let output = try tool.run(reading + ["--purpose", "audit"] + format)
        #expect(output.code == 0, "\(reading): \(output.errors)")
        #expect(!output.text.contains("amaranth"), "\(reading): \(output.text)")
      }
    }
    let entries =
      try tool.json("conversation", "timeline", "meter", "--purpose", "audit")["entries"]?.array
      ?? []
    let first = Chat.position(redactsFirst ? 5 : 4)
    for position in [first, Chat.position(6), Chat.position(7)] {
      let entry = entries.first { $0["position"] == .int(position) }
      #expect(entry?["text"] == ["state": "redacted", "value": .null], "\(position)")
    }
    let read = try tool.succeed("party", "timeline", "p-1", "--purpose", "audit").text
    #expect(read.contains("(redacted)"))
    let packet = try tool.json("handoff", "show", Chat.handoff, "--purpose", "audit")
    let withheld = packet["withheld"]?.array ?? []
    // A packet that was made after the redaction does not even point to it.
    #expect(withheld.allSatisfy { $0["because"] == "redacted" })
    let shown = try tool.json("conversation", "show", "meter")["entries"]?.array ?? []
    #expect(shown.first { $0["position"] == .int(first) }?["state"] == "redacted")
    for query in ["amaranth*", "card"] {
      let found = try tool.json("search", query, "--purpose", "audit")
      #expect(found["total"] == 0, "\(query): \(found)")
    }
  }

  @Test("Raw records keep redacted text closed unless it is asked for, which the account says")
  func raw() throws {
    let tool = try Tool()
    try tool.succeed("append", input: Chat(redactsFirst: false, in: .party).input)
    func accounts() throws -> [JSONValue] {
      try tool.succeed("log").jsonLines.filter { $0["type"] == "record.accessed" }
    }
    let closed = try tool.succeed("log", "--open", "--purpose", "audit").text
    #expect(!closed.contains("amaranth") && closed.contains(#""state":"redacted"}"#))
    #expect(closed.contains("The meter is wrong."))
    #expect(try accounts().allSatisfy { $0["body"]?["redactedToo"] == nil })
    let open = try tool.succeed("log", "--open", "--redacted-too", "--purpose", "audit").text
    #expect(open.contains("Card amaranth.") && open.contains("Card amaranths."))
    #expect(try accounts().last?["body"]?["redactedToo"] == true)
    for words in [["--redacted-too"], ["--redacted-too", "--purpose", "audit"]] {
      #expect(try tool.run(["log"] + words).code == 2, "\(words)")
    }
  }

  @Test("What was indexed before it was redacted elsewhere is found no more")
  func indexed() throws {
    for place in Chat.Place.allCases {
      let tool = try Tool()
      let lines = Chat(redactsFirst: false, in: place).input.split(separator: UInt8(ascii: "\n"))
      func append(_ lines: [ArraySlice<UInt8>]) throws {
        try tool.succeed("append", input: lines.flatMap { $0 + [UInt8(ascii: "\n")] })
        try tool.succeed("project")
      }
      func total() throws -> JSONValue? {
        try tool.json("search", "amaranth*", "--purpose", "audit")["total"]
      }
      try append(Array(lines[..<4] + lines[5..<7]))
      #expect(try total() == 1, "\(place)")
      try append([lines[4]])
      #expect(try total() == 0, "\(place)")
      // Whatever is said of the message later brings nothing back.
      try append(Array(lines[7...]))
      try tool.succeed("rebuild", "search")
      #expect(try total() == 0, "\(place)")
    }
  }

  @Test("A redaction counts before any read model has come to it")
  func unprojected() throws {
    let tool = try Tool()
    let lines = Chat(redactsFirst: false).input.split(separator: UInt8(ascii: "\n"))
    func append(_ lines: [ArraySlice<UInt8>]) throws {
      try tool.succeed("append", input: lines.flatMap { $0 + [UInt8(ascii: "\n")] })
    }
    try append(Array(lines[..<4] + lines[5...]))
    try tool.succeed("project")
    let before = try tool.succeed("handoff", "show", Chat.handoff, "--purpose", "audit").text
    #expect(before.contains("amaranth"))
    try append([lines[4]])
    for reading in RedactionTests.readings {
      let output = try tool.run(reading + ["--purpose", "audit"])
      #expect(output.code == 0, "\(reading): \(output.errors)")
      #expect(!output.text.contains("amaranth"), "\(reading): \(output.text)")
    }
    let packet = try tool.json("handoff", "show", Chat.handoff, "--purpose", "audit")
    let withheld = packet["withheld"]?.array ?? []
    #expect(withheld.contains { $0["because"] == "redacted" })
    let card = try tool.succeed("handoff", "show", Chat.handoff, "--purpose", "audit").text
    #expect(card.contains("(redacted)") && card.contains(" redacted"))
  }

  /// Events of one conversation each; the n-th has the id of its number.
  private static func lines(
    _ events: [(number: Int, type: String, conversation: String, body: JSONObject, text: String?)]
  ) -> [UInt8] {
    events.flatMap { event -> [UInt8] in
      var data: JSONObject = [
        "conversation": .string(event.conversation), "channel": "email",
        "actor": ["type": "party", "id": "p-9"], "party": "p-9", "body": .object(event.body),
      ]
      if let text = event.text { data["sealed"] = ["text": .string(text)] }
      let line: JSONObject = [
        "specversion": "1.0", "id": .string(Chat.id(event.number)), "source": "test",
        "type": .string(event.type), "time": .string("2026-05-05T11:\(10 + event.number):00Z"),
        "data": .object(data),
      ]
      return line.canonicalBytes + [UInt8(ascii: "\n")]
    }
  }

  private static let mail: [UInt8] = lines([
    (1, "message.received", "mail", [:], "The quokka sat on the verbena."),
    (2, "message.received", "other", [:], "A quokka near my verbena, too."),
  ])
  /// What makes the words of the mail tell it from others.
  private static let noise: [UInt8] = lines(
    (20..<32).map { ($0, "message.received", "n-\($0)", [:], "A lantern hums at number \($0).") })

  @Test("A redaction may name an edit that comes later, in another conversation")
  func lateEdit() throws {
    let tool = try Tool()
    func take(_ input: [UInt8]) throws {
      try tool.succeed("append", input: input)
      try tool.succeed("project")
    }
    try take(RedactionTests.mail)
    try take(
      RedactionTests.lines([
        (
          3, "message.redacted", "desk", ["message": .string(Chat.id(4)), "authority": "court"], nil
        )
      ]))
    #expect(try tool.json("search", "verbena", "--purpose", "audit")["total"] == 2)
    try take(
      RedactionTests.lines([
        (4, "message.edited", "desk", ["message": .string(Chat.id(1)), "edition": 2], "Verbena.")
      ]))
    let found = try tool.json("search", "verbena", "--purpose", "audit")
    #expect(found["total"] == 1 && found["hits"]?.array?.first?["conversation"] == "other")
    let before = try tool.json("status")["search"]?["documents"]
    try tool.succeed("rebuild", "search")
    #expect(try tool.json("status")["search"]?["documents"] == before)
  }

  @Test("While the index lags, what was redacted since is neither found, nor counted, nor likened")
  func lagging() throws {
    let tool = try Tool()
    try tool.succeed("append", input: RedactionTests.mail + RedactionTests.noise)
    try tool.succeed("project")
    let similar = try tool.json("similar", "mail", "--purpose", "audit")["similar"]?.array ?? []
    #expect(similar.contains { $0["conversation"] == "other" })
    try tool.succeed(
      "append",
      input: RedactionTests.lines([
        (5, "message.redacted", "other", ["message": .string(Chat.id(2))], nil)
      ]))
    let found = try tool.json("search", "quokka", "--purpose", "audit")
    #expect(found["total"] == 1 && found["hits"]?.array?.count == 1, "\(found)")
    let now = try tool.json("similar", "mail", "--purpose", "audit")["similar"]?.array ?? []
    #expect(!now.contains { $0["conversation"] == "other" }, "\(now)")
    #expect(try tool.json("similar", "other", "--purpose", "audit")["similar"] == [])
  }

  @Test("An attachment without a word is withheld when it was redacted elsewhere")
  func attachment() throws {
    let tool = try Tool()
    let name = String(repeating: "ab", count: 32)
    try tool.succeed(
      "append",
      input: RedactionTests.lines([
        (6, "message.received", "photo", ["attachments": [.string(name)]], nil),
        (
          7, "message.redacted", "desk", ["message": .string(Chat.id(6)), "authority": "gdpr"], nil
        ),
      ]))
    try tool.succeed("project")
    let entry = try tool.json("conversation", "show", "photo")["entries"]?.array?.first
    #expect(entry?["state"] == "redacted" && entry?["attachmentsWithheld"] == 1)
    let text = try tool.succeed("conversation", "show", "photo").text
    #expect(!text.contains(name.prefix(12)) && text.contains("gdpr"), "\(text)")
    let earlier = try tool.json("conversation", "show", "photo", "--as-of", "@2")["entries"]
    #expect(earlier?.array?.first?["state"] == "original")
    let whole = try tool.json("conversation", "show", "photo", "--as-of", "@3")["entries"]
    #expect(whole?.array?.first?["state"] == "redacted")
  }

  @Test("Timelines mark earlier wordings and what is not public")
  func marks() throws {
    let tool = try Tool()
    try tool.succeed("append", input: Chat(redactsFirst: false).input)
    try tool.succeed("project")
    let entries =
      try tool.json("case", "timeline", "K-1", "--purpose", "audit")["entries"]?.array ?? []
    func entry(_ number: Int) -> JSONValue? {
      entries.first { $0["position"] == .int(Chat.position(number)) }
    }
    #expect(entry(8)?["editedLater"] == .int(Chat.position(9)))
    #expect(entry(8)?["text"]?["value"] == "The meter is wrnog.")
    #expect(entry(9)?["editedLater"] == JSONValue.null)
    let visible = [(8, "public"), (10, "internal"), (11, "private"), (12, "internal")]
    for (number, word) in visible + [(13, "public")] {
      #expect(entry(number)?["visibility"]?.string == word, "\(number)")
    }
    #expect(entry(2)?["visibility"] == JSONValue.null, "nobody said anything")
    let read = try tool.succeed("case", "timeline", "K-1", "--purpose", "audit").text
    for words in [
      "message received (edited later @10)\n", "The meter is wrnog.", "[internal] Suspicious.",
      "[private note] Call after six.", "[internal] Unheard of.",
    ] {
      #expect(read.contains(words), "“\(words)” is missing in \(read)")
    }
    #expect(!read.contains("] Meter replaced.") && !read.contains("wrong. (edited"))
    #expect(try tool.succeed("case", "timeline", "K-1").text.contains("[internal] (sealed)"))
  }
}
