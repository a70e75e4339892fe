import Foundation
import InteractionModel
import Testing

@Suite("The card: who calls, what they want, what they were promised, what not to ask")
struct CardTests {
  /// Ines calls about her meter, is promised a call back, and is passed on.
  private static func input() -> [UInt8] {
    var input: [UInt8] = []
    func add(
      _ number: Int, _ type: String, _ time: String, _ actor: JSONObject, _ body: JSONObject = [:],
      _ sealed: JSONObject = [:], in conversation: String? = "call"
    ) {
      var data: JSONObject = [
        "case": "M-7", "party": "ines", "actor": .object(actor), "body": .object(body),
      ]
      if !sealed.isEmpty { data["sealed"] = .object(sealed) }
      if let conversation {
        data["conversation"] = .string(conversation)
        data["channel"] = "voice"
      }
      var event: JSONObject = [
        "specversion": "1.0", "id": .string(id(number)), "source": "card", "type": .string(type),
        "time": .string(time), "data": .object(data),
      ]
      if conversation == nil { event["partitionkey"] = "case-M-7" }
      if type == "handoff.prepared" { event["causationid"] = .string(id(10)) }
      input += event.canonicalBytes + [UInt8(ascii: "\n")]
    }
    let ines: JSONObject = ["type": "party", "id": "ines"]
    let sam: JSONObject = ["type": "agent", "id": "sam"]
    add(
      1, "case.opened", "2026-03-01T09:00:00Z", sam, ["service": "water", "due": "2026-03-20"],
      ["title": "Meter runs backwards"], in: nil)
    add(2, "conversation.started", "2026-03-01T09:00:10Z", ines)
    add(
      3, "party.identified", "2026-03-01T09:00:20Z", sam, ["kind": "account", "ial": 2],
      ["name": "Ines Duarte", "phone": "+1 555 0142"])
    add(
      4, "message.received", "2026-03-01T09:01:00Z", ines, [:],
      ["text": "My meter runs backwards.\nPlease come."])
    add(
      5, "fact.provided", "2026-03-01T09:02:00Z", ines, ["key": "address"], ["value": "5 Oak Row"])
    add(6, "fact.confirmed", "2026-03-02T10:00:00Z", sam, ["key": "address"])
    add(
      7, "issue.coded", "2026-03-02T10:01:00Z", sam,
      ["issue": "meter_fault", "confidence": "1.0"])
    add(
      12, "note.added", "2026-03-02T10:01:30Z", sam, ["kind": "accessibility"],
      ["text": "Rings twice, hears badly."])
    add(8, "callback.promised", "2026-03-02T10:02:00Z", sam, ["due": "2026-03-03T10:00:00Z"])
    add(
      9, "sla.started", "2026-03-02T10:03:00Z", sam,
      ["clock": "repair", "due": "2026-03-04T10:00:00Z"])
    add(
      10, "transfer.requested", "2026-03-02T10:04:00Z", sam,
      ["kind": "warm", "fromAgent": "sam", "toQueue": "field"], ["reason": "Needs a visit."])
    add(
      11, "handoff.prepared", "2026-03-02T10:05:00Z", sam, ["toQueue": "field"],
      ["text": "Send somebody this week."])
    return input
  }

  private static func id(_ number: Int) -> String {
    "51510000-0000-4000-8000-\(100_000_000_000 + number)"
  }

  private static let made = Result {
    let tool = try Tool()
    try tool.succeed("append", input: input())
    try tool.succeed("project")
    return tool
  }

  @Test("A hand-off says who calls, what is expected, and what is late", arguments: [true, false])
  func handoff(showsAll: Bool) throws {
    let tool = try Tool(copying: Self.made.get())
    let all = showsAll ? ["--all"] : []
    let show = ["handoff", "show", Self.id(10), "--purpose", "takes over"]
    let card = try tool.run(show + all).text
    for words in [
      "Ines Duarte", "+1 555 0142", "My meter runs backwards.", "“Send somebody this week.”",
      "“Needs a visit.”", "address: 5 Oak Row", "LATE by", "issue meter fault",
      "Rings twice, hears badly.",
    ] {
      #expect(card.contains(words), "“\(words)” is missing in \(card)")
    }
    #expect(!card.contains("inferred"))
    #expect(card.contains("hash") == showsAll)
    let closed = try tool.json("handoff", "show", Self.id(10))
    #expect(closed["withheld"]?.array?.contains { $0["position"] == .int(13) } == true)
  }

