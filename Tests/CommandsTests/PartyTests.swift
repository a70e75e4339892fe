import InteractionModel
import Testing

@Suite("Parties across everything they came with")
struct PartyTests {
  private static func event(
    _ type: String, _ stream: String, _ party: String, _ time: String,
    _ body: JSONObject = [:], sealed: JSONObject = [:]
  ) -> [UInt8] {
    var data: JSONObject = ["body": .object(body), "party": .string(party)]
    if !sealed.isEmpty { data["sealed"] = .object(sealed) }
    if stream.hasPrefix("conversation") {
      data["channel"] = stream.hasSuffix("mail") ? "email" : "in_person"
    }
    let event: JSONObject = [
      "specversion": "1.0", "source": "test", "type": .string(type),
      "id": .string("\(type)/\(stream)/\(time)"), "partitionkey": .string(stream),
      "time": .string("2026-05-\(time)Z"), "data": .object(data),
    ]
    return event.canonicalBytes + [UInt8(ascii: "\n")]
  }

  /// A person known under two ids: one from the counter, one from an e-mail.
  private static func input(merged: Bool) -> [UInt8] {
    var input =
      event(
        "party.identified", "party-ana", "ana", "04T09:00:00", ["kind": "id_card", "ial": 2],
        sealed: ["number": "X-1"])
      + event("party.preference_set", "party-ana", "ana", "04T09:00:30", ["language": "pt"])
      + event(
        "fact.provided", "conversation-desk", "ana", "04T09:01:00",
        ["key": "address", "verified": true], sealed: ["value": "9 Fig Lane"])
      + event(
        "callback.promised", "conversation-desk", "ana", "04T09:02:00",
        ["due": "2026-05-06T09:00:00Z"])
      + event("conversation.closed", "conversation-desk", "ana", "04T09:03:00", ["outcome": "open"])
      + event(
        "message.received", "conversation-mail", "stranger", "05T08:00:00",
        sealed: ["text": "I was at your desk yesterday."])
      + event("fact.requested", "conversation-mail", "stranger", "05T08:30:00", ["key": "address"])
    if merged {
      input += event(
        "party.merged", "party-stranger", "stranger", "05T10:00:00",
        ["party": "stranger", "into": "ana", "reason": "same_person"])
    }
    return input
  }

  private func store(merged: Bool = true) throws -> Tool {
    let tool = try Tool()
    try tool.succeed("append", input: PartyTests.input(merged: merged))
    try tool.succeed("project")
    return tool
  }

  @Test("What is known, owed and preferred; what was said opens only for a purpose")
  func show() throws {
    let tool = try store()
    let shown = try tool.json("party", "show", "ana")
    let state = shown["state"]
    #expect(state?["doNotAsk"] == ["address"] && state?["preferences"]?["language"] == "pt")
    #expect(state?["identities"]?.array?.first?["verified"] == true)
    #expect(state?["promises"]?.array?.first?["state"] == "late")
    #expect(state?["conversations"]?.array?.count == 2)
    #expect(shown["facts"]?.array?.map { $0["channel"] } == ["in_person"])
    #expect(shown["opened"] == [:] && shown["withheld"]?.array?.first?["because"] == "no_purpose")
    let opened = try tool.json("party", "show", "ana", "--purpose", "she is at the desk")
    #expect(opened["opened"]?.object?.members.map(\.value) == ["9 Fig Lane"])
    #expect(opened["withheld"] == [])
    let card = try tool.succeed("party", "show", "ana").text
    for words in ["id card IAL2 – verified", "DO NOT ASK", "address: (sealed) ✓", "prefers", "pt"] {
      #expect(card.contains(words), "“\(words)” is missing in \(card)")
    }
    #expect(!card.contains("Fig Lane"))
  }

  @Test("Merging shows what was lost between the two; who was merged away points to the other")
  func merged() throws {
    let apart = try store(merged: false)
    #expect(try apart.json("party", "show", "ana")["findings"] == [])
    #expect(try apart.json("handoff", "list", "--finding", "repeat_ask")["findings"] == [])

    let tool = try store()
    let shown = try tool.json("party", "show", "ana")
    let kinds = (shown["findings"]?.array ?? []).compactMap { $0["kind"]?.string }
    #expect(kinds.contains("repeat_ask") && kinds.contains("channel_restart"), "\(kinds)")
    let listed = try tool.json("handoff", "list", "--finding", "repeat_ask")["findings"]?.array
    #expect(listed?.count == 1 && listed?.first?["scope"] == "party")
    let alias = try tool.json("party", "show", "stranger")["state"]
    #expect(alias?["mergedInto"] == "ana")
    #expect(try tool.succeed("party", "show", "stranger").text.contains("into ana"))
    // As of before the merge the two stood apart.
    let before = try tool.json("party", "show", "stranger", "--as-of", "@8")["state"]
    #expect(before?["mergedInto"] == nil && before?["conversations"]?.array?.count == 1)
  }

  @Test("Shown from its rows, a party is what its records come to; of long lists the last ones are")
  func page() throws {
    let tool = try store()
    // Each in its own conversation, which it begins in turns by e-mail and at the desk.
    let later = (0..<60).flatMap { number -> [UInt8] in
      let time = "1\(number / 24)T\(String(100 + number % 24).dropFirst()):00:00"
      return PartyTests.event(
        "message.received", "conversation-\(number)\(number % 2 == 0 ? "mail" : "desk")", "ana",
        time)
    }
    try tool.succeed("append", input: later)
    try tool.succeed("project")
    let head = try tool.head()
    for limit in ["7", "1000"] {
      let shown = try tool.json("party", "show", "ana", "--limit", limit)
      let folded = try tool.json("party", "show", "ana", "--limit", limit, "--as-of", "@\(head)")
      for part in ["state", "facts", "findings", "left"] { #expect(shown[part] == folded[part]) }
    }
    let all = try tool.json("party", "show", "ana", "--limit", "1000")
    let conversations = try #require(all["state"]?["conversations"]?.array)
    #expect(conversations.count == 62 && all["left"] == [:])
    let few = try tool.json("party", "show", "ana", "--limit", "7")
    #expect(few["state"]?["conversations"] == .array(Array(conversations.suffix(7))))
    #expect(few["left"]?["conversations"] == 55)
    #expect(try tool.json("party", "show", "ana")["left"]?["conversations"] == 12)
    let card = try tool.succeed("party", "show", "ana", "--limit", "7").text
    #expect(card.contains("55 conversations before these"))
  }

  @Test("The timeline of either id is that of the person")
  func timeline() throws {
    let tool = try store()
    let own = try tool.json("party", "timeline", "ana")
    #expect(own["entries"]?.array?.count == 8)
    let alias = try tool.run("party", "timeline", "stranger", "--json")
    #expect(try alias.json == own && alias.errors.contains("merged into “ana”"))
    let listed = try tool.json("party", "list")["parties"]?.array ?? []
    #expect(listed.map { $0["party"]?.string } == ["ana"] && listed[0]["conversations"] == 2)
    for verb in ["show", "timeline"] {
      let absent = try tool.run("party", verb, "nobody")
      #expect(absent.code == 3 && absent.errors.contains("party list"), "\(absent.errors)")
    }
  }
}
