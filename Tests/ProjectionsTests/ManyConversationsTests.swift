import InteractionModel
import StoreConformance
import Testing

@testable import Projections

/// A party with many conversations that cross each other: cases, links, transfers and call backs.
private struct CrossingHistory {
  var script: PartyScript
  private var random: SeededGenerator
  private var sent: [EventID] = []
  private var promised: [EventID] = []

  init(seed: UInt64) {
    script = PartyScript(seed: seed)
    random = SeededGenerator(seed: seed)
  }

  private mutating func pick<Value>(_ values: [Value]) -> Value {
    values[Int.random(in: values.indices, using: &random)]
  }

  /// That many events, and the records of them in an order that is nearly theirs.
  mutating func records(_ count: Int, conversations: Int, days: Int64) throws -> [Record] {
    for place in 0..<conversations {
      let time = Int64.random(in: 0...(days * PartyScript.day), using: &random)
      script.contact(
        "\(place)", pick([.chat, .voice, .email, .sms]), at: time, in: pick(["A", "B", nil, nil]))
    }
    for _ in 0..<count {
      let id = "\(Int.random(in: 0..<conversations, using: &random))"
      happen(id, at: Int64.random(in: 0...(days * PartyScript.day), using: &random))
    }
    var order = Array(script.events.indices)
    order.shuffle(using: &random)
    return try script.records(order)
  }

  private mutating func happen(_ id: String, at time: Int64) {
    let stream = "conversation-\(id)"
    switch Int.random(in: 0..<14, using: &random) {
    case 0, 1: script.link(id, at: time, to: pick(["A", "B", "C"]))
    case 2: script.say("conversation.unlinked", stream, at: time, ["case": "A"])
    case 3: script.code(id, at: time, pick(["pothole", "bill", "permit"]))
    case 4: script.close(id, at: time, outcome: pick(["resolved", "open", nil]))
    case 5:
      let body: JSONObject = ["toChannel": pick(["chat", "voice", "email"])]
      sent.append(script.say("transfer.requested", stream, at: time, body, .chat))
    case 6:
      var body = JSONObject()
      if !sent.isEmpty, pick([true, false]) { body["transfer"] = .string(pick(sent).description) }
      script.say("transfer.accepted", stream, at: time, body, .voice)
    case 7: promised.append(script.say("callback.promised", stream, at: time, [:], .chat))
    case 8:
      guard !promised.isEmpty else { return }
      script.say(
        "callback.completed", stream, at: time, ["callback": .string(pick(promised).description)],
        .callback)
    case 9:
      script.say("assistant.intent_matched", stream, at: time, ["intent": pick(["x", "y"])], .chat)
    case 10:
      script.say("message.received", stream, at: time, [:], .chat, .inbound, in: pick(["A", "C"]))
    case 11:
      script.say(
        pick(["case.resolved", "case.reopened"]), "case-\(pick(["A", "B"]))", at: time,
        ["resolution": "done"])
    case 12:
      script.say(
        "case.opened", "case-\(pick(["A", "C"]))", at: time, ["service": pick(["S", "T"])])
    default:
      // Rare, or there is one case in the end.
      guard Int.random(in: 0..<6, using: &random) == 0 else { return }
      script.say("case.merged", "case-C", at: time, ["into": "A"])
    }
  }
}

@Suite("PartyContinuity: many conversations")
struct ManyConversationsTests {
  @Test(
    "However conversations cross, the findings are those of looking at all of them together",
    arguments: 1...40 as ClosedRange<UInt64>, [8, 30])
  func crossing(seed: UInt64, count: Int) throws {
    var history = CrossingHistory(seed: seed)
    let records = try history.records(4 * count, conversations: count, days: 20)
    let context = context(records)
    let conversations = try party(records).placedConversations(context)
    #expect(conversations.count == count)
    let findings = ChainSearch.findings(conversations)
    #expect(findings == NaiveChainSearch(conversations: conversations).findings)
  }

  @Test("The crossing histories have findings of both kinds, withdrawn ones too")
  func coverage() throws {
    var seen: Set<String> = []
    for seed in 1...40 as ClosedRange<UInt64> {
      var history = CrossingHistory(seed: seed)
      let records = try history.records(120, conversations: 30, days: 20)
      for finding in try ChainSearch.findings(
        party(records).placedConversations(context(records)))
      {
        seen.insert(finding.kind.rawValue + (finding.withdrawnBy == nil ? "" : " withdrawn"))
      }
    }
    #expect(
      seen == [
        "broken_chain", "broken_chain withdrawn", "channel_restart", "channel_restart withdrawn",
      ])
  }

  /// That many conversations of one case, an hour apart, none of which is resolved or coded.
  private func oneCase(_ count: Int) throws -> [PlacedConversation] {
    let moment = RecordBuilder.start
    return try (0..<count).map { place in
      var conversation = PartyConversation(id: "c\(place)")
      let start = Moment(
        time: moment.advanced(bySeconds: Int64(place) * 3_600), position: Position(Int64(place + 1))
      )
      conversation.started.take("", at: start)
      conversation.activity.take(start)
      conversation.turns = 1
      conversation.channel.take(place % 2 == 0 ? "chat" : "voice", at: start)
      conversation.channels.insert(place % 2 == 0 ? "chat" : "voice")
      conversation.links = [.init(position: Position(Int64(count + place)), target: "A")]
      conversation.callbacksPromised.insert("b\(place)")
      conversation.sendings = [.init(moment: start, channel: "mail", ids: StringSet(["s\(place)"]))]
      return try #require(
        PlacedConversation(conversation, of: PartyContinuity(), RowContext(key: "p")))
    }
  }

  @Test("Links in an order that no log has, as in a state that somebody altered, end nothing")
  func altered() throws {
    let conversations = try oneCase(6).map { placed in
      var conversation = placed.conversation
      conversation.links = [5, 2, 9, 2, -1].map { .init(position: Position($0), target: "A") }
      return try #require(
        PlacedConversation(conversation, of: PartyContinuity(), RowContext(key: "p")))
    }
    #expect(ChainSearch.findings(conversations).count <= 6)
  }

  @Test("What is kept to look at many conversations of one case grows with their number")
  func cost() throws {
    func entries(_ count: Int) throws -> Int {
      var cases = RecordedCases(try oneCase(count))
      cases.advance(to: count - 1)
      return cases.entries
    }
    let (few, many) = (try entries(1_000), try entries(16_000))
    #expect(few > 0 && many < 24 * few, "\(few) and \(many)")
    // Each of them after the one before, and the last record shows that they are of one case.
    let findings = ChainSearch.findings(try oneCase(5_000))
    #expect(findings.count == 4_999)
  }
}
