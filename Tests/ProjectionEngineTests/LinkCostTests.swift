import EventLog
import InteractionModel
import Projections
import Synchronization
import Testing

@testable import ProjectionEngine

/// What links cost, counted in looks, reads and writes: never more than what they move.
@Suite("What links cost")
struct LinkCostTests {
  /// In which order the links of a family come.
  enum Shape: String, CaseIterable {
    case chain, chainFromItsEnd, star, circle

    /// Merges of `count` parties or cases, some of which told something before.
    func events(_ count: Int, _ kind: EntityKind) -> [NewEvent] {
      func name(_ number: Int) -> String { "e\(String(1_000_000 + number).dropFirst())" }
      func merged(_ number: Int, into target: Int) -> NewEvent {
        LogFixture.event(
          "\(kind.rawValue).merged", "\(kind.rawValue)-\(name(number))",
          ["into": .string(name(target))])
      }
      let told = (0..<count).map {
        LogFixture.event("note.added", "\(kind.rawValue)-\(name($0))")
      }
      let links: [NewEvent]
      switch self {
      case .chain: links = (1..<count).map { merged($0 - 1, into: $0) }
      case .chainFromItsEnd: links = (1..<count).reversed().map { merged($0 - 1, into: $0) }
      case .star: links = (1..<count).map { merged($0, into: 0) }
      case .circle: links = (0..<count).map { merged($0, into: ($0 + 1) % count) }
      }
      return told + links
    }
  }

  /// What a run cost.
  struct Cost {
    let looks: Int
    let reads: Int
    let writes: Int
  }

  private func cost(
    _ events: [NewEvent], _ kind: EntityKind, batch: Int, preloads: Bool = false
  ) async throws -> (cost: Cost, model: MemoryReadModel) {
    let log = WrappedLog(try await LogFixture.log(events))
    let writes = Mutex(0)
    let model = ScriptedReadModel(MemoryReadModel(Tally.projection(kind))) { commit in
      writes.withLock { writes in
        switch commit {
        case .everything(let batch): writes += batch.entities.count
        case .states(let batch): writes += batch.states.count
        case .rows(let rows): writes += rows.count
        }
      }
      return nil
    }
    var runner = ProjectionRunner(log: log, model: model, batchSize: batch)
    if preloads { try runner.preloadLinks(through: log.head().position) }
    try runner.catchUp()
    let cost = Cost(
      looks: model.looks, reads: log.selectors.count, writes: writes.withLock { $0 })
    return (cost, model.base)
  }

  @Test(
    "A family of merges costs what its members do, folded in one batch or built under known links",
    arguments: Shape.allCases, [EntityKind.case, .party])
  func family(shape: Shape, kind: EntityKind) async throws {
    let count = 300
    let events = shape.events(count, kind)
    let (live, model) = try await cost(events, kind, batch: 4_096)
    let (built, other) = try await cost(events, kind, batch: 4_096, preloads: true)
    for cost in [live, built] {
      #expect(cost.looks < 12 * count, "\(shape.rawValue): \(cost)")
      #expect(cost.reads < 3 * count, "\(shape.rawValue): \(cost)")
      #expect(cost.writes < 4 * count, "\(shape.rawValue): \(cost)")
    }
    #expect(try model.allRows() == other.allRows())
    let root = shape == .chain || shape == .chainFromItsEnd ? "e000299" : "e000000"
    #expect(try model.positions(root)?.count == events.count)
  }

  @Test("One more into a family writes no one whose place stays as it is")
  func star() async throws {
    let count = 100
    for shape in [Shape.star, .chainFromItsEnd] {
      let events = shape.events(count, .party)
      let (all, _) = try await cost(events, .party, batch: 1)
      // Whoever told something, then for each merge who is merged and the root.
      #expect(all.writes <= count + 2 * count, "\(shape.rawValue): \(all)")
    }
  }

  @Test("A chain that grows at its head writes who is shown otherwise, and reads each record once")
  func growing() async throws {
    let count = 60
    let (all, model) = try await cost(Shape.chain.events(count, .party), .party, batch: 1)
    // Each merge gives all members another end, which is in the row of each, and that one all that
    // they told: this is what it costs, and no more.
    let moved = (1..<count).reduce(0) { $0 + $1 + 1 }
    #expect(all.writes <= count + moved, "\(all)")
    #expect(all.reads <= 8 * count + moved, "\(all)")
    #expect(all.looks <= 24 * count + 4 * moved, "\(all)")
    #expect(try model.positions("e000059")?.count == 2 * count - 1)
  }

  @Test("A link that says again where a conversation is folds nothing anew")
  func sameAgain() async throws {
    let told = (0..<50).map { number in
      LogFixture.event("message.received", "conversation-c\(number % 5)") { $0.case = "A" }
    }
    let linked = (0..<5).map { number in
      LogFixture.event("conversation.linked", "conversation-c\(number)", ["case": "A"])
    }
    let log = WrappedLog(try await LogFixture.log(told))
    let model = MemoryReadModel(Tally.projection(.case))
    var runner = ProjectionRunner(log: log, model: model)
    try runner.catchUp()
    try await LogFixture.append(linked, to: log)
    let before = log.selectors.count
    try runner.catchUp()
    let asked = log.selectors[before...]
    #expect(!asked.contains(.entity(.case("A"))))
    #expect(asked.count { $0 == .entity(.conversation("c0")) } == 1)
    #expect(try model.positions("A") == Array(1...55))
  }

  @Test("Asked to stop, a link's work stops where it is and leaves no trace", arguments: [3, 40])
  func stops(after steps: Int) async throws {
    let log = try await LogFixture.log(Shape.chain.events(100, .party))
    let model = MemoryReadModel(Tally.projection(.party))
    var first = ProjectionRunner(log: log, model: model)
    try first.catchUp(through: Position(100))
    let before = try model.allRows()
    let counter = Counter()
    var runner = ProjectionRunner(
      log: log, model: model, stop: StopRequest { counter.next() > steps })
    #expect(throws: CancellationError.self) { try runner.catchUp() }
    // Each core may be within one more entity.
    #expect(counter.count <= steps + 2 * Parallel.width)
    #expect(model.checkpoint() == Position(100))
    #expect(try model.allRows() == before)
    var again = ProjectionRunner(log: log, model: model)
    try again.catchUp()
    #expect(try model.positions("e000099")?.count == 199)
  }
}

extension LinkCostTests {
  @Test("Asked to stop, who goes through a large family stops at the next member")
  func stopsInFamily() async throws {
    let log = try await LogFixture.log(Shape.chain.events(400, .party))
    let model = ScriptedReadModel(Tally.projection(.party))
    var first = ProjectionRunner(log: log, model: model)
    try first.catchUp()
    let next = LogFixture.event("party.merged", "party-e000399", ["into": "z"])
    try await LogFixture.append([next], to: log)
    let before = (model.looks, model.checkpoint())
    let counter = Counter()
    var runner = ProjectionRunner(
      log: log, model: model, stop: StopRequest { counter.next() > 50 })
    #expect(throws: CancellationError.self) { try runner.catchUp() }
    #expect(model.looks - before.0 <= 60)
    #expect(model.checkpoint() == before.1)
  }
}

/// Counts how often somebody asked.
final class Counter: Sendable {
  private let asked = Mutex(0)

  var count: Int { asked.withLock { $0 } }

  func next() -> Int {
    asked.withLock { asked in
      asked += 1
      return asked
    }
  }
}
