import InteractionModel
import Testing

@Suite("Ids as people type them")
struct TypedIDTests {
  private func answer(_ tool: Tool, _ words: String...) throws -> JSONValue {
    let output = try tool.run(words + ["--json"])
    #expect(output.code == 0, "\(words): \(output.errors)")
    return try output.json
  }

  @Test("A beginning, or what belongs to one alone, means that one")
  func meant() async throws {
    let tool = try await GoldenStore.whole.tool
    let own = try answer(tool, "party", "show", "amira")["party"]
    #expect(own == "amira")
    #expect(try answer(tool, "party", "show", "amir")["party"] == own)
    #expect(try answer(tool, "party", "show", "amira-chat")["party"] == own)
    #expect(try answer(tool, "case", "show", "amira-chat")["case"] == "A-1")
    #expect(try answer(tool, "case", "explain", "amira-chat", "status")["case"] == "A-1")
    #expect(try answer(tool, "conversation", "show", "amira-cha")["conversation"] == "amira-chat")
    let timeline = try answer(tool, "case", "timeline", "A-1")
    #expect(try answer(tool, "case", "timeline", "amira-chat") == timeline)
    #expect(
      try answer(tool, "case", "diff", "amira-chat", "--as-of", "@80")
        == answer(tool, "case", "diff", "A-1", "--as-of", "@80"))
    #expect(
      try answer(tool, "replay", "--events", "--case", "amira-chat")
        == answer(tool, "replay", "--events", "--case", "A-1"))
    let handoff = "601d0000-0000-4000-8000-000000000061"
    let shown = try answer(tool, "handoff", "show", handoff)
    #expect(shown["handoff"] == .string(handoff))
    let owner = try #require(shown["state"]?["conversation"]?.string)
    let handoffs = try #require(try answer(tool, "handoff", "list")["handoffs"]?.array)
    #expect(handoffs.count(where: { $0["conversation"] == .string(owner) }) == 1)
    #expect(try answer(tool, "handoff", "show", owner)["handoff"] == .string(handoff))
  }

  @Test(
    "A hand-off goes by what it is of wherever one is shown", arguments: ["timeline", "explain"])
  func handoffs(command: String) async throws {
    let tool = try await GoldenStore.whole.tool
    let handoffs = try #require(try answer(tool, "handoff", "list")["handoffs"]?.array)
    let ids = Dictionary(grouping: handoffs) { $0["conversation"]?.string ?? "" }
    let alone = ids.filter { !$0.key.isEmpty && $0.value.count == 1 }
    var begun = 0
    for (conversation, only) in alone {
      let id = try #require(only[0]["handoff"]?.string)
      let whole = try answer(tool, "handoff", command, id)
      #expect(try answer(tool, "handoff", command, conversation) == whole)
      let others = handoffs.compactMap { $0["handoff"]?.string }.filter { $0 != id }
      let beginning = (8..<id.count).lazy.map { String(id.prefix($0)) }
        .first { beginning in !others.contains { $0.hasPrefix(beginning) } }
      guard let beginning else { continue }
      begun += 1
      #expect(try answer(tool, "handoff", command, beginning) == whole)
    }
    #expect(begun > 0, "no hand-off has a beginning of its own")
    let several = try tool.run("handoff", command, "601d0000")
    #expect(several.code == 2 && several.errors.contains("more than one"), "\(several.errors)")
  }

  @Test(
    "What may mean several is asked back, with the candidates",
    arguments: [
      (["conversation", "show", "amira"], "amira-chat"),
      (["conversation", "show", "amira-"], "amira-"),
      (["handoff", "show", "601d0000"], "601d0000-0000-4000-8000-0000"),
      (["conversation", "timeline", "A-1"], "amira-"),
    ])
  func several(words: [String], candidate: String) async throws {
    let output = try await GoldenStore.whole.tool.run(words)
    #expect(output.code == 2 && output.text.isEmpty, "\(output.text)")
    #expect(output.errors.contains("more than one") && output.errors.contains(candidate))
  }

  @Test("What destroys or keeps takes whole ids of its own kind")
  func whole() async throws {
    let tool = try Tool(copying: try await GoldenStore.whole.tool)
    for words in [
      ["party", "erase", "amir", "--reason", "letter", "--yes"],
      ["party", "erase", "amira-chat", "--reason", "letter", "--yes"],
      ["conversation", "erase", "amira-cha", "--reason", "letter", "--yes"],
    ] {
      let output = try tool.run(words)
      #expect(output.code != 0, "\(words): \(output.text)")
    }
    #expect(try answer(tool, "party", "show", "amira")["party"] == "amira")
  }

  @Test("What nothing is called is said to be unknown, as ever")
  func unknown() async throws {
    let tool = try await GoldenStore.whole.tool
    for words in [
      ["case", "show", "nowhere"], ["party", "show", "amo"], ["handoff", "show", "x"],
    ] {
      let output = try tool.run(words)
      #expect(output.code == 3 && output.errors.contains("no "), "\(output.errors)")
    }
  }
}

