internal import EventLog
internal import Foundation
internal import GRDB
internal import InteractionModel
internal import Migrations

/// How the files of a store are opened by whoever only reads: nothing is written, migrated or made,
/// so that a full disk, a read-only mount or a folder of somebody else's is no obstacle.
///
/// What was committed and stands only in the WAL is read in every form.
extension SQLiteFile {
  /// How a file is read.
  private enum Form {
    /// Through the WAL's shared index, beside whoever writes.
    case shared
    /// Alone, with an index of the WAL in this process's memory: nobody has the file open, and the
    /// shared index cannot be made.
    case aloneWithWAL
    /// The file as it is: it was closed in order, no WAL is left, and none can be made.
    case alone

    /// The form for a file that nobody has open.
    init(ofUnshared path: String) {
      self = SQLiteFile.size(of: path + "-wal") > 0 ? .aloneWithWAL : .alone
    }

    func path(_ path: String) -> String {
      let absolute = URL(fileURLWithPath: path).path
      let name = absolute.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? absolute
      return switch self {
      case .shared: path
      // Without locks, which need a file that can be written; in exclusive mode SQLite keeps the
      // index of the WAL in memory.
      case .aloneWithWAL: "file:\(name)?mode=ro&vfs=unix-none"
      case .alone: "file:\(name)?mode=ro&immutable=1"
      }
    }
  }

  /// Opens a file for reading only.
  ///
  /// Whoever can make the WAL's shared index, or finds it there, reads beside those who write. Where
  /// it cannot be made and nobody holds it, nobody has the file open: then the file is read alone.
  /// - Parameters:
  ///   - path: where it is.
  ///   - readers: how many readers at once.
  ///   - cache: how many KiB of pages each reader keeps.
  /// - Returns: the open file.
  /// - Throws: what SQLite throws, or `StorageFault`: `missing` when there is no file, `irregular` when
  ///   it is no regular one.
  static func openToRead(
    _ path: String, readers: Int = 4, cache: Int = 4_096
  ) throws -> DatabasePool {
    try StoreFile.requireDatabase(path)
    guard FileManager.default.fileExists(atPath: path) else {
      throw StorageFault(
        code: .missing, reason: "\(path) is gone", remedy: "restore it from a copy")
    }
    do {
      return try open(path, as: .shared, readers: readers, cache: cache)
    } catch let error as DatabaseError where isObstacle(error) && !isShared(path) {
      return try open(path, as: Form(ofUnshared: path), readers: readers, cache: cache)
    }
  }

  /// Opens a file for a look at it that changes nothing, not even the files beside it.
  ///
  /// Of a file that somebody is writing it may see a little less than there is.
  /// - Parameter path: where it is.
  /// - Returns: the open file.
  /// - Throws: what SQLite throws.
  static func openToLook(_ path: String) throws -> DatabasePool {
    try StoreFile.requireDatabase(path)
    return try open(path, as: Form(ofUnshared: path), readers: 1, cache: 1_024)
  }

  /// Opens one connection for reading only, which leaves nothing behind that was not there before.
  /// - Parameters:
  ///   - path: where the file is.
  ///   - prepare: prepares the connection.
  /// - Returns: the connection.
  /// - Throws: what SQLite throws.
  static func openToAsk(
    _ path: String, prepare: @escaping @Sendable (Database) throws -> Void = { _ in }
  ) throws -> DatabaseQueue {
    func open(_ form: Form) throws -> DatabaseQueue {
      var configuration = configuration(form)
      configuration.prepareDatabase(prepare)
      return try asked(DatabaseQueue(path: form.path(path), configuration: configuration))
    }
    do {
      return try waitingWhileBusy {
        try size(of: path + "-wal") == 0
          ? openToGlance(path, prepare: prepare) : open(.shared)
      }
    } catch let error as DatabaseError where isObstacle(error) && !isShared(path) {
      return try open(Form(ofUnshared: path))
    }
  }

  /// Asks a connection for something: opening alone touches neither the file nor its WAL.
  private static func asked(_ queue: DatabaseQueue) throws -> DatabaseQueue {
    try queue.unsafeRead { try $0.execute(sql: "SELECT 1 FROM sqlite_master LIMIT 1") }
    return queue
  }

  /// Opens a connection that only reads, but could write where that is possible: when it is the last
  /// one that is closed it removes the WAL and its index, which a read-only one makes and leaves behind.
  ///
  /// A WAL that holds something it would write back then: so it is for files that have none, or that
  /// this process writes anyhow.
  /// - Parameters:
  ///   - path: where the file is.
  ///   - prepare: prepares the connection.
  /// - Returns: the connection.
  /// - Throws: what SQLite throws.
  static func openToGlance(
    _ path: String, prepare: @escaping @Sendable (Database) throws -> Void = { _ in }
  ) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.busyMode = busyMode
    configuration.allowsUnsafeTransactions = true
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA query_only = ON") }
    configuration.prepareDatabase(prepare)
    return try asked(DatabaseQueue(path: path, configuration: configuration))
  }

  private static func configuration(_ form: Form) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = busyMode
    configuration.prepareDatabase { database in
      // Before anything else: the next statement may read the schema, and with it the WAL.
      if form == .aloneWithWAL {
        try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
      }
    }
    return configuration
  }

  private static func open(
    _ path: String, as form: Form, readers: Int, cache: Int
  ) throws -> DatabasePool {
    var configuration = configuration(form)
    configuration.maximumReaderCount = readers
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cache_size = -\(cache)") }
    return try waitingWhileBusy {
      try DatabasePool(path: form.path(path), configuration: configuration)
    }
  }

  /// Removes what a pool that only read had to make beside a file, which it could not by itself; unless
  /// somebody else has the file open, who does it then, or the WAL holds something.
  static func tidyUp(after pool: DatabasePool) throws {
    let wal = pool.path + "-wal"
    // A file that was read alone is named otherwise, and nothing was made beside it.
    guard pool.configuration.readonly, FileManager.default.fileExists(atPath: wal),
      size(of: wal) == 0
    else { return }
    try openToGlance(pool.path).close()
  }

  /// Whether SQLite could not make or use the WAL's shared index, or the WAL itself.
  static func isObstacle(_ error: DatabaseError) -> Bool {
    [.SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_FULL, .SQLITE_IOERR]
      .contains(error.resultCode)
  }

  /// Whether somebody has a file open: whoever has, in WAL mode, holds a lock on its shared index.
  ///
  /// Only asked while this process has no connection to the file: closing the index here would drop
  /// the locks of one (POSIX).
  /// - Parameter path: where the file is.
  /// - Returns: whether somebody has; true also when that cannot be told.
  static func isShared(_ path: String) -> Bool {
    let descriptor = Foundation.open(path + "-shm", O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return errno != ENOENT }
    defer { Foundation.close(descriptor) }
    // SQLite's “dead man switch”: the byte after its eight locks, which follow 120 bytes of header.
    var lock = Foundation.flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    lock.l_start = 128
    lock.l_len = 1
    guard fcntl(descriptor, F_GETLK, &lock) == 0 else { return true }
    return lock.l_type != Int16(F_UNLCK)
  }

  /// How many bytes a file has; none when it is not there.
  static func size(of path: String) -> Int64 {
    var found = stat()
    return stat(path, &found) == 0 ? Int64(found.st_size) : 0
  }

  /// Whether a file that is open lacks some of its migrations.
  static func lacksAny(of migrations: [Migration], _ pool: DatabasePool) throws -> Bool {
    let applied = try pool.read { try migrator(migrations).appliedIdentifiers($0) }
    return !migrations.allSatisfy { applied.contains($0.name) }
  }
}
