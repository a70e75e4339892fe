import EventLog
import InteractionModel
import Merkle
import Projections
import Testing

@testable import ProjectionEngine

@Suite("A read model keeps the root over what it consumed")
struct ConsumedRangeTests {
  private let projection = Tally.projection(.case)
  private let one: MemoryEventStore
  /// Another record at position 4, and the same at every other.
  private let other: MemoryEventStore

  init() async throws {
    let events = (1...12).map { LogFixture.event("case.opened", "case-\($0 % 3)") }
    var altered = events
    altered[3] = LogFixture.event("case.opened", "case-1") { $0.party = "p-1" }
    one = try await LogFixture.log(events)
    other = try await LogFixture.log(altered)
    #expect(try one.checkpoint(at: Position(4)) != other.checkpoint(at: Position(4)))
    #expect(try one.checkpoint(at: Position(10)) == other.checkpoint(at: Position(10)))
  }

  private func foreign(_ body: () throws -> Void) {
    let fault = #expect(throws: StorageFault.self) { try body() }
    #expect(fault?.code == .foreign)
    #expect(fault?.remedy == "run \(.rebuild("Tally"))")
  }

  @Test("with every commit, of live and of built, at whatever point", arguments: [1, 3, 100])
  func commits(size: Int) throws {
    for isBuilt in [false, true] {
      let model = ScriptedReadModel(projection)
      model.follow { [one] commit in
        let said: (Position, [UInt8])? =
          switch commit {
          case .everything(let batch): (batch.checkpoint, batch.root)
          case .states(let batch): (batch.checkpoint, batch.root)
          case .rows: nil
          }
        guard let (position, root) = said else { return nil }
        let expected = try? one.root(atSize: UInt64(position.rawValue)).bytes
        #expect(root == (position == .start ? [] : expected))
        return nil
      }
      var runner = ProjectionRunner(log: one, model: model, batchSize: size)
      if isBuilt { try runner.preloadLinks(through: Position(12)) }
      try runner.catchUp()
      #expect(try model.bookkeeping()?.root == one.root(atSize: 12).bytes)
    }
  }

  @Test("so that a record altered before its checkpoint is found, though the last one is the same")
  func alteredBefore() throws {
    let model = try MemoryReadModel(projection, of: one, through: Position(10))
    let before = try model.allRows()
    // What is cheap to look at says nothing.
    try other.require(model)
    var runner = ProjectionRunner(log: other, model: model)
    foreign { try runner.catchUp() }
    #expect(try model.allRows() == before && model.checkpoint() == Position(10))
    let replay = try Replay.run(
      log: other, scratch: MemoryReadModel(projection), live: model, until: nil
    ) { _ in true }
    #expect(replay?.differences?.contains { $0.table == "meta" && $0.field == "root" } == true)
    // Up to the record both are the same log.
    let short = try MemoryReadModel(projection, of: one, through: Position(3))
    runner = ProjectionRunner(log: other, model: short)
    try runner.catchUp()
    #expect(try short.bookkeeping()?.root == other.root(atSize: 12).bytes)
  }

  @Test("so that a build that was begun from other records is not gone on with")
  func build() throws {
    let store = MemoryReadModelStore()
    let generation = store.create(projection)
    let lease = try store.acquire(generation, of: projection)
    var runner = ProjectionRunner(log: one, model: lease.model)
    try runner.preloadLinks(through: Position(8))
    try runner.catchUp(through: Position(8))
    lease.release()
    let result = try Rebuild.run(
      projection, log: other, store: store, compares: false, swaps: true
    ) { _ in true }
    #expect(result?.generation.number == 2)
    #expect(result?.isServing == true)
  }

  @Test("and where it has none yet, is believed once and knows the next time")
  func before() throws {
    let model = try MemoryReadModel(projection, of: one)
    let leaf = model.logCheckpoint().leaf
    try model.commit(ReadModelBatch(checkpoint: Position(12), leaf: leaf))
    let whole = try MemoryReadModel(projection, of: one)
    #expect(try Comparison.differences(live: model, replayed: whole).isEmpty)
    var runner = ProjectionRunner(log: one, model: model)
    // There is no record to take.
    try runner.catchUp()
    #expect(model.bookkeeping() == whole.bookkeeping())
  }
}
