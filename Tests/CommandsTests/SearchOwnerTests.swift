import InteractionModel
import StoreConformance
import Testing

/// A hit says whose it is, and the filters by party and case find it by the same rule.
@Suite("Whose the texts are that a search finds")
struct SearchOwnerTests {
  private static func event(
    _ type: String, _ number: Int, _ data: JSONObject, _ text: String
  ) -> [UInt8] {
    var data = data
    data["sealed"] = ["text": .string("heron \(text)")]
    let event: JSONObject = [
      "specversion": "1.0", "id": .string("owner-\(number)"), "source": "test",
      "type": .string(type), "time": .string("2026-04-10T08:\(10 + number):00Z"),
      "data": .object(data),
    ]
    return event.canonicalBytes + [UInt8(ascii: "\n")]
  }

  /// Texts whose party is known by their record, their conversation or only their case.
  private static let made = Result {
    let tool = try Tool()
    let system: JSONValue = ["type": "system"]
    func own(_ caseID: String, _ party: String? = nil) -> JSONObject {
      var data: JSONObject = ["case": .string(caseID), "actor": system]
      data["party"] = party.map(JSONValue.string)
      return data
    }
    func talk(_ id: String, _ caseID: String?, _ party: String? = nil) -> JSONObject {
      var data: JSONObject = [
        "conversation": .string(id), "channel": "chat", "actor": ["type": "system"],
      ]
      data["case"] = caseID.map(JSONValue.string)
      data["party"] = party.map(JSONValue.string)
      return data
    }
    var merged = own("H-4", "ivo")
    merged["body"] = ["case": "H-4", "into": "H-5"]
    try tool.succeed(
      "append",
      input: event("case.opened", 1, own("H-1", "ivo"), "opens")
        + event("note.added", 2, own("H-1"), "is noted")
        + event("message.received", 3, talk("bot-1", "H-1"), "is told by nobody")
        + event("transfer.requested", 4, talk("bot-1", "H-1"), "goes on")
        + event("message.received", 5, talk("talk-2", "H-1", "jun"), "is told by another")
        + event("case.opened", 6, own("H-2", "jun"), "of two")
        + event("note.added", 7, own("H-2"), "of the second")
        + event("note.added", 8, own("H-3"), "of nobody")
        + event("case.opened", 9, own("H-4", "ivo"), "merged later")
        + event("message.received", 10, talk("bot-5", "H-4"), "told and merged")
        + event("case.opened", 11, own("H-5", "ivo"), "takes it in")
        + event("case.merged", 12, merged, "away"))
    return tool
  }

