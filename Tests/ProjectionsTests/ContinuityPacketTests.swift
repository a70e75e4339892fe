import InteractionModel
import Testing

@testable import Projections

@Suite("ContinuityHandoff: the packet at each step of a composed journey, whole")
struct ContinuityPacketTests {
  let played: PlayedJourney

  init() throws {
    played = try PlayedJourney()
  }

  private func at(_ label: String) -> JSONValue { played.at(label) }
  private func id(_ label: String) -> JSONValue { played.id(label) }
  private func time(_ seconds: Int64) -> JSONValue { played.time(seconds) }

  private func ref(_ label: String, _ pointer: JSONValue) -> JSONValue {
    ["pointer": pointer, "position": at(label)]
  }

  /// Sources call the words of a request and of a preparation differently.
  private func words(_ label: String, _ first: JSONValue) -> JSONValue {
    ["pointers": [first, "/text", "/note", "/comment", "/summary"], "position": at(label)]
  }

  private func reason(_ label: String) -> JSONValue { words(label, "/reason") }
  private func expected(_ label: String) -> JSONValue { words(label, "/expected") }

  private func packet(_ label: String) -> JSONObject? {
    played.document(label)?["packet"]?.object
  }

  /// A fact, and where it was said before, so that its value may stand there.
  private func fact(
    _ key: JSONValue, _ label: String, _ seconds: Int64, _ conversation: JSONValue,
    _ channel: JSONValue, verified: JSONValue, besides earlier: JSONValue? = nil
  ) -> JSONValue {
    let last = place(label, seconds, conversation, channel, verified: verified)
    guard var fact = last.object else { return last }
    fact["key"] = key
    fact["stale"] = false
    if let earlier { fact["values"] = [last, earlier] }
    return .object(fact)
  }

  private func place(
    _ label: String, _ seconds: Int64, _ conversation: JSONValue, _ channel: JSONValue,
    verified: JSONValue = true
  ) -> JSONValue {
    [
      "by": "party:lucia", "channel": channel, "conversation": conversation,
      "position": at(label), "state": "provided", "time": time(seconds),
      "value": ref(label, "/value"), "verified": verified,
    ]
  }

  private var accountBefore: JSONValue { place("p.account", 25, "c-portal", "self_service") }
  private var addressBefore: JSONValue { place("p.address", 30, "c-portal", "self_service") }

  /// Where a request, or a preparation, has no such words the other may.
  private func reason(_ label: String, or other: String) -> JSONValue {
    otherwise(reason(label), ref(other, "/reason"))
  }
  private func expected(_ label: String, or other: String) -> JSONValue {
    otherwise(expected(label), ref(other, "/expected"))
  }
  private func otherwise(_ reference: JSONValue, _ other: JSONValue) -> JSONValue {
    var object = reference.object ?? [:]
    object["otherwise"] = other
    return .object(object)
  }

