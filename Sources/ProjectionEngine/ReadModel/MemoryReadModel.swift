public import EventLog
public import InteractionModel
public import Projections
internal import Synchronization

/// A read model in memory: the twin of a store's, for tests and small replays.
///
/// One that nobody leased may be written by whoever has it; see ``MemoryReadModelStore``.
public final class MemoryReadModel: ReadModel {
  private struct RowKey: Hashable {
    let table: String
    let key: String
  }

  private struct Contents {
    var checkpoint = Position.start
    var linksThrough = Position.start
    var leaf: [UInt8] = []
    var root: [UInt8] = []
    var failure: ProjectionFailure?
    var states: [EntityKey: StoredState] = [:]
    var parts: [EntityKey: [PartName: [UInt8]]] = [:]
    var links: [Link] = []
    var history = LinkHistory()
    var rows: [String: [String: StoredRow]] = [:]
    /// Which rows an entity has: table and key.
    var keys: [EntityKey: Set<RowKey>] = [:]
    /// Which entities name something.
    var naming: [EntityKey: Set<EntityKey>] = [:]
    /// What an entity names.
    var named: [EntityKey: [EntityKey]] = [:]
    /// After whose name, in byte order, rows are due; nil when none are.
    var dueAfter: String?
    /// The right to write that is in force; nil when whoever has the read model has it.
    var lease: Int64?

    mutating func add(_ entity: EntityKey, _ position: Position, _ new: [Row], _ names: [EntityKey])
    {
      for row in new {
        rows[row.table, default: [:]][row.key] = StoredRow(
          key: row.key, entity: entity.description, position: row.position ?? position,
          values: row.values)
        keys[entity, default: []].insert(RowKey(table: row.table, key: row.key))
      }
      for name in named.removeValue(forKey: entity) ?? [] { naming[name]?.remove(entity) }
      for name in names { naming[name, default: []].insert(entity) }
      if !names.isEmpty { named[entity] = names }
    }
  }

  /// What all views of one read model share.
  private final class Shared: Sendable {
    private let contents: Mutex<Contents>

    init(_ contents: Contents) { self.contents = Mutex(contents) }

    func withLock<Value: Sendable, Failure: Error>(
      _ body: (inout Contents) throws(Failure) -> Value
    ) throws(Failure) -> Value {
      try contents.withLock { contents throws(Failure) in try body(&contents) }
    }
  }

  /// What may be done with a read model.
  private enum Right {
    case owned, reading
    case leased(Int64)
  }

  /// The projection it belongs to.
  public let projection: Projection
  private let contents: Shared
  private let right: Right

  /// An empty read model.
  /// - Parameter projection: the projection it belongs to.
  public init(_ projection: Projection) {
    self.projection = projection
    contents = Shared(Contents())
    right = .owned
  }

  private init(_ projection: Projection, _ contents: Shared, _ right: Right) {
    self.projection = projection
    self.contents = contents
    self.right = right
  }

  // MARK: Who may write

  /// The same read model for reading.
  var reading: MemoryReadModel { MemoryReadModel(projection, contents, .reading) }

  /// The same read model with a right to write it, which ends those before.
  func leased(_ lease: Int64) -> MemoryReadModel {
    contents.withLock { $0.lease = lease }
    return MemoryReadModel(projection, contents, .leased(lease))
  }

  private func write(_ body: (inout Contents) -> Void) throws(StorageFault) {
    try contents.withLock { contents throws(StorageFault) in
      switch right {
      case .owned: break
      case .reading:
        throw StorageFault(code: .permission, reason: "this read model was opened for reading only")
      case .leased(let lease):
        guard contents.lease == lease else {
          throw StorageFault(
            code: .superseded,
            reason: "somebody else has taken over \(projection.name); this one stops")
        }
      }
      body(&contents)
    }
  }

