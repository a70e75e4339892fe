public import EventLog
internal import Foundation
internal import GRDB
public import InteractionModel
internal import Migrations
public import ProjectionEngine
public import Projections
internal import Synchronization

/// The read models of a store's directory: a catalogue, and a file for each generation.
public final class SQLiteReadModelStore: ReadModelStore {
  let directory: String
  /// Nil when it is not there and nothing may be made.
  let catalogueFile: DatabasePool?
  private let isReading: Bool
  private let opened = Mutex<[String: DatabasePool]>([:])

  /// Opens the catalogue of a directory, or creates it.
  /// - Parameter directory: the store's directory; must exist.
  /// - Throws: ``StorageFault``.
  public init(directory: String) throws(StorageFault) {
    self.directory = directory
    isReading = false
    catalogueFile = try faulting("open \(directory)/catalogue.db") {
      try FileManager.default.createDirectory(
        atPath: "\(directory)/projections", withIntermediateDirectories: true)
      return try SQLiteFile.open(
        "\(directory)/catalogue.db", migrations: Migration.sqliteCatalogue, durability: .full)
    }
  }

  /// Opens the catalogue of a directory for reading only: its files stay as they are.
  ///
  /// Scratch space can be had all the same: where the directory has no room for it, in the system's
  /// folder for temporary files.
  /// - Parameter directory: the store's directory.
  /// - Throws: ``StorageFault``.
  public init(reading directory: String) throws(StorageFault) {
    self.directory = directory
    isReading = true
    let path = "\(directory)/catalogue.db"
    catalogueFile = try faulting("open \(path)") {
      guard FileManager.default.fileExists(atPath: path) else { return nil }
      let pool = try SQLiteFile.openToRead(path)
      try SQLiteFile.requireKnownForm(pool, Migration.sqliteCatalogue, path)
      return pool
    }
  }

  /// The catalogue, for whoever changes it.
  var catalogue: DatabasePool {
    get throws {
      guard let catalogueFile, !isReading else {
        throw StorageFault(
          code: .permission, reason: "the read models were opened for reading only")
      }
      return catalogueFile
    }
  }

  /// Closes the catalogue and every read model opened through this object.
  /// - Throws: ``StorageFault`` `busy` while something is being read; ask again then.
  public func close() throws(StorageFault) {
    try faulting("close the read models") {
      try opened.withLock { opened in
        let paths = opened.keys.sorted()
        let pools = paths.compactMap { opened[$0] }
        // Each writes what its WAL holds into its file.
        let closed = try Parallel.map(pools.count) { place in
          Result { try SQLiteFile.close(pools[place]) }
        }
        for (path, result) in zip(paths, closed) {
          if case .success = result { opened[path] = nil }
        }
        for result in closed { try result.get() }
      }
      if let catalogueFile { try SQLiteFile.close(catalogueFile) }
    }
  }

  /// Where the file of a generation is.
  func path(_ generation: Generation) -> String { path(generation.projection, generation.number) }

  /// Where the file of a generation is.
  func path(_ projection: String, _ number: Int64) -> String {
    "\(directory)/projections/\(projection)-\(number).db"
  }

  /// The file of a read model, opened once.
  func pool(_ path: String, of projection: String) throws -> DatabasePool {
    try opened.withLock { opened in
      try StoreFile.requireDatabase(path)
      // Looked for every time: another process may have retired it, and numbers are never used
      // again, so a file of this name is the same one.
      guard FileManager.default.fileExists(atPath: path) else {
        opened[path] = nil
        throw StorageFault(
          code: .missing, reason: "\(path) is gone",
          remedy: "build it again with \(.rebuild(projection))")
      }
      if let pool = opened[path] { return pool }
      let pool = try isReading ? SQLiteFile.openToRead(path) : SQLiteReadModelStore.open(path)
      opened[path] = pool
      return pool
    }
  }

  /// Opens a read model's file.
  ///
  /// Few pages are kept: a query needs a path through a table, a build writes most rows once, the
  /// system keeps the rest, and there are as many connections as projections and threads.
  private static func open(_ path: String) throws -> DatabasePool {
    try SQLiteFile.open(
      path, migrations: [], durability: .normal, writerCache: 12_288, readerCache: 4_096)
  }

  /// The read model of a generation, for reading.
  public func open(
    _ generation: Generation, of projection: Projection
  ) throws(StorageFault) -> any ReadModel {
    try faulting("open \(path(generation))", rebuilding: projection.name) {
      let pool = try pool(path(generation), of: projection.name)
      return SQLiteReadModel(projection, pool: pool, epoch: nil)
    }
  }

