import EventLog
import InteractionModel
import Projections
import Testing

@testable import ProjectionEngine

@Suite("Rebuild beside the read model that serves")
struct RebuildTests {
  private let projection = Tally.projection(.case)
  private let store = MemoryReadModelStore()

  private func log() async throws -> WrappedLog {
    var random = RandomLog(seed: 4_711, projection: "Tally")
    return WrappedLog(
      try await LogFixture.log(random.events(40, refuses: false)), cutAfter: Position(25))
  }

  private func rebuild(
    _ log: any EventStore, compares: Bool = false, swaps: Bool = true,
    _ progress: (ProjectionRunner.Progress) -> Bool = { _ in true }
  ) throws -> RebuildResult? {
    try Rebuild.run(
      projection, log: log, store: store, compares: compares, swaps: swaps, progress: progress)
  }

  /// What the daemon does, unless the rebuild holds what serves.
  private func catchUpServing(_ log: any EventStore) throws {
    guard let generation = store.generations().first(where: { $0.state == .serving }),
      let lease = try? store.acquire(generation, of: projection)
    else { return }
    defer { lease.release() }
    var runner = ProjectionRunner(log: log, model: lease.model)
    try runner.catchUp()
  }

  @Test("The first generation is built and serves, the second replaces it")
  func generations() async throws {
    let log = try await log()
    let first = try #require(try rebuild(log))
    #expect(first.generation.number == 1)
    #expect(first.position == Position(25))
    #expect(first.isServing)
    #expect(first.differences == nil)
    log.last = Position(40)
    let second = try #require(try rebuild(log, compares: true))
    #expect(second.generation.number == 2)
    #expect(second.differences == [])
    #expect(second.position == Position(40))
    #expect(store.generations().map(\.number) == [2])
    let reference = NaiveReference(projection, try LogFixture.records(of: log))
    #expect(try store.serving()?.allRows() == reference.rows(through: Position(40)))
  }

  @Test("Stopped anywhere, it keeps what it has and goes on from there")
  func resumes() async throws {
    let log = try await log()
    var stops = 0
    while try rebuild(log, { _ in false }) == nil {
      // Before the links are known, after the fold: then there is nothing left to stop.
      stops += 1
      #expect(store.generations().map(\.state) == [.building])
      try #require(stops < 10)
      guard let generation = store.generations().first else { continue }
      let lease = try store.acquire(generation, of: projection)
      defer { lease.release() }
      var runner = ProjectionRunner(log: log, model: lease.model, batchSize: 7)
      try runner.preloadLinks(through: Position(25))
      try runner.catchUp(through: Position(20)) { _ in false }
    }
    #expect(stops > 0)
    #expect(store.generations().map(\.number) == [1])
    let reference = NaiveReference(projection, try LogFixture.records(of: log))
    #expect(try store.serving()?.allRows() == reference.rows(through: Position(25)))
  }

  @Test("The live read model moves on meanwhile, and they are compared at one position")
  func liveMovesOn() async throws {
    let log = try await log()
    _ = try rebuild(log)
    log.last = Position(30)
    var calls = 0
    let result = try #require(
      try rebuild(log, compares: true) { _ in
        calls += 1
        log.last = Position(30 + Int64(calls))
        return (try? catchUpServing(log)) != nil
      })
    #expect(calls > 2)
    #expect(result.differences == [])
    #expect(result.isServing)
    let reference = NaiveReference(projection, try LogFixture.records(of: log))
    #expect(try store.serving()?.allRows() == reference.rows(through: result.position))
  }

  @Test("A live row that the log does not bear out is named, and nothing is swapped")
  func tampered() async throws {
    let log = WrappedLog(
      try await LogFixture.log((0..<6).map { LogFixture.event("case.opened", "case-\($0 % 2)") }))
    _ = try rebuild(log)
    let live = try #require(try store.serving())
    try live.tamper("1") { row in
      guard row.table == "tally" else { return row }
      let document: JSONObject = ["latest": [], "parties": [], "positions": [2, 6]]
      return Row(
        table: row.table, key: row.key,
        values: [.integer(2), .text(JSONValue.object(document).canonicalText)])
    }
    let result = try #require(try rebuild(log, compares: true))
    #expect(!result.isServing)
    let differences = try #require(result.differences)
    #expect(Set(differences.map(\.table)) == ["tally"])
    #expect(Set(differences.map(\.entity)) == ["case-1"])
    #expect(differences.map(\.field) == ["count", "document.latest", "document.positions"])
    let last = try #require(differences.last)
    #expect(last.live == [2, 6])
    #expect(last.replayed == [2, 4, 6])
    #expect(last.livePosition == Position(6))
    #expect(last.replayedPosition == Position(6))
    #expect(store.generations().filter { $0.state == .serving }.map(\.number) == [1])
    // What was built is past the live one by now and cannot be compared any more: it is built anew.
    try catchUpServing(log)
    #expect(try rebuild(log, compares: true)?.differences?.isEmpty == false)
  }

  @Test("A build that has passed the live position is not swapped in uncompared")
  func pastTheLiveOne() async throws {
    let log = try await log()
    _ = try rebuild(log)
    log.last = Position(40)
    // Built to the head without a comparison, while the live one still stands at 25.
    let built = try #require(try rebuild(log, swaps: false))
    #expect(built.position == Position(40))
    try #require(try store.serving()).tamper("A") { row in
      Row(table: row.table, key: row.key, values: row.values.map { _ in .null })
    }
    let result = try #require(try rebuild(log, compares: true))
    #expect(result.differences?.isEmpty == false)
    #expect(!result.isServing)
    #expect(result.generation.number > built.generation.number)
  }

  @Test("Without a swap the new generation waits, up to date, and is taken up again")
  func withoutSwap() async throws {
    let log = try await log()
    _ = try rebuild(log)
    let built = try #require(try rebuild(log, compares: true, swaps: false))
    #expect(!built.isServing)
    #expect(built.differences == [])
    #expect(store.generations().map(\.state) == [.serving, .building])
    let served = try #require(try rebuild(log))
    #expect(served.generation.number == built.generation.number)
    #expect(served.isServing)
  }

  @Test("A build that older code began is discarded; what serves is not compared with it")
  func olderCode() async throws {
    let log = try await log()
    _ = try rebuild(log)
    _ = store.create(projection)
    let result = try Rebuild.run(
      Tally.projection(.case, version: 2), log: log, store: store, compares: true, swaps: true
    ) { _ in true }
    #expect(result?.generation.number == 3)
    #expect(result?.differences == nil)
    #expect(store.generations().map(\.number) == [3])
    #expect(store.generations().map(\.codeVersion) == [2])
  }

  @Test("Two rebuilds at once: the second is told that the first is at it")
  func busy() async throws {
    let log = try await log()
    let generation = store.create(projection)
    let lease = try store.acquire(generation, of: projection)
    let fault = #expect(throws: StorageFault.self) { try rebuild(log) }
    #expect(fault?.code == .busy)
    // Nor is a build that older code is still at work on taken away from it.
    let newer = #expect(throws: StorageFault.self) {
      try Rebuild.run(
        Tally.projection(.case, version: 2), log: log, store: store, compares: false, swaps: true
      ) { _ in true }
    }
    #expect(newer?.code == .busy)
    #expect(store.generations().map(\.number) == [1])
    lease.release()
    #expect(try rebuild(log)?.isServing == true)
  }
}