  /// Refuses rows of tables that are not declared.
  private func requireDeclared(_ rows: some Sequence<Row>) throws(StorageFault) {
    for row in rows where !projection.tables.contains(where: { $0.name == row.table }) {
      throw StorageFault(
        code: .schema,
        reason: "\(projection.name) has a row for \(row.table), which it does not declare")
    }
  }

  /// The last record that has been taken into account.
  public func checkpoint() -> Position { contents.withLock { $0.checkpoint } }

  /// The last record whose links are known.
  public func linksThrough() -> Position { contents.withLock { $0.linksThrough } }

  /// The last record whose links are known, and its leaf.
  public func logCheckpoint() -> LogCheckpoint {
    contents.withLock { LogCheckpoint(position: $0.linksThrough, leaf: $0.leaf) }
  }

  /// Why the projection stands still, when it does.
  public func failure() -> ProjectionFailure? { contents.withLock { $0.failure } }

  /// Notes why the projection stands still; nil when it goes on.
  public func setFailure(_ failure: ProjectionFailure?) throws(StorageFault) {
    try write { $0.failure = failure }
  }

  /// The states of some entities; absent ones have none.
  public func states(of entities: [EntityKey]) -> [EntityKey: StoredState] {
    contents.withLock { contents in
      entities.reduce(into: [:]) { $0[$1] = contents.states[$1] }
    }
  }

  /// Some parts of an entity's state.
  public func parts(_ names: [PartName], of entity: EntityKey) -> [StatePart] {
    contents.withLock { contents in
      names.compactMap { name in
        contents.parts[entity]?[name].map { StatePart(name: name, bytes: $0) }
      }
    }
  }

  /// Every link that a subject ever had, in position order.
  public func links(_ kind: LinkKind, of subject: String) -> [Link] {
    contents.withLock { $0.links.filter { $0.kind == kind && $0.subject == subject } }
  }

  /// The link in force for a subject; nil when there never was one.
  public func link(_ kind: LinkKind, of subject: String) -> Link? {
    contents.withLock { $0.history.link(kind, of: subject) }
  }

  /// The subjects that some link has ever pointed to a target.
  public func subjects(_ kind: LinkKind, everPointingTo target: String) -> [String] {
    contents.withLock { $0.history.subjects(kind, everPointingTo: target) }
  }

  /// The entities whose rows name one of some others.
  public func entities(naming named: [EntityKey]) -> [EntityKey] {
    contents.withLock { contents in
      named.reduce(into: Set<EntityKey>()) { $0.formUnion(contents.naming[$1] ?? []) }.sorted()
    }
  }

  /// Writes a batch, all at once.
  public func commit(_ batch: ReadModelBatch) throws(StorageFault) {
    try requireDeclared(batch.entities.lazy.flatMap(\.rows))
    try write { contents in
      for link in batch.links {
        contents.links.append(link)
        contents.history.append(link)
      }
      // All rows go before the first comes, so that one can move from entity to entity.
      for write in batch.entities {
        let gone =
          write.isPartial
          ? Set(write.gone.map { RowKey(table: $0.table, key: $0.key) })
          : contents.keys[write.entity] ?? []
        contents.keys[write.entity]?.subtract(gone)
        for row in gone { contents.rows[row.table]?[row.key] = nil }
        if !write.isPartial { contents.parts[write.entity] = nil }
        for name in write.goneParts { contents.parts[write.entity]?[name] = nil }
      }
      for write in batch.entities {
        for part in write.parts {
          contents.parts[write.entity, default: [:]][part.name] = part.bytes
        }
        contents.states[write.entity] = write.state.map {
          StoredState(position: write.position, bytes: $0)
        }
        contents.add(write.entity, write.position, write.rows, write.named)
      }
      contents.failure = nil
      contents.checkpoint = batch.checkpoint
      contents.linksThrough = batch.linksThrough
      contents.leaf = batch.leaf
      contents.root = batch.root
    }
  }

