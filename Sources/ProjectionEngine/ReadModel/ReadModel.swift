public import EventLog
public import InteractionModel
public import Projections

/// What a fold keeps of one entity between batches.
public struct StoredState: Sendable, Hashable {
  /// The last record that went into it.
  public let position: Position
  /// What ``FoldState/encoded()`` wrote, or ``PartedState/encodedHead()`` of a state in parts.
  public let bytes: [UInt8]

  /// A stored state.
  public init(position: Position, bytes: [UInt8]) {
    self.position = position
    self.bytes = bytes
  }
}

/// A part of an entity's state as a read model stores it; see ``PartedState``.
public struct StoredPart: Sendable, Hashable {
  /// The name of the entity, as it is stored.
  public let entity: String
  /// The part.
  public let part: StatePart

  /// A stored part.
  public init(entity: String, part: StatePart) {
    self.entity = entity
    self.part = part
  }
}

/// A row as a read model stores it.
public struct StoredRow: Sendable, Hashable {
  /// Its key within the table.
  public let key: String
  /// The name of the entity it belongs to, as it is stored.
  public let entity: String
  /// The last record that went into the row; into the entity, unless the row says less.
  public let position: Position
  /// The values in the order of the table's columns.
  public let values: [ColumnValue]

  /// A stored row.
  public init(key: String, entity: String, position: Position, values: [ColumnValue]) {
    self.key = key
    self.entity = entity
    self.position = position
    self.values = values
  }
}

/// What happens to one entity in a commit.
public struct EntityWrite: Sendable {
  /// The entity.
  public let entity: EntityKey
  /// The last record that went into it.
  public let position: Position
  /// Its state, or the head of a state in parts; nil when nothing belongs to the entity any more.
  public let state: [UInt8]?
  /// All its rows, which replace those it had; of a partial write those that are new or changed.
  ///
  /// A row of the same key that was another entity's before the batch has moved here, whichever of
  /// the two is written first.
  public let rows: [Row]
  /// The parties, conversations and cases whose place under the links the rows show: all of them,
  /// they replace those it had; see ``ReadModel/entities(naming:)``.
  public let named: [EntityKey]
  /// Whether the read model has nothing of the entity yet, so that there is nothing to replace.
  public var isNew = false
  /// The parts of the state, which replace all that it had; of a partial write those that are new
  /// or changed.
  public var parts: [StatePart] = []
  /// Whether the state may have had parts that these replace.
  public var replacesParts = true
  /// The rows that a partial write removes.
  public var gone: [Row] = []
  /// Whether rows and parts that are not named stay as they are.
  public var isPartial = false
}

/// What a commit writes, all or none.
public struct ReadModelBatch: Sendable {
  /// The links of the batch, in position order.
  public var links: [Link]
  /// The entities that changed, by id, each once.
  public var entities: [EntityWrite]
  /// The last record that has been taken into account.
  public var checkpoint: Position
  /// The last record whose links are known: the checkpoint, or further while rebuilding, when all
  /// links are read before the first record is folded.
  public var linksThrough: Position
  /// The leaf of the record at ``linksThrough``, which is what tells the log from another one;
  /// empty when it is not known.
  public var leaf: [UInt8]

  /// A batch.
  /// - Parameters:
  ///   - links: the links, in position order.
  ///   - entities: the entities that changed.
  ///   - checkpoint: the last record that has been taken into account.
  ///   - linksThrough: the last record whose links are known; nil for the checkpoint.
  ///   - leaf: the leaf of that one; empty when it is not known.
  public init(
    links: [Link] = [], entities: [EntityWrite] = [], checkpoint: Position,
    linksThrough: Position? = nil, leaf: [UInt8] = []
  ) {
    self.links = links
    self.entities = entities
    self.checkpoint = checkpoint
    self.linksThrough = max(checkpoint, linksThrough ?? checkpoint)
    self.leaf = leaf
  }
}

