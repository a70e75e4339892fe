internal import EventLog
internal import Foundation
internal import InteractionModel
internal import SQLiteStore
internal import Testing

@testable import ProjectionEngine
@testable import Projections

@Suite("The read models of a directory")
struct ReadModelStoreTests {
  private let projection = Shelf.projection

  private let directory: TestDirectory

  init() throws { directory = try TestDirectory() }

  /// The directory's read models, opened once or twice.
  private func stores(_ count: Int) throws -> [SQLiteReadModelStore] {
    try (0..<count).map { _ in try SQLiteReadModelStore(directory: directory.path) }
  }

  private func files() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(directory.path)/projections")
      .filter { $0.hasSuffix(".db") }.sorted()
  }

  @Test("Generations are built, serve, are replaced and discarded, files and all")
  func generations() throws {
    let stores = try stores(2)
    let store = stores[0]
    #expect(try store.generations().isEmpty)
    let first = try store.create(projection)
    #expect(first.number == 1 && first.state == .building && first.codeVersion == 3)
    try store.serve(first)
    let second = try store.create(projection)
    #expect(try stores[1].generations().map(\.state) == [.serving, .building])
    let checkpoint = LogCheckpoint(position: Position(7), leaf: [1, 2, 3])
    try store.note(digest: "abc", at: checkpoint, of: second)
    try store.serve(second)
    let now = try stores[1].generations()
    #expect(now.map(\.number) == [2])
    #expect(now.map(\.digest) == ["abc"])
    #expect(now.map(\.digestPosition) == [Position(7)])
    #expect(now.map(\.digestLeaf) == [[1, 2, 3]])
    #expect(try files() == ["Shelf-2.db"])
    let third = try store.create(projection)
    #expect(third.number == 3, "a number is never used again")
    try store.discard(third)
    #expect(try files() == ["Shelf-2.db"])
    #expect(try store.create(projection).number == 4)
    try stores.forEach { try $0.close() }
  }

  @Test("The indexes for queries are made when the rows are there, once, and found again")
  func indexes() throws {
    let store = try stores(1)[0]
    let generation = try store.create(projection)
    let lease = try store.acquire(generation, of: projection)
    try lease.model.commit(Shelf.batch(1))
    let file = "\(directory.path)/projections/Shelf-1.db"
    #expect(try Shelf.missingIndexes(file) == ["item_count", "item_status"])
    try lease.model.prepareToServe()
    try lease.model.prepareToServe()
    #expect(try Shelf.missingIndexes(file) == [])
    try lease.model.commit(Shelf.batch(2))
    #expect(try Shelf.violations(lease.model) == [])
    #expect(
      fault { () throws(StorageFault) in
        try store.open(generation, of: projection).prepareToServe()
      }?.code == .permission)
    lease.release()
    try store.close()
  }

  @Test("A generation that serves is not discarded by whoever took it for an unfinished one")
  func staleDiscard() throws {
    let stores = try stores(2)
    let generation = try stores[0].create(projection)
    try stores[1].serve(generation)
    #expect(
      fault { () throws(StorageFault) in try stores[0].discard(generation) }?.code == .serving)
    #expect(try files() == ["Shelf-1.db"])
    #expect(try stores[0].generations().map(\.state) == [.serving])
    try stores.forEach { try $0.close() }
  }

  @Test("Serving twice changes nothing; what was discarded cannot serve")
  func staleServe() throws {
    let stores = try stores(2)
    let generation = try stores[0].create(projection)
    try stores[0].serve(generation)
    try stores[1].serve(generation)
    #expect(try files() == ["Shelf-1.db"])
    let second = try stores[0].create(projection)
    try stores[0].discard(second)
    #expect(
      fault { () throws(StorageFault) in try stores[1].serve(second) }?.code == .missing)
    #expect(try stores[1].generations().map(\.number) == [1])
    try stores.forEach { try $0.close() }
  }

  @Test("Two processes that create at once get two numbers and two files")
  func createdAtOnce() async throws {
    let stores = try stores(2)
    let projection = projection
    let numbers = try await withThrowingTaskGroup(of: Int64.self) { group in
      for task in 0..<6 {
        group.addTask { try stores[task % 2].create(projection).number }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(numbers.sorted() == Array(1...6))
    #expect(try files().count == 6)
    for generation in try stores[0].generations() {
      #expect(try stores[1].open(generation, of: projection).checkpoint() == .start)
    }
    try stores.forEach { try $0.close() }
  }

  // MARK: The right to write

  @Test("One writer at a time, through whichever store; released twice is released once")
  func lease() throws {
    let stores = try stores(2)
    let generation = try stores[0].create(projection)
    let lease = try stores[0].acquire(generation, of: projection)
    for store in stores {
      #expect(
        fault { () throws(StorageFault) in try store.acquire(generation, of: projection) }?.code
          == .busy)
    }
    // Reading needs no right.
    #expect(try stores[1].open(generation, of: projection).checkpoint() == .start)
    lease.release()
    let second = try stores[1].acquire(generation, of: projection)
    lease.release()
    #expect(
      fault { () throws(StorageFault) in try stores[0].acquire(generation, of: projection) }?.code
        == .busy)
    second.release()
    try stores.forEach { try $0.close() }
  }

  @Test("Whoever lost the right without noticing writes nothing")
  func superseded() throws {
    let stores = try stores(2)
    let generation = try stores[0].create(projection)
    let old = try stores[0].acquire(generation, of: projection)
    try old.model.commit(Shelf.batch(1))
    old.release()
    let new = try stores[1].acquire(generation, of: projection)
    #expect(
      fault { () throws(StorageFault) in try old.model.commit(Shelf.batch(2)) }?.code
        == .superseded)
    #expect(
      fault { () throws(StorageFault) in
        try old.model.setFailure(ProjectionFailure(position: Position(1), reason: "x"))
      }?.code == .superseded)
    try new.model.commit(Shelf.batch(2))
    #expect(try Shelf.violations(stores[0].open(generation, of: projection)) == [])
    #expect(try new.model.checkpoint() == Position(2))
    new.release()
    try stores.forEach { try $0.close() }
  }

  @Test("Whoever follows a generation that was replaced is told, and cannot take it again")
  func replaced() throws {
    let stores = try stores(2)
    let first = try stores[0].create(projection)
    try stores[0].serve(first)
    let follower = try stores[0].acquire(first, of: projection)
    try follower.model.commit(Shelf.batch(1))
    let second = try stores[1].create(projection)
    try stores[1].serve(second)
    #expect(
      fault { () throws(StorageFault) in try follower.model.commit(Shelf.batch(2)) }?.code
        == .superseded)
    follower.release()
    for store in stores {
      #expect(
        fault { () throws(StorageFault) in try store.acquire(first, of: projection) }?.code
          == .missing)
      #expect(
        fault { () throws(StorageFault) in try store.open(first, of: projection) }?.code
          == .missing)
    }
    try stores.forEach { try $0.close() }
  }

  @Test("A read model opened for reading refuses to be written")
  func readOnly() throws {
    let stores = try stores(1)
    let generation = try stores[0].create(projection)
    let model = try stores[0].open(generation, of: projection)
    #expect(
      fault { () throws(StorageFault) in try model.commit(Shelf.batch(1)) }?.code == .permission)
    try stores[0].close()
  }

  // MARK: Reading

  @Test("A snapshot stands still while others commit")
  func snapshot() throws {
    let stores = try stores(2)
    let generation = try stores[0].create(projection)
    let lease = try stores[0].acquire(generation, of: projection)
    try lease.model.commit(Shelf.batch(1))
    for model in [lease.model, try stores[1].open(generation, of: projection)] {
      try model.withSnapshot { snapshot in
        let before = try snapshot.checkpoint()
        let next = Int(before.rawValue) + 1
        try lease.model.commit(Shelf.batch(next))
        #expect(try snapshot.checkpoint() == before)
        #expect(try Shelf.violations(snapshot) == [])
        #expect(try model.checkpoint() == before.next)
        #expect(
          fault { () throws(StorageFault) in try snapshot.commit(Shelf.batch(next + 1)) } != nil)
      }
    }
    lease.release()
    try stores.forEach { try $0.close() }
  }

  @Test("A failure is noted and goes with the next commit")
  func failure() throws {
    let stores = try stores(2)
    let generation = try stores[0].create(projection)
    let lease = try stores[0].acquire(generation, of: projection)
    let failure = ProjectionFailure(position: Position(9), reason: "schema 2 is newer")
    try lease.model.setFailure(failure)
    let reader = try stores[1].open(generation, of: projection)
    #expect(try reader.failure() == failure)
    try lease.model.commit(Shelf.batch(1))
    #expect(try reader.failure() == nil)
    try lease.model.setFailure(failure)
    try lease.model.setFailure(nil)
    #expect(try reader.failure() == nil)
    lease.release()
    try stores.forEach { try $0.close() }
  }

  @Test("A batch with a row for no declared table leaves nothing behind")
  func undeclared() throws {
    let stores = try stores(1)
    let generation = try stores[0].create(projection)
    let lease = try stores[0].acquire(generation, of: projection)
    try lease.model.commit(Shelf.batch(1))
    var batch = Shelf.batch(2)
    batch.entities.append(
      EntityWrite(
        entity: .case("z"), position: Position(2), state: nil,
        rows: [Row(table: "elsewhere", key: "z", values: [])], named: []))
    #expect(throws: StorageFault.self) { try lease.model.commit(batch) }
    #expect(try lease.model.checkpoint() == Position(1))
    #expect(try Shelf.violations(lease.model) == [])
    lease.release()
    try stores[0].close()
  }

  // MARK: Scratch

  @Test("Scratch space can be written, and is removed afterwards, whatever happens")
  func scratch() throws {
    struct Stop: Error {}
    let stores = try stores(1)
    let scratch = "\(directory.path)/scratch"
    for fails in [false, true] {
      try? stores[0].withScratch(projection) { model in
        try model.commit(Shelf.batch(1))
        #expect(try Shelf.violations(model) == [])
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch).count == 1)
        if fails { throw Stop() }
      }
      #expect(!FileManager.default.fileExists(atPath: scratch))
    }
    try stores[0].withScratch(projection) { outer in
      try stores[0].withScratch(projection) { inner in
        try inner.commit(Shelf.batch(1))
        #expect(try outer.checkpoint() == .start)
      }
      try outer.commit(Shelf.batch(1))
    }
    #expect(!FileManager.default.fileExists(atPath: scratch))
    try stores[0].close()
  }

  @Test("What a killed process left in scratch space is removed, what a living one has is not")
  func abandonedScratch() throws {
    let stores = try stores(1)
    let gone = Process()
    gone.executableURL = URL(fileURLWithPath: "/bin/true")
    try gone.run()
    gone.waitUntilExit()
    let dead = "\(directory.path)/scratch/\(gone.processIdentifier)-left"
    let living = "\(directory.path)/scratch/\(getppid())-mine"
    for folder in [dead, living] {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
    }
    try stores[0].withScratch(projection) { _ in }
    #expect(!FileManager.default.fileExists(atPath: dead))
    #expect(FileManager.default.fileExists(atPath: living))
    try stores[0].close()
  }
}