  /// Writes states without their rows, all at once.
  public func commit(_ batch: StateBatch) throws(StorageFault) {
    try write { contents in
      contents.rows = [:]
      contents.keys = [:]
      contents.naming = [:]
      contents.named = [:]
      contents.dueAfter = ""
      for (entity, state) in batch.states { contents.states[entity] = state }
      for (entity, name) in batch.goneParts { contents.parts[entity]?[name] = nil }
      for stored in batch.parts {
        guard let entity = EntityKey(parsing: stored.entity) else { continue }
        contents.parts[entity, default: [:]][stored.part.name] = stored.part.bytes
      }
      contents.failure = nil
      contents.checkpoint = batch.checkpoint
      contents.linksThrough = batch.linksThrough
      contents.leaf = batch.leaf
      contents.root = batch.root
    }
  }

  /// Which entities have no rows yet.
  public func rowsDue() -> RowsDue? {
    guard let after = contents.withLock({ $0.dueAfter }) else { return nil }
    return RowsDue(after: after, count: allStates(after: after, limit: .max).count)
  }

  /// Writes the rows of the next entities that have none.
  public func commit(_ rows: [EntityRows]) throws(StorageFault) {
    try requireDeclared(rows.lazy.flatMap(\.rows))
    try write { contents in
      for entity in rows {
        contents.add(entity.entity, entity.position, entity.rows, entity.named)
      }
      contents.dueAfter = rows.last?.entity.description
    }
  }