/// What a build writes while it folds: states without their rows.
public struct StateBatch: Sendable {
  /// The states of entities that changed, by id, each once.
  public var states: [(entity: EntityKey, state: StoredState)]
  /// The parts of those states that are new or changed; the others stay.
  public var parts: [StoredPart]
  /// The last record up to which every state is stored.
  public var checkpoint: Position
  /// The last record whose links are known; see ``ReadModelBatch/linksThrough``.
  public var linksThrough: Position
  /// The leaf of that record; see ``ReadModelBatch/leaf``.
  public var leaf: [UInt8]

  /// A batch.
  /// - Parameters:
  ///   - states: the states, by id.
  ///   - parts: the parts of those states that are new or changed.
  ///   - checkpoint: the last record up to which every state is stored.
  ///   - linksThrough: the last record whose links are known.
  ///   - leaf: the leaf of that one; empty when it is not known.
  public init(
    states: [(entity: EntityKey, state: StoredState)] = [], parts: [StoredPart] = [],
    checkpoint: Position, linksThrough: Position, leaf: [UInt8] = []
  ) {
    self.states = states
    self.parts = parts
    self.checkpoint = checkpoint
    self.linksThrough = linksThrough
    self.leaf = leaf
  }
}

/// The rows of one entity.
public struct EntityRows: Sendable {
  /// The entity.
  public let entity: EntityKey
  /// The last record that went into it.
  public let position: Position
  /// All its rows.
  public let rows: [Row]
  /// Whom they name; see ``EntityWrite/named``.
  public let named: [EntityKey]
}

/// Which entities have no rows yet.
public struct RowsDue: Sendable, Hashable {
  /// Those whose names come after this one in byte order: empty for all.
  public let after: String
  /// How many they are.
  public let count: Int

  /// Rows that are due.
  public init(after: String, count: Int) {
    self.after = after
    self.count = count
  }
}

/// Why a projection stands still before a record.
public struct ProjectionFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// The record it cannot take.
  public let position: Position
  /// What the fold said, without content.
  public let reason: String

  /// A failure.
  public init(position: Position, reason: String) {
    self.position = position
    self.reason = reason
  }

  /// The place and the reason.
  public var description: String { "stopped before position \(position): \(reason)" }
}

/// How rows are selected from a read model.
public enum RowFilter: Sendable, Hashable {
  /// The column holds this value.
  case equals(column: String, ColumnValue)
  /// The column's JSON array holds this text.
  case contains(column: String, String)
  /// The column is not null and at least this.
  case atLeast(column: String, ColumnValue)
  /// The column is not null and below this.
  case below(column: String, ColumnValue)
}

/// One generation of one projection's read model: links, states, rows and a checkpoint that are
/// always of one moment, but for one that is being built, whose rows come last (``rowsDue()``).
public protocol ReadModel: LinkSource, Sendable {
  /// The projection it belongs to.
  var projection: Projection { get }

  /// The last record that has been taken into account.
  func checkpoint() throws(StorageFault) -> Position

  /// The last record whose links are known; see ``ReadModelBatch/linksThrough``.
  func linksThrough() throws(StorageFault) -> Position

  /// The last record whose links are known, which is the furthest that anything is known of, and its
  /// leaf: what tells whether it was made from a log.
  ///
  /// The leaf is empty in one that was last written before leaves were kept.
  func logCheckpoint() throws(StorageFault) -> LogCheckpoint

  /// Why the projection stands still, when it does.
  func failure() throws(StorageFault) -> ProjectionFailure?

  /// Notes why the projection stands still; nil when it goes on.
  /// - Parameter failure: what to say in status.
  /// - Throws: ``StorageFault`` when the store fails.
  func setFailure(_ failure: ProjectionFailure?) throws(StorageFault)

  /// The states of some entities; absent ones have none.
  /// - Parameter entities: which.
  /// - Returns: the states by entity.
  /// - Throws: ``StorageFault`` when the store fails.
  func states(of entities: [EntityKey]) throws(StorageFault) -> [EntityKey: StoredState]

