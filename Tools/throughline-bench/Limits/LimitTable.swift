/// A record as the limits store it.
struct LimitRow {
  /// The event's id, a random UUID as text.
  let id: String
  let stream: String
  let version: Int64
  /// The record's bytes.
  let line: [UInt8]
}

/// Limits L1 and L2: one table, filled through the C API with the same bytes in the same batches,
/// as durably.
///
/// What the store computes while it appends (sealing, hashes, versions) is given to the limits for
/// nothing.
final class LimitTable {
  /// How the table is laid out.
  enum Layout: String {
    /// L1: an integer key and the bytes, with as much cache and WAL as the store has.
    case integerKey = "L1"
    /// L2, the layout most people write: a unique id as text and a unique (stream, version).
    ///
    /// With cache and WAL as SQLite comes, as they have it, too: what larger ones gain is part of
    /// how the store is laid out.
    case textKeys = "L2"

    var room: RawSQLite.Room { self == .integerKey ? .asTheStore : .asItComes }

    var schema: String {
      switch self {
      case .integerKey: "CREATE TABLE record (position INTEGER PRIMARY KEY, line BLOB NOT NULL)"
      case .textKeys:
        """
        CREATE TABLE record (
          position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, stream TEXT NOT NULL,
          version INTEGER NOT NULL, line BLOB NOT NULL, UNIQUE (stream, version))
        """
      }
    }

    var insert: String {
      switch self {
      case .integerKey: "INSERT INTO record (position, line) VALUES (?1, ?2)"
      case .textKeys:
        "INSERT INTO record (position, line, id, stream, version) VALUES (?1, ?2, ?3, ?4, ?5)"
      }
    }
  }

  private let layout: Layout
  private let database: RawSQLite
  private let insert: RawStatement
  private let begin: RawStatement
  private let commit: RawStatement
  private var count: Int64 = 0

  init(_ layout: Layout, at path: String) throws {
    self.layout = layout
    database = try RawSQLite(path, room: layout.room)
    try database.execute(layout.schema)
    insert = try database.prepare(layout.insert)
    begin = try database.prepare("BEGIN IMMEDIATE")
    commit = try database.prepare("COMMIT")
  }

  /// Appends rows, each batch in a transaction of its own.
  func append(_ rows: [LimitRow], batch: Int) throws {
    for start in stride(from: 0, to: rows.count, by: batch) {
      try begin.run()
      for row in rows[start..<min(start + batch, rows.count)] {
        count += 1
        insert.bind(count, at: 1)
        if layout == .textKeys {
          insert.bind(row.id, at: 3)
          insert.bind(row.stream, at: 4)
          insert.bind(row.version, at: 5)
        }
        try insert.run(binding: row.line, at: 2)
      }
      try commit.run()
    }
  }

  /// Makes everything part of the file, as at the end of a run.
  func checkpoint() throws { try database.checkpoint() }

  /// Limit L3: reads every row and touches every byte.
  func scan() throws -> UInt64 {
    try database.prepare("SELECT line FROM record ORDER BY position").sumOfBytes(in: 0)
  }
}
