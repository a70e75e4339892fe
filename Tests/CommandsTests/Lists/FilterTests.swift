import InteractionModel
import StoreConformance
import Testing

/// A filter of a list, and what a line has that it asks for.
struct ListedFilter: Sendable, CustomTestStringConvertible {
  /// The list: what is typed before the filter.
  let list: [String]
  /// The member of the answer that has the lines, and the member of a line that names it.
  let (member, id): (String, String)
  let option: String
  /// The members of a line of which one must have the word.
  let members: [String]

  init(_ list: String, _ member: String, _ id: String, _ option: String, _ members: String...) {
    self.list = list.split(separator: " ").map(String.init)
    self.member = member
    self.id = id
    self.option = option
    self.members = members
  }

  var testDescription: String { "\(list.joined(separator: " ")) \(option)" }

  /// The ids of the lines for which something holds.
  func ids(_ lines: [JSONValue], where holds: (JSONValue) -> Bool = { _ in true }) -> [String] {
    lines.filter(holds).compactMap { $0[id]?.string }
  }

  /// What the list answers.
  func lines(_ tool: Tool, _ arguments: String...) throws -> [JSONValue] {
    let all = list + arguments + ["--limit", "100000", "--json", "--accept-clock"]
    let output = try tool.run(all)
    guard output.code == 0 else { throw UnexpectedEnd(all, output) }
    return try output.json[member]?.array ?? []
  }

  static let words = [
    ListedFilter("case list", "cases", "case", "--status", "status"),
    ListedFilter("case list", "cases", "case", "--department", "department"),
    ListedFilter("case list", "cases", "case", "--owner", "owner"),
    ListedFilter("case list", "cases", "case", "--queue", "queue"),
    ListedFilter("case list", "cases", "case", "--priority", "priority"),
    ListedFilter("case list", "cases", "case", "--service", "service"),
    ListedFilter("case list", "cases", "case", "--sla", "slaState"),
    ListedFilter("case list", "cases", "case", "--channel", "channels"),
    ListedFilter("conversation list", "conversations", "conversation", "--status", "status"),
    ListedFilter(
      "conversation list", "conversations", "conversation", "--department", "department"),
    ListedFilter("conversation list", "conversations", "conversation", "--channel", "channels"),
    ListedFilter("conversation list", "conversations", "conversation", "--party", "parties"),
    ListedFilter("conversation list", "conversations", "conversation", "--case", "case"),
    ListedFilter("handoff list", "handoffs", "handoff", "--status", "status"),
    ListedFilter(
      "handoff list", "handoffs", "handoff", "--department", "fromDepartment", "toDepartment"),
    ListedFilter("handoff list", "handoffs", "handoff", "--queue", "fromQueue", "toQueue"),
    ListedFilter("handoff list", "handoffs", "handoff", "--agent", "fromAgent", "toAgent"),
    ListedFilter("party list", "parties", "party", "--case", "cases"),
    ListedFilter("response list", "responses", "response", "--status", "status"),
    ListedFilter("response list", "responses", "response", "--owner", "owner"),
  ]

  static let times = [
    ListedFilter("case list", "cases", "case", "--opened", "opened"),
    ListedFilter("case list", "cases", "case", "--closed", "closed"),
    ListedFilter("conversation list", "conversations", "conversation", "--started", "started"),
    ListedFilter("conversation list", "conversations", "conversation", "--last", "last"),
    ListedFilter("handoff list", "handoffs", "handoff", "--asked", "time"),
    ListedFilter(
      "handoff list --finding channel_restart", "findings", "id", "--found", "time"),
  ]
}

/// A filter answers what a plain look at the whole list finds, and takes no word that nothing has.
@Suite("Filters of lists")
struct FilterTests {
  private static func texts(_ value: JSONValue?) -> [String] {
    value?.array?.compactMap(\.string) ?? [value?.string].compactMap(\.self)
  }

  @Test("find what a look at every line finds", arguments: ListedFilter.words)
  func words(filter: ListedFilter) async throws {
    let tool = try await GoldenStore.whole.tool
    let all = try filter.lines(tool)
    func words(_ line: JSONValue) -> [String] { filter.members.flatMap { Self.texts(line[$0]) } }
    let known = Set(all.flatMap(words)).sorted()
    #expect(!known.isEmpty, "the store has none")
    for word in known.prefix(12) {
      let found = try filter.lines(tool, filter.option, word)
      #expect(filter.ids(found) == filter.ids(all) { words($0).contains(word) }, "\(word)")
    }
  }

