import EventLog
import InteractionModel
import Projections
import Synchronization
import Testing

@testable import ProjectionEngine

@Suite("Checkpoints")
struct CheckpointTests {
  private let projection = Tally.projection(.case)

  private func log(_ count: Int) async throws -> MemoryEventStore {
    try await LogFixture.log(
      (0..<count).map { LogFixture.event("case.opened", "case-\($0 % 3)") })
  }

  @Test("Interrupted between batches or in a commit, each record is taken exactly once")
  func exactlyOnce() async throws {
    let log = try await log(20)
    let whole = try MemoryReadModel(projection, of: log)
    let model = ScriptedReadModel(projection)
    let commits = Mutex<[Position]>([])
    model.follow { commit in
      guard case .everything(let batch) = commit else { return nil }
      return commits.withLock { commits in
        commits.append(batch.checkpoint)
        // Every third commit fails before anything is written.
        return commits.count % 3 == 0 ? StorageFault(code: .full, reason: "disk full") : nil
      }
    }
    var runner = ProjectionRunner(log: log, model: model, batchSize: 2)
    var runs = 0
    while model.checkpoint() < Position(20), runs < 100 {
      runs += 1
      var batches = 0
      do {
        // A batch, then Ctrl-C; every other time the process starts anew.
        try runner.catchUp { progress in
          #expect(progress.target == Position(20))
          #expect(progress.position == model.checkpoint())
          batches += 1
          return batches < 2
        }
      } catch let fault as StorageFault {
        #expect(fault.code == .full)
      }
      if runs % 2 == 0 { runner = ProjectionRunner(log: log, model: model, batchSize: 2) }
    }
    #expect(runs > 5)
    #expect(try model.allRows() == whole.allRows())
    #expect(try Comparison.differences(live: model, replayed: whole).isEmpty)
  }

  @Test("A read model ahead of the log refuses to go on and says what to do")
  func ahead() async throws {
    let log = try await log(6)
    let model = try MemoryReadModel(projection, of: log)
    let restored = WrappedLog(log, cutAfter: Position(4))
    var runner = ProjectionRunner(log: restored, model: model)
    let fault = #expect(throws: StorageFault.self) { try runner.catchUp() }
    #expect(fault?.code == .ahead)
    #expect(fault?.remedy == "run \(.rebuild("Tally"))")
    // A replay names what is wrong, at the log's end.
    let replay = try Replay.run(
      log: restored, scratch: MemoryReadModel(projection), live: model, until: nil
    ) { _ in true }
    #expect(replay?.position == Position(4))
    let difference = replay?.differences?.first { $0.field == "checkpoint" }
    #expect(difference?.table == "meta")
    #expect(difference?.live == 6)
    #expect(difference?.replayed == 4)
  }

  @Test("Who has lost the right to write stops at once and writes nothing")
  func superseded() async throws {
    let log = try await log(6)
    let model = ScriptedReadModel(projection)
    var runner = ProjectionRunner(log: log, model: model, batchSize: 2)
    try runner.catchUp(through: Position(2))
    model.follow { _ in StorageFault(code: .superseded, reason: "another process took over") }
    let fault = #expect(throws: StorageFault.self) { try runner.catchUp() }
    #expect(fault?.code == .superseded)
    #expect(model.checkpoint() == Position(2))
    #expect(model.failure() == nil)
    #expect(try model.positions("0") == [1])
    // It gets the right back: what was folded in vain has left no trace in the runner either.
    model.follow { _ in nil }
    try runner.catchUp()
    #expect(try model.positions("0") == [1, 4])
    #expect(try model.positions("2") == [3, 6])
  }

  @Test("An entity that no link touched is folded on without reading its records again")
  func noReadsPerEvent() async throws {
    let log = WrappedLog(
      try await LogFixture.log(
        [LogFixture.event("conversation.linked", "conversation-9", ["case": "Z"])]
          + (0..<200).map { LogFixture.event("case.opened", "case-\($0 % 3)") }))
    var runner = ProjectionRunner(
      log: log, model: MemoryReadModel(projection), batchSize: 50)
    try runner.catchUp()
    let selectors = log.selectors
    #expect(selectors.filter { $0 == .all }.count == 5)
    #expect(selectors.filter { $0 == .stream(.projection("Tally")) }.count == 1)
    let entities = Set(
      selectors.compactMap { selector -> EntityKey? in
        if case .entity(let entity) = selector { entity } else { nil }
      })
    // No record of the conversation was folded before its link.
    #expect(entities == [])
    #expect(selectors.count == 6)
  }
}
