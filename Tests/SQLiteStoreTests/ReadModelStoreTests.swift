internal import EventLog
internal import Foundation
internal import InteractionModel
internal import ProjectionEngine
internal import SQLiteStore
internal import StoreConformance
internal import Testing

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

  @Test("A generation has a file, which goes with it and not before")
  func generationFiles() throws {
    let stores = try stores(2)
    let first = try stores[0].create(projection)
    try stores[0].serve(first)
    // Serving twice, or discarding what serves, touches no file.
    try stores[1].serve(first)
    _ = fault { () throws(StorageFault) in try stores[0].discard(first) }
    #expect(try files() == ["Shelf-1.db"])
    let second = try stores[0].create(projection)
    #expect(try files() == ["Shelf-1.db", "Shelf-2.db"])
    try stores[1].serve(second)
    #expect(try files() == ["Shelf-2.db"])
    try stores[0].discard(stores[0].create(projection))
    #expect(try files() == ["Shelf-2.db"])
    try stores.forEach { try $0.close() }
  }

  @Test("A catalogue of before generations were kept goes on with what it has")
  func olderCatalogue() throws {
    let store = try stores(1)[0]
    let first = try store.create(projection)
    try store.serve(first)
    let checkpoint = LogCheckpoint(position: Position(7), leaf: [1, 2, 3])
    try store.note(digest: "abc", at: checkpoint, of: first)
    let before = try store.generations()
    try store.close()
    do {
      // What it was like: the same table without the columns and the state.
      let raw = try RawConnection("\(directory.path)/catalogue.db")
      try raw.rows("DROP TABLE build_measure")
      try raw.rows(
        """
        CREATE TABLE older (
          projection TEXT NOT NULL, generation INTEGER NOT NULL, code_version INTEGER NOT NULL,
          file TEXT NOT NULL,
          state TEXT NOT NULL CHECK (state IN ('building', 'serving', 'retired')),
          digest TEXT, digest_position INTEGER, digest_leaf BLOB,
          PRIMARY KEY (projection, generation)) STRICT, WITHOUT ROWID
        """)
      try raw.rows(
        """
        INSERT INTO older SELECT projection, generation, code_version, file, state, digest,
          digest_position, digest_leaf FROM generation
        """)
      try raw.rows("DROP TABLE generation")
      try raw.rows("ALTER TABLE older RENAME TO generation")
      try raw.rows(
        "CREATE UNIQUE INDEX generation_serving ON generation (projection) WHERE state = 'serving'")
      try raw.rows("DELETE FROM grdb_migrations WHERE identifier = '0003_catalogue'")
    }
    let reading = try SQLiteReadModelStore(reading: directory.path)
    #expect(try reading.generations() == before && reading.buildMeasures().isEmpty)
    try reading.close()
    let again = try stores(1)[0]
    #expect(try again.generations() == before)
    let second = try again.create(projection)
    try again.serve(
      second, keepingPreviousUntil: Instant(microseconds: 1), held: false)
    #expect(try again.generations().map(\.state) == [.previous, .serving])
    #expect(try files() == ["Shelf-1.db", "Shelf-2.db"])
    try again.close()
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

  @Test("Scratch space is a folder, which is removed afterwards, whatever happens")
  func scratch() throws {
    struct Stop: Error {}
    let stores = try stores(1)
    let scratch = "\(directory.path)/scratch"
    for fails in [false, true] {
      try? stores[0].withScratch(projection) { _ in
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch).count == 1)
        if fails { throw Stop() }
      }
      #expect(!FileManager.default.fileExists(atPath: scratch))
    }
    try stores[0].withScratch(projection) { _ in
      try stores[0].withScratch(projection) { _ in }
      #expect(FileManager.default.fileExists(atPath: scratch))
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
