import InteractionModel
import Testing

@testable import Projections

@Suite("PartyContinuity: the fold is pinned")
struct PartyDigestTests {
  @Test("A fixed history gives the rows it always gave")
  func pinned() throws {
    let records = try Self.history().records()
    var bytes: [UInt8] = []
    for key in ["p1", "p2"] {
      let rows =
        key == "p1"
        ? try party(records).rows(context(records))
        : PartyContinuity().rows(context(records, key: key))
      for row in rows {
        let values = row.values.map(\.json)
        bytes +=
          JSONValue.array([.string(row.table), .string(row.key), .array(values)]).canonicalBytes
      }
    }
    #expect(
      try findings(records) == [
        "channel_restart chat withdrawn by 22", "broken_chain mail2", "repeat_ask other",
      ])
    #expect(
      fnv1a(bytes) == 13_087_295_774_670_266_379,
      "the fold changed: raise the version of its projection and re-pin")
    let states = try party(records).encoded()
    #expect(
      fnv1a(states) == 9_410_141_863_630_309_544,
      "states are written in another form: raise the version of the projection and re-pin")
  }

  /// A bill that fails online, is asked about in chat, passed on by telephone, and written about
  /// twice under two names; a year later there is another matter.
  private static func history() -> PartyScript {
    var script = PartyScript(seed: 42)
    let portal = "conversation-portal"
    let chat = "conversation-chat"
    script.say("party.identified", "party-p1", at: 0, ["kind": "account", "ial": 2], .selfService)
    script.say("party.authenticated", "party-p1", at: 1, ["idp": "city-id", "aal": 2])
    script.contact("portal", .selfService, at: 2)
    script.say(
      "fact.provided", portal, at: 70, ["key": "address", "verified": true], .selfService,
      .inbound, by: "party:p1")
    script.say("selfservice.step_failed", portal, at: 80, ["step": "pay"], .selfService)
    script.say("selfservice.abandoned", portal, at: 90, [:], .selfService)
    script.contact("chat", .chat, at: 1_000)
    script.say("assistant.intent_matched", chat, at: 1_070, ["intent": "bill"], .chat)
    script.say(
      "fact.requested", chat, at: 1_080, ["key": "address"], .chat, .outbound, by: "agent:a1")
    script.say("fact.confirmed", chat, at: 1_090, ["key": "address"], .chat, by: "agent:a1")
    script.code("chat", at: 1_100, "bill")
    script.say("callback.promised", chat, at: 1_110, ["due": "2026-03-04T10:00:00Z"], .chat)
    script.say("case.opened", "case-A", at: 1_120, ["service": "BILL"])
    let transfer = script.say(
      "transfer.requested", chat, at: 1_130, ["kind": "warm", "toChannel": "voice"], .chat)
    script.close("chat", at: 1_140, outcome: "transferred")
    script.contact("call", .voice, at: 1_200, in: "A")
    script.say(
      "transfer.accepted", "conversation-call", at: 1_260,
      ["transfer": .string(transfer.description)], .voice, by: "agent:a2")
    script.link("chat", at: 1_300, to: "A")
    script.link("portal", at: 1_301, to: "A")
    script.contact("mail1", .email, at: 2 * PartyScript.day, party: "p2")
    script.say(
      "party.preference_set", "party-p2", at: 2 * PartyScript.day, ["language": "es"], party: "p2")
    script.code("mail1", at: 2 * PartyScript.day + 100, "refund", party: "p2")
    script.say("party.merged", "party-p2", at: 3 * PartyScript.day, ["into": "p1"], party: "p2")
    script.contact("mail2", .email, at: 4 * PartyScript.day)
    script.code("mail2", at: 4 * PartyScript.day + 100, "refund")
    script.say("case.resolved", "case-A", at: 5 * PartyScript.day, ["resolution": "done"])
    script.say("party.consent_given", "party-p1", at: 5 * PartyScript.day, ["scope": "reminders"])
    script.say("fact.marked_stale", "party-p1", at: 6 * PartyScript.day, ["key": "phone"])
    script.contact("other", .chat, at: 300 * PartyScript.day, in: "B")
    script.say(
      "fact.requested", "conversation-other", at: 300 * PartyScript.day + 90, ["key": "address"],
      .chat, in: "B")
    script.say("city.invented", "party-p1", at: nil)
    return script
  }
}
