import EventLog
import InteractionModel
import Projections
import Synchronization
import Testing

@testable import ProjectionEngine

@Suite("Building a read model that nobody reads yet")
struct BuildTests {
  private static let projections = [
    TallyHomes.projection, CaseState.projection, ContinuityHandoff.projection,
    ConversationArchive.projection, ConversationArchive.projection(inPartsAbove: 2),
    EntityIndex.projection,
  ]

  private func log(_ seed: UInt64, _ projection: Projection) async throws -> MemoryEventStore {
    var source = RandomLog(seed: seed, projection: projection.name)
    return try await LogFixture.log(source.events(60, refuses: false))
  }

  private func build(_ model: any ReadModel, _ log: any EventStore, batch: Int) throws {
    var runner = ProjectionRunner(log: log, model: model, batchSize: batch)
    try runner.preloadLinks(through: log.head().position)
    try runner.catchUp()
  }

  @Test(
    "Whichever commit it is killed at, it goes on from there and comes to the same",
    arguments: [UInt64(1), 2, 3, 4])
  func killed(seed: UInt64) async throws {
    for projection in Self.projections {
      let log = try await log(seed, projection)
      let reference = NaiveReference(projection, try LogFixture.records(of: log))
      let expected = try reference.rows(through: log.head().position)
      let model = ScriptedReadModel(projection)
      var kills = 0
      var isDone = false
      while !isDone {
        // Lets some commits through, more each time, so that it comes to an end.
        let commits = Mutex(kills / 3)
        model.follow { _ in
          commits.withLock { left in
            left -= 1
            return left < 0 ? StorageFault(code: .io, reason: "killed for the test") : nil
          }
        }
        do {
          try build(model, log, batch: 1 + kills % 3)
          isDone = true
        } catch let fault as StorageFault {
          #expect(fault.code == .io)
          kills += 1
          try #require(kills < 500)
        }
      }
      #expect(kills > 2, "\(projection.name) was killed \(kills) times")
      #expect(try model.allRows() == expected, "\(projection.name), seed \(seed)")
      #expect(model.checkpoint() == log.head().position)
    }
  }

  @Test("An entity that is quiet is written once, however many batches it has records in")
  func writtenOnce() async throws {
    let projection = Tally.projection(.case)
    let log = try await LogFixture.log(
      (0..<60).map { LogFixture.event("case.opened", "case-\($0 / 10)") })
    let written = Mutex<[String: Int]>([:])
    let model = ScriptedReadModel(
      projection,
      statesOf: { batch in
        written.withLock { written in
          for (entity, _) in batch.states { written[entity.id, default: 0] += 1 }
        }
      })
    try build(model, log, batch: 3)
    #expect(written.withLock { $0 }.count == 6)
    #expect(written.withLock { $0 }.values.allSatisfy { $0 == 1 })
    #expect(model.checkpoint() == Position(60))
  }