  @Test("A case says the same, and as of a point it is held against that point")
  func matter() throws {
    let tool = try Tool(copying: Self.made.get())
    let now = try tool.succeed("case", "show", "M-7", "--purpose", "she calls").text
    for words in [
      "Ines Duarte", "+1 555 0142", "“Meter runs backwards”", "Please come.", "LATE by",
      "“Send somebody this week.”", "address: 5 Oak Row",
    ] {
      #expect(now.contains(words), "“\(words)” is missing in \(now)")
    }
    let then = try tool.succeed(
      "case", "show", "M-7", "--as-of", "occurred:2026-03-04T16:00:00Z"
    ).text
    #expect(then.contains("SLA repair due 2026-03-04 10:00:00Z (LATE by 6 h)"), "\(then)")
    #expect(then.contains("callback due 2026-03-03 10:00:00Z (LATE by 30 h)"), "\(then)")
    #expect(!then.contains("Ines Duarte"))
  }

  @Test("What was confirmed says when it was confirmed")
  func confirmed() throws {
    let tool = try Tool(copying: Self.made.get())
    let card = try tool.succeed("party", "show", "ines", "--purpose", "she calls").text
    #expect(card.contains("confirmed 2026-03-02 10:00:00Z, voice, sam"), "\(card)")
    #expect(card.contains("Ines Duarte") && card.contains("+1 555 0142"))
  }

  @Test("The timeline says what happened, in the words of who wrote, line by line")
  func timeline() throws {
    let tool = try Tool(copying: Self.made.get())
    let shown = try tool.succeed("case", "timeline", "M-7", "--purpose", "she calls").text
    for words in [
      "callback promised: due 2026-03-03 10:00:00Z", "→ field", "My meter runs backwards.\n",
      "Please come.", "issue coded: meter fault",
    ] {
      #expect(shown.contains(words), "“\(words)” is missing in \(shown)")
    }
    #expect(shown.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(shown.contains("all of this was learned"))
  }
}

@Suite("After an erasure")
struct AskingAfterErasureTests {
  private static func event(
    _ number: Int, _ type: String, in conversation: String, by actor: String,
    _ body: JSONObject = [:], _ sealed: JSONObject = [:], party: String = "rui"
  ) -> [UInt8] {
    var data: JSONObject = [
      "conversation": .string(conversation), "case": "E-1", "party": .string(party),
      "channel": "chat", "body": .object(body),
      "actor": actor == party
        ? ["type": "party", "id": .string(party)] : ["type": "agent", "id": .string(actor)],
    ]
    if !sealed.isEmpty { data["sealed"] = .object(sealed) }
    let event: JSONObject = [
      "specversion": "1.0", "id": .string("61510000-0000-4000-8000-\(100_000_000_000 + number)"),
      "source": "erased", "type": .string(type),
      "time": .string("2026-02-01T09:\(10 + number):00Z"), "data": .object(data),
    ]
    return event.canonicalBytes + [UInt8(ascii: "\n")]
  }

  private static let before =
    event(1, "conversation.started", in: "one", by: "rui")
    + event(2, "fact.provided", in: "one", by: "rui", ["key": "address"], ["value": "8 Pine Court"])
    + event(3, "fact.requested", in: "one", by: "kim", ["key": "address"])
  private static let after =
    event(4, "conversation.started", in: "two", by: "rui")
    + event(5, "fact.requested", in: "two", by: "kim", ["key": "address"])
    + event(6, "handoff.prepared", in: "two", by: "kim", ["toQueue": "desk"])

