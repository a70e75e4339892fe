import EventLog
import InteractionModel
import Projections
import StoreConformance
import Testing

@testable import ProjectionEngine

/// What is shown of something long is chosen by the heads of its records, of which the others are not
/// held.
@Suite("Choosing among many records")
struct HeadsTests {
  @Test(
    "For random logs, the moments of an entity are those of its records, at every point",
    arguments: [
      CaseState.projection, ConversationArchive.projection, ContinuityHandoff.projection,
    ],
    1...12 as ClosedRange<UInt64>)
  func moments(projection: Projection, seed: UInt64) async throws {
    var source = RandomLog(seed: seed, projection: projection.name)
    let log = try await LogFixture.log(source.events(60, refuses: false))
    let model = try MemoryReadModel(projection, of: log)
    let head = log.head().position
    var random = SeededGenerator(seed: seed)
    let last = Position(Int64(random.number(1...Int(head.rawValue))))
    let late = LogFixture.start.advanced(bySeconds: Int64(random.number(0...4_000)))
    for subset in [LogSubset(through: last), LogSubset(through: head, occurredThrough: late)] {
      for fold in projection.folds {
        let questions = try EntityQuestions(
          log: log, model: model, over: fold.kind, subset: subset)
        for id in RandomLog.entities(fold.kind) {
          let records = try questions.records(of: id)
          let moments = try questions.moments(of: id)
          #expect(moments == records.map { Moment($0) }, "\(id), seed \(seed)")
          #expect(try questions.records(at: moments.map(\.position)) == records)
        }
      }
    }
  }

  @Test(
    "For random logs, what is known of a party is what its rows say, of the few records that tell it",
    arguments: 1...40 as ClosedRange<UInt64>)
  func knowledge(seed: UInt64) async throws {
    let projection = ContinuityHandoff.projection
    var source = RandomLog(seed: seed, projection: projection.name)
    let log = try await LogFixture.log(source.events(80, refuses: false))
    let model = try MemoryReadModel(projection, of: log)
    let head = log.head().position
    var random = SeededGenerator(seed: seed)
    for through in [head, Position(Int64(random.number(1...Int(head.rawValue))))] {
      let questions = try EntityQuestions(
        log: log, model: model, over: .party, subset: LogSubset(through: through))
      for id in RandomLog.parties {
        let places = try PartyKnowledge.Places.joined(
          questions.heads(of: id, into: PartyKnowledge.Places()) { $0.take($1) })
        let state = try questions.state(from: places)
        let known = PartyKnowledge(try #require(state as? PartyContinuity))
        let rows = try questions.rows(of: id)
        let facts = rows.filter { $0.table == PartyContinuity.knownFacts.name }
          .map { PartyContinuity.knownFacts.fields($0.values) }
        #expect(known.facts.map(\.object) == facts, "\(id) at \(through), seed \(seed)")
        guard let own = rows.first(where: { $0.table == PartyContinuity.parties.name }) else {
          continue
        }
        let fields = PartyContinuity.parties.fields(own.values)
        for member in known.fields.object.members {
          #expect(fields[member.key] == member.value, "\(member.key) of \(id), seed \(seed)")
        }
      }
    }
  }

  @Test("An entity of many records is folded and chosen from in pages, and a few are read as few")
  func pages() async throws {
    let events = (0..<2_500).map { place in
      LogFixture.event("message.received", "conversation-c", at: Int64(place)) {
        $0.conversation = "c"
      }
    }
    let log = WrappedLog(try await LogFixture.log())
    for start in stride(from: 0, to: events.count, by: 500) {
      try await LogFixture.append(Array(events[start..<start + 500]), to: log)
    }
    let model = MemoryReadModel(ConversationArchive.projection)
    let questions = try EntityQuestions(
      log: log, model: model, over: .conversation,
      subset: LogSubset(through: log.head().position))
    let moments = try questions.moments(of: "c")
    #expect(moments.count == 2_500)
    _ = try questions.fields(of: "c")
    #expect(log.pages.allSatisfy { $0 <= 1_000 } && log.pages.reduce(0, +) == 5_000)
    let before = log.pages.count
    #expect(try questions.records(at: moments.prefix(50).map(\.position)).count == 50)
    #expect(log.pages.dropFirst(before) == [50])
    // The log's indexes say where they stand; no page of the entity was copied.
    #expect(log.selectors.filter { $0 == .entity(.conversation("c")) }.count == 2)
  }
}
