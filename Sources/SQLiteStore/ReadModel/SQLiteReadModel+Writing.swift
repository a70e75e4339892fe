internal import EventLog
internal import GRDB
internal import InteractionModel
internal import ProjectionEngine
internal import Projections
internal import struct Projections.Table

/// What commits write, each in one transaction that checks the lease first.
extension SQLiteReadModel {
  func write(_ body: (Database) throws -> Void) throws(StorageFault) {
    try faulting("write the read model of \(projection.name)", rebuilding: projection.name) {
      guard let writer, let epoch else {
        throw StorageFault(
          code: "permission", message: "this read model was opened for reading only")
      }
      try writer.write { database in
        // The lease, checked in the transaction that relies on it.
        let holder = try SQLiteStatement(database, "SELECT epoch FROM meta").first { $0.integer(0) }
        guard holder == epoch else {
          throw StorageFault(
            code: "superseded",
            message: """
              another process has taken over \(projection.name); this one stops without writing
              """)
        }
        try body(database)
      }
    }
  }

  /// Makes the indexes for queries, durably: whoever says that it serves syncs that at once, and must
  /// not outlive the indexes in a power cut.
  func prepareToServe() throws(StorageFault) {
    try setSynchronous("FULL")
    defer { try? setSynchronous("NORMAL") }
    try write { database in
      try database.execute(sql: ReadModelSchema(projection: projection).queryIndexes)
      // Something is written in any case: with it everything before is synced, also the indexes of
      // an attempt that was interrupted.
      try database.execute(sql: "UPDATE meta SET epoch = epoch")
    }
  }

  private func setSynchronous(_ level: String) throws(StorageFault) {
    try faulting("write the read model of \(projection.name)", rebuilding: projection.name) {
      try writer?.writeWithoutTransaction {
        try $0.execute(sql: "PRAGMA synchronous = \(level)")
      }
    }
  }

  func commit(_ batch: ReadModelBatch) throws(StorageFault) {
    try write { database in
      try insert(batch.links, database)
      try replace(batch.entities, database)
      let meta = try SQLiteStatement(
        database,
        """
        UPDATE meta SET checkpoint = ?, links_through = ?, failure_position = NULL,
        failure_reason = NULL
        """)
      meta.bind(batch.checkpoint.rawValue, at: 1)
      meta.bind(batch.linksThrough.rawValue, at: 2)
      try meta.run()
    }
  }

  private func insert(_ links: [Link], _ database: Database) throws {
    guard !links.isEmpty else { return }
    let statement = try SQLiteStatement(
      database,
      "INSERT INTO link (kind, subject, target, position, time) VALUES (?, ?, ?, ?, ?)")
    for link in links {
      statement.bind(link.kind.rawValue, at: 1)
      statement.bind(link.subject, at: 2)
      statement.bind(link.target, at: 3)
      statement.bind(link.position.rawValue, at: 4)
      statement.bind(link.time.microseconds, at: 5)
      try statement.run()
    }
  }

  private func replace(_ writes: [EntityWrite], _ database: Database) throws {
    let putState = try SQLiteStatement(
      database,
      "INSERT OR REPLACE INTO entity_state (entity, position, state) VALUES (?, ?, ?)")
    let dropState = try SQLiteStatement(database, "DELETE FROM entity_state WHERE entity = ?")
    let upserts = try projection.tables.map {
      try SQLiteStatement(database, ReadModelSchema.upsert($0))
    }
    for write in writes {
      let entity = write.entity.description
      if !write.isNew { try dropRows(write, entity, database) }
      for row in write.rows {
        guard let index = projection.tables.firstIndex(where: { $0.name == row.table }) else {
          throw StorageFault(
            code: "storage",
            message: "\(projection.name) emits a row for \(row.table), which it does not declare")
        }
        let statement = upserts[index]
        statement.bind(row.key, at: 1)
        statement.bind(entity, at: 2)
        statement.bind(write.position.rawValue, at: 3)
        for (index, value) in row.values.enumerated() {
          statement.bind(value, at: Int32(index + 4))
        }
        try statement.run()
      }
      try name(write, entity, database)
      if let state = write.state {
        putState.bind(entity, at: 1)
        putState.bind(write.position.rawValue, at: 2)
        putState.bind(state, at: 3)
        try putState.run()
      } else {
        dropState.bind(entity, at: 1)
        try dropState.run()
      }
    }
  }

  /// Replaces what an entity names: no more than its rows do, so that a replay has the same.
  private func name(_ write: EntityWrite, _ entity: String, _ database: Database) throws {
    if !write.isNew {
      let named = try SQLiteStatement(database, "SELECT named FROM naming WHERE entity = ?")
      named.bind(entity, at: 1)
      let before = try SQLiteReadModel.collect(named) { $0.blob(0) }
      // Nearly always the same: then nothing is written.
      guard Set(before) != Set(write.named.map { Array($0.description.utf8) }) else { return }
      if !before.isEmpty {
        let drop = try SQLiteStatement(database, "DELETE FROM naming WHERE entity = ?")
        drop.bind(entity, at: 1)
        try drop.run()
      }
    }
    guard !write.named.isEmpty else { return }
    let insert = try SQLiteStatement(
      database, "INSERT OR IGNORE INTO naming (named, entity) VALUES (?, ?)")
    insert.bind(entity, at: 2)
    for name in write.named {
      insert.bind(name.description, at: 1)
      try insert.run()
    }
  }

  /// Removes the rows an entity had that its new ones do not replace.
  private func dropRows(_ write: EntityWrite, _ entity: String, _ database: Database) throws {
    let tables = projection.fold(over: write.entity.kind)?.tables ?? []
    for (index, table) in tables.enumerated() {
      // In the fold's own table the new row has the key of the old one.
      let isOwn = index == 0
      if isOwn, write.rows.contains(where: { $0.table == table.name }) { continue }
      let drop = try SQLiteStatement(
        database, "DELETE FROM \(table.name) WHERE \(isOwn ? "key" : "entity") = ?")
      drop.bind(isOwn ? write.entity.id : entity, at: 1)
      try drop.run()
    }
  }
}
