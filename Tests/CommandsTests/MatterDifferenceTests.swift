import InteractionModel
import Testing

/// What a card shows of a case is in its differences and in its walk as well: facts, promises, notes and
/// hand-offs, with the words for whoever says why.
@Suite("What changed of a matter")
struct MatterDifferenceTests {
  private static func event(
    _ type: String, _ minute: Int, _ body: JSONObject = [:], sealed: JSONObject = [:]
  ) -> [UInt8] {
    var data: JSONObject = [
      "conversation": "desk-talk", "channel": "voice", "party": "gil", "body": .object(body),
      "actor": ["type": "agent", "id": "ivo"],
    ]
    if !sealed.isEmpty { data["sealed"] = .object(sealed) }
    return cloudEvent(
      type, id: "matter-\(minute)",
      ["time": .string("2026-04-15T10:\(minute):00Z"), "data": .object(data)])
  }

  /// Gil says where they live, and is asked for more; then they correct it, are promised a call back,
  /// are noted to hear badly, and are passed on.
  private static let made = Result {
    let tool = try Tool()
    try tool.succeed(
      "append",
      input: event("conversation.started", 10, ["case": "W-7"])
        + event("fact.provided", 11, ["key": "address"], sealed: ["value": "3 Rowan Way"])
        + event("fact.requested", 12, ["key": "income"]))
    try tool.succeed(
      "append",
      input: event("fact.corrected", 20, ["key": "address"], sealed: ["value": "8 Rowan Way"])
        + event("callback.promised", 21, ["due": "2026-04-16T10:00:00Z"])
        + event("note.added", 22, ["kind": "accessibility"], sealed: ["text": "Hears badly."])
        + event("fact.provided", 23, ["key": "income"], sealed: ["value": "1900"])
        + event(
          "transfer.requested", 24, ["toQueue": "grants"], sealed: ["reason": "Wants a grant."]))
    try tool.succeed("project")
    return tool
  }

  /// The position of the first events' last record.
  private static func middle(_ tool: Tool) throws -> String {
    let entries = try tool.json("case", "timeline", "W-7")["entries"]?.array ?? []
    let asked = entries.first { $0["type"] == "fact.requested" }
    return "@\(asked?["position"]?.int ?? 0)"
  }

  @Test("is in its difference, with what caused it, and without words where no purpose is said")
  func difference() throws {
    let tool = try Tool(copying: Self.made.get())
    let head = try tool.head()
    let answer = try tool.json("case", "diff", "W-7", "--as-of", Self.middle(tool))
    let changes = answer["changes"]?.array ?? []
    func causes(_ field: String) -> [String] {
      changes.first { $0["field"] == .string(field) }?["causes"]?.array?
        .compactMap { $0["type"]?.string } ?? []
    }
    #expect(causes("facts") == ["fact.corrected", "fact.provided"])
    #expect(causes("openQuestions").contains("fact.provided"))
    #expect(causes("promises") == ["callback.promised"])
    #expect(causes("notes") == ["note.added"])
    #expect(causes("handoffs") == ["transfer.requested"])
    #expect(answer["opened"] == [:])
    #expect(answer["withheld"]?.array?.isEmpty == false)
    let shown = try tool.succeed("case", "diff", "W-7", "--as-of", Self.middle(tool)).text
    #expect(shown.contains("facts[address].state: provided → corrected"), "\(shown)")
    #expect(!shown.contains("Rowan") && !shown.contains("grant."), "\(shown)")
    #expect(try tool.head() == head)
  }

  @Test("is in words for a purpose, of which the log has an account")
  func words() throws {
    let tool = try Tool(copying: Self.made.get())
    let shown = try tool.succeed(
      "case", "diff", "W-7", "--as-of", Self.middle(tool), "--purpose", "a complaint"
    ).words
    for words in [
      "facts[address].value: “3 Rowan Way” → “8 Rowan Way”", "“1900”", "“Hears badly.”",
      "“Wants a grant.”",
    ] {
      #expect(shown.contains(words), "“\(words)” is not in \(shown)")
    }
    let accesses = try tool.json("access", "list", "--case", "W-7")["accesses"]?.array ?? []
    #expect(accesses.map { $0["command"] } == ["case.diff"])
    let party = try tool.succeed(
      "party", "diff", "gil", "--as-of", Self.middle(tool), "--purpose", "a complaint"
    ).words
    #expect(party.contains("“Hears badly.”"), "\(party)")
  }

  @Test("is told event by event: of what, and for a purpose what it is")
  func walk() throws {
    let tool = try Tool(copying: Self.made.get())
    for subject in [["--case", "W-7"], ["--conversation", "desk-talk"]] {
      let shown = try tool.run(["replay", "--events"] + subject).words
      for words in [
        "facts[address].state: – → provided", "openQuestions[income].state: – → asked",
        "facts[address].state: provided → corrected", "].state: – → open",
        "].kind: – → accessibility", "openQuestions[income].state: asked → answered",
      ] {
        #expect(shown.contains(words), "“\(words)” is not in \(shown)")
      }
      #expect(!shown.contains("Rowan"), "\(shown)")
      let opened = try tool.run(["replay", "--events", "--purpose", "audit"] + subject).words
      #expect(opened.contains("facts[address].value: 3 Rowan Way → 8 Rowan Way"), "\(opened)")
    }
  }

  @Test("What came late changes nothing that was said later")
  func late() throws {
    let tool = try Tool(copying: Self.made.get())
    try tool.succeed(
      "append",
      input: Self.event("fact.confirmed", 13, ["key": "address"]))
    try tool.succeed("project")
    let walk = try tool.json("replay", "--events", "--case", "W-7")["events"]?.array ?? []
    let last = try #require(walk.last)
    #expect(last["type"] == "fact.confirmed")
    let fields = last["changes"]?.array?.compactMap { $0["field"]?.string } ?? []
    #expect(!fields.contains { $0.hasPrefix("facts[") }, "\(fields)")
  }
}
