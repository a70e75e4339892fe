import EventLog
import InteractionModel
import Projections
import Testing

@testable import ProjectionEngine

@Suite("Faults: a fold that refuses a record")
struct RefusalTests {
  private let projection = Tally.projection(.case)

  private func opened(_ id: String) -> NewEvent { LogFixture.event("case.opened", "case-\(id)") }
  private func refused(_ stream: String) -> NewEvent { LogFixture.event("test.refused", stream) }

  private func failure(
    _ body: () throws -> Void
  ) -> ProjectionFailure? {
    do {
      try body()
      return nil
    } catch { return error as? ProjectionFailure }
  }

  @Test("Everything before the record is committed, the failure is noted, others go on")
  func stops() async throws {
    let log = try await LogFixture.log([
      opened("A"), opened("B"), opened("A"), refused("case-A"), opened("B"), refused("case-B"),
    ])
    for batch in [1, 3, 100] {
      let model = MemoryReadModel(projection)
      var runner = ProjectionRunner(log: log, model: model, batchSize: batch)
      for _ in 0..<2 {
        let failure = failure { try runner.catchUp() }
        #expect(failure?.position == Position(4))
        #expect(model.failure() == failure)
        #expect(model.checkpoint() == Position(3))
        #expect(try model.positions("A") == [1, 3])
        #expect(try model.positions("B") == [2])
      }
      // Asked for no more than there is, it still stands before the record.
      try runner.catchUp(through: Position(3))
      #expect(model.failure() != nil)
    }
    let other = try MemoryReadModel(CaseState.projection, of: log)
    #expect(other.checkpoint() == Position(6))
  }

  @Test("After a quarantine it goes on, and a replay passes over the same position")
  func quarantine() async throws {
    let log = try await LogFixture.log([
      opened("A"), refused("case-A"), opened("A"), refused("case-B"), opened("C"),
    ])
    let model = MemoryReadModel(projection)
    var runner = ProjectionRunner(log: log, model: model)
    #expect(failure { try runner.catchUp() }?.position == Position(2))
    try await LogFixture.append([LogFixture.quarantine("Tally", 2)], to: log)
    #expect(failure { try runner.catchUp() }?.position == Position(4))
    #expect(try model.positions("A") == [1, 3])
    #expect(model.failure()?.position == Position(4))
    // A quarantine of another projection is of no use.
    try await LogFixture.append([LogFixture.quarantine("CaseState", 4)], to: log)
    #expect(failure { try runner.catchUp() }?.position == Position(4))
    try await LogFixture.append([LogFixture.quarantine("Tally", 4)], to: log)
    try runner.catchUp()
    #expect(model.failure() == nil)
    #expect(try model.positions("B") == nil)
    #expect(try model.positions("C") == [5])
    let scratch = MemoryReadModel(projection)
    let replay = try #require(
      try Replay.run(log: log, scratch: scratch, live: model, until: nil) { _ in true })
    #expect(replay.isEqual)
    #expect(replay.differences == [])
  }

  @Test("A quarantine of a position that was folded refolds its entity")
  func quarantineAfterwards() async throws {
    let log = try await LogFixture.log([opened("A"), opened("A"), opened("B")])
    let model = MemoryReadModel(projection)
    var runner = ProjectionRunner(log: log, model: model)
    try runner.catchUp()
    try await LogFixture.append(
      [LogFixture.quarantine("Tally", 2), LogFixture.quarantine("Tally", 3)], to: log)
    try runner.catchUp()
    #expect(try model.positions("A") == [1])
    #expect(try model.fields("B") == nil)
    let questions = try EntityQuestions(
      log: log, model: model, over: .case, subset: LogSubset(through: Position(5)))
    #expect(try questions.fields(of: "A") == model.fields("A"))
    let before = try EntityQuestions(
      log: log, model: model, over: .case, subset: LogSubset(through: Position(3)))
    #expect(try before.fields(of: "A")?["positions"] == [1, 2])
  }

  @Test("A read model that lags behind a quarantine does not differ from its replay")
  func laggingBehindQuarantine() async throws {
    let log = try await LogFixture.log([opened("A"), opened("A"), refused("case-B")])
    let model = MemoryReadModel(projection)
    var runner = ProjectionRunner(log: log, model: model)
    #expect(failure { try runner.catchUp() } != nil)
    try await LogFixture.append([LogFixture.quarantine("Tally", 1)], to: log)
    let replay = try #require(
      try Replay.run(
        log: log, scratch: MemoryReadModel(projection), live: model, until: nil
      ) { _ in true })
    #expect(replay.position == Position(2))
    #expect(replay.isEqual)
  }

  @Test("A link that brings an old record to a case that refuses it stops right before the link")
  func refusedByLink() async throws {
    let log = try await LogFixture.log([
      refused("conversation-1"), opened("A"), opened("B"), opened("A"),
      LogFixture.event("conversation.linked", "conversation-1", ["case": "A"]), opened("B"),
    ])
    for (first, batch) in [(Int64(1), 1), (1, 2), (2, 100), (4, 100)] {
      let model = MemoryReadModel(projection)
      var runner = ProjectionRunner(log: log, model: model, batchSize: batch)
      try runner.catchUp(through: Position(first))
      #expect(failure { try runner.catchUp() }?.position == Position(1))
      #expect(model.checkpoint() == Position(4))
      #expect(try model.positions("A") == [2, 4])
      #expect(model.failure()?.position == Position(1))
    }
    try await LogFixture.append([LogFixture.quarantine("Tally", 1)], to: log)
    let model = try MemoryReadModel(projection, of: log)
    #expect(try model.positions("A") == [2, 4, 5])
  }

  @Test("What comes before a refused record may be refused itself without the link that follows")
  func nestedRefusals() async throws {
    let log = try await LogFixture.log([
      refused("conversation-1"),
      LogFixture.event("conversation.linked", "conversation-1", ["case": "A"]), opened("B"),
      refused("case-B"), LogFixture.event("conversation.unlinked", "conversation-1"),
    ])
    let model = MemoryReadModel(projection)
    var runner = ProjectionRunner(log: log, model: model)
    #expect(failure { try runner.catchUp() }?.position == Position(1))
    #expect(model.checkpoint() == .start)
    #expect(model.failure()?.position == Position(1))
  }

  @Test("A schema newer than the code stops CaseState, and a quarantine lets it go on")
  func newerSchema() async throws {
    let log = try await LogFixture.log([
      opened("A"), LogFixture.event("case.closed", "case-A") { $0.schema = 2 },
      LogFixture.event("city.invented", "case-A") { $0.schema = 9 },
    ])
    let model = MemoryReadModel(CaseState.projection)
    var runner = ProjectionRunner(log: log, model: model)
    let failure = try #require(failure { try runner.catchUp() })
    #expect(failure.position == Position(2))
    #expect(failure.description.contains("schema 2 of case.closed"))
    #expect(try model.fields("A")?["status"] == "open")
    let questions = try EntityQuestions(
      log: log, model: model, over: .case, subset: LogSubset(through: Position(3)))
    #expect(throws: FoldError.self) { try questions.fields(of: "A") }
    try await LogFixture.append([LogFixture.quarantine("CaseState", 2)], to: log)
    try runner.catchUp()
    #expect(model.checkpoint() == Position(4))
    #expect(try model.fields("A")?["status"] == "open")
    #expect(try model.fields("A")?["counts"]?["unknown"] == 1)
    #expect(model.failure() == nil)
  }
}