  /// The same, with the right to write it.
  public func acquire(
    _ generation: Generation, of projection: Projection
  ) throws(StorageFault) -> WriterLease {
    try faulting("open \(path(generation)) for writing", rebuilding: projection.name) {
      let path = path(generation)
      let lock = try FileLock(path + ".lock", what: projection.name)
      do {
        let pool = try pool(path, of: projection.name)
        let epoch = try catalogue.write { database in
          let state = try SQLiteReadModelStore.state(of: generation, database)
          guard let state, state != .retired else {
            throw SQLiteReadModelStore.gone(generation)
          }
          try database.execute(sql: "UPDATE lease SET epoch = epoch + 1")
          return try Int64.fetchOne(database, sql: "SELECT epoch FROM lease") ?? 0
        }
        // The file's own epoch is what commits check; the catalogue's makes it unique.
        try pool.write { database in
          try database.execute(sql: "UPDATE meta SET epoch = ?", arguments: [epoch])
          try database.execute(sql: ReadModelSchema(projection: projection).entityIndexes)
        }
        return WriterLease(
          model: SQLiteReadModel(projection, pool: pool, epoch: epoch),
          release: { lock.unlock() })
      } catch {
        lock.unlock()
        throw error
      }
    }
  }

  /// A new generation, building, beside whatever serves.
  public func create(_ projection: Projection) throws(StorageFault) -> Generation {
    try faulting("create a generation of \(projection.name)") {
      // In one transaction of the catalogue, so that no two get one number.
      try catalogue.write { database in
        let last = try Int64.fetchOne(
          database, sql: "SELECT max(generation) FROM generation WHERE projection = ?",
          arguments: [projection.name])
        guard last != .max else {
          throw StorageFault(
            code: .corrupt,
            reason: """
              the catalogue has no number left for a generation of \(projection.name), which it \
              cannot have counted to
              """,
            remedy: "restore catalogue.db from a copy")
        }
        let generation = Generation(
          projection: projection.name, number: (last ?? 0) + 1, codeVersion: projection.version,
          state: .building, digest: nil, digestPosition: nil)
        // The file first: a crash between the two leaves a file no catalogue names, which the next
        // attempt replaces.
        removeFiles(path(generation))
        try fill(path(generation), projection)
        // Its tables must be on the disk before the catalogue says so: a file that is not synced at
        // each commit could otherwise come back from a power cut without any.
        try pool(path(generation), of: projection.name).writeWithoutTransaction {
          _ = try $0.checkpoint(.truncate)
        }
        try database.execute(
          sql: """
            INSERT INTO generation (projection, generation, code_version, file, state)
            VALUES (?, ?, ?, ?, 'building')
            """,
          arguments: [
            projection.name, generation.number, projection.version,
            "\(projection.name)-\(generation.number).db",
          ])
        return generation
      }
    }
  }

  /// Makes an empty read model at a path.
  private func fill(_ path: String, _ projection: Projection) throws {
    let pool = try SQLiteReadModelStore.open(path)
    try pool.write { database in
      try database.execute(sql: ReadModelSchema(projection: projection).sql)
      try database.execute(
        sql: """
          INSERT INTO meta (id, projection, code_version, epoch, checkpoint, links_through)
          VALUES (1, ?, ?, 0, 0, 0)
          """, arguments: [projection.name, projection.version])
    }
    opened.withLock { $0[path] = pool }
  }

  /// Removes a file and what SQLite has beside it.
  func removeFiles(_ path: String) {
    opened.withLock { $0[path] = nil }
    for suffix in ["", "-wal", "-shm", ".lock"] { unlink(path + suffix) }
  }

  /// An empty read model in scratch space, removed when `body` ends.
  public func withScratch<Value>(
    _ projection: Projection, _ body: (any ReadModel) throws -> Value
  ) throws -> Value {
    let root = scratchRoot
    for path in StoreLeftovers.abandoned(in: root) {
      try? FileManager.default.removeItem(atPath: path)
    }
    let folder = "\(root)/\(getpid())-\(UUID().uuidString)"
    try faulting("make scratch space in \(root)") {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    let path = "\(folder)/\(projection.name).db"
    defer {
      opened.withLock { $0[path] = nil }
      try? FileManager.default.removeItem(atPath: folder)
      // Only goes when nobody else has scratch space.
      rmdir(root)
    }
    let model = try faulting("make scratch space in \(root)") {
      try fill(path, projection)
      return SQLiteReadModel(projection, pool: try pool(path, of: projection.name), epoch: 0)
    }
    return try body(model)
  }

  /// Where scratch space is: in the store's directory, or for whoever only reads in the system's
  /// folder for temporary files, where that one cannot be written or is about to be full.
  private var scratchRoot: String {
    let hasRoom = FileObstacle.room(in: directory).map { $0 >= 64 << 20 } ?? false
    return !isReading || (hasRoom && access(directory, W_OK) == 0)
      ? "\(directory)/scratch" : "\(NSTemporaryDirectory())/throughline-scratch-\(getuid())"
  }
}