  @Test("find it in any city", arguments: [21, 22, 23])
  func cities(seed: Int) throws {
    let tool = try Tool()
    try tool.succeed(
      "simulate", "--events", "1500", "--seed", "\(seed)", "--into", "sqlite:\(tool.store)",
      "--quiet")
    try tool.succeed("project", "--quiet")
    var random = SeededGenerator(seed: UInt64(seed))
    var looked = 0
    for filter in ListedFilter.words {
      let all = try filter.lines(tool)
      func words(_ line: JSONValue) -> [String] { filter.members.flatMap { Self.texts(line[$0]) } }
      for word in Set(all.flatMap(words)).sorted().shuffled(using: &random).prefix(3) {
        let found = try filter.lines(tool, filter.option, word)
        #expect(filter.ids(found) == filter.ids(all) { words($0).contains(word) }, "\(word)")
        looked += 1
      }
    }
    #expect(looked > 40)
  }

  @Test("refuse a word that nothing has, and name the nearest", arguments: ListedFilter.words)
  func unknown(filter: ListedFilter) async throws {
    let tool = try await GoldenStore.whole.tool
    let lines = try filter.lines(tool)
    let known = filter.members.lazy.flatMap { name in lines.flatMap { Self.texts($0[name]) } }.first
    let word = try #require(known)
    for wrong in [word + "q", "Q" + word.dropFirst() + "q"] {
      let output = try tool.run(filter.list + [filter.option, wrong, "--accept-clock"])
      #expect(output.code == 2)
      #expect(output.text.isEmpty)
      #expect(output.errors.contains("“\(wrong)”"), "\(output.errors)")
      #expect(output.errors.contains("“\(word)”"), "\(output.errors)")
    }
  }

  @Test("of times have their first moment and not their last", arguments: ListedFilter.times)
  func times(filter: ListedFilter) async throws {
    let tool = try await GoldenStore.whole.tool
    func instant(_ line: JSONValue) -> Instant? {
      line[filter.members[0]]?.string.flatMap { Timestamp($0)?.instant }
    }
    // What has no zone stands where it was recorded, which a list does not say.
    func ids(_ lines: [JSONValue], _ holds: (Instant) -> Bool) -> [String] {
      filter.ids(lines) { instant($0).map(holds) ?? false }
    }
    let all = try filter.lines(tool)
    let moments = all.compactMap(instant).sorted()
    #expect(!moments.isEmpty, "the store has none")
    for moment in Set([moments.first, moments.last, moments[moments.count / 2]]).compactMap(\.self)
    {
      let after = try filter.lines(tool, "\(filter.option)-after", moment.description)
      #expect(ids(after) { _ in true } == ids(all) { moment <= $0 })
      let before = try filter.lines(tool, "\(filter.option)-before", moment.description)
      #expect(ids(before) { _ in true } == ids(all) { $0 < moment })
    }
  }

  @Test("by agent and queue find conversations by who took part and where it waited")
  func participants() async throws {
    let tool = try await GoldenStore.whole.tool
    let filter = ListedFilter("conversation list", "conversations", "conversation", "--agent")
    var (agents, queues): ([String: Set<String>], [String: Set<String>]) = ([:], [:])
    for id in filter.ids(try filter.lines(tool)) {
      let state = try tool.json("conversation", "show", id, "--accept-clock")["state"]
      for agent in Self.texts(state?["participants"]?["agents"]) {
        agents[agent, default: []].insert(id)
      }
      for contact in state?["contacts"]?.array ?? [] {
        if let queue = contact["queue"]?.string { queues[queue, default: []].insert(id) }
      }
    }
    for (option, known) in [("--agent", agents), ("--queue", queues)] {
      #expect(!known.isEmpty)
      for (word, ids) in known {
        #expect(Set(filter.ids(try filter.lines(tool, option, word))) == ids, "\(option) \(word)")
      }
      let output = try tool.run("conversation", "list", option, "nobody-at-all", "--accept-clock")
      #expect(output.code == 2 && output.errors.contains("the nearest: "), "\(output.errors)")
    }
  }

  @Test(
    "of closed sets name the nearest words at once",
    arguments: [
      (["case", "list", "--channel", "voise"], "“voice”"),
      (["conversation", "list", "--channel", "e-mail"], "“email”"),
      (["handoff", "list", "--finding", "repeat-ask"], "“repeat_ask”"),
      (["search", "lamp", "--purpose", "test", "--direction", "inbund"], "“inbound”"),
      (["search", "lamp", "--purpose", "test", "--visibility", "Public"], "“public”"),
      (["search", "lamp", "--purpose", "test", "--channel", "voise"], "“voice”"),
      (["log", "--type", "case.open"], "“case.opened”"),
    ])
  func closed(arguments: [String], nearest: String) async throws {
    let output = try await GoldenStore.whole.tool.run(arguments + ["--accept-clock"])
    #expect(output.code == 2)
    #expect(output.text.isEmpty)
    #expect(output.errors.contains(nearest), "\(output.errors)")
  }

