import Foundation
import InteractionModel
import StoreConformance
import Testing

@Suite("Erasing from the command line")
struct ErasingTests {
  /// Words of random letters: an index keeps words of one beginning without what they share.
  private static let markers: [String] = {
    var generator = SeededGenerator(seed: 200)
    return (0..<200).map { _ in
      String(
        decoding: (0..<16).map { _ in UInt8.random(in: 97...122, using: &generator) },
        as: UTF8.self)
    }
  }()

  /// A number of hers that nobody else has.
  private static func phone(_ number: Int) -> String { "(617) 555-0\(100 + number)" }

  /// What Ana left in every place that takes words, a marker in each, and by what she is known; Bruno
  /// speaks in one of her conversations.
  private func input() -> [UInt8] {
    var bytes: [UInt8] = []
    func add(_ number: Int, _ type: String, _ sealed: JSONValue, _ more: JSONObject = [:]) {
      var data: JSONObject = [
        "party": "ana", "actor": ["type": "party", "id": "ana"],
        "conversation": .string("talk-\(number % 7)"), "channel": "chat", "sealed": sealed,
      ]
      for member in more.members { data[member.key] = member.value == .null ? nil : member.value }
      bytes += event(number, type, data)
    }
    let alone: JSONObject = ["conversation": .null, "channel": .null]
    let matter = JSONObject(alone.members.map { ($0.key, $0.value) } + [("case", "K-7")])
    let filler = String(repeating: "lorem ipsum dolor ", count: 3_000)
    for (number, marker) in Self.markers.enumerated() {
      let text = JSONValue.string("Ana says \(marker) and more")
      switch number % 15 {
      case 0: add(number, "message.received", ["text": text, "from": .string(marker)])
      case 1: add(number, "message.received", ["subject": text, "externalID": text])
      case 2: add(number, "conversation.started", ["subject": text])
      case 3:
        let facts: [(String, JSONValue)] = [
          ("address", text), ("account", .string(marker)),
          ("email", .string("\(marker)@example.org")),
          ("phone", .string(Self.phone(number))),
        ]
        let (key, value) = facts[number / 15 % facts.count]
        add(
          number, "fact.provided", ["value": value, "note": text], ["body": ["key": .string(key)]])
      case 4:
        // An agent's note about her.
        add(
          number, "note.added",
          [["participant": "party:ana", "party": "ana", "content": ["text": text]]],
          ["actor": ["type": "agent", "id": "agent-1"]])
      case 5:
        // Too long for a record: it becomes a sealed attachment.
        add(number, "message.received", ["text": .string("\(filler) \(marker)")])
      case 6: add(number, "city.invented", ["anything": text])
      case 7:
        add(
          number, "party.identified",
          [
            "value": text, "name": .string("Ana \(marker)"),
            "account": .string("\(marker)-\(number)"),
            "phone": .string(Self.phone(number)),
          ], alone)
      case 10:
        let texts = ["title", "description", "address"]
        add(
          number, "case.opened",
          [texts[number / 15 % texts.count]: text, "reference": .string("R/\(marker).7")], matter)
      case 11: add(number, "case.resolved", ["resolution": text], matter)
      case 12: add(number, "case.escalated", ["reason": text], matter)
      case 13: add(number, "party.endpoint_added", ["value": .string(marker)], alone)
      case 14: add(number, "message.sent", ["text": "Yes.", "to": [text]])
      case 8: add(number, "transcript.added", ["text": text], ["body": ["mediaType": "text"]])
      default: add(number, "message.edited", ["text": text], ["body": ["edition": 1]])
      }
    }
    bytes += event(
      900, "message.received",
      [
        "party": "bruno", "actor": ["type": "party", "id": "bruno"], "conversation": "talk-0",
        "channel": "chat",
        "sealed": ["text": "Bruno keeps his trombone", "from": "bruno@example.org"],
      ])
    return bytes
  }

