public import EventLog
internal import Foundation
internal import GRDB
internal import InteractionModel

/// A look at which files of a store's directory are there and what they know, which changes nothing.
///
/// A log that is missing or empty looks like one that is to be made. That other files know of records
/// tells that it is not: it was lost, and a new one in its place would be taken for it.
///
/// To be asked before the process opens any of the files.
public struct StoreSurvey: Sendable {
  private let directory: String

  /// A survey of a directory, which need not be there.
  /// - Parameter directory: the store's directory.
  public init(directory: String) {
    self.directory = directory
  }

  // MARK: What must be there

  /// Refuses a directory without a log, or with files missing or empty that others prove to have been
  /// there.
  /// - Throws: ``/EventLog/StorageFault`` `missing` when there is no store or it was never finished,
  ///   `schema` when its records have another format, and what ``requireNothingLost()`` throws.
  public func requireStore() throws(StorageFault) {
    try requireNothingLost()
    switch logState {
    case .holds: try requireFormat()
    case .unreadable: return
    case .missing: throw .noLog(in: directory)
    case .empty:
      throw StorageFault(
        code: .missing, reason: "the log in \(directory) is empty: it was never finished",
        remedy: "finish it with \(.initialize)")
    }
  }

  /// Refuses records of another format, where their table says the same as their birth record: what
  /// only one of the two says is for a verification to find.
  private func requireFormat() throws(StorageFault) {
    let formats = try? look(at: "log.db") { database in
      let told = try String.fetchOne(
        database, sql: "SELECT value FROM log_meta WHERE name = 'format'")
      let born = try LogQuery.record(database, at: Position(1))?.decoded().body["format"]?.int
      return (told: told.flatMap { Int64($0) }, born: born)
    }
    guard let format = formats?.told, format == formats?.born,
      format != Int64(RecordLine.formatVersion)
    else { return }
    throw .otherFormat(format, of: "the log in \(directory)")
  }

  /// Refuses a directory with files missing or empty that others prove to have been there; one in
  /// which a store can be made, or was begun to be made, passes.
  /// - Throws: ``/EventLog/StorageFault`` `lost`, or `irregular` when something other than a file or a
  ///   folder is where one belongs.
  public func requireNothingLost() throws(StorageFault) {
    try requireOrdinary()
    if let absence = logState.absence {
      let knowing = whoKnowsMore
      guard knowing.isEmpty else {
        throw StorageFault(
          code: .lost,
          reason: """
            \(directory)/log.db \(absence), but \(knowing.joined(separator: "; ")): this is no new \
            log
            """,
          remedy: """
            put back the copy of log.db, with no log.db-wal of another one beside it, or to begin \
            anew choose another directory
            """)
      }
    }
    if let absence = state(of: "catalogue.db", table: "generation", needsRow: false).absence,
      let model = readModels.first
    {
      throw StorageFault(
        code: .lost,
        reason: "\(directory)/catalogue.db \(absence), but projections/\(model) is there",
        remedy: """
          put back the copy of catalogue.db, or move the folder projections away and run \
          \(.project)
          """)
    }
  }

  /// Refuses pipes, devices, links to nothing and the like, which are never opened.
  private func requireOrdinary() throws(StorageFault) {
    for name in ["log.db", "catalogue.db"] { try StoreFile.requireDatabase("\(directory)/\(name)") }
    for name in ["projections", "search", "attachments"] {
      try StoreFile.requireFolder("\(directory)/\(name)")
    }
  }

  /// What is wrong with a vault that must be there: “is missing”, “is empty”, “is a named pipe”; nil
  /// when nothing is.
  public var vaultAbsence: String? {
    StoreFile.oddity(ofDatabase: "\(directory)/vault.db")
      ?? state(of: "vault.db", table: "master", needsRow: true).absence
  }

  /// Whether the log holds a record.
  public var holdsRecords: Bool { logState == .holds }

