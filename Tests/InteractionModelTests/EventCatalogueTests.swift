import Foundation
import InteractionModel
import Testing

@Suite("The catalogue of events")
struct EventCatalogueTests {
  /// Every type of the vocabulary.
  static let vocabulary = """
    party: identified authenticated merged unmerged endpoint_added preference_set consent_given \
    consent_withdrawn erased
    fact: requested provided confirmed corrected
    conversation: started resumed linked unlinked closed
    contact: initiated enqueued offered declined answered held resumed abandoned disconnected
    message: received sent delivered failed edited redacted
    note: added
    recording: added
    transcript: added
    selfservice: session_started step_completed step_failed abandoned completed
    ivr: node_entered input_given overridden
    assistant: turn_taken intent_matched escalated contained
    transfer: requested accepted rejected completed failed
    handoff: prepared viewed acknowledged context_missing returned
    wrapup: started completed
    disposition: set
    case: opened assigned pended resolved reopened closed merged split due_changed escalated
    callback: promised attempted completed missed
    commitment: made kept broken
    sla: started paused met breached
    outreach: queued sent opened clicked suppressed
    survey: offered answered
    feedback: acknowledged
    evaluation: recorded
    issue: coded
    response: codified approved used retired owner_changed
    topic: published acknowledged
    log: created
    key: rotated
    projection: event_quarantined
    record: corrected accessed disclosed exported
    hold: placed released
    erasure: requested refused
    retention: scheduled approved executed
    access: break_glass_started break_glass_ended
    """

  @Test("knows every type of the vocabulary")
  func vocabulary() {
    var count = 0
    for line in Self.vocabulary.split(separator: "\n") {
      let words = line.split(separator: " ")
      for word in words.dropFirst() {
        let type = EventType("\(words[0].dropLast()).\(word)")
        #expect(EventCatalogue.fields(of: type) != nil, "\(type)")
        #expect(type.group == words[0].dropLast())
        count += 1
      }
    }
    #expect(count >= 115)
    #expect(EventCatalogue.types == EventCatalogue.types.sorted { $0.rawValue < $1.rawValue })
    #expect(EventCatalogue.types.allSatisfy { EventType.isValid($0.rawValue) })
  }

  @Test("Every type of the catalogue is a constant, and every constant a type of the catalogue")
  func constants() throws {
    let file = URL(filePath: #filePath).appending(
      path: "../../../Sources/InteractionModel/Vocabulary/EventType+Catalogue.swift"
    ).standardized
    let names = try String(contentsOf: file, encoding: .utf8)
      .matches(of: /static let \w+ = EventType\("(.+)"\)/).map { String($0.1) }
    #expect(names.sorted() == EventCatalogue.types.map(\.rawValue))
  }

