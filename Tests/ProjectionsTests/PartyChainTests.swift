import InteractionModel
import Testing

@testable import Projections

@Suite("PartyContinuity: having to start over")
struct PartyChainTests {
  private typealias Script = PartyScript

  /// A conversation that stays open, and the next one in another channel.
  private func restart(
    _ first: Channel = .chat, _ second: Channel = .voice, after seconds: Int64 = Script.day,
    outcome: String? = "open", said: String? = nil, saidNext: String? = nil
  ) -> Script {
    var script = Script()
    script.contact("1", first, at: 0, in: said)
    script.close("1", at: 600, outcome: outcome)
    script.contact("2", second, at: seconds, in: saidNext)
    return script
  }

  // MARK: Channel restart

  @Test("Left open in one channel and begun again in another is a channel restart")
  func channelRestart() throws {
    let records = try restart().records()
    let rows = try rows(PartyContinuity.findings, records)
    #expect(
      rows["channel_restart@4"]?["document"] == [
        "causes": [1, 3, 4], "conversation": "2", "earlier": "1", "fromChannel": "chat",
        "id": "channel_restart@4", "kind": "channel_restart", "position": 4, "state": "open",
        "time": "2026-03-03T08:00:00.000000Z", "toChannel": "voice",
      ])
    #expect(rows.count == 1)
  }

  @Test(
    "Whatever does not resolve leaves it open",
    arguments: ["abandoned", "transferred", "follow-up", "open", nil] as [String?])
  func unresolved(outcome: String?) throws {
    #expect(try findings(restart(outcome: outcome).records()) == ["channel_restart 2"])
  }

  @Test(
    "What was resolved is not begun again",
    arguments: ["resolved", "answered", "completed", "contained"])
  func resolved(outcome: String) throws {
    #expect(try findings(restart(outcome: outcome).records()) == [])
  }

  @Test("The last word before the next conversation counts, and no later one")
  func lastWord() throws {
    var script = restart(.selfService, .email, outcome: nil)
    script.say("selfservice.completed", "conversation-1", at: 500, [:], .selfService)
    #expect(try findings(script.records()) == [])
    script.say("disposition.set", "conversation-1", at: 550, ["outcome": "follow-up"])
    #expect(try findings(script.records()) == ["channel_restart 2"])
    script.close("1", at: Script.day + 1, outcome: "resolved")
    #expect(try findings(script.records()) == ["channel_restart 2"])
    script.say("assistant.contained", "conversation-1", at: 599, [:], .virtualAssistant)
    #expect(try findings(script.records()) == [])
  }

  @Test("A resolution of the case resolves its conversations until it is reopened")
  func resolvedCase() throws {
    var script = restart(said: "A")
    script.say("case.resolved", "case-A", at: 3_600, ["resolution": "done"])
    #expect(try findings(script.records()) == [])
    script.say("case.reopened", "case-A", at: 7_200)
    #expect(try findings(script.records()) == ["channel_restart 2"])
    // Closing a duplicate settles nothing; neither does what came before the conversation.
    var duplicate = restart(said: "A")
    duplicate.say("case.closed", "case-A", at: 3_600, ["resolution": "duplicate"])
    duplicate.say("case.resolved", "case-A", at: -60, ["resolution": "done"])
    #expect(try findings(duplicate.records()) == ["channel_restart 2"])
  }

  @Test("The next conversation comes within the policy's days of the last activity, no later")
  func days() throws {
    let end = 600 + ContinuityPolicy.chainDays * Script.day
    #expect(try findings(restart(after: end).records()) == ["channel_restart 2"])
    #expect(try findings(restart(after: end + 1).records()) == [])
    // A link is no activity; a message is.
    var script = restart(after: end + 1)
    script.code("1", at: 700, "pothole")
    script.say("conversation.unlinked", "conversation-1", at: 700, [:], .chat)
    #expect(try findings(script.records()) == [])
    script.say("message.received", "conversation-1", at: 700, [:], .chat, .inbound)
    #expect(try findings(script.records()) == ["channel_restart 2"])
    // Activity after the next one began does not bring back what had been quiet for weeks.
    var late = restart(after: 30 * Script.day)
    late.say("message.received", "conversation-1", at: 40 * Script.day, [:], .chat, .inbound)
    #expect(try findings(late.records()) == [])
  }

  @Test("What the agency begins is no new start, and neither is what nobody took part in")
  func agency() throws {
    var outbound = Script()
    outbound.contact("1", .chat, at: 0)
    outbound.say(
      "conversation.started", "conversation-2", at: 100, [:], .email, .outbound, by: "agent:a1")
    outbound.say(
      "contact.initiated", "conversation-3", at: 200, ["initiationMethod": "callback"], .voice)
    outbound.say("survey.offered", "conversation-4", at: 300, [:], .survey)
    #expect(try findings(outbound.records()) == [])

    var campaign = Script()
    campaign.say("outreach.sent", "conversation-1", at: 0, [:], .outreach, .outbound)
    campaign.contact("2", .voice, at: 100)
    #expect(try findings(campaign.records()) == [])
    campaign.say("message.received", "conversation-1", at: 50, [:], .outreach, .inbound)
    #expect(try findings(campaign.records()) == ["channel_restart 2"])
  }

  @Test("The telephone menu, a call and a call back are one channel")
  func telephone() throws {
    #expect(try findings(restart(.ivr, .voice).records()) == [])
    #expect(try findings(restart(.ivr, .chat).records()) == ["channel_restart 2"])
  }

  @Test("The last conversation that was left open decides, over those that were resolved since")
  func lastOpen() throws {
    var script = restart(.chat, .chat)
    script.close("2", at: Script.day + 100, outcome: "resolved")
    script.contact("3", .email, at: 2 * Script.day)
    #expect(try findings(script.records()) == ["channel_restart 3"])
    script.contact("4", .email, at: 3 * Script.day)
    #expect(try findings(script.records()) == ["channel_restart 3"])
  }

  // MARK: Carried over

  @Test("In the same case from the start, nothing was lost")
  func sameCase() throws {
    #expect(try findings(restart(said: "A", saidNext: "A").records()) == [])
    var linkedBefore = Script()
    linkedBefore.contact("1", .chat, at: 0)
    linkedBefore.link("1", at: 700, to: "A")
    linkedBefore.contact("2", .voice, at: Script.day, in: "A")
    #expect(try findings(linkedBefore.records()) == [])
    // Not even when a split, a merge or a wrong link moves one of them later.
    linkedBefore.link("2", at: Script.day + 100, to: "W")
    #expect(try findings(linkedBefore.records()) == [])
    linkedBefore.say("case.merged", "case-A", at: Script.day + 200, ["into": "B"])
    #expect(try findings(linkedBefore.records()) == [])
  }

  @Test("A later link withdraws the finding, and it stays to be seen; unlinked, it stands again")
  func withdrawn() throws {
    var script = restart(said: "A")
    #expect(try findings(script.records()) == ["channel_restart 2"])
    script.link("2", at: 2 * Script.day, to: "A")
    #expect(try findings(script.records()) == ["channel_restart 2 withdrawn by 6"])
    let found = try rows(PartyContinuity.findings, script.records())
    #expect(found["channel_restart@4"]?["state"] == "withdrawn")
    #expect(found["channel_restart@4"]?["withdrawn_by"] == 6)
    #expect(found["channel_restart@4"]?["document"]?["withdrawnBy"] == 6)
    #expect(try rows(PartyContinuity.parties, script.records())["p1"]?["findings"] == 0)
    script.say("conversation.unlinked", "conversation-2", at: 3 * Script.day)
    #expect(try findings(script.records()) == ["channel_restart 2"])
  }

  @Test("The later of two links withdraws, and a merge of their cases as well")
  func withdrawnByMerge() throws {
    var late = restart()
    late.link("2", at: 2 * Script.day, to: "A")
    late.link("1", at: 2 * Script.day + 1, to: "A")
    #expect(try findings(late.records()) == ["channel_restart 2 withdrawn by 7"])

    var merged = restart(said: "A", saidNext: "B")
    merged.code("1", at: 100, "bill")
    merged.code("2", at: Script.day + 100, "bill")
    #expect(try findings(merged.records()) == ["channel_restart 2"])
    merged.say("case.merged", "case-A", at: 2 * Script.day, ["into": "B"])
    #expect(try findings(merged.records()) == ["channel_restart 2 withdrawn by 8"])
  }

  @Test("A link to another case shows that it is another matter, unless both are about the same")
  func separated() throws {
    var script = restart(said: "A")
    script.link("2", at: 2 * Script.day, to: "B")
    #expect(try findings(script.records()) == ["channel_restart 2 withdrawn by 6"])
    script.say("case.opened", "case-A", at: 100, ["service": "water_bill"])
    script.say("case.opened", "case-B", at: 2 * Script.day, ["service": "water_bill"])
    #expect(try findings(script.records()) == ["channel_restart 2"])
    #expect(try findings(restart(said: "A", saidNext: "B").records()) == [])
  }

  @Test("What is known to be about something else is no new start")
  func otherIssue() throws {
    var script = restart()
    script.code("1", at: 100, "pothole")
    #expect(try findings(script.records()) == ["channel_restart 2"])
    script.code("2", at: Script.day + 100, "water-bill")
    #expect(try findings(script.records()) == [])
    // So it is when the issue was coded in another conversation of the case.
    var sibling = restart(said: "A")
    sibling.contact("0", .email, at: -60, in: "A")
    sibling.code("0", at: -10, "pothole")
    #expect(try findings(sibling.records()) == ["channel_restart 2"])
    sibling.code("2", at: Script.day + 100, "water-bill")
    #expect(try findings(sibling.records()) == [])
    // What an assistant inferred gives way to what an agent coded.
    var intents = restart(.virtualAssistant, .voice)
    intents.say("assistant.intent_matched", "conversation-1", at: 10, ["intent": "pay"])
    intents.say(
      "assistant.intent_matched", "conversation-2", at: Script.day + 10, ["intent": "ask"])
    #expect(try findings(intents.records()) == [])
    intents.say("disposition.set", "conversation-1", at: 20, ["issue": "bill"])
    intents.say("disposition.set", "conversation-2", at: Script.day + 20, ["issue": "bill"])
    #expect(try findings(intents.records()) == ["channel_restart 2"])
  }

  @Test("A transfer to the channel that arrived there carried the matter over")
  func transferred() throws {
    func script(to channel: String, _ arrive: (inout Script, EventID) -> Void) throws -> [String] {
      var script = Script()
      script.contact("1", .virtualAssistant, at: 0)
      let request = script.say(
        "transfer.requested", "conversation-1", at: 100,
        ["kind": "assistant_to_human", "toChannel": .string(channel), "handoff": "h1"],
        .virtualAssistant, .internal)
      script.contact("2", .chat, at: 200)
      arrive(&script, request)
      return try findings(script.records())
    }
    let stream = "conversation-2"
    #expect(try script(to: "chat") { _, _ in } == ["channel_restart 2"])
    #expect(
      try script(to: "chat") { script, _ in
        script.say("contact.initiated", stream, at: 210, ["initiationMethod": "transfer"], .chat)
      } == [])
    #expect(
      try script(to: "chat") { script, _ in script.say("handoff.viewed", stream, at: 210) } == [])
    #expect(
      try script(to: "voice") { script, _ in script.say("handoff.viewed", stream, at: 210) }
        == ["channel_restart 2"])
    #expect(
      try script(to: "voice") { script, request in
        script.say(
          "transfer.accepted", stream, at: 210, ["transfer": .string(request.description)])
      } == [])
    #expect(
      try script(to: "voice") { script, _ in
        script.say("handoff.viewed", stream, at: 210, ["handoff": "h1"])
      } == [])
    // What arrives after the conversation sent something on itself is its own.
    #expect(
      try script(to: "chat") { script, _ in
        script.say("transfer.requested", stream, at: 205, ["toQueue": "north"])
        script.say("handoff.viewed", stream, at: 210)
      } == ["channel_restart 2"])
  }

  @Test("A conversation that is resumed, or answers a promised call, is no new start")
  func resumed() throws {
    var resumed = Script()
    resumed.contact("1", .chat, at: 0)
    resumed.say("conversation.resumed", "conversation-2", at: 100, [:], .messaging, .inbound)
    resumed.say("message.received", "conversation-2", at: 101, [:], .messaging, .inbound)
    #expect(try findings(resumed.records()) == [])
    resumed.say("conversation.started", "conversation-2", at: 99, [:], .messaging, .inbound)
    #expect(try findings(resumed.records()) == ["channel_restart 2"])

    var callback = Script()
    callback.contact("1", .chat, at: 0)
    let promise = callback.say("callback.promised", "conversation-1", at: 50, [:], .chat)
    callback.contact("2", .voice, at: 100)
    #expect(try findings(callback.records()) == ["channel_restart 2"])
    callback.say(
      "callback.completed", "conversation-2", at: 101,
      ["callback": .string(promise.description)], .voice)
    #expect(try findings(callback.records()) == [])
  }

  // MARK: Broken chain

  @Test("The same issue again in the same channel, and no link, is a broken chain")
  func brokenChain() throws {
    var script = restart(.email, .email)
    #expect(try findings(script.records()) == [])
    script.code("1", at: 100, "pothole")
    #expect(try findings(script.records()) == [])
    script.code("2", at: Script.day + 100, "pothole")
    let records = try script.records()
    #expect(try findings(records) == ["broken_chain 2"])
    let finding = try rows(PartyContinuity.findings, records)["broken_chain@4"]
    #expect(finding?["document"]?["causes"] == [1, 3, 4, 6, 7])
    #expect(finding?["document"]?["issue"] == "pothole")
    script.code("2", at: Script.day + 200, "streetlight")
    #expect(try findings(script.records()) == [])
  }

  @Test("Cases of one service make a broken chain, but not the one case that both came to be in")
  func services() throws {
    var script = restart(.email, .email, said: "A", saidNext: "B")
    script.say("case.opened", "case-A", at: 100, ["service": "POTHOLE"])
    script.say("case.opened", "case-B", at: Script.day + 100, ["service": "POTHOLE"])
    #expect(try findings(script.records()) == ["broken_chain 2"])
    script.say("case.opened", "case-B", at: Script.day + 101, ["service": "STREETLIGHT"])
    #expect(try findings(script.records()) == [])
    var one = restart(.email, .email, said: "A")
    one.say("case.opened", "case-A", at: 100, ["service": "POTHOLE"])
    one.say("issue.coded", "case-A", at: 100, ["issue": "pothole"])
    one.link("2", at: 2 * Script.day, to: "A")
    #expect(try findings(one.records()) == [])
  }

  @Test("Of many conversations, each is looked at with those of the days before")
  func many() throws {
    var script = Script()
    for turn in 0..<1_500 as Range<Int64> {
      script.contact("c\(turn)", turn % 2 == 0 ? .chat : .email, at: turn * 3_600)
    }
    #expect(try findings(script.records()).count == 1_499)
  }

  @Test("A broken chain is withdrawn by a link, and is none when it was linked or resolved before")
  func brokenChainLinks() throws {
    func script(outcome: String, said: String?, saidNext: String?, after: Int64 = Script.day)
      -> Script
    {
      var script = restart(
        .email, .email, after: after, outcome: outcome, said: said, saidNext: saidNext)
      script.code("1", at: 100, "pothole")
      script.code("2", at: after + 100, "pothole")
      return script
    }
    var open = script(outcome: "open", said: "A", saidNext: nil)
    open.link("2", at: 2 * Script.day, to: "A")
    #expect(try findings(open.records()) == ["broken_chain 2 withdrawn by 8"])
    #expect(try findings(script(outcome: "open", said: "A", saidNext: "A").records()) == [])
    #expect(try findings(script(outcome: "resolved", said: nil, saidNext: nil).records()) == [])
    #expect(
      try findings(script(outcome: "open", said: "A", saidNext: "B").records())
        == ["broken_chain 2"])
    #expect(
      try findings(
        script(outcome: "open", said: nil, saidNext: nil, after: 8 * Script.day).records()) == [])
  }

  @Test("Two parties who are one have one chain, for as long as they are merged")
  func mergedParties() throws {
    var script = Script()
    script.contact("1", .chat, at: 0, party: "p2")
    script.contact("2", .voice, at: Script.day)
    let apart = try script.records()
    #expect(try findings(apart.filter { $0.party == "p1" }) == [])
    script.say("party.merged", "party-p2", at: 2 * Script.day, ["into": "p1"], party: "p2")
    #expect(try findings(script.records()) == ["channel_restart 2"])
  }
}
