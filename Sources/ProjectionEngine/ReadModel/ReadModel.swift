public import EventLog
public import InteractionModel
public import Projections

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

  /// The keys of a page of a table, as ``rows(_:where:after:limit:)`` answers it.
  ///
  /// For whoever wants no more of rows that may be many and long; the default reads them.
  /// - Parameters:
  ///   - table: a declared table.
  ///   - filters: all must hold.
  ///   - after: the last key of the page before; nil for the first page.
  ///   - limit: how many at most.
  /// - Returns: the keys.
  /// - Throws: ``StorageFault`` when the store fails.
  func keys(
    _ table: Table, where filters: [RowFilter], after: String?, limit: Int
  ) throws(StorageFault) -> [String]

  /// A page of a table in the order of a column, then of keys; rows without a value come first.
  ///
  /// Reads no more rows whole than it answers; the default reads all.
  /// - Parameters:
  ///   - table: a declared table.
  ///   - column: one of its columns, of whole numbers and indexed.
  ///   - filters: all must hold.
  ///   - after: the value and the key of the last row of the page before; nil for the first page.
  ///   - limit: how many at most.
  /// - Returns: the rows.
  /// - Throws: ``StorageFault`` when the store fails.
  func rows(
    _ table: Table, by column: String, where filters: [RowFilter],
    after: (value: Int64?, key: String)?, limit: Int
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

  /// The rows of some entities that a record behind a position went into (``StoredRow/position``).
  ///
  /// Reads no other rows; the default reads all rows of the entities.
  /// - Parameters:
  ///   - table: a declared table.
  ///   - entities: whose the rows are, each once.
  ///   - position: the last record that is of no interest.
  /// - Returns: the rows, in any order.
  /// - Throws: ``StorageFault`` when the store fails.
  func rows(
    _ table: Table, of entities: [EntityKey], changedAfter position: Position
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
