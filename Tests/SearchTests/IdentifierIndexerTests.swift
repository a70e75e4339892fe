import EventLog
import InteractionModel
import ProjectionEngine
import StoreConformance
import Testing

@testable import Search
@testable import Vault

/// A log in memory of which it is noted by what people are known.
private struct NotedLog {
  let rows = MemoryVaultStore()
  let log: InteractionLog

  init() async throws {
    let vault = try Vault.create(rows, master: .random())
    let store = MemoryEventStore(
      origin: "city-hall", clock: LogClock { Instant(microseconds: 1_700_000_000_000_000) })
    log = try await InteractionLog.create(store: store, vault: vault)
  }

  func indexer(batchSize: Int = 100) -> IdentifierIndexer {
    IdentifierIndexer(log: log, archive: nil, batchSize: batchSize)
  }

  @discardableResult
  func say(
    _ content: JSONObject, by party: String? = "p-1", actor: Actor? = nil,
    in conversation: String = "c-1", _ type: EventType = .messageReceived, id: EventID = .random(),
    body: JSONObject = [:]
  ) async throws -> EventID {
    var event = NewEvent(
      id: id, stream: StreamID(.conversation(conversation)), type: type, body: body)
    event.actor = actor ?? party.map { Actor(type: "party", id: $0) }
    event.party = party
    event.personal = [PersonalPart(subject: event.defaultSubject, content: content)]
    _ = try await log.append([event])
    return id
  }

  /// The parties, or the scopes where nobody knows whose they are, that are known by a text.
  func known(by text: String) throws -> Set<String> {
    let rules = try IdentifierRules(of: log.vault.identifierState())
    for reading in rules.readings(of: text) {
      let keys = try log.vault.keys(saying: reading, masking: [])
      if !keys.isEmpty { return Set(keys.map { $0.party ?? $0.scope.description }) }
    }
    return []
  }

  func redact(_ message: EventID) async throws {
    var event = NewEvent(
      id: .random(), stream: StreamID(.conversation("c-1")), type: .messageRedacted,
      body: ["message": .string(message.description)])
    event.actor = Actor(type: "operator", id: "o-1")
    _ = try await log.append([event])
  }
}

@Suite("By what people are known is noted behind the log")
struct IdentifierIndexerTests {
  @Test("Under members that are for it, and where it is all of a text")
  func members() async throws {
    let log = try await NotedLog()
    try await log.say(["from": "(617) 555-0123", "text": "Call 617 555 0188 for me"])
    try await log.say(["text": "617-555-0144"], by: "p-2", in: "c-2")
    try await log.say(["text": "bea@example.org"], by: "p-3", in: "c-3")
    try await log.say(
      ["value": "UB-4810"], by: "p-4", in: "c-4", .factProvided, body: ["key": "account_number"])
    try await log.say(
      ["value": "Elm Street 5"], by: "p-4", in: "c-4", .factProvided, body: ["key": "address"])
    try await log.say(["from": ["phone": "+44 20 7946 0958"]], by: nil, in: "c-5")
    try log.indexer().catchUp()
    #expect(try log.known(by: "+16175550123") == ["p-1"])
    #expect(try log.known(by: "6175550188") == [])
    #expect(try log.known(by: "+1 617 555 0144") == ["p-2"])
    #expect(try log.known(by: "Bea@EXAMPLE.org") == ["p-3"])
    #expect(try log.known(by: "ub 4810") == ["p-4"] && log.known(by: "Elm Street 5") == [])
    #expect(try log.known(by: "020 7946 0958") == ["conversation-c-5"])
  }

  @Test("Not what the agency's own say of themselves, nor from where it writes")
  func own() async throws {
    let log = try await NotedLog()
    let agent = Actor(type: "agent", id: "a-7")
    try await log.say(
      ["from": "desk@city.example", "to": "cy@example.org", "text": "617-555-0100"], actor: agent,
      .messageSent)
    try await log.say(["from": "617 555 0166"], by: nil, actor: agent, in: "c-2")
    try log.indexer().catchUp()
    #expect(try log.known(by: "cy@example.org") == ["p-1"])
    for text in ["desk@city.example", "617-555-0100", "617 555 0166"] {
      #expect(try log.known(by: text) == [], "\(text)")
    }
  }

  @Test("Interrupted anywhere it goes on, and comes to the same as at once", arguments: [1, 2, 7])
  func interrupted(batchSize: Int) async throws {
    let log = try await NotedLog()
    for number in 0..<20 {
      try await log.say(
        ["from": .string("+1617555\(1_000 + number)")], by: "p-\(number % 3)", in: "c-\(number)")
    }
    var runs = 0
    while try log.log.vault.identifierState().checkpoint.position < log.log.store.head().position {
      try log.indexer(batchSize: batchSize).catchUp { _ in false }
      runs += 1
    }
    #expect(runs == (21 + batchSize - 1) / batchSize)
    for number in 0..<20 {
      #expect(try log.known(by: "617 555 \(1_000 + number)") == ["p-\(number % 3)"])
    }
    #expect(try log.indexer().catchUp() == log.log.store.head().position)
  }

  @Test("What was redacted is not noted, and what is redacted later is taken out")
  func redacted() async throws {
    let log = try await NotedLog()
    let (before, after) = (EventID.random(), EventID.random())
    try await log.say(["from": "617 555 0111"], id: before)
    try await log.redact(before)
    try await log.say(["from": "617 555 0122"], id: after)
    try await log.say(["from": "617 555 0122"], by: "p-2")
    try log.indexer().catchUp()
    #expect(try log.known(by: "6175550111") == [] && log.known(by: "6175550122") == ["p-1", "p-2"])
    try await log.redact(after)
    try log.indexer().catchUp()
    #expect(try log.known(by: "6175550122") == ["p-2"])
  }

  @Test("By other rules or of another log it begins anew")
  func anew() async throws {
    let log = try await NotedLog()
    try await log.say(["from": "044 668 18 00"])
    try log.indexer().catchUp()
    #expect(try log.known(by: "+41 44 668 18 00") == [])
    try log.rows.setRegion("CH")
    try log.indexer().catchUp()
    #expect(try log.known(by: "+41 44 668 18 00") == ["p-1"])
    // A vault beside a log that went on differently.
    let state = try log.rows.identifierState()
    let foreign = IdentifierState(
      region: state.region, rules: state.rules,
      checkpoint: LogCheckpoint(position: state.checkpoint.position, leaf: [1]))
    #expect(try log.rows.note(IdentifierBatch(from: state, to: foreign, startsAnew: true)))
    #expect(try log.known(by: "+41 44 668 18 00") == [])
    try log.indexer().catchUp()
    #expect(try log.known(by: "+41 44 668 18 00") == ["p-1"])
    #expect(try log.rows.identifierState() == state)
  }

  @Test("A key that is lost and not erased stops it before its record")
  func lost() async throws {
    let log = try await NotedLog()
    try await log.say(["from": "617 555 0123"])
    try log.indexer().catchUp()
    try await log.say(["from": "617 555 0199"], by: "p-2", in: "c-2")
    let key = try #require(try log.rows.keys(ofParty: "p-2").first)
    #expect(try log.rows.destroy([key.keyID]) == 1)
    #expect(throws: ProjectionFailure.self) { try log.indexer().catchUp() }
    #expect(try log.rows.identifierState().checkpoint.position == Position(2))
  }
}