/// Everything that shows something takes the ids and the beginnings of ids of the others.
@Suite("Ids of other kinds")
struct OtherKindsIDTests {
  private static func event(_ type: String, _ number: Int, _ data: JSONObject) -> [UInt8] {
    let event: JSONObject = [
      "specversion": "1.0", "id": .string("601e0000-0000-4000-8000-0000000000\(number)"),
      "source": "test", "type": .string(type), "time": .string("2026-04-11T08:\(number):00Z"),
      "data": .object(data),
    ]
    return event.canonicalBytes + [UInt8(ascii: "\n")]
  }

  /// Two people with a case, a conversation and a hand-off each; a second conversation of the first, and
  /// an earlier case that was merged into theirs.
  private static let made = Result {
    let tool = try Tool()
    func data(
      _ party: String, _ matter: String, _ conversation: String? = nil, _ body: JSONObject = [:]
    ) -> JSONObject {
      var data: JSONObject = [
        "case": .string(matter), "party": .string(party), "body": .object(body),
        "actor": ["type": "party", "id": .string(party)],
      ]
      if let conversation {
        data["conversation"] = .string(conversation)
        data["channel"] = "chat"
      }
      return data
    }
    try tool.succeed(
      "append",
      input: event("case.opened", 10, data("person-kim", "matter-kim"))
        + event(
          "conversation.started", 11,
          data("person-kim", "matter-kim", "thread-kim-1", ["case": "matter-kim"]))
        + event(
          "transfer.requested", 12,
          data("person-kim", "matter-kim", "thread-kim-1", ["toQueue": "desk"]))
        + event("case.opened", 20, data("person-lou", "matter-lou"))
        + event(
          "conversation.started", 21,
          data("person-lou", "matter-lou", "thread-lou-1", ["case": "matter-lou"]))
        + event(
          "transfer.requested", 22,
          data("person-lou", "matter-lou", "thread-lou-1", ["toQueue": "desk"]))
        + event(
          "conversation.started", 23,
          data("person-lou", "matter-lou", "thread-lou-2", ["case": "matter-lou"]))
        + event("case.opened", 24, data("person-lou", "before-lou"))
        + event(
          "case.merged", 25,
          data("person-lou", "before-lou", nil, ["case": "before-lou", "into": "matter-lou"])))
    try tool.succeed("project")
    return tool
  }

  private static let commands: [(words: [String], member: String, own: String)] = [
    (["case", "show"], "case", "matter-kim"),
    (["case", "timeline"], "case", "matter-kim"),
    (["case", "explain"], "case", "matter-kim"),
    (["conversation", "show"], "conversation", "thread-kim-1"),
    (["conversation", "timeline"], "conversation", "thread-kim-1"),
    (["conversation", "explain"], "conversation", "thread-kim-1"),
    (["party", "show"], "party", "person-kim"),
    (["party", "timeline"], "party", "person-kim"),
    (["handoff", "show"], "handoff", "601e0000-0000-4000-8000-000000000012"),
    (["handoff", "timeline"], "handoff", "601e0000-0000-4000-8000-000000000012"),
  ]

  @Test("and their beginnings, in any spelling, show what belongs to them", arguments: 0..<10)
  func shown(command: Int) throws {
    let tool = try Self.made.get()
    let (words, member, own) = Self.commands[command]
    let beginnings = ["matter-kim", "thread-kim-1", "person-kim"].flatMap { id in
      [id, String(id.prefix(8)), id.uppercased(), String(id.prefix(8)).uppercased()]
    }
    for typed in beginnings + [own] {
      let output = try tool.run(words + [typed, "--json"])
      #expect(output.code == 0, "\(words) \(typed): \(output.errors)")
      #expect(try output.json[member] == .string(own), "\(words) \(typed)")
    }
  }

