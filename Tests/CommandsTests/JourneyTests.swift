import Foundation
import InteractionModel
import Testing

@Suite("A journey across every channel, told by the command line")
struct JourneyTests {
  private let journey = JourneyFixture()

  @Test("The hand-offs are listed with from, to, time, status and what was lost")
  func list() throws {
    let tool = try JourneyFixture.store()
    let answer = try tool.json("handoff", "list")
    let listed = answer["handoffs"]?.array ?? []
    let labels = ["bot.handoff", "chat.handoff", "voice.handoff", "letter.prepared"]
    #expect(listed.map { $0["handoff"]?.string } == labels.map { journey.id($0) })
    #expect(
      listed.map { $0["status"]?.string } == [
        "completed", "completed", "completed", "acknowledged",
      ])
    #expect(
      listed.map { $0["toDepartment"]?.string } == [
        "Utility Billing", "Human Services", "Correspondence", "Utility Billing",
      ])
    #expect(
      listed.map { $0["fromChannel"]?.string } == ["virtual_assistant", "chat", "voice", "mail"])
    #expect(listed.map { $0["toChannel"]?.string } == ["chat", "voice", "mail", nil])
    #expect(listed.allSatisfy { $0["matter"]?.string == JourneyFixture.matter })
    #expect(listed.allSatisfy { $0["party"]?.string == JourneyFixture.party })
    #expect(
      listed.map { $0["time"]?.string }
        == labels.map { label in
          journey.events[Int(journey.position(label)) - 2]["time"]?.string
        })
    #expect(listed[0]["findings"] == ["repeat_ask"] && listed[2]["findings"] == ["blind_handoff"])
    #expect(answer["openFindings"]?["repeatAsk"] == 1 && answer["next"] == JSONValue.null)
    #expect(answer["findings"] == [])

    let billing = try tool.json("handoff", "list", "--department", "Utility Billing")
    #expect(billing["handoffs"]?.array?.count == 3)
    #expect(try tool.json("handoff", "list", "--open-only")["handoffs"] == [])
    let first = try tool.json("handoff", "list", "--limit", "1")
    #expect(first["handoffs"]?.array?.count == 1 && first["next"] == listed[0]["handoff"])
    let rest = try tool.json(
      "handoff", "list", "--after", #require(first["next"]?.string), "--limit", "3")
    #expect(rest["handoffs"]?.array == Array(listed[1...]) && rest["next"] == JSONValue.null)
  }

  @Test("The repeat ask is found with its causes, the question for the stale fact is not")
  func repeatAsk() throws {
    let tool = try JourneyFixture.store()
    let answer = try tool.json("handoff", "list", "--finding", "repeat_ask")
    let findings = answer["findings"]?.array ?? []
    try #require(findings.count == 1, "\(findings)")
    let ask = journey.position("chat.reask")
    #expect(findings[0]["id"] == .string("repeat_ask@\(ask)"))
    #expect(findings[0]["key"] == "account_number" && findings[0]["state"] == "open")
    #expect(findings[0]["causes"] == [.int(journey.position("portal.account")), .int(ask)])
    #expect(
      answer["handoffs"]?.array?.map { $0["handoff"] } == [.string(journey.id("bot.handoff"))])

    let reasons = try tool.json("handoff", "explain", "repeat_ask@\(ask)")
    let causes = reasons["causes"]?.array ?? []
    #expect(causes.map { $0["type"]?.string } == ["fact.provided", "fact.requested"])
    #expect(
      causes.map { $0["event"]?.string } == [
        journey.id("portal.account"), journey.id("chat.reask"),
      ])
    #expect(causes.map { $0["channel"]?.string } == ["self_service", "chat"])
    #expect(causes.last?["actor"] == ["type": "agent", "id": "b1"])
    #expect(reasons["withdrawnBy"] == JSONValue.null)
    let text = try tool.succeed("handoff", "explain", "repeat_ask@\(ask)").text
    #expect(text.contains("asked again for account number") && text.contains("fact.provided"))
  }

  @Test("A letter written without a look at the packet is a blind hand-off of that department")
  func blind() throws {
    let tool = try JourneyFixture.store()
    let found = try tool.json(
      "handoff", "list", "--finding", "blind_handoff", "--department", "Correspondence")
    #expect(found["findings"]?.array?.count == 1)
    #expect(found["findings"]?.array?.first?["handoff"]?.string == journey.id("voice.handoff"))
    let causes = found["findings"]?.array?.first?["causes"]?.array ?? []
    #expect(causes.contains(.int(journey.position("letter.sent"))))
    let other = try tool.run(
      "handoff", "list", "--finding", "blind_handoff", "--department", "Parking")
    #expect(other.code == 2 && other.errors.contains("“Correspondence”"), "\(other.errors)")
  }

  @Test("The packet has its twelve points, opened under a purpose and accounted for")
  func packet() throws {
    let tool = try JourneyFixture.store()
    let id = journey.id("chat.handoff")
    let head = try tool.head()
    let shown = try tool.json("handoff", "show", id, "--purpose", "taking the call")
    let packet = try #require(shown["state"]?["packet"])
    #expect(packet["position"] == .int(journey.position("chat.prepared")))
    #expect(packet["doNotAsk"] == ["account_number", "address"])
    #expect(packet["language"]?["code"] == "es")
    #expect(
      packet["journey"]?.array?.map { $0["channel"]?.string } == [
        "self_service", "virtual_assistant", "chat",
      ])
    #expect(packet["journey"]?.array?.first?["failed"]?.array?.count == 2)
    #expect(packet["promises"]?.array?.first?["due"] == "2026-03-02T15:00:00Z")
    let tried = packet["tried"]?.array ?? []
    #expect(tried.contains { $0["response"] == "kb-7" && $0["version"] == 3 })
    #expect(packet["attachments"]?.array?.first?["attachment"] == "shot-1")

    func opened(_ label: String, _ pointer: String) -> String? {
      shown["opened"]?["\(journey.position(label))\(pointer)"]?.string
    }
    #expect(opened("chat.handoff", "/reason") == "Cannot pay at once.")
    #expect(opened("chat.prepared", "/expected") == "Decide on a plan, call her today.")
    #expect(opened("bot.words", "/text") == "Mi pago no pasó y mañana me cortan el agua.")
    #expect(opened("portal.address", "/value") == "12 Almond Row")
    #expect(shown["withheld"] == [])
    // What she told somebody else in January is not asked again either.
    let before = shown["party"]
    #expect(before?["doNotAsk"] == ["name"] && before?["position"] == packet["position"])
    #expect(before?["facts"]?.array?.map { $0["key"] } == ["name"])
    #expect(opened("counter.name", "/value") == "Lucía Ferrer")
    #expect(before?["identities"]?.array?.contains { $0["verified"] == true } == true)

    // One account of it, for the case, before anything was shown.
    #expect(try tool.head() == head + 1)
    let access = try tool.succeed("log", "--after", "\(head)").jsonLines.first
    #expect(access?["type"] == "record.accessed")
    #expect(access?["body"]?["command"] == "handoff.show")
    #expect(access?["body"]?["entity"]?.string == JourneyFixture.matter)
  }

  @Test("Without a purpose the same packet shows, with its words sealed and listed as withheld")
  func sealed() throws {
    let tool = try JourneyFixture.store()
    let id = journey.id("chat.handoff")
    let head = try tool.head()
    let shown = try tool.json("handoff", "show", id)
    let open = try tool.json("handoff", "show", id, "--purpose", "comparison")
    #expect(shown["state"] == open["state"] && shown["opened"] == [:])
    let withheld = shown["withheld"]?.array ?? []
    let places = Set(withheld.compactMap { $0["position"]?.int })
    let opened = Set(
      (open["opened"]?.object?.members ?? []).compactMap { Int64($0.key.prefix { $0 != "/" }) })
    #expect(!opened.isEmpty && opened.isSubset(of: places), "\(opened.subtracting(places))")
    #expect(withheld.allSatisfy { $0["because"] == "no_purpose" })
    #expect(try tool.head() == head + 1, "only the reading with a purpose is accounted for")

    let card = try tool.succeed("handoff", "show", id, "--all").words
    for words in ["Mi pago", "Almond", "Cannot pay", "Ferrer"] { #expect(!card.contains(words)) }
    for words in [
      "Utility Billing chat", "Human Services voice", "DO NOT ASK", "account number (sealed) ✓",
      "known from before: name (sealed) ✓", "pay bill/confirm: card declined ×2", "callback due",
      "kb-7 v3", "of position \(journey.position("chat.prepared"))", "--purpose",
    ] {
      #expect(card.contains(words), "“\(words)” is missing in \(card)")
    }
  }

  @Test("What was erased is known no more, and the rest of the packet stays as it was")
  func erased() throws {
    let tool = try JourneyFixture.store()
    let id = journey.id("chat.handoff")
    let before = try tool.json("handoff", "show", id)
    try tool.succeed("party", "erase", JourneyFixture.party, "--reason", "on request", "--yes")
    try tool.succeed("project")
    let after = try tool.json("handoff", "show", id, "--purpose", "taking the call")
    for field in ["journey", "hash", "matter", "promises", "reason", "references"] {
      let (old, new) = (before["state"]?["packet"]?[field], after["state"]?["packet"]?[field])
      #expect(old == new, "\(field)")
    }
    #expect(after["findings"] == before["findings"])
    #expect(after["state"]?["packet"]?["doNotAsk"] == [] && after["party"]?["doNotAsk"] == [])
    #expect(after["erased"] == ["account_number", "address", "name"])
    let said = journey.position("bot.words")
    let withheld = after["withheld"]?.array ?? []
    #expect(withheld.contains { $0["position"] == .int(said) && $0["because"] == "erased" })
    #expect(after["opened"]?["\(said)/text"] == nil)
    let card = try tool.succeed("handoff", "show", id, "--purpose", "taking the call").text
    #expect(!card.contains("DO NOT ASK") && card.contains("account number, erased"), "\(card)")
    #expect(!card.contains("Mi pago") && card.contains("Human Services voice"))
    let chat = try tool.succeed("conversation", "show", "c-chat", "--purpose", "audit").text
    #expect(chat.contains("(erased)") && !chat.contains("aquí está"), "\(chat)")
    let party = try tool.json("party", "show", JourneyFixture.party, "--purpose", "audit")
    #expect(party["opened"] == [:] && party["withheld"]?.array?.isEmpty == false)
    #expect(party["withheld"]?.array?.allSatisfy { $0["because"] == "erased" } == true)
  }

  @Test("A packet made before its transcript says so, and which record completed it")
  func incomplete() throws {
    let tool = try JourneyFixture.store()
    let shown = try tool.json("handoff", "show", journey.id("voice.handoff"))["state"]
    let recording = journey.position("voice.recording")
    #expect(shown?["packet"]?["incompleteAsOf"]?["pending"] == [.int(recording)])
    #expect(shown?["completedBy"] == .int(journey.position("voice.transcript")))
    let card = try tool.succeed("handoff", "show", journey.id("voice.handoff"), "--all").words
    #expect(card.contains("transcript of @\(recording) was still to come"))
    #expect(card.contains("it came with @\(journey.position("voice.transcript"))"))
    let last = try tool.json("handoff", "show", journey.id("letter.prepared"))["state"]?["packet"]
    #expect(last?["incompleteAsOf"] == nil)
    #expect(last?["needs"]?.array?.count == 1 && last?["promises"]?.array?.count == 2)
  }

  @Test("As of each step the hand-off was what it was then")
  func asOf() throws {
    let tool = try JourneyFixture.store()
    let id = journey.id("chat.handoff")
    func status(_ point: String) throws -> String? {
      try tool.json("handoff", "show", id, "--as-of", point)["state"]?["status"]?.string
    }
    for (label, expected) in [
      ("chat.handoff", "open"), ("voice.accepted", "open"), ("voice.viewed", "viewed"),
      ("voice.acknowledged", "acknowledged"), ("voice.done", "completed"),
    ] {
      #expect(try status("@\(journey.position(label))") == expected, "\(label)")
    }
    #expect(try status("occurred:2026-03-02T15:01:05Z") == "viewed")
    // Before it was linked to the case, the conversation was the matter.
    let before = try tool.json(
      "handoff", "show", journey.id("bot.handoff"), "--as-of", "@\(journey.position("bot.close"))")
    #expect(before["state"]?["matter"] == ["conversation": "c-bot"])
    let early = try tool.run(
      "handoff", "show", id, "--as-of", "@\(journey.position("chat.promise"))")
    #expect(early.code == 3 && early.errors.contains("ask for a later point"), "\(early.errors)")
  }

  @Test("Each field is explained by the event that last changed it")
  func explain() throws {
    let tool = try JourneyFixture.store()
    let id = journey.id("chat.handoff")
    let status = try tool.json("handoff", "explain", id, "status")["fields"]?.array?.first
    #expect(status?["value"] == "completed" && status?["type"] == "transfer.completed")
    #expect(status?["position"] == .int(journey.position("voice.done")))
    #expect(status?["actor"] == ["type": "agent", "id": "h1"])
    let packet = try tool.json("handoff", "explain", id, "packet")["fields"]?.array?.first
    #expect(packet?["position"] == .int(journey.position("chat.prepared")))
    let all = try tool.json("handoff", "explain", journey.id("bot.handoff"))
    #expect(
      all["findings"]?.array?.map { $0["finding"]?.string } == [
        "repeat_ask@\(journey.position("chat.reask"))"
      ])
    let unknown = try tool.run("handoff", "explain", id, "colour")
    #expect(unknown.code == 3 && unknown.errors.contains("it has "), "\(unknown.errors)")
  }

  @Test("The timeline of a hand-off goes from its request to its end")
  func timeline() throws {
    let tool = try JourneyFixture.store()
    let entries =
      try tool.json("handoff", "timeline", journey.id("chat.handoff"))["entries"]?.array ?? []
    let labels = [
      "chat.handoff", "chat.prepared", "chat.close", "voice.start", "voice.answer",
      "voice.accepted", "voice.viewed", "voice.acknowledged", "voice.done",
    ]
    #expect(entries.map { $0["position"]?.int } == labels.map { journey.position($0) })
    let opened = try tool.json(
      "handoff", "timeline", journey.id("chat.handoff"), "--purpose", "audit", "--limit", "1")
    #expect(opened["entries"]?.array?.first?["text"]?["value"] == "Cannot pay at once.")
    #expect(opened["next"] == .string("\(journey.position("chat.handoff"))"))
  }

  @Test("What nobody knows is refused with what to do instead")
  func refusals() throws {
    let tool = try JourneyFixture.store()
    let kind = try tool.run("handoff", "list", "--finding", "channel")
    #expect(kind.code == 2 && kind.errors.contains("channel_restart"), "\(kind.errors)")
    let absent = try tool.run("handoff", "show", "no-such")
    #expect(absent.code == 3 && absent.errors.contains("handoff list"), "\(absent.errors)")
    let finding = try tool.run("handoff", "explain", "ping_pong@7")
    #expect(finding.code == 3 && finding.errors.contains("--finding KIND"), "\(finding.errors)")
    #expect(try tool.run("handoff", "explain", "ping_pong@7", "status").code == 2)
    let after = try tool.run("handoff", "list", "--after", "no-such")
    #expect(after.code == 3 && after.errors.contains("“next”"), "\(after.errors)")
    #expect(try tool.run("handoff", "show", "no-such", "--purpose", " ").code == 2)
    let fresh = try Tool()
    let unprojected = try fresh.run("handoff", "list")
    #expect(unprojected.code == 3 && unprojected.errors.contains("throughline project"))
  }

  @Test("A hand-off newer than the read model is said to be so, and a list says how far it lags")
  func lag() throws {
    let tool = try JourneyFixture.store()
    let id = UUID().uuidString.lowercased()
    try tool.succeed(
      "append",
      input: cloudEvent(
        "transfer.requested", id: id, case: "Z-1",
        body: ["kind": "department", "toDepartment": "Parks"]))
    let shown = try tool.run("handoff", "show", id)
    #expect(shown.code == 3 && shown.errors.contains("newer than the read model"))
    #expect(try tool.run("handoff", "list").errors.contains("1 record behind"))
    try tool.succeed("project")
    #expect(try tool.json("handoff", "show", id)["state"]?["status"] == "open")
  }

  @Test("Nothing that people wrote reaches the terminal as a control character")
  func hostile() throws {
    let tool = try Tool()
    let id = UUID().uuidString.lowercased()
    let nasty = "\u{1B}[2Jgone\u{07}\u{202E}txt\r\nnext"
    try tool.succeed(
      "append",
      input: cloudEvent(
        "message.received", sealed: ["text": .string(nasty)],
        ["partitionkey": "conversation-c-1"])
        + cloudEvent(
          "transfer.requested", id: id, body: ["kind": "warm", "toDepartment": "Parks"],
          sealed: ["reason": .string(nasty)], ["partitionkey": "conversation-c-1"]))
    try tool.succeed("project")
    for arguments in [
      ["handoff", "show", id], ["conversation", "show", "c-1"], ["handoff", "timeline", id],
      ["conversation", "timeline", "c-1"],
    ] {
      let output = try tool.run(arguments + ["--purpose", "a look"])
      #expect(output.code == 0, "\(output.errors)")
      #expect(output.text.contains("gone") && output.text.contains("\\u{1b}"), "\(arguments)")
      let controls = output.text.unicodeScalars.filter { scalar in
        scalar.value < 0x20 && scalar != "\n" || (0x7F...0x9F).contains(scalar.value)
          || scalar.value == 0x202E
      }
      #expect(controls.isEmpty, "\(arguments): \(controls)")
    }
  }
}
