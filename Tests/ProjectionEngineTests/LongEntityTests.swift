import EventLog
import InteractionModel
import Projections
import Testing

@testable import ProjectionEngine

@Suite("What an event costs does not grow with its entity")
struct LongEntityTests {
  private static let projection = ConversationArchive.projection

  private static func message(_ place: Int) -> NewEvent {
    LogFixture.event(
      place % 2 == 0 ? "message.received" : "message.sent", "conversation-c", at: Int64(place)
    ) { $0.conversation = "c" }
  }

  /// A log of some events, and a read model that has taken them.
  private static func caughtUp(
    with events: [NewEvent], _ projection: Projection
  ) async throws -> (log: MemoryEventStore, model: CountedReadModel) {
    let log = try await LogFixture.log()
    for start in stride(from: 0, to: events.count, by: 500) {
      try await LogFixture.append(Array(events[start..<min(start + 500, events.count)]), to: log)
    }
    let model = CountedReadModel(MemoryReadModel(projection))
    var runner = ProjectionRunner(log: log, model: model)
    // As a build does: the whole of it before anybody reads.
    try runner.preloadLinks(through: log.head().position)
    try runner.catchUp()
    return (log, model)
  }

  /// A log with one conversation of that many messages, and an archive that has taken them.
  private static func long(
    _ count: Int
  ) async throws -> (log: MemoryEventStore, model: CountedReadModel) {
    try await caughtUp(with: (0..<count).map(message), projection)
  }

  /// What each of some batches costs a read model that has taken everything before it.
  private static func costs(
    of more: [[NewEvent]], after events: [NewEvent], in projection: Projection
  ) async throws -> [CountedReadModel.Count] {
    let (log, model) = try await caughtUp(with: events, projection)
    var counts: [CountedReadModel.Count] = []
    for events in more {
      try await LogFixture.append(events, to: log)
      _ = model.takeCount()
      var runner = ProjectionRunner(log: log, model: model)
      try runner.catchUp()
      counts.append(model.takeCount())
    }
    // All of it is what folding the log again gives.
    let again = try MemoryReadModel(projection, of: log)
    #expect(try Comparison.differences(live: model, replayed: again).isEmpty)
    return counts
  }

  private static func about(_ event: NewEvent, _ type: String) -> NewEvent {
    LogFixture.event(
      type, "conversation-c", ["message": .string(event.id.description)], at: 90_000
    ) { $0.conversation = "c" }
  }

  private static func costs(_ count: Int) async throws -> [CountedReadModel.Count] {
    let messages = (0..<count).map(message)
    let first = messages[0]
    let more = [
      [message(count + 1)], [about(first, "message.edited")], [about(first, "message.redacted")],
      [about(first, "message.delivered")], (0..<10).map { message(count + 10 + $0) },
    ]
    return try await costs(of: more, after: messages, in: projection)
  }

  @Test("One more message, an edit, a redaction and a receipt read and write the same few parts")
  func cost() async throws {
    let (short, long) = (try await Self.costs(2_000), try await Self.costs(20_000))
    for (place, (one, other)) in zip(short, long).enumerated() {
      let events = place == 4 ? 10 : 1
      #expect(abs(one.bytes - other.bytes) < 40 * events, "\(one.bytes) and \(other.bytes)")
      #expect(other.bytes < 2_000 * events)
      #expect(other.states == 1)
      #expect(other.parts <= events && other.partsWritten <= events)
      #expect(other.rowsRead == 0 && other.rowsWritten == events + 1)
      var (one, other) = (one, other)
      (one.bytes, other.bytes) = (0, 0)
      #expect(one == other)
    }
  }

  /// What each of some further events costs a case with a hand-off and that many messages.
  private static func matterCosts(_ count: Int) async throws -> [CountedReadModel.Count] {
    func event(_ type: String, _ place: Int, _ body: JSONObject = [:]) -> NewEvent {
      LogFixture.event(type, "conversation-c", body, at: Int64(place)) { event in
        event.conversation = "c"
        event.case = "A"
        event.channel = .chat
        if type != "message.received" { event.actor = Actor(type: "agent", id: "a1") }
      }
    }
    let events = (0..<count).map { place in
      switch place {
      case 1: event("transfer.requested", 1, ["kind": "warm", "toAgent": "a2"])
      case 2: event("contact.answered", 2, ["contact": "k1", "agent": "a2"])
      default: event(place % 2 == 0 ? "message.received" : "message.sent", place)
      }
    }
    let more = ["message.sent", "message.received", "note.added", "conversation.closed"]
    return try await costs(
      of: more.enumerated().map { [event($1, count + $0)] }, after: events,
      in: ContinuityHandoff.projection)
  }

  @Test("One more message in a matter reads and writes its head, and no page of what was before")
  func matterCost() async throws {
    let short = try await Self.matterCosts(64 * 2 * 15 + 3)
    let long = try await Self.matterCosts(64 * 2 * 150 + 3)
    for (one, other) in zip(short, long) {
      #expect(abs(one.bytes - other.bytes) < 400, "\(one.bytes) and \(other.bytes)")
      #expect(other.bytes < 16_000)
      #expect(other.states == 1 && other.parts == 0 && other.partsWritten <= 1)
      // The case's own row and the hand-off's.
      #expect(other.rowsRead == 0 && other.rowsWritten == 2)
      var (one, other) = (one, other)
      (one.bytes, other.bytes) = (0, 0)
      #expect(one == other)
    }
  }

