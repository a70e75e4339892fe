internal import EventLog
internal import GRDB
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// Everything a read model keeps beside its rows, as it is stored, for comparison.
extension SQLiteReadModel {
  func bookkeeping() throws(StorageFault) -> Bookkeeping? {
    try read { database in
      let keepsLeaf = try SQLiteReadModel.keeps("leaf", database)
      let keepsRoot = try SQLiteReadModel.keeps("root", database)
      return try SQLiteStatement(
        database,
        """
        SELECT projection, code_version, checkpoint, links_through, failure_position,
          failure_reason, \(keepsLeaf ? "leaf" : "NULL"), \(keepsRoot ? "root" : "NULL")
        FROM meta
        """
      ).first { row in
        Bookkeeping(
          projection: row.text(0), codeVersion: row.integer(1),
          checkpoint: Position(row.integer(2)), linksThrough: Position(row.integer(3)),
          leaf: keepsLeaf ? row.blob(6) : nil, root: keepsRoot ? row.blob(7) : nil,
          failurePosition: row.isNull(4) ? nil : Position(row.integer(4)),
          failureReason: row.isNull(5) ? nil : row.text(5))
      }
    }
  }

  func allStates(after: String?, limit: Int) throws(StorageFault) -> [(String, StoredState)] {
    try read { database in
      let statement = try SQLiteStatement(
        database,
        """
        SELECT entity, position, state FROM entity_state \(after == nil ? "" : "WHERE entity > ?2")
        ORDER BY entity LIMIT ?1
        """
      ).bind(Int64(limit))
      if let after { statement.bind(after, at: 2) }
      return try statement.all { row in
        (row.text(0), StoredState(position: Position(row.integer(1)), bytes: row.blob(2)))
      }
    }
  }

  func allParts(
    after: (entity: String, name: PartName)?, limit: Int
  ) throws(StorageFault) -> [StoredPart] {
    guard projection.isParted else { return [] }
    return try read { database in
      let statement = try SQLiteStatement(
        database,
        """
        SELECT entity, name, part FROM entity_part
        \(after == nil ? "" : "WHERE (entity, name) > (?2, ?3)") ORDER BY entity, name LIMIT ?1
        """
      ).bind(Int64(limit))
      if let after {
        statement.bind(after.entity, at: 2)
        statement.bind(after.name.bytes, at: 3)
      }
      return try statement.all { row in
        StoredPart(
          entity: row.text(0), part: StatePart(name: PartName(row.blob(1)), bytes: row.blob(2)))
      }
    }
  }

  func allLinks(after: Int64, limit: Int) throws(StorageFault) -> [StoredLink] {
    try read { database in
      try SQLiteStatement(
        database,
        """
        SELECT number, kind, subject, target, position, time FROM link
        WHERE number > ? ORDER BY number LIMIT ?
        """
      ).bind(after, Int64(limit)).all { row in
        StoredLink(
          number: row.integer(0), kind: row.text(1), subject: row.text(2),
          target: row.isNull(3) ? nil : row.text(3), position: Position(row.integer(4)),
          time: Instant(microseconds: row.integer(5)))
      }
    }
  }

  func allNamings(after: Naming?, limit: Int) throws(StorageFault) -> [Naming] {
    try read { database in
      let statement = try SQLiteStatement(
        database,
        """
        SELECT named, entity FROM naming
        \(after == nil ? "" : "WHERE (named, entity) > (?2, ?3)") ORDER BY named, entity LIMIT ?1
        """
      ).bind(Int64(limit))
      if let after {
        statement.bind(after.named, at: 2)
        statement.bind(after.entity, at: 3)
      }
      return try statement.all { row in
        Naming(named: row.text(0), entity: row.text(1))
      }
    }
  }
}
