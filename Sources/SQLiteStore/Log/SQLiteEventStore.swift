public import EventLog
internal import Foundation
internal import GRDB
public import InteractionModel
internal import Merkle
internal import Migrations
internal import Synchronization

/// The log in one SQLite file, and its attachments in a folder beside it.
///
/// One committer owns the write transaction and groups what concurrent callers append; readers
/// have connections of their own and never wait for it. Other processes may read and append too.
public final class SQLiteEventStore: EventStore, Sendable {
  /// The name of the log, fixed when its file was created.
  public let origin: String
  let pool: DatabasePool
  let attachments: AttachmentFolder
  private let alarms: AlarmFiles
  let recent = RecentReader()
  /// Nil when the log has an index of them.
  let scannedAmendments: ScannedAmendments?
  /// Nil when it was opened for reading only.
  private let committer: Committer?
  private let watcher: HeadWatcher
  private let checkpointer: WALCheckpointer?

  /// Opens the log of a directory, or creates it.
  /// - Parameters:
  ///   - directory: the store's directory; must exist.
  ///   - origin: the name of a log that is created; an existing one keeps its own.
  ///   - clock: where the time of recording comes from.
  ///   - observer: is told of each commit, on the thread that commits.
  /// - Throws: ``StorageFault`` when there is no log and no `origin`, or it cannot be opened.
  public convenience init(
    directory: String, origin: String?, clock: LogClock,
    observer: (@Sendable (AppendGroup) -> Void)? = nil
  ) throws(StorageFault) {
    var tuning = LogTuning()
    tuning.observer = observer
    try self.init(directory: directory, origin: origin, clock: clock, tuning: tuning)
  }

  /// Opens the log of a directory, or creates it, and does its work in bulk as often as is wanted.
  /// - Parameters:
  ///   - directory: the store's directory; must exist.
  ///   - origin: the name of a log that is created; an existing one keeps its own.
  ///   - clock: where the time of recording comes from.
  ///   - tuning: how often.
  /// - Throws: ``StorageFault`` when there is no log and no `origin`, or it cannot be opened.
  init(
    directory: String, origin: String?, clock: LogClock, tuning: LogTuning
  ) throws(StorageFault) {
    let path = "\(directory)/log.db"
    guard origin != nil || FileManager.default.fileExists(atPath: path) else {
      throw .noLog(in: directory)
    }
    let opened = try faulting("open \(path)") {
      // Records are read once, one after the other or one here and there; the system keeps them.
      let pool = try SQLiteFile.open(
        path, migrations: Migration.sqliteLog, durability: .full, readerCache: 4_096)
      let name = try pool.write { database -> String? in
        if let name = try SQLiteEventStore.name(database) { return name }
        if let origin, try LogQuery.record(database, at: Position(1)) == nil {
          try database.execute(
            sql: "INSERT INTO log_meta (name, value) VALUES ('origin', ?), ('format', ?)",
            arguments: [origin, String(RecordLine.formatVersion)])
        }
        return try SQLiteEventStore.name(database)
      }
      return (pool, name)
    }
    guard let origin = opened.1 else { throw SQLiteEventStore.unnamed(directory) }
    self.origin = origin
    pool = opened.0
    attachments = AttachmentFolder(path: "\(directory)/attachments")
    alarms = AlarmFiles(directory: directory)
    scannedAmendments = nil
    let watcher = HeadWatcher(pool: pool)
    self.watcher = watcher
    let checkpointer = WALCheckpointer(path: path, limit: tuning.walFrames)
    self.checkpointer = checkpointer
    opened.0.writeWithoutTransaction { checkpointer.install(on: $0) }
    committer = Committer(
      pool: pool, clock: clock, tuning: tuning, checkpointer: checkpointer
    ) { watcher.advance(to: $0) }
  }

