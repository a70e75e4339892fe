import EventLog
import InteractionModel
import Projections
import StoreConformance
import Testing

@testable import ProjectionEngine

/// Why a field has its value, against the definition: the row made after every record.
@Suite("Explanations")
struct ExplainTests {
  private func position(_ explanations: [Explanation]) -> [String: Position?] {
    explanations.reduce(into: [:]) { $0[$1.field] = .some($1.record?.position) }
  }

  @Test(
    "For random logs, each field's cause is the last record whose before and after differ in it",
    arguments: [CaseState.projection.name, ConversationArchive.projection.name],
    1...30 as ClosedRange<UInt64>)
  func definition(name: String, seed: UInt64) async throws {
    let projection = try #require(ProjectionCatalogue.named(name))
    let kind = try #require(projection.folds.first?.kind)
    var source = RandomLog(seed: seed, projection: name)
    let log = try await LogFixture.log(source.events(60, refuses: false))
    let head = log.head().position
    let model = try MemoryReadModel(projection, of: log)
    var random = SeededGenerator(seed: seed)
    for through in [head, Position(Int64(random.number(1...Int(head.rawValue))))] {
      let questions = try EntityQuestions(
        log: log, model: model, over: kind, subset: LogSubset(through: through))
      for id in RandomLog.entities(kind) {
        var expected: [String: Position?] = [:]
        for member in try questions.fields(of: id)?.members ?? [] {
          expected[member.key] = .some(nil)
        }
        for step in try questions.steps(of: id) {
          for change in step.changes where expected[change.field] != nil {
            let isEmpty = change.after == .array([]) || change.after == .object([:])
            if change.before == nil && isEmpty { continue }
            expected[change.field] = .some(step.record.position)
          }
        }
        let all = try questions.explain(id)
        #expect(position(all) == expected, "\(id) at \(through), seed \(seed)")
        for one in all {
          let single = try questions.explain(id, field: one.field)
          #expect(single.map(\.record?.position) == [one.record?.position], "\(one.field)")
          #expect(single.map(\.value) == [one.value])
        }
      }
    }
  }

  /// The questions to a log, and the same to folds that make every row after every record.
  private func questions(
    _ projection: Projection, _ kind: EntityKind, _ log: MemoryEventStore
  ) throws -> (traced: EntityQuestions, naive: EntityQuestions) {
    let naive = Projection(
      name: projection.name, version: projection.version, folds: projection.folds.map(\.untraced))
    let subset = LogSubset(through: log.head().position)
    return try (
      EntityQuestions(
        log: log, model: MemoryReadModel(projection, of: log), over: kind, subset: subset),
      EntityQuestions(log: log, model: MemoryReadModel(naive, of: log), over: kind, subset: subset)
    )
  }