  @Test(
    "what was erased is known no more, and may be asked for again",
    arguments: [["party", "erase", "rui"], ["conversation", "erase", "one"]])
  func again(erase: [String]) throws {
    let tool = try Tool()
    try tool.succeed("append", input: Self.before)
    try tool.succeed("project")
    let asked = try tool.json("handoff", "list", "--finding", "repeat_ask")
    #expect(asked["findings"]?.array?.count == 1, "asked while it was known")
    let erased = try tool.run(erase + ["--reason", "their wish", "--yes"])
    #expect(erased.code == 0, "\(erased.errors)")
    try tool.succeed("append", input: Self.after)
    try tool.succeed("project")
    let list = try tool.json("handoff", "list", "--finding", "repeat_ask")
    #expect(
      list["findings"]?.array?.map { $0["position"] } == [.int(4)], "that one stays a finding")
    let handoffs = try tool.json("handoff", "list")
    #expect(handoffs["openFindings"]?["repeatAsk"] == .int(1))
    let party = try tool.json("party", "show", "rui", "--purpose", "test")
    #expect(party["state"]?["doNotAsk"] == [] && party["facts"] == [])
    #expect(party["erased"] == ["address"] && party["findings"] == [])
    let card = try tool.succeed("party", "show", "rui", "--purpose", "test").text
    #expect(!card.contains("DO NOT ASK") && card.contains("address – erased"), "\(card)")
    let id = handoffs["handoffs"]?.array?.first?["handoff"]?.string ?? ""
    #expect(try tool.json("party", "list")["parties"]?.array?.map { $0["findings"] } == [0])
    #expect(try tool.succeed("party", "list", "--csv").text.contains(",0\r\n"))
    let last = try tool.succeed("log", "--type", "fact.requested").jsonLines.last
    let gone = try tool.run("handoff", "explain", "repeat_ask@\(last?["position"]?.int ?? 0)")
    #expect(gone.code == 3 && gone.text.isEmpty, "\(gone.text)")
    let handoff = try tool.json("handoff", "show", id)
    #expect(handoff["state"]?["packet"]?["doNotAsk"] == [])
    #expect(handoff["findings"] == [] && handoff["erased"] == ["address"])
    #expect(try tool.run("replay").code == 0)
  }

  @Test("what is said again is known again, and as of a point before the erasure it was known")
  func saidAgain() throws {
    let tool = try Tool()
    try tool.succeed("append", input: Self.before)
    let head = try tool.head()
    try tool.succeed("project")
    let erased = try tool.run("party", "erase", "rui", "--reason", "their wish", "--yes")
    #expect(erased.code == 0, "\(erased.errors)")
    try tool.succeed(
      "append",
      input: Self.after
        + Self.event(
          7, "fact.provided", in: "two", by: "rui", ["key": "address"], ["value": "9 Fir Way"])
        + Self.event(8, "fact.requested", in: "two", by: "kim", ["key": "address"]))
    try tool.succeed("project")
    let party = try tool.json("party", "show", "rui")
    #expect(party["state"]?["doNotAsk"] == ["address"] && party["erased"] == nil)
    let list = try tool.json("handoff", "list", "--finding", "repeat_ask")
    #expect(list["findings"]?.array?.count == 2)
    let then = try tool.json("party", "show", "rui", "--as-of", "@\(head)")
    #expect(then["state"]?["doNotAsk"] == ["address"])
  }
}

@Suite("The card of a case that waits")
struct WaitingCardTests {
  /// A case that was put aside twice, and goes on.
  private static let made = Result {
    let tool = try Tool()
    func add(_ type: String, _ day: Int, _ body: JSONObject, _ sealed: JSONObject = [:]) throws {
      let data: JSONObject = [
        "case": "C-1", "actor": ["type": "agent", "id": "lea"], "body": .object(body),
        "sealed": .object(sealed),
      ]
      let time = JSONValue.string("2026-05-0\(day)T09:00:00Z")
      try tool.succeed(
        "append", input: cloudEvent(type, ["time": time, "data": .object(data)]))
    }
    try add("case.opened", 1, ["service": "water"])
    try add("case.pended", 3, ["until": "2026-05-20"], ["reason": "The meter must be read first."])
    // Told later, and over before.
    try add("case.pended", 2, ["reason": "missing_document"])
    try add("case.reopened", 6, [:])
    try tool.succeed("project")
    return tool
  }