  /// Looks at every hit: what it says of its party and case is what the filters find it by.
  private func check(_ tool: Tool, _ query: String, atLeast least: Int) throws {
    func hits(_ more: String...) throws -> [JSONValue] {
      let output = try tool.run(
        ["search", query, "--limit", "5000", "--purpose", "test", "--json"] + more)
      guard output.code == 0 else { throw UnexpectedEnd(more, output) }
      return try output.json["hits"]?.array ?? []
    }
    let all = try hits()
    #expect(all.count >= least)
    for (option, member) in [("--party", "party"), ("--case", "case")] {
      let known = Dictionary(grouping: all.filter { $0[member]?.string != nil }) {
        $0[member]?.string ?? ""
      }
      #expect(!known.isEmpty)
      for (id, own) in known.sorted(by: { $0.key < $1.key }).prefix(40) {
        let found = try hits(option, id)
        let positions = Set(found.compactMap { $0["position"]?.int })
        #expect(positions.isSuperset(of: own.compactMap { $0["position"]?.int }), "\(option) \(id)")
        if option == "--case" { #expect(found.allSatisfy { $0[member] == .string(id) }, "\(id)") }
      }
    }
  }

  @Test("they are found by who is in their case where nothing else says it")
  func cases() throws {
    let tool = try Tool(copying: Self.made.get())
    try tool.succeed("project")
    try check(tool, "heron", atLeast: 10)
    func positions(_ party: String) throws -> [Int64] {
      try tool.json("search", "heron", "--party", party, "--purpose", "test")["hits"]?.array?
        .compactMap { $0["position"]?.int }.sorted() ?? []
    }
    // What another says in a case is theirs, what nobody says that of both.
    #expect(try positions("jun") == [3, 4, 5, 6, 7, 8])
    #expect(try positions("ivo") == [2, 3, 4, 5, 10, 11, 12, 13])
  }

  /// Looks at every hit: each is found by the one department that its case has now, else its
  /// conversation, else its record.
  private func checkDepartments(_ tool: Tool, _ query: String) throws {
    func lines(_ arguments: String..., member: String) throws -> [JSONValue] {
      let all = arguments + ["--limit", "5000", "--json", "--accept-clock"]
      let output = try tool.run(all)
      guard output.code == 0 else { throw UnexpectedEnd(all, output) }
      return try output.json[member]?.array ?? []
    }
    func departments(_ lines: [JSONValue], by id: String) -> [String: String] {
      lines.reduce(into: [:]) { found, line in
        line[id]?.string.map { found[$0] = line["department"]?.string }
      }
    }
    let cases = departments(try lines("case", "list", member: "cases"), by: "case")
    let conversations = departments(
      try lines("conversation", "list", member: "conversations"), by: "conversation")
    let records = try tool.succeed("log").jsonLines.reduce(into: [Int64: String]()) { said, line in
      line["position"]?.int.map { said[$0] = line["department"]?.string }
    }
    func department(_ hit: JSONValue) -> String? {
      if let own = hit["case"]?.string.flatMap({ cases[$0] }) { return own }
      guard let conversation = hit["conversation"]?.string else {
        return hit["position"]?.int.flatMap { records[$0] }
      }
      return conversations[conversation]
    }
    func hits(_ more: String...) throws -> [JSONValue] {
      let output = try tool.run(
        ["search", query, "--limit", "5000", "--purpose", "test", "--json"] + more)
      guard output.code == 0 else { throw UnexpectedEnd(more, output) }
      return try output.json["hits"]?.array ?? []
    }
    let all = try hits()
    let names = Set(all.compactMap(department))
    #expect(names.count > 1)
    for name in names.sorted() {
      #expect(try hits("--department", name) == all.filter { department($0) == name }, "\(name)")
    }
  }

  @Test("they are found by the department that their case has now")
  func departments() throws {
    let tool = try Tool()
    let system: JSONValue = ["type": "system"]
    func own(_ caseID: String, _ body: JSONObject) -> JSONObject {
      ["case": .string(caseID), "actor": system, "body": .object(body)]
    }
    func talk(_ id: String, _ caseID: String?, _ department: String? = nil) -> JSONObject {
      var data: JSONObject = ["conversation": .string(id), "channel": "sms", "actor": system]
      data["case"] = caseID.map(JSONValue.string)
      data["department"] = department.map(JSONValue.string)
      return data
    }
    var unspoken = talk("t-1", "H-1")
    unspoken["channel"] = nil
    try tool.succeed(
      "append",
      input: Self.event("case.opened", 1, own("H-1", ["department": "Parks"]), "opens")  // 2
        + Self.event("message.received", 2, talk("t-1", "H-1", "Front Desk"), "asks")  // 3
        + Self.event("message.received", 3, unspoken, "goes on")  // 4
        + Self.event("case.opened", 4, own("H-2", ["department": "Roads"]), "opens too")  // 5
        + Self.event("note.added", 5, own("H-2", [:]), "is noted")  // 6
        + Self.event("message.received", 6, talk("t-2", nil, "Front Desk"), "belongs nowhere")  // 7
        + Self.event("case.opened", 7, own("H-3", ["department": "Parks"]), "merged away")  // 8
        + Self.event("case.merged", 8, own("H-3", ["case": "H-3", "into": "H-2"]), "away"))  // 9
    try tool.succeed("project")
    func positions(_ option: String, _ word: String) throws -> [Int64] {
      try tool.json("search", "heron", option, word, "--purpose", "test")["hits"]?.array?
        .compactMap { $0["position"]?.int }.sorted() ?? []
    }
    #expect(try positions("--department", "Parks") == [2, 3, 4])
    #expect(try positions("--department", "Roads") == [5, 6, 8, 9])
    #expect(try positions("--department", "Front Desk") == [7])
    #expect(try positions("--channel", "sms") == [3, 4, 7])
    try checkDepartments(tool, "heron")
    // It goes to another department, and takes its texts with it.
    try tool.succeed(
      "append",
      input: Self.event("case.assigned", 9, own("H-1", ["department": "Roads"]), "handed over"))
    try tool.succeed("project")
    #expect(try positions("--department", "Roads").starts(with: [2, 3, 4, 5, 6, 8, 9]))
    #expect(try positions("--department", "Parks").isEmpty)
    try checkDepartments(tool, "heron")
  }

  @Test("they are found by what they say in any city", arguments: [31, 32])
  func cities(seed: Int) throws {
    let tool = try Tool()
    try tool.succeed(
      "simulate", "--events", "1500", "--seed", "\(seed)", "--into", "sqlite:\(tool.store)",
      "--quiet")
    try tool.succeed("project", "--quiet")
    let query = "a* OR e* OR i* OR o* OR s* OR p* OR t*"
    try check(tool, query, atLeast: 100)
    try checkDepartments(tool, query)
  }
}