  @Test("A page of a conversation reads the rows of the page")
  func page() async throws {
    let (_, model) = try await Self.long(600)
    _ = model.takeCount()
    let table = ConversationArchive.entries
    let first = model.rows(table, sharing: "c", where: [], after: nil, limit: 20)
    let second = model.rows(table, sharing: "c", where: [], after: first.last, limit: 20)
    #expect(model.takeCount() == CountedReadModel.Count(rowsRead: 40))
    #expect((first + second).map(\.key) == (1...40).map { "c/\($0)" })
  }

  @Test("A build without room for long conversations writes their parts and fetches them again")
  func crowded() async throws {
    let projection = ConversationArchive.projection(inPartsAbove: 2)
    let log = try await LogFixture.log()
    var said: [NewEvent] = []
    let events = (0..<180).map { place in
      let id = "c\(place % 6)"
      var event = Self.message(place)
      if place > 12, place % 5 == 4 {
        // Of the same conversation, two rounds ago.
        event = Self.about(said[place - 12], place % 2 == 0 ? "message.edited" : "message.failed")
      } else if place > 20 {
        event.body["parent"] = .string(said[place - 18].id.description)
      }
      event.stream = StreamID(rawValue: "conversation-\(id)")
      event.conversation = id
      said.append(event)
      return event
    }
    try await LogFixture.append(events, to: log)
    let model = CountedReadModel(MemoryReadModel(projection))
    var runner = ProjectionRunner(log: log, model: model, batchSize: 7)
    runner.room = 8 << 10
    try runner.preloadLinks(through: log.head().position)
    try runner.catchUp()
    // Once for their rows, and more than that on the way.
    let parts = model.base.allParts(after: nil, limit: .max).count
    #expect(parts > 100 && model.takeCount().parts > 2 * parts)
    let again = MemoryReadModel(projection)
    var roomy = ProjectionRunner(log: log, model: again)
    try roomy.preloadLinks(through: log.head().position)
    try roomy.catchUp()
    #expect(try Comparison.differences(live: model, replayed: again).isEmpty)
    let reference = NaiveReference(projection, try LogFixture.records(of: log))
    #expect(try model.allRows() == reference.rows(through: log.head().position))
  }

  @Test("A party that is merged changes the rows of a long conversation, and no others stay behind")
  func links() async throws {
    let log = try await LogFixture.log()
    let count = 300
    try await LogFixture.append(
      (0..<count).map { place in
        var event = Self.message(place)
        event.party = place % 3 == 0 ? "p1" : "p2"
        return event
      }, to: log)
    let model = CountedReadModel(MemoryReadModel(Self.projection))
    var runner = ProjectionRunner(log: log, model: model)
    try runner.catchUp()
    for (type, body) in [
      ("party.merged", ["into": "p1"]), ("conversation.linked", ["case": "A"]),
      ("party.unmerged", [:]),
    ] as [(String, JSONObject)] {
      let stream = type.hasPrefix("party") ? "party-p2" : "conversation-c"
      try await LogFixture.append(
        [
          LogFixture.event(type, stream, body) { event in
            if type.hasPrefix("party") { event.party = "p2" } else { event.conversation = "c" }
          }, Self.message(count),
        ], to: log)
      try runner.catchUp()
      let again = try MemoryReadModel(Self.projection, of: log)
      #expect(try Comparison.differences(live: model, replayed: again).isEmpty, "\(type)")
    }
  }

  @Test("A state whose parts were altered, removed or added is found by comparison")
  func compared() async throws {
    let (log, model) = try await Self.long(200)
    let again = try MemoryReadModel(Self.projection, of: log)
    let parts = model.base.allParts(after: nil, limit: .max)
    let stored = try #require(model.base.states(of: [.conversation("c")]).first)
    let named = model.base.allNamings(after: nil, limit: .max)
      .compactMap { EntityKey(parsing: $0.named) }
    func write(_ parts: [StatePart]) throws {
      let write = EntityWrite(
        entity: stored.key, position: stored.value.position, state: stored.value.bytes, rows: [],
        named: named, parts: parts, isPartial: true)
      try model.base.commit(
        ReadModelBatch(
          entities: [write], checkpoint: model.base.checkpoint(),
          leaf: model.base.logCheckpoint().leaf))
    }
    #expect(parts.count == 200)
    #expect(try Comparison.differences(live: model, replayed: again).isEmpty)
    let other = parts[7].part
    try write([StatePart(name: other.name, bytes: other.bytes + [1])])
    let found = try Comparison.differences(live: model, replayed: again)
    #expect(found.map(\.table) == ["entity_part"] && found.map(\.field) == ["part"])
    try write([other, StatePart(name: PartName([0]), bytes: [])])
    let added = try Comparison.differences(live: model, replayed: again)
    #expect(added.map(\.table) == ["entity_part"] && added.map(\.field) == ["row"])
  }
}
