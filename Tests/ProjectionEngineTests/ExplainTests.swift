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
      state in
      let row = state.rows(RowContext(key: "1")).first
      return row.map { ConversationArchive.conversations.fields($0.values) } ?? JSONObject()
    }
    let trace = try #require(fold.trace)
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
    for steps in [1, 350, 599] {
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
