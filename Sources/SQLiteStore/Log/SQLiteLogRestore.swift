public import EventLog
internal import GRDB
internal import InteractionModel
public import Merkle
internal import Synchronization

/// Makes the file of a log of the records of another.
public final class SQLiteLogRestore: LogRestore {
  private let store: SQLiteEventStore
  private let cache = Mutex(AppendCache())
  /// Records say themselves when they were taken.
  private static let unasked = LogClock { Instant(microseconds: 0) }

  /// Makes an empty log in a directory.
  /// - Parameters:
  ///   - directory: where; must exist, and have no log.
  ///   - origin: the name that the log was born with.
  /// - Throws: ``/EventLog/StorageFault``.
  public init(directory: String, origin: String) throws(StorageFault) {
    store = try SQLiteEventStore(
      directory: directory, origin: origin, clock: SQLiteLogRestore.unasked)
    guard try store.head().position == .start else {
      throw StorageFault(
        code: .irregular, reason: "there are records in \(directory) already",
        remedy: "choose a directory without a log")
    }
  }

  /// Takes the next records, in one transaction.
  public func add(_ lines: [[UInt8]]) throws(StorageFault) {
    try faulting("restore the log") {
      try store.pool.writeWithoutTransaction { database in
        try cache.withLock { cache in
          let transaction = try database.immediately {
            let taken = cache
            cache = AppendCache()
            var transaction = try AppendTransaction(
              database, cache: taken, clock: SQLiteLogRestore.unasked, tuning: LogTuning())
            for line in lines {
              try transaction.insert(Self.record(line), line: line)
            }
            try transaction.finish()
            return transaction
          }
          cache = transaction.cache
        }
      }
    }
  }

  private static func record(_ line: [UInt8]) throws(StorageFault) -> InteractionModel.Record {
    do throws(InteractionModel.RecordError) {
      return try InteractionModel.Record(line: line)
    } catch {
      throw StorageFault(
        code: .corrupt, reason: "a line is no record: \(error.diagnosis.reason)",
        remedy: "take another copy of the records")
    }
  }

  /// Closes the log.
  public func finish() throws(StorageFault) -> Hash {
    let root = try faulting("read the tree") {
      try store.root(atSize: UInt64(store.head().position.rawValue))
    }
    try store.close()
    return root
  }
}
