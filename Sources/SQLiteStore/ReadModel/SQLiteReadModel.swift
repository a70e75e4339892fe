internal import EventLog
internal import GRDB
internal import InteractionModel
internal import ProjectionEngine
internal import Projections
internal import struct Projections.Table

/// One generation of a projection's read model in a file of its own.
///
/// `synchronous=NORMAL`: it can be rebuilt, and a commit that a power cut takes away leaves rows and
/// checkpoint (of a build: states, checkpoint, and which rows are due) of one earlier moment, from
/// which catching up goes on.
final class SQLiteReadModel: ReadModel {
  let projection: Projection
  private let reader: any DatabaseReader
  let writer: DatabasePool?
  /// The epoch of the lease under which this object may write; nil for readers.
  let epoch: Int64?

  init(_ projection: Projection, pool: DatabasePool, epoch: Int64?) {
    self.projection = projection
    reader = pool
    writer = pool
    self.epoch = epoch
  }

  private init(_ projection: Projection, snapshot: DatabaseSnapshot) {
    self.projection = projection
    reader = snapshot
    writer = nil
    epoch = nil
  }

  func read<Value>(_ body: (Database) throws -> Value) throws(StorageFault) -> Value {
    try faulting("read the read model of \(projection.name)", rebuilding: projection.name) {
      try reader.read(body)
    }
  }

  private func meta(_ column: String) throws(StorageFault) -> Int64 {
    let value = try read { database in
      try SQLiteStatement(database, "SELECT \(column) FROM meta").first { $0.integer(0) } ?? 0
    }
    guard value >= 0 else {
      throw StorageFault(
        code: .corrupt, reason: "\(projection.name) has a \(column) before the log begins",
        remedy: "run \(.rebuild(projection.name))")
    }
    return value
  }

  func checkpoint() throws(StorageFault) -> Position { Position(try meta("checkpoint")) }

  func linksThrough() throws(StorageFault) -> Position { Position(try meta("links_through")) }

  func logCheckpoint() throws(StorageFault) -> LogCheckpoint {
    try read { database in
      let leaf = try SQLiteReadModel.keeps("leaf", database) ? "leaf" : "NULL"
      return try SQLiteStatement(database, "SELECT links_through, \(leaf) FROM meta").first { row in
        LogCheckpoint(position: Position(row.integer(0)), leaf: row.blob(1))
      } ?? .start
    }
  }

  /// Whether the file says which log it was made from by its leaf or its root, not only where it
  /// stands.
  static func keeps(_ column: String, _ database: Database) throws -> Bool {
    try database.columns(in: "meta").contains { $0.name == column }
  }

  func failure() throws(StorageFault) -> ProjectionFailure? {
    try read { database in
      try SQLiteStatement(
        database,
        """
        SELECT failure_position, failure_reason FROM meta WHERE failure_position IS NOT NULL
        """
      ).first { row in
        ProjectionFailure(position: Position(row.integer(0)), reason: row.text(1))
      }
    }
  }

  func setFailure(_ failure: ProjectionFailure?) throws(StorageFault) {
    try write { database in
      try database.execute(
        sql: "UPDATE meta SET failure_position = ?, failure_reason = ?",
        arguments: [failure?.position.rawValue, failure?.reason])
    }
  }

  func states(of entities: [EntityKey]) throws(StorageFault) -> [EntityKey: StoredState] {
    try read { database in
      let statement = try SQLiteStatement(
        database, "SELECT position, state FROM entity_state WHERE entity = ?")
      var states: [EntityKey: StoredState] = [:]
      states.reserveCapacity(entities.count)
      for entity in entities {
        statement.bind(entity.description, at: 1)
        states[entity] = try statement.first { row in
          StoredState(position: Position(row.integer(0)), bytes: row.blob(1))
        }
      }
      return states
    }
  }