  /// Some parts of an entity's state.
  /// - Parameters:
  ///   - names: which ones; those there are not are left out.
  ///   - entity: whose they are.
  /// - Returns: the parts, in any order.
  /// - Throws: ``StorageFault`` when the store fails.
  func parts(_ names: [PartName], of entity: EntityKey) throws(StorageFault) -> [StatePart]

  /// Every link that a subject ever had, in position order.
  /// - Parameters:
  ///   - kind: which relation.
  ///   - subject: what was moved.
  /// - Returns: the links.
  /// - Throws: ``StorageFault`` when the store fails.
  func links(_ kind: LinkKind, of subject: String) throws(StorageFault) -> [Link]

  /// The links in force of some subjects, by subject; those that never had one are left out.
  ///
  /// The default asks for one after the other.
  /// - Parameters:
  ///   - kind: which relation.
  ///   - subjects: what was moved.
  /// - Returns: the links.
  /// - Throws: ``StorageFault`` when the store fails.
  func links(_ kind: LinkKind, ofEach subjects: [String]) throws -> [String: Link]

  /// The entities whose rows name one of some parties, conversations or cases
  /// (``EntityWrite/named``): those whose rows can change when links move it.
  ///
  /// The default renders every state to see whom it names; a store for more than some thousand
  /// entities keeps an index.
  /// - Parameter named: which.
  /// - Returns: the entities, in any order.
  /// - Throws: ``StorageFault`` when the store fails.
  func entities(naming named: [EntityKey]) throws -> [EntityKey]

  /// Writes a batch in one transaction, after which the projection does not stand still any more:
  /// ``failure()`` is forgotten.
  /// - Parameter batch: what changes.
  /// - Throws: ``StorageFault`` with code `superseded` when somebody else has taken the right to
  ///   write this read model.
  func commit(_ batch: ReadModelBatch) throws(StorageFault)

  /// Writes what a build folds while nobody reads, in one transaction: states without their rows.
  ///
  /// The rows of all entities are due then; those that were there are gone.
  /// - Parameter batch: what changes.
  /// - Throws: ``StorageFault``, as ``commit(_:)-(ReadModelBatch)``.
  func commit(_ batch: StateBatch) throws(StorageFault)

  /// Which entities have no rows yet; nil when all have theirs, and nobody asks for rows before.
  func rowsDue() throws(StorageFault) -> RowsDue?

  /// Writes the rows of the next entities that have none, in one transaction.
  /// - Parameter rows: of the first entities of ``rowsDue()``, in byte order of their names; empty
  ///   when there are no more, after which none are due.
  /// - Throws: ``StorageFault``, as ``commit(_:)-(ReadModelBatch)``.
  func commit(_ rows: [EntityRows]) throws(StorageFault)

  /// Makes ready for queries what building does without, such as indexes; asked before the read
  /// model serves.
  ///
  /// Can be asked again, also after it was interrupted. The default has nothing to do.
  /// - Throws: ``StorageFault``, as ``commit(_:)-(ReadModelBatch)``.
  func prepareToServe() throws(StorageFault)

  /// A page of a table in key-byte order.
  /// - Parameters:
  ///   - table: a declared table.
  ///   - filters: all must hold.
  ///   - after: the last key of the page before; nil for the first page.
  ///   - limit: how many at most.
  /// - Returns: the rows.
  /// - Throws: ``StorageFault`` when the store fails.
  func rows(
    _ table: Table, where filters: [RowFilter], after: String?, limit: Int
  ) throws(StorageFault) -> [StoredRow]

  /// A page of the rows that share something, in the order of their table (``Table/order``).
  ///
  /// Reads no more rows than it answers, but for those that the filters leave out.
  /// - Parameters:
  ///   - table: a declared table that has an order.
  ///   - value: what they share.
  ///   - filters: all must hold.
  ///   - after: the last row of the page before; nil for the first page.
  ///   - limit: how many at most.
  /// - Returns: the rows.
  /// - Throws: ``StorageFault`` when the store fails.
  func rows(
    _ table: Table, sharing value: String, where filters: [RowFilter], after: StoredRow?, limit: Int
  ) throws(StorageFault) -> [StoredRow]