  private func event(_ number: Int, _ type: String, _ data: JSONObject) -> [UInt8] {
    let digits = String(number)
    let id = "77000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    let event: JSONObject = [
      "specversion": "1.0", "id": .string(id), "source": "test", "type": .string(type),
      "time": "2026-03-02T10:00:00Z", "data": .object(data),
    ]
    return event.canonicalBytes + [UInt8(ascii: "\n")]
  }

  /// The markers of which any file of the store has eight letters in a row, in either case.
  private func found(in tool: Tool) throws -> Set<String> {
    try found(
      in: tool, Dictionary(uniqueKeysWithValues: Self.markers.map { (Array($0.utf8)[5..<13], $0) }),
      ignoring: 0x20)
  }

  /// What any file of the store has eight bytes of; a bit that is ignored tells no two bytes apart.
  private func found<Wanted: Hashable>(
    in tool: Tool, _ pieces: [ArraySlice<UInt8>: Wanted], ignoring bit: UInt8 = 0
  ) throws -> Set<Wanted> {
    func window(_ bytes: some Sequence<UInt8>) -> UInt64 {
      bytes.reduce(0) { $0 << 8 | UInt64($1 | bit) }
    }
    let wanted = Dictionary(uniqueKeysWithValues: pieces.map { (window($0.key), $0.value) })
    let walk = try #require(FileManager.default.enumerator(atPath: tool.store))
    var found: Set<Wanted> = []
    for case let name as String in walk {
      guard let bytes = FileManager.default.contents(atPath: "\(tool.store)/\(name)") else {
        continue
      }
      var last: UInt64 = 0
      bytes.withUnsafeBytes { bytes in
        for byte in bytes {
          last = last << 8 | UInt64(byte | bit)
          if let marker = wanted[last] { found.insert(marker) }
        }
      }
    }
    return found
  }

  /// The hashes by which the vault knows people, in hexadecimal.
  private func hashes(in tool: Tool) throws -> Set<String> {
    try Set(
      RawDatabase("\(tool.store)/vault.db").rows("SELECT DISTINCT hex(hash) FROM identifier")
        .joined())
  }

  /// Those of some hashes that any file of the store has.
  private func found(hashes: Set<String>, in tool: Tool) throws -> Set<String> {
    let pieces = hashes.compactMap { hash in
      Hex.bytes(hash.lowercased()).map { ($0[4..<12], hash) }
    }
    #expect(pieces.count == hashes.count)
    return try found(in: tool, Dictionary(uniqueKeysWithValues: pieces))
  }

  /// The markers that whoever opens all records and all accounts of readings is told.
  private func said(in tool: Tool) throws -> Set<String> {
    let all =
      try tool.succeed("log", "--open", "--purpose", "check").text
      + tool.succeed("access", "list", "--json", "--purpose", "check").text
    return Set(Self.markers.filter { all.contains($0) })
  }

  /// The digests of all that an erasure changes nothing of.
  ///
  /// It is a record of a register itself, which EntityIndex counts: of that the digest as of a position
  /// before.
  private func digests(_ tool: Tool, _ head: Int64) throws -> [JSONValue] {
    let live = try tool.json("status")["projections"]?.array ?? []
    let then = try tool.json("replay", "--until", "@\(head)", "--projection", "EntityIndex")
    let digests =
      (live.filter { $0["projection"] != "EntityIndex" } + (then["projections"]?.array ?? []))
      .compactMap { $0["digest"] }
    #expect(digests.count == live.count)
    return digests
  }

  /// A store with all of it, projected and indexed, a half-done build of the index beside the one
  /// that serves, and the rejects of an import brought into its directory.
  private func told() throws -> (tool: Tool, file: String) {
    let tool = try Tool()
    let file = try tool.write(input(), as: "ana.jsonl")
    try tool.succeed("import", "cloudevents", file)
    let wrong = event(950, "message.received", ["sealed": ["text": .string(Self.markers[0])]])
    let rejects = "\(tool.directory)/rejects.jsonl"
    let rejected = try tool.run(
      "import", "cloudevents", try tool.write(wrong), "--rejects", rejects)
    #expect(rejected.code == 1)
    try FileManager.default.copyItem(atPath: rejects, toPath: "\(tool.store)/rejects.jsonl")
    try tool.succeed("project")
    try FileManager.default.copyItem(
      atPath: "\(tool.store)/search/1", toPath: "\(tool.store)/search/2")
    return (tool, file)
  }

  @Test("leaves none of 200 markers in any file, and all proofs, digests and other words")
  func everywhere() throws {
    let (tool, file) = try told()
    // The check can fail: the index holds her words in clear, nothing else does.
    let before = try found(in: tool)
    #expect(before.count > 100, "\(before.count)")
    #expect(try tool.json("search", Self.markers[0], "--purpose", "check")["total"] == 1)
    let hashes = try hashes(in: tool)
    #expect(try hashes.count > 60 && found(hashes: hashes, in: tool) == hashes)
    // By a fact, a name, an account, a reference and a number.
    let known = [
      Self.markers[18], "Ana \(Self.markers[7])", "\(Self.markers[22])22", "r\(Self.markers[10])7",
      Self.phone(37),
    ]
    for text in known {
      let people = try tool.json("find", text, "--purpose", "check")["people"]?.array
      #expect(people?.map { $0["party"] } == ["ana"], "\(text)")
    }
    let head = try tool.head()
    let digests = try digests(tool, head)
    // What her readers asked, and why they did.
    try tool.succeed("search", Self.markers[10], "--purpose", "is \(Self.markers[11]) hers")
    try tool.succeed("party", "timeline", "ana", "--purpose", "they call about \(Self.markers[12])")
    #expect(try said(in: tool).count > 100)

    let plan = try tool.json("party", "erase", "ana", "--reason", "asked", "--dry-run")
    #expect(plan["subjects"]?.array?.count == 9)
    let types = plan["types"]?.object?.members ?? []
    #expect(types.contains { $0.key == "case.opened" }, "\(types)")
    #expect(types.reduce(0) { $0 + ($1.value.int ?? 0) } == plan["records"]?.int)
    #expect(try found(in: tool) == before)
    let certificate = try tool.json(
      "party", "erase", "ana", "--reason", "she asked", "--authority", "privacy-act", "--yes")
    #expect(certificate["state"] == "complete" && certificate["inTime"] == true)
    #expect(certificate["subjects"] == 9 && certificate["records"] == 200)
    #expect(try found(in: tool) == [])
    #expect(try said(in: tool) == [], "neither events nor accounts of readings say any more")
    let left = try self.hashes(in: tool)
    #expect(left.count == 1 && hashes.isSuperset(of: left), "Bruno's address")
    #expect(try found(hashes: hashes, in: tool) == left)

    try tool.succeed("project")
    #expect(try self.digests(tool, head) == digests)
    #expect(try found(in: tool) == [])
    #expect(try tool.json("verify")["ok"] == true)
    #expect(try tool.json("replay")["equal"] == true)
    #expect(try tool.json("search", Self.markers[0], "--purpose", "check")["total"] == 0)
    let other = try tool.json("search", "trombone", "--purpose", "check")
    #expect(
      other["hits"]?.array?.first?["snippet"]?.string == "Bruno keeps his «trombone»")
    let again = try tool.json("import", "cloudevents", file)
    #expect(again["appended"] == 0 && again["duplicates"] == 201)
    let shown = try tool.succeed("conversation", "show", "talk-0", "--purpose", "check").text
    #expect(shown.contains("(erased)") && shown.contains("trombone"), "\(shown)")
    #expect(try tool.json("erasure", "list")["erasures"]?.array?.count == 1)

    // Whoever asks for her words now finds nobody: what they asked goes by itself.
    for text in known {
      let nobody = try tool.run("find", text, "--purpose", "check", "--json")
      #expect(try nobody.code == 1 && nobody.json["people"] == [], "\(text): \(nobody.text)")
    }
    let asked = [0, 7, 10, 18, 22].map { Self.markers[$0] }
    #expect(try said(in: tool) == Set(asked))
    try tool.succeed("project", "--keep-words", "0")
    #expect(try said(in: tool) == [] && found(in: tool) == [])
  }

  @Test("What readers said of her in words goes with her, whatever they asked")
  func readers() throws {
    let (tool, _) = try told()
    let questions: [[String]] = [
      ["party", "show", "ana"], ["party", "timeline", "ana"], ["case", "show", "K-7"],
      ["case", "timeline", "K-7"], ["conversation", "show", "talk-0"], ["similar", "talk-1"],
      ["conversation", "timeline", "talk-2"], ["log", "--open", "--limit", "3"],
      ["access", "list", "--party", "ana"], ["access", "list", "--case", "K-7"],
      ["find", "ana"], ["find", "talk-3"], ["find", "K-7"], ["search", "says", "--party", "ana"],
      ["search", "says", "--case", "K-7", "--limit", "1"],
      ["search", "nothingofhers", "--party", "ana"], ["find", Self.phone(7)],
    ]
    for (number, words) in questions.enumerated() {
      let output = try tool.run(words + ["--purpose", "why \(Self.markers[number])"])
      #expect(output.code == 0, "\(words): \(output.errors)")
    }
    try tool.succeed("party", "erase", "ana", "--reason", "asked", "--yes")
    let said = try said(in: tool)
    for (number, words) in questions.enumerated() {
      #expect(!said.contains(Self.markers[number]), "\(words)")
    }
    #expect(try found(in: tool) == [])

    // Of what is left of her they go by themselves; whoever finds nothing may still have named her.
    for (number, words) in questions.enumerated() {
      let output = try tool.run(words + ["--purpose", "why \(Self.markers[100 + number])"])
      #expect(output.code < 2, "\(words): \(output.errors)")
    }
    #expect(try self.said(in: tool).count >= questions.count)
    try tool.succeed("project", "--keep-words", "0")
    #expect(try self.said(in: tool) == [] && found(in: tool) == [])
  }

  @Test("A rebuilt index has the other's words and none of what was erased")
  func rebuilt() throws {
    let (tool, _) = try told()
    try tool.succeed("party", "erase", "ana", "--reason", "asked", "--yes")
    try tool.succeed("rebuild", "search")
    #expect(try found(in: tool) == [])
    #expect(try tool.json("search", "trombone", "--purpose", "check")["total"] == 1)
    #expect(try tool.json("search", "ana", "--purpose", "check")["total"] == 0)
  }

  @Test("A hold refuses it, visibly, until it is released; without --yes nobody is erased")
  func held() throws {
    let (tool, _) = try told()
    let hold = try tool.json(
      "hold", "place", "--conversation", "talk-3", "--authority", "litigation", "--custodian",
      "legal-1", "--reason", "docket 12")
    let refused = try tool.run("party", "erase", "ana", "--reason", "asked", "--yes")
    #expect(refused.code == 1 && refused.text.contains("hold"), "\(refused.text)")
    #expect(try tool.succeed("log").jsonLines.last?["type"] == "erasure.refused")
    #expect(try tool.json("search", Self.markers[0], "--purpose", "check")["total"] == 1)
    let id = try #require(hold["hold"]?.string)
    try tool.succeed("hold", "release", id)
    let unasked = try tool.run("party", "erase", "ana", "--reason", "asked")
    #expect(unasked.code == 2 && unasked.errors.contains("--yes"))
    try tool.succeed("conversation", "erase", "talk-3", "--reason", "asked", "--yes")
    #expect(try tool.json("search", Self.markers[3], "--purpose", "check")["total"] == 0)
    #expect(try tool.json("search", Self.markers[0], "--purpose", "check")["total"] == 1)
  }
}

