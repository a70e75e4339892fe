internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// Pages of rows by the time in one of their columns, then by key.
///
/// Lists that people read go by time, and the keys of hand-offs and conversations are random. Each
/// page reads every row that passes the filters once and keeps no more than two pages of them.
struct OrderedRows {
  /// A row and its place in the order.
  struct Element {
    let table: Table
    let row: StoredRow
    /// The value of the column; rows without one come first.
    let time: Int64

    /// What people see of the row.
    func document<Field>(_: Field.Type = Field.self) -> Document<Field> {
      table.document(row.values)
    }

    /// A value of the row.
    func value(_ column: String) -> ColumnValue {
      guard let index = table.columns.firstIndex(where: { $0.name == column }) else { return .null }
      return row.values[index]
    }

    /// A value of the row in JSON; what the column holds as JSON text is parsed.
    func json(_ column: String) -> JSONValue {
      let json = value(column).json
      let isJSON = table.columns.first { $0.name == column }?.kind == .json
      guard isJSON, let text = json.string else { return json }
      return (try? JSONValue(parsing: Array(text.utf8))) ?? json
    }

    /// A text of the row; nil when it has none there.
    func text(_ column: String) -> String? { value(column).json.string }

    static func precedes(_ left: Element, _ right: Element) -> Bool {
      (left.time, left.row.key) < (right.time, right.row.key)
    }
  }

  let model: any ReadModel
  /// The tables whose rows are merged; all have the columns that are selected by.
  let tables: [Table]
  /// The column that the rows are ordered by; nil orders them by their keys alone.
  let column: String?
  /// Whether the reader wants it to stop.
  var stop = StopRequest.never

  /// A page.
  /// - Parameters:
  ///   - filters: all must hold.
  ///   - after: the last key of the page before; nil for the first page.
  ///   - limit: how many at most.
  ///   - isWanted: what the filters cannot say.
  /// - Returns: the rows, and the key to go on after when there are more.
  /// - Throws: ``QueryError/noPlace(_:)`` when there is no row of the key to start after.
  func page(
    where filters: [RowFilter], after: String?, limit: Int,
    _ isWanted: (Element) -> Bool = { _ in true }
  ) throws -> (rows: [Element], next: String?) {
    guard column != nil else { return try pageByKey(where: filters, after: after, limit, isWanted) }
    let start = try after.map { try element($0) }
    // Of any more than this, those that come last are not on the page.
    let room = limit < .max ? limit + 1 : limit
    var found: [Element] = []
    func cut(to count: Int) {
      found.sort(by: Element.precedes)
      found.removeLast(max(0, found.count - count))
    }
    try forEach(where: filters) { element in
      if let start, !Element.precedes(start, element) { return }
      guard isWanted(element) else { return }
      found.append(element)
      if found.count / 2 >= 250, found.count / 2 - 250 >= room { cut(to: room) }
    }
    cut(to: room)
    return OrderedRows.page(found, limit)
  }

  /// A page in the order in which the store has the rows, which reads no others.
  private func pageByKey(
    where filters: [RowFilter], after: String?, _ limit: Int, _ isWanted: (Element) -> Bool
  ) throws -> (rows: [Element], next: String?) {
    var found: [Element] = []
    try walk(where: filters, after: after) { element in
      if isWanted(element) { found.append(element) }
      return found.count <= limit
    }
    return OrderedRows.page(found, limit)
  }

  /// At most so many of some rows, and the key to go on after when there are more.
  private static func page(_ rows: [Element], _ limit: Int) -> (rows: [Element], next: String?) {
    let page = Array(rows.prefix(limit))
    return (page, page.count < rows.count ? page.last?.row.key : nil)
  }

  /// Every row that passes the filters, in no order that people would know.
  func forEach(where filters: [RowFilter], _ body: (Element) throws -> Void) throws {
    try walk(where: filters) { element in
      try body(element)
      return true
    }
  }

  /// The rows that pass the filters, table by table in the order of their keys, until `body` has had
  /// enough.
  func walk(
    where filters: [RowFilter], after: String? = nil, _ body: (Element) throws -> Bool
  ) throws {
    for table in tables {
      var last = after
      while true {
        try stop.check()
        let page = try model.rows(table, where: filters, after: last, limit: 1_000)
        for row in page {
          guard try body(element(row, of: table)) else { return }
        }
        guard page.count == 1_000 else { break }
        last = page.last?.key
      }
    }
  }

  private func element(_ key: String) throws -> Element {
    for table in tables {
      if let row = try model.row(table, key: key) { return element(row, of: table) }
    }
    throw QueryError.noPlace(key)
  }

  /// A row of one of the tables with its place in the order.
  func element(_ row: StoredRow, of table: Table) -> Element {
    let index = column.flatMap { name in table.columns.firstIndex { $0.name == name } }
    return Element(table: table, row: row, time: index.flatMap { row.values[$0].json.int } ?? .min)
  }
}

extension Table {
  /// What people see of a row of the table.
  func document<Field>(_ values: [ColumnValue]) -> Document<Field> { Document(fields(values)) }
}