  @Test("and what was merged away stand for what it was merged into")
  func merged() throws {
    let tool = try Self.made.get()
    for typed in ["before-lou", "before"] {
      #expect(try tool.json("party", "show", typed)["party"] == "person-lou", "\(typed)")
      #expect(
        try tool.json("handoff", "show", typed)["handoff"]
          == "601e0000-0000-4000-8000-000000000022", "\(typed)")
    }
  }

  @Test(
    "are asked back with the candidates where they mean several",
    arguments: [
      ("case show person", "matter-kim, matter-lou"),
      ("party show matter", "person-kim, person-lou"),
      ("party show thread", "person-kim, person-lou"),
      ("conversation show matter-lou", "thread-lou-1, thread-lou-2"),
      ("conversation show matter-l", "thread-lou-1, thread-lou-2"),
      ("conversation timeline person-l", "thread-lou-1, thread-lou-2"),
      ("conversation show thread-lou", "thread-lou-1, thread-lou-2"),
      ("case show matter", "matter-kim, matter-lou"),
      ("handoff show thread", "000000000012, 601e"), ("handoff show 601e", "000000000012, 601e"),
    ])
  func several(line: String, candidates: String) throws {
    let output = try Self.made.get().run(line.split(separator: " ").map(String.init))
    #expect(output.code == 2 && output.text.isEmpty, "\(output.text)")
    #expect(
      output.errors.contains("more than one") && output.errors.contains(candidates),
      "\(line): \(output.errors)")
  }

  @Test(
    "are none of what destroys or keeps, nor are beginnings",
    arguments: [
      "party erase matter-kim --yes", "party erase person-k --yes",
      "party erase thread-kim-1 --yes",
      "conversation erase matter-kim --yes", "conversation erase thread-kim --yes",
      "conversation erase person-kim --yes", "hold place --party person-k --authority court",
      "hold place --party matter-kim --authority court",
      "hold place --case matter-k --authority court",
      "hold place --case person-kim --authority court",
      "hold place --conversation thread-kim --authority court",
      "hold place --conversation matter-kim --authority court", "hold release person-kim",
    ])
  func whole(line: String) throws {
    let tool = try Tool(copying: Self.made.get())
    let head = try tool.head()
    let words = line.split(separator: " ").map(String.init)
    let output = try tool.run(words + ["--reason", "a letter"])
    #expect(output.code != 0, "\(line): \(output.text)")
    #expect(try tool.head() == head, "\(line) is in the log")
  }
}

/// Hand-offs go by whatever records call them.
@Suite("What records call a hand-off")
struct HandoffNameTests {
  private static func event(
    _ type: String, _ number: Int, _ conversation: String, _ party: String, _ body: JSONObject,
    because cause: Int? = nil
  ) -> [UInt8] {
    var event: JSONObject = [
      "specversion": "1.0", "id": .string(id(number)), "source": "test", "type": .string(type),
      "time": .string("2026-04-12T09:\(number):00Z"),
      "data": [
        "conversation": .string(conversation), "channel": "chat", "party": .string(party),
        "body": .object(body), "actor": ["type": "agent", "id": "ada"],
      ],
    ]
    event["causationid"] = cause.map { .string(id($0)) }
    return event.canonicalBytes + [UInt8(ascii: "\n")]
  }

  private static func id(_ number: Int) -> String { "5\(number)e0000-0000-4000-8000-000000000077" }

  /// Two hand-offs that their desk calls by numbers: of one the request says so, of the other only who
  /// took it.
  private static let made = Result {
    let tool = try Tool()
    var input: [UInt8] = []
    for (number, name) in [(10, "kim"), (20, "lou")] {
      let conversation = "thread-\(name)"
      let own: JSONObject = number == 10 ? ["handoff": "PASS-4410"] : [:]
      var asked = own
      asked["toQueue"] = "desk"
      input += event(
        "conversation.started", number, conversation, name, ["case": .string("matter-\(name)")])
      input += event("transfer.requested", number + 1, conversation, name, asked)
      input += event(
        "handoff.prepared", number + 2, conversation, name, own, because: number + 1)
    }
    input += event(
      "transfer.accepted", 23, "thread-lou", "lou",
      ["transfer": .string(id(21)), "handoff": "PASS-4499"])
    try tool.succeed("append", input: input)
    try tool.succeed("project")
    return tool
  }

  @Test(
    "finds the hand-off, and what and whom it is about",
    arguments: [
      (id(11), 11), (id(12), 11), (id(22), 21), (String(id(11).prefix(6)), 11),
      ("PASS-4410", 11), ("PASS-4499", 21), ("PASS-449", 21),
    ])
  func named(text: String, request: Int) throws {
    let tool = try Self.made.get()
    let name = request == 11 ? "kim" : "lou"
    #expect(try tool.json("handoff", "show", text)["handoff"] == .string(Self.id(request)))
    #expect(try tool.json("case", "show", text)["case"] == .string("matter-\(name)"))
    #expect(try tool.json("party", "show", text)["party"] == .string(name))
    #expect(
      try tool.json("conversation", "show", text)["conversation"] == .string("thread-\(name)"))
    let found = try tool.json("find", text, "--purpose", "test")["people"]?.array
    #expect(found?.map { $0["party"] } == [.string(name)], "\(text)")
    #expect(found?.first?["because"]?.array?.first?["kind"] == "handoff")
  }

  @Test("is asked back where several are called so, and is no id where nothing is")
  func several() throws {
    let tool = try Self.made.get()
    let output = try tool.run("handoff", "show", "PASS-44")
    #expect(output.code == 2 && output.errors.contains("more than one"), "\(output.errors)")
    #expect(try tool.run("handoff", "show", "PASS-45").code == 3)
    let found = try tool.run("find", "PASS-44", "--purpose", "test", "--json")
    #expect(try found.code == 1 && found.json["people"] == [])
  }
}