  @Test(
    "a kind of field admits its values and nothing else",
    arguments: [
      (.code, "text/plain", true), (.code, "POT_1.2:b-3", true), (.code, "2026-1", true),
      (.code, "", false), (.code, "a\nb", false), (.code, 1, false), (.code, "a b", false),
      (.code, "Tiefbau", true), (.code, "Süd", false), (.code, "me@example.org", false),
      (.code, "+1555", false), (.code, "a\u{85}", false),
      (.code, "Jane Doe SSN 123-45-6789 lives here", false),
      (.code, "123-45-6789", false), (.code, "555-0123", false), (.code, "555.012", true),
      (.code, "5550123", false), (.code, "555012", true), (.code, "v5550123", true),
      (.code, .string(String(repeating: "x", count: 64)), true),
      (.code, .string(String(repeating: "x", count: 65)), false),
      (.name, "Tiefbau – Süd", true), (.name, "公共事業課 #3", true), (.name, "Mayor’s Office", true),
      (.name, #"PWDx_District 10B: A&B (C\D/E), F's + G|H; I."#, true), (.name, "02128", true),
      (.name, "", false), (.name, "a\nb", false), (.name, "a\tb", false), (.name, 1, false),
      (.name, "me@example.org", false), (.name, "a\u{85}", false), (.name, "a\u{2028}b", false),
      (.name, "Parks 🌳", false), (.name, "“Parks”", false), (.name, "Budget 2015-2016", true),
      (.name, "+1 617 555 0123", false), (.name, "555-0123", false), (.name, "02128-1234", false),
      (.name, "Jane Doe SSN 123-45-6789 lives here", false),
      (.name, .string(String(repeating: "x", count: 100)), true),
      (.name, .string(String(repeating: "x", count: 101)), false),
      (.printable, "host/log", true), (.printable, "aGk+/w==", true), (.printable, "a b", false),
      (.printable, "", false), (.printable, "é", false),
      (.codes, ["a", "b"], true), (.codes, [], true), (.codes, ["a", 1], false),
      (.codes, "a", false),
      (.id, "c-1", true), (.id, "me@example.org", false), (.id, "+1 555", false),
      (.ids, ["a"], true), (.ids, ["a", "b c"], false),
      (.integer, 5, true), (.integer, "5", false), (.integer, .int(.max), false),
      (.integer, .int(.min), false), (.decimal, "-0.25", true), (.decimal, "12", true),
      (.decimal, "1e5", false), (.decimal, ".5", false), (.decimal, "1.", false),
      (.decimal, "1.2.3", false), (.decimal, "--1", false), (.decimal, 1, false),
      (.boolean, true, true), (.boolean, 1, false),
      (.time, "2024-01-01", true), (.time, "yesterday", false), (.time, nil, false),
    ] as [(FieldKind, JSONValue, Bool)])
  func kinds(kind: FieldKind, value: JSONValue, admitted: Bool) {
    #expect(kind.admits(value) == admitted)
  }

  @Test("splits fields into public ones and the rest, and loses none")
  func partition() {
    let fields: JSONObject = [
      "service": "POTHOLE", "latitude": "42.36", "due": "soon", "title": "Jane's pothole",
      "priority": ["nested": "text"],
    ]
    let (body, rest) = EventCatalogue.partition(fields, of: .caseOpened)
    #expect(body == ["service": "POTHOLE", "latitude": "42.36"])
    #expect(rest == ["due": "soon", "title": "Jane's pothole", "priority": ["nested": "text"]])
    #expect(EventCatalogue.firstViolation(in: body, of: .caseOpened) == nil)
    #expect(EventCatalogue.firstViolation(in: fields, of: .caseOpened) == "due")
  }

  @Test(
    "keeps free text and outside identifiers out of codes",
    arguments: [
      ("note.added", "kind"), ("case.resolved", "resolution"), ("case.closed", "onTime"),
      ("transfer.requested", "reason"), ("message.received", "mediaType"),
    ])
  func freeText(type: String, field: String) {
    for text in ["Jane Doe SSN 123-45-6789 lives here", "jane@example.org", "+16175550123"] {
      #expect(
        EventCatalogue.firstViolation(in: [field: .string(text)], of: EventType(type)) == field)
    }
  }

  @Test("lets nothing of an unknown type be public")
  func unknown() {
    let fields: JSONObject = ["reason": "code"]
    let type = EventType("vendor.happened")
    #expect(EventCatalogue.partition(fields, of: type).rest == fields)
    #expect(EventCatalogue.firstViolation(in: fields, of: type) == "reason")
    #expect(EventCatalogue.firstViolation(in: [:], of: type) == nil)
  }

  @Test("What a switch jumps by has the order and the names of the list")
  func cases() {
    #expect(CatalogueType.allCases.count == EventCatalogue.types.count)
    for kind in CatalogueType.allCases {
      #expect(kind.type.catalogued == kind)
      let name = kind.type.rawValue.filter { $0 != "." && $0 != "_" }
      #expect(name.hasSuffix(String(describing: kind).lowercased()))
    }
    #expect(EventType("vendor.happened").catalogued == nil)
  }

  @Test("a type is 1 to 128 plain characters")
  func types() {
    for text in ["case.opened", "com.vendor/a_b:c-1", "x"] { #expect(EventType.isValid(text)) }
    for text in ["", "a b", "ä", "a\n", String(repeating: "x", count: 129)] {
      #expect(!EventType.isValid(text))
    }
  }
}
