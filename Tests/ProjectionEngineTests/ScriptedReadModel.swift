import EventLog
import InteractionModel
import ProjectionEngine
import Projections
import Synchronization

/// A read model that another one keeps, whose commits can be made to fail.
///
/// It has no index of what rows name, so the default has to find them.
final class ScriptedReadModel: ReadModel {
  /// What is committed.
  enum Commit {
    case everything(ReadModelBatch)
    case states(StateBatch)
    case rows([EntityRows])
  }

  let base: MemoryReadModel
  private let looked = Mutex(0)
  private let script: Mutex<@Sendable (Commit) -> StorageFault?>

  init(_ base: MemoryReadModel, _ script: @escaping @Sendable (Commit) -> StorageFault?) {
    self.base = base
    self.script = Mutex(script)
  }

  convenience init(_ projection: Projection) {
    self.init(MemoryReadModel(projection)) { _ in nil }
  }

  /// One that says which states a build commits.
  convenience init(
    _ projection: Projection, statesOf note: @escaping @Sendable (StateBatch) -> Void
  ) {
    self.init(MemoryReadModel(projection)) { commit in
      if case .states(let batch) = commit { note(batch) }
      return nil
    }
  }

  func follow(_ script: @escaping @Sendable (Commit) -> StorageFault?) {
    self.script.withLock { $0 = script }
  }

  func commit(_ batch: ReadModelBatch) throws(StorageFault) {
    let script = script.withLock { $0 }
    if let fault = script(.everything(batch)) { throw fault }
    base.commit(batch)
  }

  func commit(_ batch: StateBatch) throws(StorageFault) {
    let script = script.withLock { $0 }
    if let fault = script(.states(batch)) { throw fault }
    base.commit(batch)
  }

  func commit(_ rows: [EntityRows]) throws(StorageFault) {
    let script = script.withLock { $0 }
    if let fault = script(.rows(rows)) { throw fault }
    base.commit(rows)
  }

  /// How often a link was looked for.
  var looks: Int { looked.withLock { $0 } }

  func rowsDue() -> RowsDue? { base.rowsDue() }

  var projection: Projection { base.projection }
  func checkpoint() -> Position { base.checkpoint() }
  func linksThrough() -> Position { base.linksThrough() }
  func logCheckpoint() -> LogCheckpoint { base.logCheckpoint() }
  func failure() -> ProjectionFailure? { base.failure() }
  func setFailure(_ failure: ProjectionFailure?) { base.setFailure(failure) }
  func states(of entities: [EntityKey]) -> [EntityKey: StoredState] { base.states(of: entities) }
  func parts(_ names: [PartName], of entity: EntityKey) -> [StatePart] {
    base.parts(names, of: entity)
  }
  func allParts(after: (entity: String, name: PartName)?, limit: Int) -> [StoredPart] {
    base.allParts(after: after, limit: limit)
  }
  func rows(
    _ table: Table, sharing value: String, where filters: [RowFilter], after: StoredRow?,
    limit: Int
  ) -> [StoredRow] {
    base.rows(table, sharing: value, where: filters, after: after, limit: limit)
  }
  func links(_ kind: LinkKind, of subject: String) -> [Link] { base.links(kind, of: subject) }
  func link(_ kind: LinkKind, of subject: String) -> Link? {
    looked.withLock { $0 += 1 }
    return base.link(kind, of: subject)
  }
  func subjects(_ kind: LinkKind, everPointingTo target: String) -> [String] {
    looked.withLock { $0 += 1 }
    return base.subjects(kind, everPointingTo: target)
  }
  func rows(
    _ table: Table, where filters: [RowFilter], after: String?, limit: Int
  ) -> [StoredRow] { base.rows(table, where: filters, after: after, limit: limit) }
  func row(_ table: Table, key: String) -> StoredRow? { base.row(table, key: key) }
  func allStates(after: String?, limit: Int) -> [(String, StoredState)] {
    base.allStates(after: after, limit: limit)
  }
  func allLinks(after: Int64, limit: Int) -> [StoredLink] {
    base.allLinks(after: after, limit: limit)
  }
  func allNamings(after: Naming?, limit: Int) -> [Naming] {
    base.allNamings(after: after, limit: limit)
  }
  func bookkeeping() -> Bookkeeping? { base.bookkeeping() }
  func mergesInForce(_ kind: LinkKind) -> [Link] { base.mergesInForce(kind) }
  func withSnapshot<Value>(_ body: (any ReadModel) throws -> Value) throws -> Value {
    try base.withSnapshot(body)
  }
}