  @Test("of a search are looked at before the question is one that must be accounted for")
  func search() async throws {
    let tool = try Tool(copying: try await GoldenStore.whole.tool)
    let head = try tool.head()
    for (option, word) in [
      ("--department", "Human Servces"), ("--party", "borsi"), ("--case", "A-22"),
      ("--issue", "lamp"),
    ] {
      let output = try tool.run(
        "search", "lamp", "--purpose", "test", option, word, "--accept-clock")
      #expect(output.code == 2, "\(option)")
      #expect(output.errors.contains("the nearest: "), "\(output.errors)")
    }
    #expect(try tool.head() == head)
  }

  @Test(
    "say so where nothing in the store has the id, and take beginnings and ids of what belongs to it",
    arguments: [
      ("log", "--party", "amira", ["amir", "A-1"]), ("log", "--case", "A-1", ["amira-chat"]),
      ("log", "--conversation", "amira-chat", ["amira-cha"]),
      ("conversation list", "--party", "amira", ["amir"]),
      ("conversation list", "--case", "A-1", ["amira-chat"]),
      ("party list", "--case", "A-1", ["amira-chat"]),
      ("search lamp --purpose test", "--party", "boris", ["bori"]),
      ("search lamp --purpose test", "--case", "A-2", ["boris-chat"]),
      ("access list", "--party", "amira", ["amir"]),
      ("access list", "--case", "A-1", ["amira-chat"]),
    ])
  func ids(command: String, option: String, id: String, others: [String]) async throws {
    let tool = try Tool(copying: try await GoldenStore.whole.tool)
    let words = command.split(separator: " ").map(String.init) + ["--accept-clock", option]
    let whole = try tool.run(words + [id])
    #expect(whole.code == 0, "\(whole.errors)")
    for other in others {
      let output = try tool.run(words + [other])
      #expect(output.code == 0 && output.text == whole.text, "\(other): \(output.errors)")
    }
    let head = try tool.head()
    for unknown in ["K-9", "nobody"] {
      let output = try tool.run(words + [unknown])
      #expect(output.code == 2 && output.text.isEmpty, "\(output.text)")
      #expect(output.errors.contains("“\(unknown)”; the nearest: "), "\(output.errors)")
    }
    #expect(try tool.head() == head)
  }

  @Test("of a log name a record or a stream that there is, or a register that has nothing yet")
  func records() async throws {
    let tool = try await GoldenStore.whole.tool
    for words in [
      ["--id", "7d170000-0000-4000-8000-0000000000ff"], ["--stream", "case-K-9"],
    ] {
      let output = try tool.run(["log"] + words)
      #expect(output.code == 3 && output.text.isEmpty)
      #expect(output.errors.contains("no ") && output.errors.contains(words[1]), "\(output.errors)")
    }
    #expect(try tool.run("log", "--stream", "access-nobody").code == 0)
  }

  @Test("by a department count only its own findings, with those that no hand-off has")
  func ownFindings() async throws {
    let golden = try await GoldenStore.whole.tool
    try ownFindings(golden, in: ["Human Services", "Utility Billing"])
    let city = try Prepared.city.tool
    let handoffs = try city.json("handoff", "list", "--limit", "100000")["handoffs"]?.array ?? []
    let known = Set(handoffs.flatMap { Self.texts($0["fromDepartment"]) }).sorted()
    #expect(try ownFindings(city, in: Array(known.prefix(3))) > 0)
  }