@Suite("Whoever exists only through a link")
struct LinkedHoldTests {
  @Test(
    "can be held like anybody else",
    arguments: [
      ("party.merged", #"{"party":"X","body":{"party":"X","into":"A"}}"#, "--party", "A"),
      ("conversation.linked", #"{"conversation":"c1","body":{"case":"K1"}}"#, "--case", "K1"),
    ])
  func held(type: String, data: String, option: String, id: String) throws {
    let tool = try Tool()
    func event(_ number: Int, _ type: String, _ data: String) -> String {
      """
      {"specversion":"1.0","id":"\(number)","source":"test","type":"\(type)","data":\(data)}

      """
    }
    let message = """
      {"conversation":"c1","channel":"chat","party":"X","actor":{"type":"party","id":"X"},\
      "sealed":{"text":"held words"}}
      """
    try tool.succeed(
      "append",
      input: Array(
        (event(1, "conversation.started", #"{"conversation":"c1","channel":"chat","party":"X"}"#)
          + event(2, "message.received", message) + event(3, type, data)).utf8))
    #expect(
      try tool.run("hold", "place", option, "nobody", "--authority", "court").errors
        .contains("check the id"))
    try tool.succeed("hold", "place", option, id, "--authority", "court")
    let erased = try tool.run(
      "conversation", "erase", "c1", "--reason", "asked", "--yes")
    #expect(erased.code == 1 && erased.text.contains("hold"), "\(erased.text)\(erased.errors)")
  }
}