  @Test("says since when, until when, why, and who put it aside")
  func waits() throws {
    let tool = try Tool(copying: Self.made.get())
    func line(_ more: String...) throws -> String? {
      let shown = try tool.run(["case", "show", "C-1", "--zone", "UTC"] + more).text
      let lines = shown.split(separator: "\n").drop { !$0.hasPrefix("waits") }
      guard let first = lines.first else { return nil }
      // What does not fit stands beneath it.
      return lines.dropFirst().prefix { $0.hasPrefix(" ") }.reduce(String(first)) { said, line in
        "\(said) \(line.drop { $0 == " " })"
      }
    }
    let then = ["--as-of", "@4", "--purpose", "test"]
    let said = try #require(try line(then[0], then[1], then[2], then[3]))
    for word in ["since 2026-05-03 09:00", "until 2026-05-20", "put aside by lea", "be read first"]
    {
      #expect(said.contains(word), "\(said)")
    }
    #expect(!said.contains("missing document"), "\(said)")
    let closed = try #require(try line("--as-of", "@4"))
    #expect(closed.contains("until 2026-05-20") && !closed.contains("meter"), "\(closed)")
    let code = try #require(try line("--as-of", "occurred:2026-05-02T12:00:00Z"))
    #expect(code.contains("missing document") && !code.contains("until"), "\(code)")
    #expect(try line() == nil)
    let json = try tool.run(["case", "show", "C-1", "--json"] + then).json["waiting"]
    #expect(json?["until"] == "2026-05-20" && json?["position"] == 3 && json?["what"] == "pended")
    let now = try tool.json("case", "show", "C-1", "--purpose", "test")
    #expect(now["waiting"] == .null && now["state"]?["status"] == "open")
  }
}

@Suite("By what the people on a card are reached")
struct ReachedCardTests {
  @Test("a case and a hand-off know whatever the party's own card does")
  func contacts() async throws {
    let tool = try Tool(copying: await GoldenStore.whole.tool)
    func card(_ words: String...) throws -> JSONValue {
      try tool.run(words + ["--purpose", "test", "--accept-clock", "--json"]).json
    }
    func ids(_ list: String, _ member: String, _ id: String) throws -> [String] {
      try tool.run(list, "list", "--accept-clock", "--json").json[member]?.array?.compactMap {
        $0[id]?.string
      } ?? []
    }
    var seen = 0
    for id in try ids("case", "cases", "case") {
      for known in try card("case", "show", id)["reachedBy"]?.object?.members ?? [] {
        let own = try card("party", "show", known.key)["reachedBy"]
        #expect(own == known.value, "\(id) \(known.key)")
        seen += known.value.array?.count ?? 0
      }
    }
    for id in try ids("handoff", "handoffs", "handoff") {
      let found = try card("handoff", "show", id)
      guard let party = found["state"]?["party"]?.string else { continue }
      #expect(try card("party", "show", party)["reachedBy"] == found["reachedBy"], "\(id)")
      seen += found["reachedBy"]?.array?.count ?? 0
    }
    #expect(seen > 4)
  }
}

@Suite("Two axes at once, and what differs between two points")
struct BetweenPointsTests {
  /// A case of which the assignment was told two steps after it happened.
  private static let made = Result {
    let tool = try Tool()
    for (type, time, body) in [
      ("case.opened", "2026-05-02T09:00:00Z", ["department": "Water"]),
      ("case.closed", "2026-05-04T09:00:00Z", [:]),
      ("case.assigned", "2026-05-03T09:00:00Z", ["owner": "agent-9"]),
    ] as [(String, String, JSONObject)] {
      try tool.succeed("append", input: cloudEvent(type, body: body, ["time": .string(time)]))
    }
    try tool.succeed("project")
    return tool
  }