  /// The rows of several entities or of whatever else a column says, in one look.
  /// - Parameters:
  ///   - table: a declared table.
  ///   - column: one of its columns, of text and indexed; or `entity`, whose the rows are.
  ///   - values: what the column may say, each once.
  /// - Returns: the rows of each value in key-byte order, one value after the other.
  /// - Throws: ``StorageFault`` when the store fails.
  func rows(
    _ table: Table, where column: String, isAnyOf values: [String]
  ) throws(StorageFault) -> [StoredRow]

  /// The row of a key; nil when there is none.
  /// - Parameters:
  ///   - table: a declared table.
  ///   - key: its key.
  /// - Returns: the row.
  /// - Throws: ``StorageFault`` when the store fails.
  func row(_ table: Table, key: String) throws(StorageFault) -> StoredRow?

  /// A page of the entities' states in entity-byte order.
  /// - Parameters:
  ///   - after: the last entity of the page before; nil for the first page.
  ///   - limit: how many at most.
  /// - Returns: the names of the entities, as they are stored, and states.
  /// - Throws: ``StorageFault`` when the store fails.
  func allStates(after: String?, limit: Int) throws(StorageFault) -> [(String, StoredState)]

  /// A page of the parts of states in byte order of entity and name.
  /// - Parameters:
  ///   - after: the entity and the name of the last part of the page before; nil for the first page.
  ///   - limit: how many at most.
  /// - Returns: the parts.
  /// - Throws: ``StorageFault`` when the store fails.
  func allParts(
    after: (entity: String, name: PartName)?, limit: Int
  ) throws(StorageFault) -> [StoredPart]

  /// A page of all links as they are stored, by number, for comparison.
  /// - Parameters:
  ///   - after: the number of the last link of the page before; 0 for the first page.
  ///   - limit: how many at most.
  /// - Returns: the links.
  /// - Throws: ``StorageFault`` when the store fails.
  func allLinks(after: Int64, limit: Int) throws(StorageFault) -> [StoredLink]

  /// A page of who names whom, in byte order of named and entity, for comparison.
  /// - Parameters:
  ///   - after: the last naming of the page before; nil for the first page.
  ///   - limit: how many at most.
  /// - Returns: the namings.
  /// - Throws: ``StorageFault`` when the store fails.
  func allNamings(after: Naming?, limit: Int) throws(StorageFault) -> [Naming]

  /// What the read model says of itself, for comparison; nil when it says nothing.
  func bookkeeping() throws(StorageFault) -> Bookkeeping?

  /// The links in force that merge something, for what was merged away has a row that says so.
  /// - Parameter kind: ``LinkKind/caseIntoCase`` or ``LinkKind/partyIntoParty``.
  /// - Returns: the links, by subject.
  /// - Throws: ``StorageFault`` when the store fails.
  func mergesInForce(_ kind: LinkKind) throws(StorageFault) -> [Link]

  /// A copy of the read model as it stands, which later commits do not change.
  /// - Parameter body: works on the copy.
  /// - Returns: what `body` answers.
  /// - Throws: ``StorageFault``, or what `body` throws.
  func withSnapshot<Value>(_ body: (any ReadModel) throws -> Value) throws -> Value
}

extension StoredRow {
  /// What a row says in the column that its table is ordered by; nil when it says nothing there.
  package func order(in table: Table) -> Int64? {
    guard let order = table.order,
      let index = table.columns.firstIndex(where: { $0.name == order.column }),
      case .integer(let value) = values[index]
    else { return nil }
    return value
  }
}

extension ReadModel {
  /// Nothing is to be made ready.
  public func prepareToServe() throws(StorageFault) {}

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
