public import EventLog
public import InteractionModel
public import Projections

extension ReadModel {
  /// Nothing is to be made ready.
  public func prepareToServe() throws(StorageFault) {}

  /// The keys of a page of rows.
  /// - Parameters:
  ///   - table: a declared table.
  ///   - filters: all must hold.
  ///   - after: the last key of the page before; nil for the first page.
  ///   - limit: how many at most.
  /// - Returns: the keys.
  /// - Throws: ``StorageFault`` when the store fails.
  public func keys(
    _ table: Table, where filters: [RowFilter], after: String?, limit: Int
  ) throws(StorageFault) -> [String] {
    try rows(table, where: filters, after: after, limit: limit).map(\.key)
  }

  /// A page of a table in the order of a column, made of all rows.
  /// - Parameters:
  ///   - table: a declared table.
  ///   - column: one of its columns, of whole numbers and indexed.
  ///   - filters: all must hold.
  ///   - after: the value and the key of the last row of the page before; nil for the first page.
  ///   - limit: how many at most.
  /// - Returns: the rows.
  /// - Throws: ``StorageFault`` when the store fails.
  public func rows(
    _ table: Table, by column: String, where filters: [RowFilter],
    after: (value: Int64?, key: String)?, limit: Int
  ) throws(StorageFault) -> [StoredRow] {
    guard let place = table.columns.firstIndex(where: { $0.name == column }) else { return [] }
    func order(_ row: StoredRow) -> (Int64, String) {
      guard case .integer(let value) = row.values[place] else { return (.min, row.key) }
      return (value, row.key)
    }
    let start = after.map { ($0.value ?? .min, $0.key) }
    let sorted = try rows(table, where: filters, after: nil, limit: .max)
      .filter { row in start.map { $0 < order(row) } ?? true }
      .sorted { order($0) < order($1) }
    return Array(sorted.prefix(limit))
  }

  /// The rows of each value, asked for one value after the other.
  /// - Parameters:
  ///   - table: a declared table.
  ///   - column: one of its columns, of text and indexed; or `entity`, whose the rows are.
  ///   - values: what the column may say, each once.
  /// - Returns: the rows of each value in key-byte order, one value after the other.
  /// - Throws: ``StorageFault`` when the store fails.
  public func rows(
    _ table: Table, where column: String, isAnyOf values: [String]
  ) throws(StorageFault) -> [StoredRow] {
    var rows: [StoredRow] = []
    for value in values {
      rows += try self.rows(
        table, where: [.equals(column: column, .text(value))], after: nil, limit: .max)
    }
    return rows
  }

  /// The rows of some entities that a record behind a position went into, among all their rows.
  /// - Parameters:
  ///   - table: a declared table.
  ///   - entities: whose the rows are, each once.
  ///   - position: the last record that is of no interest.
  /// - Returns: the rows, in any order.
  /// - Throws: ``StorageFault`` when the store fails.
  public func rows(
    _ table: Table, of entities: [EntityKey], changedAfter position: Position
  ) throws(StorageFault) -> [StoredRow] {
    try rows(table, where: "entity", isAnyOf: entities.map(\.description))
      .filter { $0.position > position }
  }

  /// The links in force of some subjects, asked for one after the other.
  /// - Parameters:
  ///   - kind: which relation.
  ///   - subjects: what was moved.
  /// - Returns: the links, by subject.
  /// - Throws: ``StorageFault`` when the store fails.
  public func links(_ kind: LinkKind, ofEach subjects: [String]) throws -> [String: Link] {
    try subjects.reduce(into: [:]) { $0[$1] = try link(kind, of: $1) }
  }

  /// The state that is stored, whose it is, and all its parts.
  func wholeState(
    _ stored: StoredState, named name: String
  ) throws -> (entity: EntityKey, state: any FoldState) {
    let (entity, state) = try projection.decode(stored: stored, named: name)
    return (entity, try whole(state, of: entity).state)
  }

  /// A state as it was read from its stored bytes, with all its parts, and how many bytes they are.
  func whole(
    _ state: any FoldState, of entity: EntityKey
  ) throws -> (state: any FoldState, partBytes: Int) {
    guard var parted = state as? any PartedState, !parted.isComplete else { return (state, 0) }
    var bytes = 0
    let name = entity.description
    var last = PartName([])
    while true {
      let page = try allParts(after: (name, last), limit: 1_024)
        .prefix { $0.entity.utf8.elementsEqual(name.utf8) }.map(\.part)
      guard let end = page.last else { break }
      parted = try projection.supply(page, for: [], to: parted, entity)
      bytes += page.reduce(0) { $0 + $1.bytes.count }
      last = end.name
    }
    parted.complete()
    guard parted.isComplete else { throw projection.unreadable(name, "a part is missing") }
    return (parted, bytes)
  }

  /// The entities whose states name one of some others; renders every state.
  /// - Parameter named: which.
  /// - Returns: the entities, in any order.
  /// - Throws: ``StorageFault`` when the store fails.
  public func entities(naming named: [EntityKey]) throws -> [EntityKey] {
    let wanted = Set(named)
    let rendering = RowRendering(links: LinkMemo(self))
    var found: [EntityKey] = []
    var after: String?
    while true {
      let page = try allStates(after: after, limit: 2_048)
      let pieces = Parallel.pieces(page.count)
      found += try Parallel.map(pieces.count) { piece in
        try page[pieces[piece]].compactMap { name, stored in
          let (entity, state) = try wholeState(stored, named: name)
          return try wanted.isDisjoint(with: rendering.rows(of: state, entity).named) ? nil : entity
        }
      }.flatMap { $0 }
      guard let last = page.last else { return found }
      after = last.0
    }
  }
}
