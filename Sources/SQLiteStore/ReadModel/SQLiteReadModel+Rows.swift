internal import EventLog
internal import GRDB
internal import InteractionModel
internal import ProjectionEngine
internal import Projections
internal import struct Projections.Table

/// The rows of a read model.
extension SQLiteReadModel {
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

  func rows(
    _ table: Table, by column: String, where filters: [RowFilter],
    after: (value: Int64?, key: String)?, limit: Int
  ) throws(StorageFault) -> [StoredRow] {
    var conditions: [String] = []
    var arguments: [ColumnValue] = []
    if let after {
      if let value = after.value {
        conditions = ["(\(column), key) > (?, ?)"]
        arguments = [.integer(value), .text(after.key)]
      } else {
        conditions = ["(\(column) IS NOT NULL OR key > ?)"]
        arguments = [.text(after.key)]
      }
    }
    // The keys first: whatever sorts reads the row, and documents are long.
    return try select(
      "key", from: table, conditions, arguments, filters, order: "\(column), key", limit,
      within: { keys in
        """
        SELECT \(ReadModelSchema.columns(table)) FROM \(table.name) WHERE key IN (\(keys))
        ORDER BY \(column), key
        """
      }
    ) { SQLiteReadModel.row($0, of: table) }
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
    _ filters: [RowFilter], order: String, _ limit: Int,
    within outer: (String) -> String = { $0 }, _ make: (SQLiteRow) throws -> Value
  ) throws(StorageFault) -> [Value] {
    try read { database in
      let filters = filters.map(SQLiteReadModel.sql)
      let conditions = conditions + filters.map(\.0)
      let arguments = arguments + filters.map(\.1)
      let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
      let statement = try SQLiteStatement(
        database,
        outer("SELECT \(columns) FROM \(table.name) \(condition) ORDER BY \(order) LIMIT ?"))
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
    case .isAnyOf(let column, let texts):
      (
        "\(column) IN (SELECT value FROM json_each(?))",
        .text(JSONValue.array(texts.sorted().map(JSONValue.string)).canonicalText)
      )
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
}
