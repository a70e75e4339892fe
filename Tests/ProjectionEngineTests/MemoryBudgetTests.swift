import Dispatch
import EventLog
import InteractionModel
import Projections
import Synchronization
import Testing

@testable import ProjectionEngine

@Suite("The room that builds have for states in memory")
struct MemoryBudgetTests {
  private func build(
    _ model: any ReadModel, _ log: any EventStore, batch: Int,
    room: Int = ProjectionRunner.room, progress: (ProjectionRunner.Progress) -> Bool = { _ in true }
  ) throws {
    var runner = ProjectionRunner(log: log, model: model, batchSize: batch)
    runner.room = room
    try runner.preloadLinks(through: log.head().position)
    try runner.catchUp(progress: progress)
  }

  @Test("Entities stay in memory while there is room, however often they are quiet for long")
  func rewriting() async throws {
    let projection = Tally.projection(.case)
    let log = try await LogFixture.log(
      (0..<192).map { LogFixture.event("case.opened", "case-\($0 % 17)") })
    let written = Mutex(0)
    let model = ScriptedReadModel(projection) { batch in
      written.withLock { $0 += batch.states.count }
    }
    try build(model, log, batch: 16)
    #expect(model.checkpoint() == Position(192))
    #expect(written.withLock { $0 } == 17)
  }

  @Test("When room runs short, those that have been quiet for longest are written, once")
  func crowded() async throws {
    let projection = Tally.projection(.case)
    let log = MemoryEventStore(clock: LogClock { LogFixture.start })
    // One comes again all the time, the others do not.
    try await LogFixture.append(
      (0..<8_000).map { number in
        // So named that states which are written together, in the order of their names, are of any
        // time unless they were chosen by it.
        LogFixture.event(
          "case.opened", number % 10 == 0 ? "case-busy" : "case-\(number * 7_919 % 8_000)")
      }, to: log)
    let written = Mutex<[String: Int]>([:])
    let early = Mutex(0)
    let model = ScriptedReadModel(projection) { batch in
      guard let last = batch.states.map(\.state.position).max() else { return }
      written.withLock { for (entity, _) in batch.states { $0[entity.id, default: 0] += 1 } }
      if last < Position(6_000) { early.withLock { $0 += batch.states.count } }
    }
    // For about two thousand of them.
    try build(model, log, batch: 500, room: 5 << 20)
    #expect(early.withLock { $0 } > 3_000)
    let counts = written.withLock { $0 }
    #expect(counts.count == 7_201)
    #expect(counts.allSatisfy { $0.value == 1 })
    let reference = NaiveReference(projection, try LogFixture.records(of: log))
    #expect(try model.allRows() == reference.rows(through: Position(8_000)))
  }

  @Test("One that refuses a record, or is complete, does not keep the others from making room")
  func crowdedBeside() async throws {
    let refusing = Tally.projection(.case)
    let log = MemoryEventStore(clock: LogClock { LogFixture.start })
    try await LogFixture.append(
      [LogFixture.event("test.refused", "case-A")]
        + (0..<8_000).map {
          LogFixture.event("case.opened", "case-\($0 * 7_919 % 8_000)")
        }, to: log)
    let head = log.head().position
    let complete = MemoryReadModel(ContinuityHandoff.projection)
    try build(complete, log, batch: 4_096)
    let early = Mutex(0)
    let told = Mutex(Position.start)
    let model = ScriptedReadModel(CaseState.projection) { batch in
      guard told.withLock({ $0 }) < Position(7_000) else { return }
      early.withLock { $0 += batch.states.count }
    }
    let runners = [MemoryReadModel(refusing), complete, model].map { (model: any ReadModel) in
      var runner = ProjectionRunner(log: log, model: model, batchSize: 500)
      runner.room = 1 << 20
      return runner
    }
    try ProjectionRunner.preloadLinks(of: runners.map { ($0, head) }, progress: { _ in true })
    let failures = try ProjectionRunner.build(runners, through: head) { state in
      told.withLock { $0 = state.position }
      return true
    }
    #expect(failures[0] is FoldError)
    #expect(failures[1] == nil && failures[2] == nil)
    #expect(early.withLock { $0 } > 3_000)
    #expect(try model.allStates(after: nil, limit: .max).count == 8_001)
  }

  @Test("What comes again while it is being written stays in memory")
  func touchedMeanwhile() async throws {
    let projection = Tally.projection(.case)
    let log = MemoryEventStore(clock: LogClock { LogFixture.start })
    try await LogFixture.append(
      (0..<2_400).map { LogFixture.event("case.opened", "case-\($0 % 1_200)") }, to: log)
    let wentOn = DispatchSemaphore(value: 0)
    let model = ScriptedReadModel(MemoryReadModel(projection)) { commit in
      guard case .states = commit else { return nil }
      // Not before some of what is written has come again. The hour is no assertion, but ends the
      // test if that never comes.
      let result = wentOn.wait(timeout: .now() + 3_600)
      wentOn.signal()
      return result == .success ? nil : StorageFault(code: .io, reason: "nothing went on")
    }
    // Half of the first thousand must go, and there is room for all until they come again.
    try build(model, log, batch: 100, room: 3_200_000) { state in
      if state.position >= Position(1_500) { wentOn.signal() }
      return true
    }
    let reference = NaiveReference(projection, try LogFixture.records(of: log))
    #expect(try model.allRows() == reference.rows(through: Position(2_400)))
  }

  @Test("What is never quiet is written for the sake of the checkpoint")
  func patience() async throws {
    let projection = Tally.projection(.case)
    let log = try await LogFixture.log(
      (0..<1_000).map { LogFixture.event("case.opened", "case-\($0 % 3)") })
    let checkpoints = Mutex<Set<Position>>([])
    let model = ScriptedReadModel(projection) { batch in
      checkpoints.withLock { _ = $0.insert(batch.checkpoint) }
    }
    try build(model, log, batch: 2)
    #expect(checkpoints.withLock { $0 }.contains { $0 > .start && $0 < Position(1_000) })
    #expect(model.checkpoint() == Position(1_000))
  }

  @Test("Builds that share their room are asked to make some in turn, and those that left are not")
  func room() {
    let room = MemoryBudget(bytes: 1_000)
    var first = room.enter()
    var second = room.enter()
    room.note(700, &first)
    #expect(!room.asks(&first))
    room.note(100, &second)
    #expect(!room.isFull)
    #expect(room.asks(&second))
    #expect(!room.asks(&second), "not before the other one has answered")
    #expect(room.asks(&first))
    #expect(room.asks(&first), "there is no more room than before")
    room.note(901, &second)
    #expect(room.isFull)
    room.leave(second)
    #expect(!room.isFull)
    #expect(!room.asks(&first))
    room.note(800, &first)
    #expect(room.asks(&first))
    room.leave(first)
  }
}
