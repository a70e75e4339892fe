public import EventLog
internal import Foundation
internal import GRDB
internal import InteractionModel
internal import Migrations
internal import Synchronization
public import Vault

/// The vault's rows in one SQLite file, every commit synced before it is acknowledged.
public final class SQLiteVaultStore: VaultStore {
  let pool: DatabasePool
  private let path: String
  /// For the questions that appends ask: a reader of the pool looks at the schema each time, which
  /// costs several times what a question does.
  private let glances: Mutex<any DatabaseReader>
  /// Nil when it was opened for reading only.
  private let checkpointer: WALCheckpointer?

  /// Opens the vault's file of a directory, or creates it.
  /// - Parameter directory: the store's directory; must exist.
  /// - Throws: ``StorageFault``.
  public convenience init(directory: String) throws(StorageFault) {
    try self.init(directory: directory, walFrames: WALCheckpointer.frameLimit)
  }

  /// Opens the vault's file of a directory, or creates it, and writes it back as often as is wanted.
  /// - Parameters:
  ///   - directory: the store's directory; must exist.
  ///   - walFrames: how many pages the WAL has when it is written back.
  /// - Throws: ``StorageFault``.
  init(directory: String, walFrames: Int) throws(StorageFault) {
    let path = "\(directory)/vault.db"
    let checkpointer = WALCheckpointer(path: path, limit: walFrames)
    self.path = path
    self.checkpointer = checkpointer
    let opened = try faulting("open \(path)") {
      try SQLiteVaultStore.makePrivate(path)
      // Records that stand near each other need keys that do: few pages serve a reader.
      let pool = try SQLiteFile.open(
        path, migrations: Migration.sqliteVault, durability: .full, readerCache: 4_096)
      // A destroyed key must not survive in a free page.
      try pool.writeWithoutTransaction { database in
        try database.execute(sql: "PRAGMA secure_delete = ON")
        checkpointer.install(on: database)
      }
      return (pool, try SQLiteFile.openToGlance(path))
    }
    pool = opened.0
    glances = Mutex(opened.1 as any DatabaseReader)
  }

  /// Opens the vault's file of a directory for reading only: it stays as it is, of whatever form, and
  /// so do its mode and the files beside it.
  ///
  /// Works where nothing can be written, and reads also what stands only in the WAL; see
  /// <doc:ReadingOnly>.
  /// - Parameter directory: the store's directory.
  /// - Throws: ``StorageFault`` when there is no vault, or it cannot be opened.
  public init(reading directory: String) throws(StorageFault) {
    let path = "\(directory)/vault.db"
    self.path = path
    checkpointer = nil
    pool = try faulting("open \(path)") {
      let pool = try SQLiteFile.openToRead(path)
      try SQLiteFile.requireKnownForm(pool, Migration.sqliteVault, path)
      return pool
    }
    glances = Mutex(pool)
  }

  /// Whether it was opened for reading only.
  var isReading: Bool { checkpointer == nil }

  /// Makes the file readable by its owner only before anything is in it: SQLite gives the files
  /// beside it (`-wal`, `-shm`) the mode that it finds when it makes them.
  ///
  /// The file itself is never opened here: closing it would drop the locks that other connections
  /// of this process have on it (POSIX). A new one is made under another name and linked.
  private static func makePrivate(_ path: String) throws {
    try StoreFile.requireDatabase(path)
    if access(path, F_OK) != 0 {
      let scratch = "\(path).\(UUID().uuidString)"
      let descriptor = Foundation.open(scratch, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      if descriptor >= 0 { Foundation.close(descriptor) }
      // Another process may have been faster.
      link(scratch, path)
      unlink(scratch)
    }
    let isPrivate = ["", "-wal", "-shm"].allSatisfy { suffix in
      chmod(path + suffix, 0o600) == 0 || (errno == ENOENT && !suffix.isEmpty)
    }
    guard isPrivate else {
      throw StorageFault(
        code: .permission, reason: "cannot make \(path) private",
        remedy: "check that the folder exists and who owns it")
    }
  }

  /// Closes the vault's file; nothing can be read or written afterwards.
  /// - Throws: ``StorageFault`` `busy` while something is being read; the vault stays open then.
  public func close() throws(StorageFault) {
    checkpointer?.close()
    try faulting("close the vault") {
      guard !isReading else { return try SQLiteFile.close(pool) }
      // First: whoever closes last writes the WAL back, which is not for one that only reads.
      try glances.withLock { try $0.close() }
      do {
        try SQLiteFile.close(pool)
      } catch {
        try glances.withLock { $0 = try SQLiteFile.openToGlance(path) }
        throw error
      }
    }
  }

  /// Reads the vault as it stands at one moment.
  func read<Value>(_ body: (Database) throws -> Value) throws(StorageFault) -> Value {
    try faulting("read the vault") { try pool.read(body) }
  }

  /// Reads little, for an answer.
  func glancing<Value>(_ body: (Database) throws -> Value) throws(StorageFault) -> Value {
    try faulting("read the vault") { try glance(body) }
  }

  /// Reads little.
  func glance<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try glances.withLock { $0 }.unsafeRead(body)
  }

  /// Waits until what is being written back from the WAL into the file beside the commits is written;
  /// for whoever measures what appends cost.
  public func finishWritingBack() { checkpointer?.wait() }

  /// Runs a body in a transaction.
  func commit<Value>(_ body: (Database) throws -> Value) throws -> Value {
    guard let checkpointer else {
      throw StorageFault(code: .permission, reason: "the vault was opened for reading only")
    }
    return try pool.writeWithoutTransaction { database in
      let value = try database.immediately { try body(database) }
      checkpointer.committed(database)
      return value
    }
  }

  /// A number that is another one after every destruction, change of party and rewrapping.
  public func epoch() throws(StorageFault) -> Int64 {
    try glancing { database in
      try SQLiteStatement(database, "SELECT epoch FROM master").first { $0.integer(0) } ?? 0
    }
  }

  /// Runs a transaction that makes keys in memory stale.
  func write<Value>(
    _ action: String, _ body: (Database) throws -> Value
  ) throws(StorageFault) -> Value {
    try faulting(action) {
      try commit { database in
        try database.execute(sql: "UPDATE master SET epoch = epoch + 1")
        return try body(database)
      }
    }
  }
}
