internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// Pages of rows by the time in one of their columns, then by key.
///
/// Lists that people read go by time, and the keys of hand-offs and conversations are random. A page
/// reads on in that order until it is full.
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
    guard let column else {
      return try pageByKey(where: filters, after: after, limit, isWanted)
    }
    let start = try after.map { try element($0) }
    // One more says whether there are more.
    let room = limit < .max ? limit + 1 : limit
    let found = try tables.flatMap { table in
      try first(room, of: table, by: column, where: filters, after: start, isWanted)
    }
    return OrderedRows.page(found.sorted(by: Element.precedes), limit)
  }

  /// The first so many rows of a table behind one that may be another's.
  private func first(
    _ room: Int, of table: Table, by column: String, where filters: [RowFilter],
    after start: Element?, _ isWanted: (Element) -> Bool
  ) throws -> [Element] {
    var found: [Element] = []
    var last = start.map { (value: $0.time == .min ? nil : $0.time, key: $0.row.key) }
    var size = min(room, 1_000)
    while true {
      try stop.check()
      let page = try model.rows(table, by: column, where: filters, after: last, limit: size)
      for row in page {
        let element = element(row, of: table)
        if isWanted(element) { found.append(element) }
        guard found.count < room else { return found }
        last = (element.time == .min ? nil : element.time, row.key)
      }
      guard page.count == size else { return found }
      // Few rows are wanted: more at once.
      size = 1_000
    }
  }

  /// A page in the order in which the store has the rows, which reads no others.
  private func pageByKey(
    where filters: [RowFilter], after: String?, _ limit: Int, _ isWanted: (Element) -> Bool
  ) throws -> (rows: [Element], next: String?) {
    if let after { _ = try element(after) }
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