  private func compare(_ actual: JSONObject?, _ expected: JSONObject) throws {
    let actual = try #require(actual)
    for member in expected.members {
      #expect(
        actual[member.key]?.canonicalText == member.value.canonicalText, "member \(member.key)")
    }
    #expect(actual.members.map(\.key) == expected.members.map(\.key))
  }

  // MARK: What every packet says alike

  private var who: JSONValue {
    [
      [
        "aal": 1, "ial": 1, "idp": "city-id", "method": "password", "party": "lucia",
        "position": at("p.auth"), "verified": true,
      ]
    ]
  }

  private var portal: JSONValue {
    [
      "channel": "self_service", "conversation": "c-portal",
      "failed": [
        ["error": "card_declined", "position": at("p.fail1"), "what": "pay_bill/confirm"],
        ["error": "card_declined", "position": at("p.fail2"), "what": "pay_bill/confirm"],
      ],
      "from": time(0), "outcome": "open", "position": at("p.start"),
      "steps": [
        ["outcome": "started", "position": at("p.session"), "what": "pay_bill"],
        ["outcome": "ok", "position": at("p.find"), "what": "pay_bill/find_account"],
      ],
      "to": time(95),
    ]
  }

  private func assistant(outcome: JSONValue, to end: Int64) -> JSONValue {
    [
      "channel": "virtual_assistant", "conversation": "c-assistant",
      "failed": [
        ["error": "escalated", "position": at("a.escalate"), "what": "payment_failed"]
      ],
      "from": time(300), "outcome": outcome, "position": at("a.start"),
      "steps": [
        ["outcome": "matched", "position": at("a.intent"), "what": "payment_failed"]
      ],
      "to": time(end),
    ]
  }

  private func talk(
    _ conversation: JSONValue, _ channel: JSONValue, _ label: String, _ begin: Int64, _ end: Int64,
    _ outcome: JSONValue? = nil
  ) -> JSONValue {
    var object: JSONObject = [
      "channel": channel, "conversation": conversation, "failed": [], "from": time(begin),
      "position": at(label), "steps": [], "to": time(end),
    ]
    object["outcome"] = outcome
    return .object(object)
  }

  private var triedBefore: [JSONValue] {
    [
      [
        "outcome": "abandoned", "position": at("p.abandon"), "task": "pay_bill",
        "what": "self_service",
      ],
      [
        "intent": "payment_failed", "outcome": "escalated", "position": at("a.escalate"),
        "what": "assistant",
      ],
    ]
  }

  private func triedHandoff(_ label: String, _ outcome: JSONValue) -> JSONValue {
    ["handoff": id(label), "outcome": outcome, "position": at(label), "what": "handoff"]
  }

  private var response: JSONValue {
    ["position": at("c.response"), "response": "kb-7", "version": 3, "what": "response"]
  }

  // MARK: The packets

  // The hashes were made with another program from the other members as they stand here.

  @Test("From the assistant to a person in chat")
  func first() throws {
    try compare(
      packet("h1.request"),
      [
        "attachments": [],
        "doNotAsk": ["account_number", "address", "phone"],
        "event": id("h1.prepared"),
        "facts": [
          fact("account_number", "p.account", 25, "c-portal", "self_service", verified: true),
          fact("address", "p.address", 30, "c-portal", "self_service", verified: false),
          fact("phone", "a.phone", 345, "c-assistant", "virtual_assistant", verified: false),
        ],
        "hash": "a1b674ee6f1d88c740d7e98617ea9c7a000fe3b87306e39d1c4adec4f9805586",
        "journey": [portal, assistant(outcome: "escalated", to: 355)],
        "language": ["code": "es", "position": at("a.intent")],
        "matter": [
          "issue": ["code": "payment_failed", "inferred": true, "position": at("a.intent")],
          "words": [ref("a.words", "/text")],
        ],
        "needs": [],
        "openQuestions": [],
        "position": at("h1.prepared"),
        "promises": [],
        "reason": [
          "by": "assistant:alma", "code": "needs_person",
          "expected": expected("h1.prepared", or: "h1.request"),
          "from": ["channel": "virtual_assistant"], "kind": "assistant_to_human",
          "to": [
            "channel": "chat", "department": "Utility Billing", "queue": "billing-es",
          ],
          "words": reason("h1.request", or: "h1.prepared"),
        ],
        "references": [
          ref("p.account", "/value"), ref("p.address", "/value"), ref("a.words", "/text"),
          ref("a.phone", "/value"), ref("h1.request", "/expected"), reason("h1.request"),
          expected("h1.prepared"), ref("h1.prepared", "/reason"),
        ],
        "time": time(355),
        "tried": .array(triedBefore),
        "who": who,
      ])
  }

  @Test("From chat, warm, to another department by voice")
  func second() throws {
    try compare(
      packet("h2.request"),
      [
        "attachments": [["attachment": "shot-1", "position": at("c.words")]],
        "doNotAsk": ["account_number", "address", "phone"],
        "event": id("h2.prepared"),
        "facts": [
          fact(
            "account_number", "c.account", 500, "c-chat", "chat", verified: true,
            besides: accountBefore),
          fact("address", "p.address", 30, "c-portal", "self_service", verified: false),
          fact("phone", "a.phone", 345, "c-assistant", "virtual_assistant", verified: false),
        ],
        "hash": "5d01a060bc65f4dd96258217b14a90d800b1449e0cb63a8cb55437669ddb11e6",
        "journey": [
          portal, assistant(outcome: "transferred", to: 360),
          talk("c-chat", "chat", "c.start", 400, 550),
        ],
        "language": ["code": "es", "position": at("c.contact")],
        "matter": [
          "issue": ["code": "payment_declined", "inferred": false, "position": at("c.issue")],
          "service": "water_bill",
          "words": [ref("a.words", "/text"), ref("c.words", "/text")],
        ],
        "needs": [],
        "openQuestions": [],
        "position": at("h2.prepared"),
        "promises": [
          [
            "due": "2026-03-02T15:00:00Z", "kind": "callback", "position": at("c.promise"),
            "state": "open",
          ]
        ],
        "reason": [
          "by": "agent:b1", "code": "hardship",
          "expected": expected("h2.prepared", or: "h2.request"),
          "from": [
            "agent": "b1", "channel": "chat", "department": "Utility Billing",
            "queue": "billing-es",
          ],
          "kind": "warm",
          "to": ["channel": "voice", "department": "Human Services", "queue": "assistance-es"],
          "words": reason("h2.request", or: "h2.prepared"),
        ],
        "references": [
          ref("p.account", "/value"), ref("p.address", "/value"), ref("a.words", "/text"),
          ref("a.phone", "/value"), ref("c.words", "/text"), ref("c.account", "/value"),
          ref("h2.request", "/expected"), reason("h2.request"), expected("h2.prepared"),
          ref("h2.prepared", "/reason"),
        ],
        "time": time(550),
        "tried": .array(triedBefore + [triedHandoff("h1.request", "completed"), response]),
        "who": who,
      ])
  }

  @Test("From voice to a letter, while the transcript of the call is to come")
  func third() throws {
    try compare(
      packet("h3.request"),
      [
        "attachments": [
          ["attachment": "shot-1", "position": at("c.words")],
          ["attachment": "rec-1", "mediaType": "audio/wav", "position": at("v.recording")],
        ],
        "doNotAsk": ["account_number", "address", "phone"],
        "event": id("h3.request"),
        "facts": [
          fact(
            "account_number", "c.account", 500, "c-chat", "chat", verified: true,
            besides: accountBefore),
          fact(
            "address", "v.address", 3_740, "c-voice", "voice", verified: true,
            besides: addressBefore),
          fact("phone", "a.phone", 345, "c-assistant", "virtual_assistant", verified: false),
        ],
        "hash": "89642c300453416610262d13ba3c12d1fb45d8e30a54f2512c1cb692eeffc92d",
        "incompleteAsOf": ["pending": [at("v.recording")], "position": at("h3.request")],
        "journey": [
          portal, assistant(outcome: "transferred", to: 360),
          talk("c-chat", "chat", "c.start", 400, 602, "open"),
          talk("c-voice", "voice", "v.start", 3_600, 3_900),
        ],
        "language": ["code": "es", "position": at("v.contact")],
        "matter": [
          "issue": [
            "code": "payment_declined", "inferred": false, "position": at("c.disposition"),
          ],
          "service": "water_bill",
          "words": [ref("a.words", "/text"), ref("c.words", "/text")],
        ],
        "needs": [ref("v.need", "/text")],
        "openQuestions": [],
        "position": at("h3.request"),
        "promises": [
          [
            "due": "2026-03-02T15:00:00Z", "kind": "callback", "position": at("c.promise"),
            "since": time(3_673), "state": "kept", "statedAt": at("v.called"),
          ],
          [
            "due": "2026-03-09", "kind": "payment_plan", "position": at("v.commitment"),
            "state": "open",
          ],
        ],
        "reason": [
          "by": "agent:h1", "code": "written_answer",
          "expected": ref("h3.request", "/expected"),
          "from": [
            "agent": "h1", "channel": "voice", "department": "Human Services",
            "queue": "assistance-es",
          ],
          "kind": "channel",
          "to": ["channel": "mail", "department": "Correspondence", "queue": "letters"],
          "words": reason("h3.request"),
        ],
        "references": [
          ref("p.account", "/value"), ref("p.address", "/value"),
          ref("a.words", "/text"), ref("a.phone", "/value"), ref("c.words", "/text"),
          ref("c.account", "/value"), ref("v.address", "/value"), ref("v.need", "/text"),
          ref("h3.request", "/expected"), reason("h3.request"),
        ],
        "time": time(3_900),
        "tried": .array(
          triedBefore + [
            triedHandoff("h1.request", "completed"), response,
            triedHandoff("h2.request", "completed"),
          ]),
        "who": who,
      ])
  }

  @Test("From the letter to the e-mail that closes it, prepared without a transfer")
  func fourth() throws {
    try compare(
      packet("h4.prepared"),
      [
        "attachments": [
          ["attachment": "shot-1", "position": at("c.words")],
          ["attachment": "rec-1", "mediaType": "audio/wav", "position": at("v.recording")],
          ["attachment": "rec-1-text", "mediaType": "text/plain", "position": at("v.transcript")],
          ["attachment": "form-9", "position": at("l.reply")],
        ],
        "doNotAsk": ["account_number", "address", "phone"],
        "event": id("h4.prepared"),
        "facts": [
          fact(
            "account_number", "c.account", 500, "c-chat", "chat", verified: true,
            besides: accountBefore),
          fact(
            "address", "v.address", 3_740, "c-voice", "voice", verified: true,
            besides: addressBefore),
          fact("phone", "a.phone", 345, "c-assistant", "virtual_assistant", verified: false),
        ],
        "hash": "27b2f219992f8b538d6de044d8c16e09ba42c8a509c204d00d72c5473014f79e",
        "journey": [
          portal, assistant(outcome: "transferred", to: 360),
          talk("c-chat", "chat", "c.start", 400, 602, "open"),
          talk("c-voice", "voice", "v.start", 3_600, 4_247, "open"),
          talk("c-letter", "mail", "l.start", 90_000, 300_500),
        ],
        "language": ["code": "es", "position": at("v.contact")],
        "matter": [
          "issue": [
            "code": "payment_declined", "inferred": false, "position": at("v.disposition"),
          ],
          "service": "water_bill",
          "words": [ref("a.words", "/text"), ref("c.words", "/text"), ref("l.reply", "/text")],
        ],
        "needs": [ref("v.need", "/text")],
        "openQuestions": [],
        "position": at("h4.prepared"),
        "promises": [
          [
            "due": "2026-03-02T15:00:00Z", "kind": "callback", "position": at("c.promise"),
            "since": time(3_673), "state": "kept", "statedAt": at("v.called"),
          ],
          [
            "due": "2026-03-09", "kind": "payment_plan", "position": at("v.commitment"),
            "state": "open",
          ],
        ],
        "reason": [
          "by": "agent:m1", "code": "plan_signed", "expected": expected("h4.prepared"),
          "from": ["agent": "m1", "channel": "mail"],
          "to": ["agent": "b2", "department": "Utility Billing", "queue": "billing-es"],
          "words": ref("h4.prepared", "/reason"),
        ],
        "references": [
          ref("p.account", "/value"), ref("p.address", "/value"),
          ref("a.words", "/text"), ref("a.phone", "/value"), ref("c.words", "/text"),
          ref("c.account", "/value"), ref("v.address", "/value"), ref("v.need", "/text"),
          ref("l.reply", "/text"), expected("h4.prepared"), ref("h4.prepared", "/reason"),
        ],
        "time": time(300_500),
        "tried": .array(
          triedBefore + [
            triedHandoff("h1.request", "completed"), response,
            triedHandoff("h2.request", "completed"), triedHandoff("h3.request", "completed"),
          ]),
        "who": who,
      ])
  }
}