  func parts(
    _ names: [PartName], of entity: EntityKey
  ) throws(StorageFault) -> [StatePart] {
    guard !names.isEmpty else { return [] }
    return try read { database in
      let statement = try SQLiteStatement(
        database, "SELECT part FROM entity_part WHERE entity = ? AND name = ?"
      ).bind(entity.description)
      return try names.compactMap { name in
        statement.bind(name.bytes, at: 2)
        return try statement.first { StatePart(name: name, bytes: $0.blob(0)) }
      }
    }
  }

  // MARK: Links

  private static func link(_ row: SQLiteRow) throws -> Link {
    guard let kind = LinkKind(rawValue: row.text(0)) else {
      throw StorageFault(
        code: .corrupt, reason: "a read model has a link of unknown kind",
        remedy: "compare with \(.replay)")
    }
    return Link(
      kind: kind, subject: row.text(1), target: row.isNull(2) ? nil : row.text(2),
      position: Position(row.integer(3)), time: Instant(microseconds: row.integer(4)))
  }

  func link(_ kind: LinkKind, of subject: String) throws -> Link? {
    try links(kind, ofEach: [subject])[subject]
  }

  func links(_ kind: LinkKind, ofEach subjects: [String]) throws -> [String: Link] {
    try read { database in
      let statement = try SQLiteStatement(
        database,
        """
        SELECT kind, subject, target, position, time FROM link
        WHERE kind = ? AND subject = ? ORDER BY number DESC LIMIT 1
        """
      ).bind(kind.rawValue)
      return try subjects.reduce(into: [:]) { links, subject in
        statement.bind(subject, at: 2)
        links[subject] = try statement.first(SQLiteReadModel.link)
      }
    }
  }

  func links(_ kind: LinkKind, of subject: String) throws(StorageFault) -> [Link] {
    try links(
      "WHERE kind = ?1 AND subject = ?2 ORDER BY number", kind.rawValue, subject)
  }

  func subjects(_ kind: LinkKind, everPointingTo target: String) throws -> [String] {
    try read { database in
      try SQLiteStatement(
        database,
        "SELECT DISTINCT subject FROM link WHERE kind = ? AND target = ? ORDER BY subject"
      ).bind(kind.rawValue, target).all { $0.text(0) }
    }
  }

  func entities(naming named: [EntityKey]) throws -> [EntityKey] {
    try read { database in
      let statement = try SQLiteStatement(database, "SELECT entity FROM naming WHERE named = ?")
      var entities: Set<EntityKey> = []
      for key in named {
        try statement.bind(key.description).forEachRow { row in
          guard let entity = EntityKey(parsing: row.text(0)) else {
            throw StorageFault(
              code: .corrupt,
              reason: "a read model of \(projection.name) names an entity of unknown kind",
              remedy: "compare with \(.replay)")
          }
          entities.insert(entity)
          return true
        }
      }
      return entities.sorted()
    }
  }

  func mergesInForce(_ kind: LinkKind) throws(StorageFault) -> [Link] {
    try links(
      """
      WHERE kind = ?1 AND target IS NOT NULL AND number =
        (SELECT max(number) FROM link AS last WHERE last.kind = ?1 AND last.subject = link.subject)
      ORDER BY subject
      """, kind.rawValue, nil)
  }

  private func links(
    _ condition: String, _ first: String, _ second: String?
  ) throws(StorageFault) -> [Link] {
    try read { database in
      let statement = try SQLiteStatement(
        database, "SELECT kind, subject, target, position, time FROM link \(condition)"
      ).bind(first)
      if let second { statement.bind(second, at: 2) }
      return try statement.all(SQLiteReadModel.link)
    }
  }

  func withSnapshot<Value>(_ body: (any ReadModel) throws -> Value) throws -> Value {
    guard let writer else { return try body(self) }
    let snapshot = try faulting("take a snapshot", rebuilding: projection.name) {
      try writer.makeSnapshot()
    }
    return try body(SQLiteReadModel(projection, snapshot: snapshot))
  }
}

extension SQLiteStatement {
  func bind(_ value: ColumnValue, at index: Int32) {
    switch value {
    case .null: bind(String?.none, at: index)
    case .integer(let number): bind(number, at: index)
    case .text(let text): bind(text, at: index)
    }
  }
}
