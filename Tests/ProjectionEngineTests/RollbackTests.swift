import EventLog
import InteractionModel
import Projections
import Testing

@testable import ProjectionEngine

@Suite("Going back to the read model that served before")
struct RollbackTests {
  private let projection = Tally.projection(.case)
  private let store = MemoryReadModelStore()
  private let until = Instant(microseconds: 1_000_000)

  private func log() async throws -> WrappedLog {
    var random = RandomLog(seed: 4_712, projection: "Tally")
    return WrappedLog(
      try await LogFixture.log(random.events(40, refuses: false)), cutAfter: Position(25))
  }

  private func rebuild(_ log: any EventStore, keeps: Bool = true) throws {
    _ = try Rebuild.run(
      projection, log: log, store: store, compares: false, swaps: true,
      keepingPreviousUntil: keeps ? until : nil
    ) { _ in true }
  }

  private func rollBack(
    _ log: any EventStore, to projection: Projection? = nil, stale: Bool = false,
    _ progress: (ProjectionRunner.Progress) -> Bool = { _ in true }
  ) throws -> RollbackResult? {
    try Rollback.run(
      projection ?? self.projection, log: log, store: store, allowingStale: stale,
      keepingPreviousUntil: until, progress: progress)
  }

  private var states: [Generation.State] { store.generations().map(\.state) }

  @Test("It follows the log first, serves, and keeps the other, so that it can be undone")
  func goesBack() async throws {
    let log = try await log()
    try rebuild(log)
    try rebuild(log)
    #expect(states == [.previous, .serving])
    log.last = Position(40)
    let back = try #require(try rollBack(log))
    #expect(back.generation.number == 1 && back.replaced?.number == 2 && !back.isHeld)
    #expect(back.position == Position(40) && states == [.serving, .previous])
    let reference = NaiveReference(projection, try LogFixture.records(of: log))
    #expect(try store.serving()?.allRows() == reference.rows(through: Position(40)))
    #expect(try rollBack(log)?.generation.number == 2)
    #expect(states == [.previous, .serving])
  }

  @Test("Without one that is kept, or stopped on the way, nothing changes")
  func nothing() async throws {
    let log = try await log()
    try rebuild(log, keeps: false)
    let refusal = RollbackRefusal.nothingKept(projection: projection.name)
    #expect(throws: refusal) { try rollBack(log) }
    try rebuild(log, keeps: false)
    #expect(throws: refusal) { try rollBack(log) }
    try rebuild(log)
    log.last = Position(40)
    let before = store.generations()
    #expect(try rollBack(log, { _ in false }) == nil)
    #expect(store.generations() == before)
    #expect(try rollBack(log)?.position == Position(40))
  }

  @Test("What other code made serves as it stands and when that is asked for, until one is built")
  func otherCode() async throws {
    let log = try await log()
    try rebuild(log)
    try rebuild(log)
    let later = Projection(
      name: projection.name, version: projection.version + 1, folds: projection.folds)
    #expect(
      throws: RollbackRefusal.otherCode(store.generations()[0], current: later.version)
    ) { try rollBack(log, to: later) }
    #expect(states == [.previous, .serving])
    log.last = Position(40)
    let back = try #require(try rollBack(log, to: later, stale: true))
    #expect(back.isHeld && back.position == Position(25) && back.generation.isHeldBack(from: later))
    // For the code that made it, it is none to hold on to.
    #expect(!back.generation.isHeldBack(from: projection))
    try rebuild(log)
    #expect(store.generations().allSatisfy { !$0.isHeld })
  }

  @Test("One that was made from another log is refused")
  func foreign() async throws {
    let log = try await log()
    try rebuild(log)
    try rebuild(log)
    var random = RandomLog(seed: 99, projection: "Tally")
    let other = try await LogFixture.log(random.events(40, refuses: false))
    #expect(throws: StorageFault.self) { try rollBack(other) }
    log.last = Position(9)
    let fault = #expect(throws: StorageFault.self) { try rollBack(log) }
    #expect(fault?.code == .ahead)
    #expect(states == [.previous, .serving])
  }

  @Test("What an interrupted build has left is removed, but not under whoever is at work on it")
  func cancelled() async throws {
    let log = try await log()
    try rebuild(log)
    #expect(try Rebuild.cancel(projection, in: store).isEmpty)
    _ = try Rebuild.run(
      projection, log: log, store: store, compares: false, swaps: true
    ) { _ in false }
    #expect(states == [.serving, .building])
    let lease = try store.acquire(store.generations()[1], of: projection)
    #expect(throws: StorageFault.self) { try Rebuild.cancel(projection, in: store) }
    lease.release()
    #expect(try Rebuild.cancel(projection, in: store).map(\.number) == [2])
    #expect(states == [.serving])
  }

  @Test("What a build took is noted, but not of one that goes on where another stopped")
  func measured() async throws {
    let log = try await log()
    _ = try Rebuild.run(
      projection, log: log, store: store, compares: false, swaps: true
    ) { _ in false }
    try rebuild(log)
    #expect(store.buildMeasures().isEmpty)
    try rebuild(log)
    let measure = try #require(store.buildMeasures().first)
    #expect(measure.name == projection.name && measure.records == 25 && measure.beside == 0)
  }
}
