public import EventLog
internal import GRDB
internal import InteractionModel
public import Merkle
internal import Migrations

/// The checkpoints that the log has signed: the rows of the table `checkpoint`.
enum CheckpointTable {
  /// The history of a log that keeps no checkpoints yet, which can be read all the same.
  static let earlierMigrations = Array(Migration.sqliteLog.prefix { $0.name != "0006_log" })

  /// Whether a log has the table.
  static func isThere(_ database: Database) throws -> Bool {
    try database.tableExists("checkpoint")
  }

  /// Each checkpoint as it is kept, from the smallest.
  static func forEach(
    _ database: Database, _ body: (_ size: Int64, _ note: [UInt8]) throws -> Bool
  ) throws {
    try SQLiteStatement(database, "SELECT size, note FROM checkpoint ORDER BY size")
      .forEachRow { try body($0.integer(0), $0.blob(1)) }
  }

  static func note(_ database: Database, ofSize size: Int64) throws -> [UInt8]? {
    try SQLiteStatement(database, "SELECT note FROM checkpoint WHERE size = ?")
      .bind(size).first { $0.blob(0) }
  }

  /// Each checkpoint of so many records or more, from the largest.
  static func forEach(
    _ database: Database, reaching size: Int64, _ body: (_ note: [UInt8]) throws -> Bool
  ) throws {
    try SQLiteStatement(
      database, "SELECT note FROM checkpoint WHERE size >= ? ORDER BY size DESC"
    ).bind(size).forEachRow { try body($0.blob(0)) }
  }
}

extension SQLiteEventStore {
  /// Keeps a checkpoint for ever; see ``/EventLog/EventStore/keep(_:)``.
  public func keep(_ checkpoint: SignedCheckpoint) throws(StorageFault) -> SignedCheckpoint {
    let size = Int64(clamping: checkpoint.checkpoint.size)
    return try faulting("keep a checkpoint") {
      try pool.writeWithoutTransaction { database in
        try database.immediately { () -> SignedCheckpoint in
          var kept = checkpoint.withoutCosignatures
          if let note = try CheckpointTable.note(database, ofSize: size) {
            kept = try SignedCheckpoint(note)
          } else {
            try SQLiteStatement(database, "INSERT INTO checkpoint (size, note) VALUES (?, ?)")
              .bind(size, kept.bytes).run()
          }
          // What was cosigned is what is kept.
          if kept.checkpoint == checkpoint.checkpoint {
            try CosignatureTable.add(checkpoint.cosignatures, ofSize: size, to: database)
          }
          return kept.joined(by: try CosignatureTable.all(database, ofSize: size))
        }
      }
    }
  }

  /// The largest checkpoint of which something is so; see
  /// ``/EventLog/EventStore/lastCheckpoint(reaching:where:)``.
  public func lastCheckpoint(
    reaching size: UInt64, where isMeant: (SignedCheckpoint) -> Bool
  ) throws(StorageFault) -> SignedCheckpoint? {
    try faulting("read the log's checkpoints") {
      try pool.read { database -> SignedCheckpoint? in
        guard try CheckpointTable.isThere(database) else { return nil }
        var found: SignedCheckpoint?
        try CheckpointTable.forEach(database, reaching: Int64(clamping: size)) { note in
          let kept = try SignedCheckpoint(note)
          let size = Int64(clamping: kept.checkpoint.size)
          let joined = kept.joined(by: try CosignatureTable.all(database, ofSize: size))
          if isMeant(joined) { found = joined }
          return found == nil
        }
        return found
      }
    }
  }

  /// How far a witness cosigned; see ``/EventLog/EventStore/lastCosigned(by:)``.
  public func lastCosigned(by witness: VerifierKey) throws(StorageFault) -> UInt64 {
    try faulting("read the log's cosignatures") {
      try pool.read { UInt64(try CosignatureTable.lastSize($0, by: witness)) }
    }
  }
}