  @Test("Several are built in one pass; one that refuses a record stands still by itself")
  func several() async throws {
    let log = try await log(12, CaseState.projection)
    try await LogFixture.append([LogFixture.event("test.refused", "case-A")], to: log)
    let store = MemoryReadModelStore()
    let reads = WrappedLog(log)
    let results = try #require(
      try Rebuild.run(
        [Tally.projection(.case), CaseState.projection, ConversationArchive.projection],
        log: reads, store: store, compares: false, swaps: true, progress: { _ in true }))
    #expect(throws: ProjectionFailure.self) { try results[0].get() }
    for (place, projection) in [CaseState.projection, ConversationArchive.projection].enumerated() {
      let result = try results[place + 1].get()
      #expect(result.isServing)
      let reference = NaiveReference(projection, try LogFixture.records(of: log))
      let model = try store.open(result.generation, of: projection)
      #expect(try model.allRows() == reference.rows(through: log.head().position))
    }
    // Once for the links and once for the records, and again for the one that failed.
    #expect(reads.selectors.count { $0 == .all } == 3)
  }

  /// Two projections' read models, and how they are built in one pass.
  private struct Pair {
    let projections = [CaseState.projection, ConversationArchive.projection]
    let log: MemoryEventStore
    let models: [ScriptedReadModel]
    private let runners: [ProjectionRunner]
    private let head: Position

    init(_ log: MemoryEventStore) throws {
      self.log = log
      models = projections.map { ScriptedReadModel($0) }
      runners = models.map { ProjectionRunner(log: log, model: $0, batchSize: 5) }
      head = log.head().position
      try ProjectionRunner.preloadLinks(of: runners.map { ($0, head) }, progress: { _ in true })
    }

    func build(
      _ progress: (ProjectionRunner.Progress) -> Bool = { _ in true }
    ) throws -> [(any Error)?] {
      try ProjectionRunner.build(runners, through: head, progress: progress)
    }

    /// Whether a read model has everything, and says so.
    func isWhole(_ place: Int) throws -> Bool {
      let reference = NaiveReference(projections[place], try LogFixture.records(of: log))
      return try models[place].checkpoint() == head && models[place].rowsDue() == nil
        && models[place].allRows() == reference.rows(through: head)
    }
  }

  @Test(
    "Several that are stopped at any batch go on from there and come to the same", arguments: 1...9)
  func stopped(batches: Int) async throws {
    let pair = try Pair(await log(7, CaseState.projection))
    var told: [Position] = []
    let failures = try pair.build { progress in
      told.append(progress.position)
      return told.count < batches
    }
    #expect(failures.allSatisfy { $0 == nil })
    // Each batch once, from the first on, however far the threads are.
    #expect(told == (1...batches).map { Position(Int64($0) * 5) })
    for model in pair.models {
      #expect(model.checkpoint() >= Position(Int64(batches) * 5), "what was told is written")
    }
    #expect(try pair.build().allSatisfy { $0 == nil })
    for place in pair.models.indices { #expect(try pair.isWhole(place)) }
  }

  @Test(
    "Asked to stop, a build does so without having to tell how far it is, and goes on later",
    arguments: [0, 1, 4, 9])
  func asked(after asks: Int) async throws {
    let projection = CaseState.projection
    let log = try await log(7, projection)
    let model = MemoryReadModel(projection)
    var first = ProjectionRunner(log: log, model: model)
    try first.preloadLinks(through: log.head().position)
    let counter = Counter()
    var runner = ProjectionRunner(
      log: log, model: model, batchSize: 5, stop: StopRequest { counter.next() > asks })
    #expect(throws: CancellationError.self) { try runner.catchUp() }
    #expect(try model.checkpoint() <= Position(Int64(asks) * 5))
    var again = ProjectionRunner(log: log, model: model)
    let head = try again.catchUp()
    #expect(try model.checkpoint() == head && head == log.head().position)
    let reference = NaiveReference(projection, try LogFixture.records(of: log))
    #expect(try model.allRows() == reference.rows(through: head))
  }

  @Test("One whose store fails stops by itself, and goes on from what it has", arguments: 0...3)
  func failing(after commits: Int) async throws {
    let pair = try Pair(await log(9, CaseState.projection))
    let left = Mutex(commits)
    pair.models[0].follow { _ in
      left.withLock { left in
        left -= 1
        return left < 0 ? StorageFault(code: .full, reason: "full for the test") : nil
      }
    }
    let failures = try pair.build()
    #expect((failures[0] as? StorageFault)?.code == .full)
    #expect(failures[1] == nil)
    #expect(try pair.isWhole(1))
    #expect(try !pair.isWhole(0))
    pair.models[0].follow { _ in nil }
    #expect(try pair.build().allSatisfy { $0 == nil })
    #expect(try pair.isWhole(0))
  }

  @Test("Rows are made once and in the order of keys, also when that is stopped in between")
  func rows() async throws {
    let projection = Tally.projection(.case)
    let log = MemoryEventStore(clock: LogClock { LogFixture.start })
    try await LogFixture.append(
      (0..<3_000).map { LogFixture.event("case.opened", "case-\($0 % 1_500)") }, to: log)
    let made = Mutex<[String]>([])
    let model = ScriptedReadModel(MemoryReadModel(projection)) { commit in
      if case .rows(let rows) = commit { made.withLock { $0 += rows.map(\.entity.description) } }
      return nil
    }
    var runner = ProjectionRunner(log: log, model: model, batchSize: 1_000)
    try runner.preloadLinks(through: log.head().position)
    var stops = 0
    // Stopped at the first page of rows that it tells of, which is kept.
    while model.checkpoint() < log.head().position || model.rowsDue() != nil {
      let before = made.withLock { $0.count }
      try runner.catchUp { state in
        guard let rows = state.rows else { return true }
        #expect(state.position == state.target)
        #expect(rows.made == min(512, rows.total))
        #expect(rows.total == 1_500 - before)
        stops += 1
        return false
      }
      #expect(made.withLock { $0.count } > before || model.rowsDue() == nil)
      try #require(stops < 10)
    }
    #expect(stops > 0)
    let entities = made.withLock { $0 }
    #expect(entities.count == 1_500)
    #expect(entities == entities.sorted())
    let reference = NaiveReference(projection, try LogFixture.records(of: log))
    #expect(try model.allRows() == reference.rows(through: log.head().position))
  }

  @Test("A store that fails while rows are made, fails the build; they are made the next time")
  func failingRows() async throws {
    let pair = try Pair(await log(11, CaseState.projection))
    pair.models[0].follow { commit in
      guard case .rows = commit else { return nil }
      return StorageFault(code: .full, reason: "full for the test")
    }
    let failures = try pair.build()
    #expect((failures[0] as? StorageFault)?.code == .full)
    #expect(failures[1] == nil)
    #expect(pair.models[0].rowsDue() != nil)
    #expect(try pair.isWhole(1))
    pair.models[0].follow { _ in nil }
    #expect(try pair.build().allSatisfy { $0 == nil })
    #expect(try pair.isWhole(0))
  }

  @Test("A damaged log stops all of them, and what came before is kept")
  func damaged() async throws {
    let projections = [CaseState.projection, ConversationArchive.projection]
    let log = try await log(5, projections[0])
    let store = MemoryReadModelStore()
    let altered = WrappedLog(log) { _, page in
      page.map { stored in
        guard stored.position == Position(40) else { return stored }
        return StoredRecord(
          position: stored.position, line: stored.line, leaf: [UInt8](repeating: 0, count: 32))
      }
    }
    #expect(throws: CompletenessAlarm.self) {
      try Rebuild.run(
        projections, log: altered, store: store, compares: false, swaps: true,
        progress: { _ in true })
    }
    let results = try #require(
      try Rebuild.run(
        projections, log: log, store: store, compares: false, swaps: true,
        progress: { _ in true }))
    for (result, projection) in zip(results, projections) {
      let generation = try result.get().generation
      #expect(generation.number == 1, "the build that was begun")
      let reference = NaiveReference(projection, try LogFixture.records(of: log))
      let model = try store.open(generation, of: projection)
      #expect(try model.allRows() == reference.rows(through: log.head().position))
    }
  }

  @Test("Links are found without decoding the other records")
  func links() async throws {
    for seed in 1...8 as ClosedRange<UInt64> {
      let log = try await log(seed, CaseState.projection)
      try log.forEachRecord { stored in
        let record = try stored.decoded()
        let isNaming = record.conversation != nil && record.case != nil
        #expect(
          stored.line.withUnsafeBytes { LinkReader.mayMakeLinks($0) }
            == (Link.isLink(record.type) || isNaming))
        return true
      }
    }
    // What does not end as canonical JSON does is looked at.
    for text in ["", "}", "{\"version\":1}", "{\"type\":5,\"version\":1}", "{\"type\":\"a\"} "] {
      #expect(Array(text.utf8).withUnsafeBytes { LinkReader.mayMakeLinks($0) }, "\(text)")
    }
  }
}