  /// What the store knows of the time: from its last record, and from the files that appending writes.
  public var clockBounds: ClockBounds {
    let head = try? look(at: "log.db") { try LogQuery.head($0) }
    let files = ["log.db", "log.db-wal", "vault.db", "vault.db-wal"]
    // What whoever only reads leaves beside them is empty.
    let written = files.compactMap { name -> Instant? in
      var found = stat()
      guard stat("\(directory)/\(name)", &found) == 0, found.st_size > 0 else { return nil }
      let (seconds, nanoseconds) = (Int64(found.st_mtim.tv_sec), Int64(found.st_mtim.tv_nsec))
      let microseconds = seconds.multipliedReportingOverflow(by: 1_000_000)
      guard !microseconds.overflow else { return nil }
      return Instant(microseconds: microseconds.partialValue + nanoseconds / 1_000)
    }
    return ClockBounds(recorded: head?.recorded, written: written.max())
  }

  // MARK: What is there

  /// What a file is.
  private enum State {
    case missing
    /// Nothing is in it, or not what every such file has.
    case empty
    /// It holds what it is for.
    case holds
    /// Whoever opens it will say what is wrong with it.
    case unreadable

    var absence: String? {
      switch self {
      case .missing: "is missing"
      case .empty: "is empty"
      case .holds, .unreadable: nil
      }
    }
  }

  private var logState: State { state(of: "log.db", table: "record", needsRow: true) }

  private func state(of name: String, table: String, needsRow: Bool) -> State {
    let path = "\(directory)/\(name)"
    guard FileManager.default.fileExists(atPath: path) else { return .missing }
    // What was written last may stand in the WAL alone.
    let isZero = ["", "-wal"].allSatisfy { suffix in
      var found = stat()
      return stat(path + suffix, &found) != 0 || found.st_size == 0
    }
    guard !isZero else { return .empty }
    do {
      return try look(at: name) { database in
        guard try database.tableExists(table) else { return .empty }
        let hasRow = try Int.fetchOne(database, sql: "SELECT 1 FROM \(table) LIMIT 1") != nil
        return hasRow || !needsRow ? .holds : .empty
      }
    } catch {
      return .unreadable
    }
  }

  /// What knows of records, or of what only a log with records brings about.
  private var whoKnowsMore: [String] {
    var found: [String] = []
    func note(_ name: String, _ sql: String, _ words: (Int) -> String) {
      guard FileManager.default.fileExists(atPath: "\(directory)/\(name)") else { return }
      let count = try? look(at: name) { try Int.fetchOne($0, sql: sql) ?? 0 }
      if let count, count > 0 { found.append("\(name) \(words(count))") }
    }
    let left = SQLiteFile.size(of: "\(directory)/log.db-wal")
    if left > 0 { found.append("log.db-wal has \(left) bytes of it") }
    note("vault.db", "SELECT count(*) FROM subject_key") { "has \($0) key\($0 == 1 ? "" : "s")" }
    note("catalogue.db", "SELECT count(*) FROM generation") {
      "knows \($0) build\($0 == 1 ? "" : "s") of projections"
    }
    let position = "SELECT max(checkpoint) FROM"
    for name in readModels.prefix(3) {
      note("projections/\(name)", "\(position) meta") { "is at position \($0)" }
    }
    for folder in names(in: "search") where Int64(folder) != nil {
      note("search/\(folder)/\(SQLiteSearchIndex.stateFile)", "\(position) state") {
        "is at position \($0)"
      }
    }
    let attachments = names(in: "attachments").count
    if attachments > 0 { found.append("attachments/ is not empty") }
    return found
  }

  private var readModels: [String] { names(in: "projections").filter { $0.hasSuffix(".db") } }

  private func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "\(directory)/\(folder)")) ?? [])
      .sorted()
  }

  /// Looks at a file; beside whoever writes it, if somebody does.
  private func look<Value>(at name: String, _ body: (Database) throws -> Value) throws -> Value {
    let path = "\(directory)/\(name)"
    try StoreFile.requireDatabase(path)
    let pool =
      try SQLiteFile.isShared(path)
      ? SQLiteFile.openToRead(path, readers: 1) : SQLiteFile.openToLook(path)
    defer { try? pool.close() }
    return try pool.read(body)
  }
}

extension StorageFault {
  /// The fault of a directory in which no store was ever made.
  static func noLog(in directory: String) -> StorageFault {
    StorageFault(
      code: .missing, reason: "there is no log in \(directory)",
      remedy: "create one with \(.initialize)")
  }
}