  @Test(
    "For random logs, what a walk shows and what explains a row is what making every row gives",
    arguments: ProjectionCatalogue.all.map(\.name), 40...54 as ClosedRange<UInt64>)
  func walks(name: String, seed: UInt64) async throws {
    let projection = try #require(ProjectionCatalogue.named(name))
    var source = RandomLog(seed: seed, projection: name)
    let log = try await LogFixture.log(source.events(70, refuses: false))
    for fold in projection.folds {
      let (traced, naive) = try questions(projection, fold.kind, log)
      for id in RandomLog.entities(fold.kind) {
        var places: [RowPlace?] = [nil]
        for row in try naive.rows(of: id) where row.table == "handoff" {
          places.append(RowPlace(table: ContinuityHandoff.handoffs, key: row.key))
        }
        for place in places {
          let what = Comment(rawValue: "\(fold.kind) \(id), \(place?.key ?? "own"), seed \(seed)")
          let (steps, expected) = (
            try traced.steps(of: id, in: place), try naive.steps(of: id, in: place)
          )
          #expect(steps.map(\.changes) == expected.map(\.changes), what)
          #expect(steps.map(\.record.position) == expected.map(\.record.position), what)
          #expect(
            position(try traced.explain(id, in: place))
              == position(try naive.explain(id, in: place)), what)
        }
      }
    }
  }

  /// How often a row was made and records folded to explain a hand-off before many records.
  private func search(
    handoff count: Int, then type: String, _ body: (Int) -> JSONObject = { _ in [:] }
  ) async throws -> FieldCauses {
    func event(_ type: String, _ body: JSONObject = [:], at time: Int, by agent: String) -> NewEvent
    {
      LogFixture.event(type, "conversation-1", body, at: Int64(time)) { event in
        event.channel = .chat
        event.actor = Actor(type: "agent", id: agent)
      }
    }
    let request = event("transfer.requested", ["kind": "warm", "toAgent": "a2"], at: 1, by: "a1")
    let id = request.id.description
    let events =
      [
        event("conversation.started", at: 0, by: "a1"), request,
        event("transfer.accepted", ["handoff": .string(id), "agent": "a2"], at: 2, by: "a2"),
        event("message.sent", at: 3, by: "a2"),
      ] + (4..<count).map { event(type, body($0), at: $0, by: "a3") }
    let log = try await LogFixture.log(events)
    let fold = try #require(ContinuityHandoff.projection.fold(over: .conversation))
    let trace = try #require(fold.trace(of: ContinuityHandoff.handoffs))
    var search = FieldCauses(from: fold.initial, quarantines: Quarantines(), stop: .never) {
      state, names in
      let state = try #require(state as? any SelectiveState)
      let context = RowContext(key: "1")
      return state.fields(names, of: id, in: ContinuityHandoff.handoffs, context) ?? [:]
    }
    try search.find(in: try LogFixture.records(of: log), trace(id), field: nil)
    #expect(search.causes["packet"]?.position == Position(2))
    #expect(search.causes["status"]?.position == Position(2))
    #expect(search.causes["steps"]?.position == Position(3))
    #expect(search.causes["findings"]?.position == Position(4))
    return search
  }

  @Test(
    "A hand-off is explained by its own records, whatever many come after it",
    arguments: [
      "message.sent", "message.received", "contact.answered", "contact.disconnected",
      "wrapup.completed", "fact.requested", "fact.provided", "transfer.requested", "note.added",
    ])
  func handoffCost(type: String) async throws {
    func body(_ place: Int) -> JSONObject {
      switch type {
      case "fact.requested", "fact.provided": ["key": .string("k\(place)")]
      case "contact.answered", "contact.disconnected", "wrapup.completed":
        ["contact": .string("c\(place)"), "agent": "a3", "queue": "q9"]
      default: [:]
      }
    }
    let small = try await search(handoff: 60, then: type, body)
    let large = try await search(handoff: 120, then: type, body)
    #expect(small.shows <= 12 && large.shows <= small.shows, "\(small.shows) and \(large.shows)")
    #expect(large.steps <= 4 * 120, "\(large.steps)")
  }

  @Test("Of a row that changes at every record only what changes is made")
  func selective() async throws {
    let events = (0..<90).map { place in
      LogFixture.event("message.sent", "case-A", at: Int64(place)) { event in
        event.party = place < 30 ? "p\(place)" : "p1"
      }
    }
    let log = try await LogFixture.log(events)
    let counted = Counter()
    let fold = Fold(
      over: .case, tables: [CaseState.table], initial: CountedCase(counted)
    ) { _ in CountedCase(counted) }.tracing(CaseState.table, by: CountedTrace.self)
    let projection = Projection(name: "CaseState", version: 1, folds: [fold])
    let model = MemoryReadModel(projection)
    let questions = try EntityQuestions(
      log: log, model: model, over: .case, subset: LogSubset(through: Position(90)))
    let steps = try questions.steps(of: "A")
    #expect(steps.count == 90)
    #expect(steps.last?.changes.map(\.field) == ["counts", "lastTouch"])
    #expect(counted.count == 30)
  }

  /// How often rows were made and records folded to explain a conversation of many messages.
  private func search(_ count: Int) async throws -> FieldCauses {
    let events =
      [LogFixture.event("conversation.started", "conversation-1", at: 0) { $0.channel = .chat }]
      + (1..<count).map { number in
        LogFixture.event(
          number % 2 == 0 ? "message.sent" : "message.received", "conversation-1",
          ["item": .string("m\(number)")], at: Int64(number)
        ) { event in
          event.channel = .chat
          // In the midst of it another takes over.
          event.department = number < count / 2 ? "Parks" : "Roads"
        }
      }
    let log = try await LogFixture.log(events)
    let fold = ConversationArchive.projection.folds[0]
    var search = FieldCauses(from: fold.initial, quarantines: Quarantines(), stop: .never) {
      state, _ in
      let row = state.rows(RowContext(key: "1")).first
      return row.map { ConversationArchive.conversations.fields($0.values) } ?? JSONObject()
    }
    let trace = try #require(fold.trace(of: fold.tables[0]))
    try search.find(in: try LogFixture.records(of: log), trace("1"), field: nil)
    #expect(search.causes["started"]?.position == Position(1))
    #expect(search.causes["department"]?.position == Position(Int64(count / 2 + 1)))
    #expect(search.causes["counts"]?.position == Position(Int64(count)))
    return search
  }

  @Test("Twice the messages are twice the records to fold, and no more rows to make")
  func cost() async throws {
    let small = try await search(200)
    let large = try await search(400)
    #expect(small.shows <= 12 && large.shows <= small.shows)
    #expect(large.steps <= 3 * 400)
  }

  @Test("Asked to stop, an explanation and a walk through the records stop at the next record")
  func stops() async throws {
    let events = (0..<300).map { _ in LogFixture.event("case.assigned", "case-A") }
    let log = try await LogFixture.log(events)
    let model = try MemoryReadModel(CaseState.projection, of: log)
    for steps in [1, 150, 299] {
      for asksForSteps in [true, false] {
        let counter = Counter()
        let questions = try EntityQuestions(
          log: log, model: model, over: .case, subset: LogSubset(through: Position(300)),
          stop: StopRequest { counter.next() > steps })
        #expect(throws: CancellationError.self) {
          if asksForSteps {
            _ = try questions.steps(of: "A")
          } else {
            _ = try questions.explain("A")
          }
        }
        #expect(counter.count == steps + 1)
      }
    }
  }
}

/// A case that counts how often its participants are shown.
private struct CountedCase: SelectiveState {
  var state = CaseState()
  let counter: Counter

  init(_ counter: Counter) { self.counter = counter }
  init() { self.init(Counter()) }
  init(decoding bytes: [UInt8]) throws { self.init() }
  func encoded() -> [UInt8] { state.encoded() }
  mutating func apply(_ record: Record) throws(FoldError) { try state.apply(record) }
  func rows(_ context: RowContext) -> [Row] { state.rows(context) }

  func fields(
    _ names: Set<String>?, of key: String, in table: Table, _ context: RowContext
  ) -> JSONObject? {
    if names?.contains("participants") ?? true { _ = counter.next() }
    return state.fields(names, of: key, in: table, context)
  }
}

private struct CountedTrace: FieldTrace {
  var trace: CaseTrace

  init(key: String) { trace = CaseTrace(key: key) }

  mutating func fields(changedBy record: Record, in state: CountedCase) -> [CaseField] {
    trace.fields(changedBy: record, in: state.state)
  }
}
