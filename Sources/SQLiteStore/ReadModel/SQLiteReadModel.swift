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
      let leaf = try SQLiteReadModel.keepsLeaf(database) ? "leaf" : "NULL"
      return try SQLiteStatement(database, "SELECT links_through, \(leaf) FROM meta").first { row in
        LogCheckpoint(position: Position(row.integer(0)), leaf: row.blob(1))
      } ?? .start
    }
  }

  /// Whether the file says which record it stands at, not only where.
  static func keepsLeaf(_ database: Database) throws -> Bool {
    try database.columns(in: "meta").contains { $0.name == "leaf" }
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

  // MARK: Rows

  private static func row(_ row: SQLiteRow, of table: Table) -> StoredRow {
    StoredRow(
      key: row.text(0), entity: row.text(1), position: Position(row.integer(2)),
      values: table.columns.enumerated().map { index, column in
        let place = Int32(index + 3)
        if row.isNull(place) { return .null }
        return column.kind == .integer ? .integer(row.integer(place)) : .text(row.text(place))
      })
  }

  func rows(
    _ table: Table, where filters: [RowFilter], after: String?, limit: Int
  ) throws(StorageFault) -> [StoredRow] {
    try rows(
      table, after == nil ? [] : ["key > ?"], after.map { [.text($0)] } ?? [], filters,
      order: "key", limit)
  }

  func keys(
    _ table: Table, where filters: [RowFilter], after: String?, limit: Int
  ) throws(StorageFault) -> [String] {
    try select(
      "key", from: table, after == nil ? [] : ["key > ?"], after.map { [.text($0)] } ?? [],
      filters, order: "key", limit
    ) { $0.text(0) }
  }

  func rows(
    _ table: Table, where column: String, isAnyOf values: [String]
  ) throws(StorageFault) -> [StoredRow] {
    try read { database in
      let statement = try SQLiteStatement(
        database,
        """
        SELECT \(ReadModelSchema.columns(table)) FROM \(table.name) WHERE \(column) = ?
        ORDER BY key
        """)
      return try values.flatMap { value in
        return try statement.bind(value).all { SQLiteReadModel.row($0, of: table) }
      }
    }
  }

  func rows(
    _ table: Table, of entities: [EntityKey], changedAfter position: Position
  ) throws(StorageFault) -> [StoredRow] {
    try read { database in
      let statement = try SQLiteStatement(
        database,
        """
        SELECT \(ReadModelSchema.columns(table)) FROM \(table.name)
        WHERE entity = ? AND position > ?
        """)
      statement.bind(position.rawValue, at: 2)
      return try entities.flatMap { entity in
        return try statement.bind(entity.description).all { SQLiteReadModel.row($0, of: table) }
      }
    }
  }

  func rows(
    _ table: Table, sharing value: String, where filters: [RowFilter], after: StoredRow?, limit: Int
  ) throws(StorageFault) -> [StoredRow] {
    guard let order = table.order else { return [] }
    let terms = ReadModelSchema.terms(order)
    var conditions = ["\(order.shared) = ?"]
    var arguments: [ColumnValue] = [.text(value)]
    if let after {
      // The first of the two finds the place in the index, the second is exact.
      conditions += ["\(order.column) >= ?", "(\(terms)) > (?, length(?), ?)"]
      let start = ColumnValue(after.order(in: table))
      arguments += [start, start, .text(after.key), .text(after.key)]
    }
    return try rows(table, conditions, arguments, filters, order: terms, limit)
  }

  /// The rows that meet some conditions and filters.
  private func rows(
    _ table: Table, _ conditions: [String], _ arguments: [ColumnValue], _ filters: [RowFilter],
    order: String, _ limit: Int
  ) throws(StorageFault) -> [StoredRow] {
    try select(
      ReadModelSchema.columns(table), from: table, conditions, arguments, filters, order: order,
      limit
    ) { SQLiteReadModel.row($0, of: table) }
  }

  /// What some columns of the rows say that meet some conditions and filters.
  private func select<Value>(
    _ columns: String, from table: Table, _ conditions: [String], _ arguments: [ColumnValue],
    _ filters: [RowFilter], order: String, _ limit: Int, _ make: (SQLiteRow) throws -> Value
  ) throws(StorageFault) -> [Value] {
    try read { database in
      let filters = filters.map(SQLiteReadModel.sql)
      let conditions = conditions + filters.map(\.0)
      let arguments = arguments + filters.map(\.1)
      let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
      let statement = try SQLiteStatement(
        database,
        """
        SELECT \(columns) FROM \(table.name) \(condition)
        ORDER BY \(order) LIMIT ?
        """)
      for (index, argument) in arguments.enumerated() {
        statement.bind(argument, at: Int32(index + 1))
      }
      statement.bind(Int64(limit), at: Int32(arguments.count + 1))
      return try statement.all(make)
    }
  }

  private static func sql(_ filter: RowFilter) -> (String, ColumnValue) {
    switch filter {
    case .equals(let column, let value): ("\(column) IS ?", value)
    case .atLeast(let column, let value): ("\(column) >= ?", value)
    case .below(let column, let value): ("\(column) < ?", value)
    case .contains(let column, let value):
      ("EXISTS (SELECT 1 FROM json_each(\(column)) WHERE value = ?)", .text(value))
    }
  }

  func row(_ table: Table, key: String) throws(StorageFault) -> StoredRow? {
    try read { database in
      try SQLiteStatement(
        database,
        "SELECT \(ReadModelSchema.columns(table)) FROM \(table.name) WHERE key = ?"
      ).bind(key).first { SQLiteReadModel.row($0, of: table) }
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