  @Test("What had happened by then, as far as was known at another time")
  func axes() throws {
    let tool = try Tool(copying: Self.made.get())
    func state(_ more: String...) throws -> JSONValue? {
      let output = try tool.run(["case", "show", "C-1", "--json"] + more)
      return output.code == 0 ? try output.json : nil
    }
    let then = "occurred:2026-05-03T12:00:00Z"
    #expect(try state("--as-of", then)?["state"]?["owner"] == "agent-9")
    let known = try state("--as-of", then, "--known", "@3")
    #expect(known?["state"]?["owner"] == nil && known?["state"]?["status"] == "open")
    #expect(known?["asOf"]?["known"] == ["axis": "position", "position": 3])
    #expect(known?["asOf"]?["time"] == "2026-05-03T12:00:00.000000Z")
    #expect(try state("--known", "@3")?["state"]?["status"] == "closed")
    let recorded = try tool.json("log", "--after", "2", "--limit", "1")["recorded"]?.string ?? ""
    let both = try state("--as-of", then, "--known", "recorded:\(recorded)")
    #expect(both?["state"] == known?["state"])
    let wrong = try tool.run("case", "show", "C-1", "--as-of", "@2", "--known", "@3")
    #expect(wrong.code == 2 && wrong.errors.contains("occurred:T"), "\(wrong.errors)")
  }

  @Test("The fields that differ, with the events that made them so")
  func difference() throws {
    let tool = try Tool(copying: Self.made.get())
    let json = try tool.json("case", "diff", "C-1", "--as-of", "@2", "--and", "@4")
    #expect(json["events"] == 2)
    let changes = json["changes"]?.array ?? []
    let status = changes.first { $0["field"] == "status" }
    #expect(status?["before"] == "open" && status?["after"] == "closed")
    #expect(status?["causes"]?.array?.map { $0["position"] } == [3])
    let owner = changes.first { $0["field"] == "owner" }
    #expect(owner?["before"] == .null && owner?["after"] == "agent-9")
    #expect(owner?["causes"]?.array?.map { $0["position"] } == [4])
    let shown = try tool.succeed("case", "diff", "C-1", "--as-of", "@2").text
    #expect(shown.contains("status: open → closed"), "\(shown)")
    #expect(shown.contains("because @3 case closed"), "\(shown)")
    let instants = try tool.succeed(
      "case", "diff", "C-1", "--as-of", "occurred:2026-05-02", "--known", "@3", "--and",
      "occurred:2026-05-04",
      "--zone", "America/New_York"
    ).text.replacing("\n", with: " ")
    #expect(
      instants.hasPrefix(
        "case C-1: happened by 2026-05-02 23:59:59-04:00, as known at @3 → happened by "
          + "2026-05-04 23:59:59-04:00, 2 events between"), "\(instants)")
    let same = try tool.succeed("case", "diff", "C-1", "--as-of", "@4", "--and", "@4").text
    #expect(same.contains("nothing differs"))
  }
}

@Suite("The walk from event to event")
struct EventWalkTests {
  private static let made = Result {
    let tool = try Tool()
    func add(_ type: String, _ number: Int, _ body: JSONObject = [:]) throws {
      let event: JSONObject = [
        "specversion": "1.0", "id": .string("walk-\(number)"), "source": "walk",
        "type": .string(type),
        "time": .string("2026-06-01T09:0\(number):00Z"),
        "data": [
          "conversation": "stroll", "party": "ada", "channel": "chat", "body": .object(body),
          "actor": ["type": "party", "id": "ada"],
        ],
      ]
      try tool.succeed("append", input: event.canonicalBytes + [UInt8(ascii: "\n")])
    }
    try add("conversation.started", 0, ["language": "pt"])
    try add("contact.enqueued", 1, ["queue": "desk"])
    try add("conversation.closed", 2, ["outcome": "answered"])
    try tool.succeed("project")
    return tool
  }

  @Test("A conversation without a case is walked too, and each event says what it says")
  func withoutCase() throws {
    let tool = try Tool(copying: Self.made.get())
    let shown = try tool.succeed("replay", "--events", "--conversation", "stroll").text
    for words in [
      "conversation started: language pt", "language: – → pt", "contact enqueued: queue desk",
      "conversation closed: → answered", "status: open → closed",
    ] {
      #expect(shown.contains(words), "“\(words)” is missing in \(shown)")
    }
  }
}