  /// Looks at the findings of some departments; answers how many have no hand-off.
  @discardableResult
  private func ownFindings(_ tool: Tool, in departments: [String]) throws -> Int {
    let kinds = [
      "repeat_ask", "blind_handoff", "context_missing", "broken_chain", "channel_restart",
      "ping_pong", "chain_length",
    ]
    let filter = ListedFilter("handoff list --open-only --finding", "findings", "id", "")
    var open: [JSONValue] = []
    for kind in kinds { open += try filter.lines(tool, kind) }
    let places = try Departments(tool)
    for department in departments {
      let answer = try tool.json(
        "handoff", "list", "--department", department, "--limit", "100000", "--accept-clock")
      let ids = Set((answer["handoffs"]?.array ?? []).compactMap { $0["handoff"]?.string })
      let own = open.filter { finding in
        finding["handoff"]?.string.map(ids.contains)
          ?? (places[finding] == department)
      }
      let counts = Dictionary(grouping: own) { $0["kind"]?.string ?? "" }.mapValues(\.count)
      #expect(
        answer["openFindings"]
          == .object(
            JSONObject(counts.map { (Self.member($0.key), .int(Int64($0.value))) })),
        "\(department)")
      for kind in kinds {
        let listed = try filter.lines(tool, kind, "--department", department)
        #expect(listed == own.filter { $0["kind"]?.string == kind }, "\(department) \(kind)")
      }
    }
    return open.count { finding in
      finding["handoff"] == nil && places[finding].map(departments.contains) ?? false
    }
  }

  /// `repeat_ask` as the name of a member.
  private static func member(_ kind: String) -> String {
    kind.replacing(/_([a-z])/) { $0.output.1.uppercased() }
  }

  /// Where what has a record, a conversation or a case came up, the first that says it.
  private struct Departments {
    private let records: [JSONValue?: String]
    private let cases: [JSONValue?: String]
    private let conversations: [JSONValue?: (department: String?, caseID: JSONValue?)]

    init(_ tool: Tool) throws {
      func departments(_ lines: [JSONValue], by id: String) -> [JSONValue?: String] {
        Dictionary(
          lines.compactMap { line in line["department"]?.string.map { (line[id], $0) } }
        ) { first, _ in first }
      }
      func lines(_ list: String, _ id: String) throws -> [JSONValue] {
        try ListedFilter("\(id) list", list, id, "").lines(tool)
      }
      records = departments(try tool.succeed("log").jsonLines, by: "position")
      cases = departments(try lines("cases", "case"), by: "case")
      conversations = Dictionary(
        try lines("conversations", "conversation").map {
          ($0["conversation"], (department: $0["department"]?.string, caseID: $0["case"]))
        }
      ) { first, _ in first }
    }

    subscript(finding: JSONValue) -> String? {
      let conversation = conversations[finding["conversation"]]
      return records[finding["position"]] ?? conversation?.department
        ?? cases[conversation?.caseID]
    }
  }

  @Test(
    "take a word that something is called by elsewhere in the store, and find nothing",
    arguments: [["--department"], ["--queue"], ["--agent", "--owner"], ["--status"]])
  func elsewhere(options: [String]) async throws {
    let tool = try await GoldenStore.whole.tool
    let filters = ListedFilter.words.filter { options.contains($0.option) }
    let lists = try filters.map { ($0, try $0.lines(tool)) }
    func words(_ filter: ListedFilter, _ line: JSONValue) -> [String] {
      filter.members.flatMap { Self.texts(line[$0]) }
    }
    // A word of one list's states is none of another's.
    guard options != ["--status"] else {
      let output = try tool.run("case", "list", "--status", "acknowledged", "--accept-clock")
      #expect(output.code == 2, "\(output.text)")
      return
    }
    let known = Set(lists.flatMap { filter, lines in lines.flatMap { words(filter, $0) } }).sorted()
    var empty = 0
    for word in known {
      for (filter, lines) in lists {
        let found = filter.ids(try filter.lines(tool, filter.option, word))
        let wanted = filter.ids(lines) { words(filter, $0).contains(word) }
        #expect(found == wanted, "\(filter) \(word)")
        if found.isEmpty { empty += 1 }
      }
      if let option = options.first, option != "--department" {
        let output = try tool.run("conversation", "list", option, word, "--accept-clock")
        #expect(output.code == 0, "\(option) \(word): \(output.errors)")
      }
    }
    #expect(empty > 0, "each is in every list")
  }

  @Test("of readers take whoever works there, and nobody else")
  func readers() async throws {
    let tool = try await GoldenStore.whole.tool
    for reader in ["bea", "hal"] {
      #expect(try tool.json("access", "list", "--reader", reader)["accesses"] == [])
    }
    let nobody = try tool.run("access", "list", "--reader", "beatrix")
    #expect(nobody.code == 2 && nobody.errors.contains("no reader"), "\(nobody.errors)")
  }

  @Test("of a log by type find the records of that type, in either direction and page by page")
  func types() async throws {
    let tool = try await GoldenStore.whole.tool
    let all = try tool.succeed("log").jsonLines.filter { $0["type"] == "message.received" }
    #expect(all.count > 3)
    let arguments = ["log", "--type", "message.received"]
    #expect(try tool.run(arguments).jsonLines == all)
    #expect(try tool.run(arguments + ["--reverse"]).jsonLines == all.reversed())
    #expect(try tool.run(arguments + ["--limit", "2"]).jsonLines == Array(all.prefix(2)))
    // One that the vocabulary does not have is known by the records that have it.
    let other = try Tool(copying: tool)
    #expect(try other.run("log", "--type", "com.example.opened").code == 2)
    try other.succeed("append", "--accept-clock", input: cloudEvent("com.example.opened"))
    let found = try other.succeed("log", "--type", "com.example.opened").jsonLines
    #expect(found.map { $0["type"] } == ["com.example.opened"])
  }
}