  /// A page of a table in key-byte order.
  public func rows(
    _ table: Table, where filters: [RowFilter], after: String?, limit: Int
  ) -> [StoredRow] {
    let all = contents.withLock { $0.rows[table.name]?.values.map { $0 } ?? [] }
    return Array(
      all.filter { row in
        filters.allSatisfy { $0.holds(for: row, in: table) }
          && (after.map { Array($0.utf8).lexicographicallyPrecedes(Array(row.key.utf8)) } ?? true)
      }
      .sorted { Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8)) }
      .prefix(limit))
  }

  /// A page of the rows that share something, in the order of their table.
  public func rows(
    _ table: Table, sharing value: String, where filters: [RowFilter], after: StoredRow?, limit: Int
  ) -> [StoredRow] {
    func precedes(_ left: StoredRow, _ right: StoredRow) -> Bool {
      let (one, other) = (left.order(in: table) ?? .min, right.order(in: table) ?? .min)
      if one != other { return one < other }
      let (first, second) = (Array(left.key.utf8), Array(right.key.utf8))
      return first.count != second.count
        ? first.count < second.count : first.lexicographicallyPrecedes(second)
    }
    guard let order = table.order else { return [] }
    let all = rows(
      table, where: filters + [.equals(column: order.shared, .text(value))], after: nil,
      limit: .max)
    return Array(
      all.filter { row in after.map { precedes($0, row) } ?? true }.sorted(by: precedes)
        .prefix(limit))
  }

  /// The row of a key; nil when there is none.
  public func row(_ table: Table, key: String) -> StoredRow? {
    contents.withLock { $0.rows[table.name]?[key] }
  }

  /// A page of the entities' states in entity-byte order.
  public func allStates(after: String?, limit: Int) -> [(String, StoredState)] {
    let all = contents.withLock { $0.states.map { ($0.key.description, $0.value) } }
    return Array(
      all.filter { item in
        after.map { Array($0.utf8).lexicographicallyPrecedes(Array(item.0.utf8)) } ?? true
      }
      .sorted { Array($0.0.utf8).lexicographicallyPrecedes(Array($1.0.utf8)) }
      .prefix(limit))
  }

  /// A page of the parts of states in byte order of entity and name.
  public func allParts(after: (entity: String, name: PartName)?, limit: Int) -> [StoredPart] {
    let all = contents.withLock { contents in
      contents.parts.map { ($0.key.description, $0.value) }
    }
    var found: [StoredPart] = []
    for (entity, parts) in all.sorted(by: { Array($0.0.utf8).lexicographicallyPrecedes($1.0.utf8) })
    where after.map({ !Array(entity.utf8).lexicographicallyPrecedes($0.entity.utf8) }) ?? true {
      let isFirst = after.map { $0.entity.utf8.elementsEqual(entity.utf8) } ?? false
      for (key, bytes) in parts.sorted(by: { $0.key < $1.key })
      where !isFirst || after.map({ $0.name < key }) ?? true {
        found.append(StoredPart(entity: entity, part: StatePart(name: key, bytes: bytes)))
        if found.count == limit { return found }
      }
    }
    return found
  }

  /// A page of all links by number.
  public func allLinks(after: Int64, limit: Int) -> [StoredLink] {
    contents.withLock { contents in
      contents.links.enumerated().dropFirst(Int(after)).prefix(limit)
        .map { StoredLink(number: Int64($0.offset + 1), $0.element) }
    }
  }

  /// A page of who names whom in byte order.
  public func allNamings(after: Naming?, limit: Int) -> [Naming] {
    func bytes(_ naming: Naming) -> [[UInt8]] {
      [Array(naming.named.utf8), Array(naming.entity.utf8)]
    }
    func precedes(_ left: Naming, _ right: Naming) -> Bool {
      bytes(left).lexicographicallyPrecedes(bytes(right)) { $0.lexicographicallyPrecedes($1) }
    }
    let all = contents.withLock { contents in
      contents.naming.flatMap { named, entities in
        entities.map { Naming(named: named.description, entity: $0.description) }
      }
    }
    return Array(
      all.filter { naming in after.map { precedes($0, naming) } ?? true }.sorted(by: precedes)
        .prefix(limit))
  }

  /// What the read model says of itself.
  public func bookkeeping() -> Bookkeeping? {
    contents.withLock { contents in
      Bookkeeping(
        projection: projection.name, codeVersion: Int64(projection.version),
        checkpoint: contents.checkpoint, linksThrough: contents.linksThrough, leaf: contents.leaf,
        root: contents.root, failurePosition: contents.failure?.position,
        failureReason: contents.failure?.reason)
    }
  }

  /// The links in force that merge something.
  public func mergesInForce(_ kind: LinkKind) -> [Link] {
    contents.withLock { contents in
      Set(contents.links.filter { $0.kind == kind }.map(\.subject)).sorted()
        .compactMap { contents.history.link(kind, of: $0) }.filter { $0.target != nil }
    }
  }

  /// A copy of the read model as it stands.
  public func withSnapshot<Value>(_ body: (any ReadModel) throws -> Value) throws -> Value {
    try body(MemoryReadModel(projection, Shared(contents.withLock { $0 }), .reading))
  }
}

extension RowFilter {
  /// Whether a row passes.
  func holds(for row: StoredRow, in table: Table) -> Bool {
    func value(_ column: String) -> ColumnValue {
      if column == "entity" { return .text(row.entity) }
      return table.columns.firstIndex { $0.name == column }.map { row.values[$0] } ?? .null
    }
    func compare(_ column: String, _ bound: ColumnValue) -> Int? {
      switch (value(column), bound) {
      case (.integer(let left), .integer(let right)): left < right ? -1 : (left == right ? 0 : 1)
      case (.text(let left), .text(let right)): left < right ? -1 : (left == right ? 0 : 1)
      default: nil
      }
    }
    switch self {
    case .equals(let column, let wanted): return value(column) == wanted
    case .isAnyOf(let column, let texts):
      guard case .text(let text) = value(column) else { return false }
      return texts.contains(text)
    case .atLeast(let column, let bound): return compare(column, bound).map { $0 >= 0 } ?? false
    case .below(let column, let bound): return compare(column, bound).map { $0 < 0 } ?? false
    case .contains(let column, let wanted):
      guard case .text(let text) = value(column),
        let elements = try? JSONValue(parsing: Array(text.utf8)).array
      else { return false }
      return elements.contains(.string(wanted))
    }
  }
}
