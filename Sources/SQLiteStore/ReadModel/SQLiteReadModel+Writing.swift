internal import EventLog
internal import GRDB
internal import InteractionModel
internal import ProjectionEngine
internal import Projections
internal import struct Projections.Row
internal import struct Projections.Table

/// What commits write, each in one transaction that checks the lease first.
extension SQLiteReadModel {
  func write(_ body: (Database) throws -> Void) throws(StorageFault) {
    try faulting("write the read model of \(projection.name)", rebuilding: projection.name) {
      guard let writer, let epoch else {
        throw StorageFault(code: .permission, reason: "this read model was opened for reading only")
      }
      try writer.write { database in
        // The lease, checked in the transaction that relies on it.
        let holder = try SQLiteStatement(database, "SELECT epoch FROM meta").first { $0.integer(0) }
        guard holder == epoch else {
          throw StorageFault(
            code: .superseded,
            reason: """
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
      try note(batch.checkpoint, batch.linksThrough, batch.leaf, batch.root, database)
    }
  }

  private func note(
    _ checkpoint: Position, _ linksThrough: Position, _ leaf: [UInt8], _ root: [UInt8],
    _ database: Database
  ) throws {
    for column in ReadModelSchema.laterColumns
    where try !SQLiteReadModel.keeps(column, database) {
      try database.execute(sql: "ALTER TABLE meta ADD COLUMN \(column) BLOB")
    }
    let update = try SQLiteStatement(
      database,
      """
      UPDATE meta SET checkpoint = ?, links_through = ?, leaf = ?, root = ?,
      failure_position = NULL, failure_reason = NULL
      """
    ).bind(checkpoint.rawValue, linksThrough.rawValue, leaf)
    update.bind(root, at: 4)
    try update.run()
  }

  func commit(_ batch: StateBatch) throws(StorageFault) {
    try write { database in
      try deferRows(database)
      let put = try SQLiteStatement(database, SQLiteReadModel.putState)
      for (entity, state) in batch.states {
        try put.bind(entity.description, state.position.rawValue, state.bytes).run()
      }
      try drop(batch.goneParts, database)
      if let first = batch.parts.first {
        let put = try SQLiteStatement(database, SQLiteReadModel.putPart)
        var entity = first.entity
        put.bind(entity, at: 1)
        for stored in batch.parts {
          if stored.entity != entity {
            entity = stored.entity
            put.bind(entity, at: 1)
          }
          try insert(stored.part, put)
        }
      }
      try note(batch.checkpoint, batch.linksThrough, batch.leaf, batch.root, database)
    }
  }

  /// Notes that the rows of all entities are due, and removes those that are there.
  private func deferRows(_ database: Database) throws {
    let after = try rowsDueAfter(database)
    guard after != "" else { return }
    for table in projection.tables.map(\.name) + ["naming"] {
      try database.execute(sql: "DELETE FROM \(table)")
    }
    let change = after == nil ? ReadModelSchema.rowsDue : "UPDATE rows_due SET after = ''"
    try database.execute(sql: change)
  }

  /// After whose name rows are due; nil when none are.
  private func rowsDueAfter(_ database: Database) throws -> String? {
    let table = try SQLiteStatement(
      database, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'rows_due'")
    guard try table.hasRow() else { return nil }
    return try SQLiteStatement(database, "SELECT after FROM rows_due").first { $0.text(0) }
  }

  func rowsDue() throws(StorageFault) -> RowsDue? {
    try read { database in
      guard let after = try rowsDueAfter(database) else { return nil }
      let count = try SQLiteStatement(
        database, "SELECT count(*) FROM entity_state WHERE entity > ?")
      count.bind(after, at: 1)
      return RowsDue(after: after, count: Int(try count.first { $0.integer(0) } ?? 0))
    }
  }

  func commit(_ rows: [EntityRows]) throws(StorageFault) {
    try write { database in
      guard let last = rows.last else {
        return try database.execute(sql: "DROP TABLE IF EXISTS rows_due")
      }
      let upserts = try upserts(database)
      for entity in rows {
        let name = entity.entity.description
        try insert(entity.rows, of: name, entity.position, upserts)
        try insert(entity.named, namedBy: name, database)
      }
      try SQLiteStatement(database, "UPDATE rows_due SET after = ?")
        .bind(last.entity.description).run()
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
    let putState = try SQLiteStatement(database, SQLiteReadModel.putState)
    let dropState = try SQLiteStatement(database, "DELETE FROM entity_state WHERE entity = ?")
    let upserts = try upserts(database)
    for write in writes {
      let entity = write.entity.description
      if write.isPartial {
        try drop(write.gone, of: entity, database)
        try drop(write.goneParts.map { (write.entity, $0) }, database)
      } else if !write.isNew {
        try dropRows(write, entity, database)
        if write.replacesParts { try dropParts(of: write.entity, database) }
      }
      try insert(write.rows, of: entity, write.position, upserts)
      try name(write, entity, database)
      try insert(write.parts, of: entity, database)
      if let state = write.state {
        try putState.bind(entity, write.position.rawValue, state).run()
      } else {
        try dropState.bind(entity).run()
      }
    }
  }

  /// Stores a state where the one before it was, so that no index changes.
  private static let putState = """
    INSERT INTO entity_state (entity, position, state) VALUES (?, ?, ?)
    ON CONFLICT (entity) DO UPDATE SET position = excluded.position, state = excluded.state
    """

  private static let putPart =
    "INSERT OR REPLACE INTO entity_part (entity, name, part) VALUES (?, ?, ?)"

  private func insert(_ parts: [StatePart], of entity: String, _ database: Database) throws {
    guard !parts.isEmpty else { return }
    let put = try SQLiteStatement(database, SQLiteReadModel.putPart)
    put.bind(entity, at: 1)
    for part in parts { try insert(part, put) }
  }

  private func insert(_ part: StatePart, _ put: SQLiteStatement) throws {
    put.bind(part.name.bytes, at: 2)
    put.bind(part.bytes, at: 3)
    try put.run()
  }

  /// Removes the parts that a state had, all of which others replace.
  private func dropParts(of entity: EntityKey, _ database: Database) throws {
    guard projection.fold(over: entity.kind)?.isParted == true else { return }
    try SQLiteStatement(database, "DELETE FROM entity_part WHERE entity = ?")
      .bind(entity.description).run()
  }

  /// Removes parts that states have no more.
  private func drop(
    _ parts: [(entity: EntityKey, name: PartName)], _ database: Database
  ) throws {
    guard !parts.isEmpty else { return }
    let drop = try SQLiteStatement(
      database, "DELETE FROM entity_part WHERE entity = ? AND name = ?")
    for (entity, name) in parts {
      drop.bind(entity.description, at: 1)
      drop.bind(name.bytes, at: 2)
      try drop.run()
    }
  }

  /// Removes rows of an entity, unless they have moved to another one.
  private func drop(_ rows: [Row], of entity: String, _ database: Database) throws {
    for row in rows {
      try SQLiteStatement(
        database, "DELETE FROM \(row.table) WHERE key = ? AND entity = ?"
      ).bind(row.key, entity).run()
    }
  }

  /// The statements that insert or replace rows, in the order of the projection's tables.
  private func upserts(_ database: Database) throws -> [SQLiteStatement] {
    try projection.tables.map { try SQLiteStatement(database, ReadModelSchema.upsert($0)) }
  }

  private func insert(
    _ rows: [Row], of entity: String, _ position: Position, _ upserts: [SQLiteStatement]
  ) throws {
    for row in rows {
      guard let index = projection.tables.firstIndex(where: { $0.name == row.table }) else {
        throw StorageFault(
          code: .storage,
          reason: "\(projection.name) emits a row for \(row.table), which it does not declare")
      }
      let statement = upserts[index]
      statement.bind(row.key, at: 1)
      statement.bind(entity, at: 2)
      statement.bind((row.position ?? position).rawValue, at: 3)
      for (index, value) in row.values.enumerated() {
        statement.bind(value, at: Int32(index + 4))
      }
      try statement.run()
    }
  }

  /// Replaces what an entity names: no more than its rows do, so that a replay has the same.
  private func name(_ write: EntityWrite, _ entity: String, _ database: Database) throws {
    if !write.isNew {
      let named = try SQLiteStatement(database, "SELECT named FROM naming WHERE entity = ?")
      named.bind(entity, at: 1)
      let before = try named.all { $0.blob(0) }
      // Nearly always the same: then nothing is written.
      guard Set(before) != Set(write.named.map { Array($0.description.utf8) }) else { return }
      if !before.isEmpty {
        try SQLiteStatement(database, "DELETE FROM naming WHERE entity = ?").bind(entity).run()
      }
    }
    try insert(write.named, namedBy: entity, database)
  }

  private func insert(
    _ named: [EntityKey], namedBy entity: String, _ database: Database
  ) throws {
    guard !named.isEmpty else { return }
    let insert = try SQLiteStatement(
      database, "INSERT OR IGNORE INTO naming (named, entity) VALUES (?, ?)")
    insert.bind(entity, at: 2)
    for name in named {
      try insert.bind(name.description).run()
    }
  }

  /// Removes the rows an entity had that its new ones do not replace.
  private func dropRows(_ write: EntityWrite, _ entity: String, _ database: Database) throws {
    let tables = projection.fold(over: write.entity.kind)?.tables ?? []
    for (index, table) in tables.enumerated() {
      // In the fold's own table the new row has the key of the old one.
      let isOwn = index == 0
      if isOwn, write.rows.contains(where: { $0.table == table.name }) { continue }
      try SQLiteStatement(
        database, "DELETE FROM \(table.name) WHERE \(isOwn ? "key" : "entity") = ?"
      ).bind(isOwn ? write.entity.id : entity).run()
    }
  }
}
