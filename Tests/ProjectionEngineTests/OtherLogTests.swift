import EventLog
import InteractionModel
import Projections
import Testing

@testable import ProjectionEngine

@Suite("A read model of another log")
struct OtherLogTests {
  private let projection = Tally.projection(.case)
  private let common: [NewEvent]
  private let one: MemoryEventStore
  /// The same as the first up to position 8, other records from there on.
  private let other: MemoryEventStore

  init() async throws {
    func event(_ number: Int) -> NewEvent {
      LogFixture.event("case.opened", "case-\(number % 3)")
    }
    common = (1...8).map(event)
    one = try await LogFixture.log(common + (9...12).map(event))
    other = try await LogFixture.log(common + (9...15).map(event))
  }

  private func foreign(_ body: () throws -> Void) {
    let fault = #expect(throws: StorageFault.self) { try body() }
    #expect(fault?.code == .foreign)
    #expect(fault?.remedy == "run \(.rebuild("Tally"))")
  }

  @Test("is not caught up and not written, however long the log is", arguments: [9, 10, 12])
  func catchUp(position: Int64) throws {
    let model = try MemoryReadModel(projection, of: one, through: Position(position))
    let before = try model.allRows()
    var runner = ProjectionRunner(log: other, model: model)
    foreign { try runner.catchUp() }
    foreign { try other.require(model) }
    #expect(try model.allRows() == before && model.checkpoint() == Position(position))
    try one.require(model)
  }

  @Test("is one of this log up to where both have the same records", arguments: [0, 1, 8])
  func prefix(position: Int64) throws {
    let model = try MemoryReadModel(projection, of: one, through: Position(position))
    var runner = ProjectionRunner(log: other, model: model)
    try runner.catchUp()
    let whole = try MemoryReadModel(projection, of: other)
    #expect(try Comparison.differences(live: model, replayed: whole).isEmpty)
    #expect(model.logCheckpoint() == (try other.checkpoint(at: Position(15))))
  }

  @Test("is told by every batch, of links, of states and of rows", arguments: [1, 3, 100])
  func batches(size: Int) throws {
    for isBuilt in [false, true] {
      let model = ScriptedReadModel(projection)
      model.follow { [one] commit in
        let known: (Position, [UInt8])? =
          switch commit {
          case .everything(let batch): (batch.linksThrough, batch.leaf)
          case .states(let batch): (batch.linksThrough, batch.leaf)
          case .rows: nil
          }
        guard let (position, leaf) = known else { return nil }
        let expected = try? one.checkpoint(at: position)
        #expect(expected?.leaf == leaf, "\(commit)")
        return nil
      }
      var runner = ProjectionRunner(log: one, model: model, batchSize: size)
      if isBuilt { try runner.preloadLinks(through: Position(12)) }
      try runner.catchUp()
      #expect(model.logCheckpoint() == (try one.checkpoint(at: Position(12))))
    }
  }

  @Test("differs in a replay, whatever its rows say, and answers nothing as of another point")
  func replay() throws {
    let model = try MemoryReadModel(projection, of: one)
    let replay = try Replay.run(
      log: other, scratch: MemoryReadModel(projection), live: model, until: nil
    ) { _ in true }
    #expect(replay?.isEqual == false)
    #expect(replay?.differences?.contains { $0.table == "meta" && $0.field == "leaf" } == true)
    foreign {
      _ = try Replay.run(
        log: other, scratch: MemoryReadModel(projection), live: model, until: Position(5)
      ) { _ in true }
    }
  }

  @Test("is rebuilt, but not compared; what was begun from the other log is not gone on with")
  func rebuild() throws {
    let store = MemoryReadModelStore()
    func run(
      _ log: any EventStore, compares: Bool = false, _ goesOn: Bool = true
    ) throws -> RebuildResult? {
      try Rebuild.run(
        projection, log: log, store: store, compares: compares, swaps: true
      ) { _ in goesOn }
    }
    _ = try run(one)
    // The second generation knows the links of the one log.
    #expect(try run(one, false) == nil)
    #expect(store.generations().map(\.number).sorted() == [1, 2])
    foreign { _ = try run(other, compares: true) }
    let rebuilt = try #require(try run(other))
    #expect(rebuilt.generation.number == 3 && rebuilt.isServing)
    let whole = try MemoryReadModel(projection, of: other)
    let serving = try #require(try store.serving())
    #expect(try Comparison.differences(live: serving, replayed: whole).isEmpty)
    #expect(store.generations().count == 1)
  }

  @Test("written before leaves were kept is believed once, and knows the next time")
  func before() throws {
    let model = try MemoryReadModel(projection, of: one)
    try model.commit(ReadModelBatch(checkpoint: Position(12)))
    try one.require(model)
    var runner = ProjectionRunner(log: one, model: model)
    // There is no record to take.
    try runner.catchUp()
    #expect(model.logCheckpoint() == (try one.checkpoint(at: Position(12))))
    foreign { try other.require(model) }
    let shorter = WrappedLog(one, cutAfter: Position(9))
    try model.commit(ReadModelBatch(checkpoint: Position(12)))
    let fault = #expect(throws: StorageFault.self) { try shorter.require(model) }
    #expect(fault?.code == .ahead)
  }
}
