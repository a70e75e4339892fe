import EventLog
import InteractionModel
import Testing

@testable import Vault

@Suite struct InteractionLogTests {
  @Test("A log begins with its birth record, once")
  func birth() async throws {
    let fixture = try await Fixture()
    _ = try await InteractionLog.create(store: fixture.store, vault: fixture.vault)
    #expect(fixture.store.head().position == Position(1))
    let record = try #require(try fixture.store.record(at: Position(1))).decoded()
    #expect(record.type == .logCreated && record.stream == .log && record.version == 1)
    #expect(record.actor == Actor(type: "system"))
    #expect(
      record.body
        == ["origin": "city-hall", "format": 2, "publicKey": .string(fixture.vault.publicKey)])
    _ = try InteractionLog.open(store: fixture.store, vault: fixture.vault)
  }

  @Test("A log whose records have another format is refused, with the way out", arguments: [1, 3])
  func otherFormat(format: Int64) async throws {
    let vault = try Vault.create(MemoryVaultStore(), master: .random())
    let store = MemoryEventStore(
      origin: "city-hall", clock: LogClock { Instant(microseconds: 1_700_000_000_000_000) })
    var birth = NewEvent(id: .random(), stream: .log, type: .logCreated)
    birth.body = [
      "format": .int(format), "origin": "city-hall", "publicKey": .string(vault.publicKey),
    ]
    _ = try await InteractionLog(store: store, vault: vault).append([birth])
    let opening = #expect(throws: StorageFault.self) {
      try InteractionLog.open(store: store, vault: vault)
    }
    #expect(opening?.code == .schema)
    #expect(
      opening?.reason
        == "the records of the log “city-hall” have format \(format), and this program reads format 2"
    )
    #expect(opening?.remedy?.description.contains(format == 1 ? "import" : "newer program") == true)
    await #expect(throws: AppendError.self) {
      try await InteractionLog.create(store: store, vault: vault)
    }
  }

  @Test("A creation that stopped after the vault is finished by repeating it")
  func interruptedCreation() async throws {
    let rows = MemoryVaultStore()
    let master = MasterKey.random()
    let first = try Vault.create(rows, master: master)
    let store = MemoryEventStore(origin: "x", clock: LogClock { Instant(microseconds: 1) })
    #expect(throws: StorageFault.self) { try InteractionLog.open(store: store, vault: first) }
    let vault = try Vault.create(rows, master: master)
    _ = try await InteractionLog.create(store: store, vault: vault)
    #expect(store.head().position == Position(1))
  }

  @Test("Another log's vault is refused")
  func mismatch() async throws {
    let fixture = try await Fixture()
    let other = try Vault.create(MemoryVaultStore(), master: .random())
    #expect(throws: StorageFault.self) {
      try InteractionLog.open(store: fixture.store, vault: other)
    }
    await #expect(throws: AppendError.self) {
      _ = try await InteractionLog.create(store: fixture.store, vault: other)
    }
    #expect(fixture.store.head().position == Position(1))
  }

  @Test("The same event again is answered with its place, whatever is expected")
  func duplicate() async throws {
    let fixture = try await Fixture()
    let event = message()
    let first = try await fixture.log.append([event])
    let again = try await fixture.log.append([event], expecting: [event.stream: .noStream])
    #expect(first == [Placement(position: Position(2), version: 1, isDuplicate: false)])
    #expect(again == [Placement(position: Position(2), version: 1, isDuplicate: true)])
  }

  typealias Change = @Sendable (inout NewEvent) -> Void

  static let sameChanges: [(String, Change)] = [
    ("case", { $0.case = "k-9" }), ("party", { $0.party = "p-9" }),
    (
      "subject's party",
      {
        $0.personal[0] = PersonalPart(
          subject: Subject(scope: alice.scope, participant: alice.participant, party: "p-2"),
          content: $0.personal[0].content)
      }
    ),
  ]

  @Test("What a later link would add does not make another event", arguments: sameChanges)
  func same(name: String, change: Change) async throws {
    let fixture = try await Fixture()
    var event = message()
    _ = try await fixture.log.append([event])
    change(&event)
    #expect(try await fixture.log.append([event]).map(\.isDuplicate) == [true], "\(name)")
  }

  static let otherChanges: [(String, Change)] = [
    ("type", { $0.type = .messageSent }), ("schema", { $0.schema = 2 }),
    ("occurred", { $0.occurred = Timestamp("2026-03-01T08:30:00.001Z") }),
    ("no time", { $0.occurred = nil }), ("channel", { $0.channel = .sms }),
    ("direction", { $0.direction = .outbound }), ("body", { $0.body["source"] = "web" }),
    ("text", { $0.personal[0].content["text"] = "My bin was emptied." }),
    ("fewer parts", { $0.personal = [] }),
    ("more parts", { $0.personal.append($0.personal[0]) }),
    ("stream", { $0.stream = StreamID(.conversation("c-2")) }),
    ("conversation", { $0.conversation = "c-2" }), ("no conversation", { $0.conversation = nil }),
    ("source", { $0.source = "web" }), ("actor", { $0.actor = Actor(type: "party") }),
    ("department", { $0.department = "Parks" }), ("correlation", { $0.correlation = "k-2" }),
    ("causation", { $0.causation = EventID(high: 1, low: 2) }),
  ]

  @Test("The same id with other content is an error that names the place", arguments: otherChanges)
  func other(name: String, change: Change) async throws {
    let fixture = try await Fixture()
    var event = message()
    _ = try await fixture.log.append([event])
    change(&event)
    let error = await appendError { [event] () async throws(AppendError) in
      try await fixture.log.append([event])
    }
    guard case .idReused(let id, let position)? = error else {
      Issue.record("took other content (\(name))")
      return
    }
    #expect(id == event.id && position == Position(2))
    #expect(fixture.store.head().position == Position(2))
  }

  @Test("What was erased counts as the same, whatever it said")
  func erasedIsSame() async throws {
    let fixture = try await Fixture()
    var event = message()
    event.personal.append(PersonalPart(subject: bob, content: ["note": "calm"]))
    let record = try await fixture.record(event)
    try await fixture.erase([try record.sealedParts()[0].key])
    event.personal[0].content = ["text": "something else"]
    #expect(try await fixture.log.append([event]).map(\.isDuplicate) == [true])
    event.personal[1].content = ["note": "upset"]
    await #expect(throws: AppendError.self) { _ = try await fixture.log.append([event]) }
  }

  @Test("What cannot be opened cannot be called the same")
  func unavailableStops() async throws {
    let master = MasterKey.random()
    let fixture = try await Fixture(master: master)
    let event = message()
    let prepared = try fixture.log.prepare([event])
    _ = try await fixture.log.append(prepared)
    let damaged = try Vault.open(DamagedVaultStore(fixture.rows) { _ in nil }, master: master)
    let log = InteractionLog(store: fixture.store, vault: damaged)
    let error = await appendError { () async throws(AppendError) in
      try await log.append(prepared)
    }
    guard case .storage(let fault)? = error else {
      Issue.record("called the same what it could not read")
      return
    }
    #expect(fault.code == .unavailable)
    #expect(!fault.description.contains("bin"))
  }

  @Test("When the vault cannot keep a key, nothing is recorded")
  func vaultFault() async throws {
    let master = MasterKey.random()
    let fixture = try await Fixture(master: master)
    let vault = try Vault.open(DamagedVaultStore(fixture.rows) { $0 }, master: master)
    let log = InteractionLog(store: fixture.store, vault: vault)
    let error = await appendError { () async throws(AppendError) in
      try await log.append([message()])
    }
    guard case .storage(let fault)? = error else {
      Issue.record("recorded without a durable key")
      return
    }
    #expect(fault.code == .full)
    #expect(fixture.store.head().position == Position(1))
  }

  static let invalid: [(String, Change)] = [
    ("type", { $0.type = EventType("Not a type") }), ("type", { $0.type = EventType("") }),
    ("stream", { $0.stream = StreamID(rawValue: "nohyphen") }),
    ("stream", { $0.stream = StreamID(rawValue: "case-a b") }), ("schema", { $0.schema = 0 }),
    ("conversation", { $0.conversation = "a/b" }), ("case", { $0.case = "" }),
    ("party", { $0.party = "+1 555 0100" }), ("department", { $0.department = "" }),
    ("department", { $0.department = "jane@example.org" }), ("source", { $0.source = "a\nb" }),
    ("source", { $0.source = "tel:+16175550123" }), ("source", { $0.source = "https://j@x.org" }),
    ("correlation", { $0.correlation = "\u{85}" }), ("correlation", { $0.correlation = "a b" }),
    ("correlation", { $0.correlation = "617-555-0123" }),
    ("actor", { $0.actor = Actor(type: String(repeating: "x", count: 201)) }),
    ("actor", { $0.actor = Actor(type: "agent", id: "\0") }),
    ("body", { $0.body["item"] = .string("not an id!") }), ("body", { $0.body["text"] = "hello" }),
    ("sealed", { $0.personal[0].content["n"] = .int(9_007_199_254_740_992) }),
    (
      "sealed",
      {
        var value: JSONValue = 1
        for _ in 0..<128 { value = [value] }
        $0.personal[0].content["deep"] = value
      }
    ),
    (
      "sealed",
      {
        $0.personal[0] = PersonalPart(
          subject: Subject(scope: .conversation("c"), participant: "a\u{1}"), content: [:])
      }
    ),
  ]

  @Test("An event of a wrong form is refused, and the batch with it", arguments: invalid)
  func validation(field: String, change: Change) async throws {
    let fixture = try await Fixture()
    var event = message()
    change(&event)
    let error = await appendError { [event] () async throws(AppendError) in
      try await fixture.log.append([message(), event])
    }
    guard case .invalid(let id, let reason)? = error else {
      Issue.record("recorded a wrong \(field)")
      return
    }
    #expect(id == event.id)
    switch reason {
    case .malformed(let name), .personalID(let name): #expect(name == field)
    case .notClear(let name):
      #expect(name == field)
      #expect(reason.description.contains("sealed") && !reason.description.contains("617"))
    case .notPublic: #expect(field == "body")
    default: Issue.record("\(reason)")
    }
    #expect(fixture.store.head().position == Position(1))
  }

  @Test("The deepest nesting and the largest integers come back")
  func extremes() async throws {
    let fixture = try await Fixture()
    var value: JSONValue = .array([.int(-9_007_199_254_740_991)])
    for _ in 0..<126 { value = [value] }
    let event = message(["deep": value, "max": 9_007_199_254_740_991])
    let record = try await fixture.record(event)
    #expect(try fixture.results(record) == [.opened(event.personal[0].content)])
  }

  @Test("A large batch is sealed by two workers and keeps its order and its attachments")
  func largeBatch() async throws {
    let fixture = try await Fixture()
    var events: [NewEvent] = []
    for number in 0..<301 {
      let subject = Subject(scope: .conversation("c-\(number % 50)"), participant: "party:p")
      var event = message(["n": .int(Int64(number))], subject: subject)
      if number % 100 == 7 { event.personal[0].content["t"] = .string(AttachmentTests.megabyte) }
      if number % 10 == 3 { event.personal = [] }
      events.append(event)
    }
    let batch = try fixture.log.prepare(events)
    #expect(batch.count == events.count)
    let placements = try await fixture.log.append(batch)
    #expect(placements.map(\.position.rawValue) == Array(2...302))
    for (event, placement) in zip(events, placements) {
      let record = try #require(try fixture.store.record(at: placement.position)).decoded()
      #expect(record.id == event.id)
      #expect(try fixture.results(record) == event.personal.map { .opened($0.content) })
    }
    #expect(try await fixture.log.append(events).allSatisfy(\.isDuplicate))
  }

  @Test("Appends from many tasks share the keys of their subjects")
  func concurrentAppends() async throws {
    let fixture = try await Fixture()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 0..<8 {
        group.addTask {
          for number in 0..<20 {
            let subject = Subject(scope: .case("\(number % 5)"), participant: "x", party: "p-1")
            _ = try await fixture.log.append([message(["n": .int(Int64(task))], subject: subject)])
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(fixture.store.head().position == Position(161))
    #expect(try fixture.vault.keys(ofParty: "p-1").count == 5)
  }

  @Test("An empty batch is appended and does nothing")
  func empty() async throws {
    let fixture = try await Fixture()
    #expect(try await fixture.log.append([]).isEmpty)
  }
}