  /// Opens the log of a directory for reading only: its files stay as they are, and nothing can be
  /// appended.
  ///
  /// Works on a full disk, a read-only mount and in a folder of somebody else's, and reads also what
  /// stands only in the WAL; see <doc:ReadingOnly>. A log that still has the indexes of the first form
  /// is brought up to date first, which needs what appending needs.
  /// - Parameter directory: the store's directory.
  /// - Throws: ``StorageFault`` when there is no log, or it cannot be opened.
  public init(reading directory: String) throws(StorageFault) {
    let path = "\(directory)/log.db"
    let opened = try faulting("open \(path)") {
      var pool = try SQLiteFile.openToRead(path)
      try SQLiteFile.requireKnownForm(pool, Migration.sqliteLog, path)
      if try SQLiteFile.lacksAny(of: AmendmentIndex.earlierMigrations, pool) {
        try SQLiteFile.close(pool)
        try SQLiteFile.close(
          SQLiteFile.open(path, migrations: Migration.sqliteLog, durability: .full))
        pool = try SQLiteFile.openToRead(path)
      }
      let isIndexed = try pool.read(AmendmentIndex.isThere)
      return (pool, try pool.read(SQLiteEventStore.name), isIndexed ? nil : ScannedAmendments())
    }
    guard let origin = opened.1 else { throw SQLiteEventStore.unnamed(directory) }
    self.origin = origin
    pool = opened.0
    attachments = AttachmentFolder(path: "\(directory)/attachments")
    alarms = AlarmFiles(directory: directory)
    scannedAmendments = opened.2
    watcher = HeadWatcher(pool: opened.0)
    checkpointer = nil
    committer = nil
  }

  /// The name of the log; nil when it was never given one.
  private static func name(_ database: Database) throws -> String? {
    if let name = try String.fetchOne(
      database, sql: "SELECT value FROM log_meta WHERE name = 'origin'")
    {
      return name
    }
    // Whoever took the name away is found by `verify`, for which the log must open.
    return try LogQuery.record(database, at: Position(1))?.decoded().body["origin"]?.string
  }

  private static func unnamed(_ directory: String) -> StorageFault {
    StorageFault(
      code: .missing, reason: "the log in \(directory) was never named",
      remedy: "finish it with \(.initialize)")
  }

  /// Appends events durably, all or none; see ``EventStore/append(_:)``.
  public func append(_ request: AppendRequest) async throws(AppendError) -> [Placement] {
    guard let committer else {
      throw .storage(
        StorageFault(code: .permission, reason: "the log was opened for reading only"))
    }
    if alarms.hasUnmet, !request.startsEpoch { try await requireNothingMissing() }
    return try await committer.append(request)
  }

  /// Takes its turn among the appends, and the right to write, and writes nothing.
  public func probeAppending() async throws(StorageFault) {
    guard let committer else {
      throw StorageFault(code: .permission, reason: "the log was opened for reading only")
    }
    try await committer.probe()
  }

  /// Refuses to append to a log that does not extend what was signed of it, whoever was shown that; off
  /// the cooperative pool, for it reads the log.
  private func requireNothingMissing() async throws(AppendError) {
    let result = await withCheckedContinuation { continuation in
      DispatchQueue.global().async { [self] in
        continuation.resume(
          returning: Result { () throws(StorageFault) in
            try alarms.requireNothingMissing(in: self)
          })
      }
    }
    if case .failure(let fault) = result { throw .storage(fault) }
  }

  /// Waits until the log has records after a position, and answers its head.
  public func waitForRecords(after position: Position) async throws -> Position {
    try await watcher.wait(after: position)
  }

  /// Stores a sealed attachment durably under the SHA-256 of its ciphertext.
  public func putAttachment(_ name: String, _ ciphertext: [UInt8]) throws(StorageFault) {
    try attachments.put(name, ciphertext)
  }

  /// The ciphertext of an attachment; nil when the store does not have it.
  public func attachment(_ name: String) throws(StorageFault) -> [UInt8]? {
    try attachments.get(name)
  }

  /// Waits until what is being written back from the WAL into the file beside the appends is written;
  /// for whoever measures what appends cost.
  public func finishWritingBack() { checkpointer?.wait() }

  /// Writes what the WAL holds into the file and cuts it, so that the file stands alone.
  public func checkpoint() throws(StorageFault) {
    try faulting("checkpoint the log") {
      _ = try pool.writeWithoutTransaction { database in
        try SQLiteFile.waitingWhileBusy { try database.checkpoint(.truncate) }
      }
    }
  }

  /// Closes the log's files; whoever still waits for records is told so, and nothing can be read
  /// or appended afterwards.
  /// - Throws: ``StorageFault`` `busy` while something is being read; the log stays open then.
  public func close() throws(StorageFault) {
    checkpointer?.close()
    try faulting("close the log") { try SQLiteFile.close(pool) }
  }
}
