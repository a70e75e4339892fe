import Dispatch
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
    ConversationArchive.projection,
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
            return left < 0 ? StorageFault(code: "io", message: "killed for the test") : nil
          }
        }
        do {
          try build(model, log, batch: 1 + kills % 3)
          isDone = true
        } catch let fault as StorageFault {
          #expect(fault.code == "io")
          kills += 1
          try #require(kills < 500)
        }
      }
      #expect(kills > 2, "\(projection.name) was killed \(kills) times")
      #expect(try model.allRows() == expected, "\(projection.name), seed \(seed)")
      #expect(try model.checkpoint() == log.head().position)
    }
  }

  @Test("An entity that is quiet is written once, however many batches it has records in")
  func writtenOnce() async throws {
    let projection = Tally.projection(.case)
    let log = try await LogFixture.log(
      (0..<60).map { LogFixture.event("case.opened", "case-\($0 / 10)") })
    let written = Mutex<[String: Int]>([:])
    let model = ScriptedReadModel(MemoryReadModel(projection)) { commit in
      guard case .states(let batch) = commit else { return nil }
      written.withLock { written in
        for (entity, _) in batch.states { written[entity.id, default: 0] += 1 }
      }
      return nil
    }
    try build(model, log, batch: 3)
    #expect(written.withLock { $0 }.count == 6)
    #expect(written.withLock { $0 }.values.allSatisfy { $0 == 1 })
    #expect(model.checkpoint() == Position(60))
  }

  @Test("Several are built in one pass; one that refuses a record stands still by itself")
  func several() async throws {
    let log = try await log(12, CaseState.projection)
    try await LogFixture.append([LogFixture.event("test.refused", "case-A")], to: log)
    let store = NamedReadModels()
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
      head = try log.head().position
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

  @Test("One whose store fails stops by itself, and goes on from what it has", arguments: 0...3)
  func failing(after commits: Int) async throws {
    let pair = try Pair(await log(9, CaseState.projection))
    let left = Mutex(commits)
    pair.models[0].follow { _ in
      left.withLock { left in
        left -= 1
        return left < 0 ? StorageFault(code: "full", message: "full for the test") : nil
      }
    }
    let failures = try pair.build()
    #expect((failures[0] as? StorageFault)?.code == "full")
    #expect(failures[1] == nil)
    #expect(try pair.isWhole(1))
    #expect(try !pair.isWhole(0))
    pair.models[0].follow { _ in nil }
    #expect(try pair.build().allSatisfy { $0 == nil })
    #expect(try pair.isWhole(0))
  }

  @Test("Entities stay in memory while there is room, however often they are quiet for long")
  func rewriting() async throws {
    let projection = Tally.projection(.case)
    let log = try await LogFixture.log(
      (0..<192).map { LogFixture.event("case.opened", "case-\($0 % 17)") })
    let written = Mutex(0)
    let model = ScriptedReadModel(MemoryReadModel(projection)) { commit in
      guard case .states(let batch) = commit else { return nil }
      written.withLock { $0 += batch.states.count }
      return nil
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
    let model = ScriptedReadModel(MemoryReadModel(projection)) { commit in
      guard case .states(let batch) = commit, let last = batch.states.map(\.state.position).max()
      else { return nil }
      written.withLock { for (entity, _) in batch.states { $0[entity.id, default: 0] += 1 } }
      if last < Position(6_000) { early.withLock { $0 += batch.states.count } }
      return nil
    }
    var runner = ProjectionRunner(log: log, model: model, batchSize: 500)
    // For about two thousand of them.
    runner.room = 5 << 20
    try runner.preloadLinks(through: log.head().position)
    try runner.catchUp()
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
    let head = try log.head().position
    let complete = MemoryReadModel(ContinuityHandoff.projection)
    try build(complete, log, batch: 4_096)
    let early = Mutex(0)
    let told = Mutex(Position.start)
    let model = ScriptedReadModel(MemoryReadModel(CaseState.projection)) { commit in
      guard case .states(let batch) = commit, told.withLock({ $0 }) < Position(7_000) else {
        return nil
      }
      early.withLock { $0 += batch.states.count }
      return nil
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
      // Not before some of what is written has come again.
      let result = wentOn.wait(timeout: .now() + 60)
      wentOn.signal()
      return result == .success ? nil : StorageFault(code: "io", message: "nothing went on")
    }
    var runner = ProjectionRunner(log: log, model: model, batchSize: 100)
    // Half of the first thousand must go, and there is room for all until they come again.
    runner.room = 3_200_000
    try runner.preloadLinks(through: log.head().position)
    try runner.catchUp { state in
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
    let model = ScriptedReadModel(MemoryReadModel(projection)) { commit in
      guard case .states(let batch) = commit else { return nil }
      checkpoints.withLock { _ = $0.insert(batch.checkpoint) }
      return nil
    }
    try build(model, log, batch: 2)
    #expect(checkpoints.withLock { $0 }.contains { $0 > .start && $0 < Position(1_000) })
    #expect(model.checkpoint() == Position(1_000))
  }

  @Test("Builds that share their room are asked to make some in turn, and those that left are not")
  func room() {
    let room = StateRoom(bytes: 1_000)
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
    while try model.checkpoint() < log.head().position || model.rowsDue() != nil {
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
      return StorageFault(code: "full", message: "full for the test")
    }
    let failures = try pair.build()
    #expect((failures[0] as? StorageFault)?.code == "full")
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
    let store = NamedReadModels()
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
        let type = try stored.decoded().type
        #expect(stored.line.withUnsafeBytes { LinkReader.mayMakeLinks($0) } == Link.isLink(type))
        return true
      }
    }
    // What does not end as canonical JSON does is looked at.
    for text in ["", "}", "{\"version\":1}", "{\"type\":5,\"version\":1}", "{\"type\":\"a\"} "] {
      #expect(Array(text.utf8).withUnsafeBytes { LinkReader.mayMakeLinks($0) }, "\(text)")
    }
  }
}

/// Read models in memory of several projections.
private final class NamedReadModels: ReadModelStore {
  private let stores = Mutex<[String: MemoryReadModels]>([:])

  private func store(_ name: String) -> MemoryReadModels {
    stores.withLock { stores in
      let store = stores[name] ?? MemoryReadModels()
      stores[name] = store
      return store
    }
  }

  func generations() -> [Generation] {
    stores.withLock { $0.values.flatMap { $0.generations() } }
  }

  func open(
    _ generation: Generation, of projection: Projection
  ) throws(StorageFault) -> any ReadModel {
    try store(projection.name).open(generation, of: projection)
  }

  func acquire(
    _ generation: Generation, of projection: Projection
  ) throws(StorageFault) -> WriterLease {
    try store(projection.name).acquire(generation, of: projection)
  }

  func create(_ projection: Projection) -> Generation { store(projection.name).create(projection) }
  func serve(_ generation: Generation) { store(generation.projection).serve(generation) }
  func discard(_ generation: Generation) { store(generation.projection).discard(generation) }
  func note(digest: String, at position: Position, of generation: Generation) {}

  func withScratch<Value>(
    _ projection: Projection, _ body: (any ReadModel) throws -> Value
  ) throws -> Value { try store(projection.name).withScratch(projection, body) }
}
