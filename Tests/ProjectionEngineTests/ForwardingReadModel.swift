import EventLog
import InteractionModel
import ProjectionEngine
import Projections

/// A read model that another one keeps: whoever adopts it says only what is other than there.
///
/// It has no index of what rows name, so the default has to find them.
protocol ForwardingReadModel: ReadModel {
  var base: MemoryReadModel { get }
}

extension ForwardingReadModel {
  var projection: Projection { base.projection }
  func checkpoint() -> Position { base.checkpoint() }
  func linksThrough() -> Position { base.linksThrough() }
  func logCheckpoint() -> LogCheckpoint { base.logCheckpoint() }
  func failure() -> ProjectionFailure? { base.failure() }
  func setFailure(_ failure: ProjectionFailure?) throws(StorageFault) {
    try base.setFailure(failure)
  }

  func commit(_ batch: ReadModelBatch) throws(StorageFault) { try base.commit(batch) }
  func commit(_ batch: StateBatch) throws(StorageFault) { try base.commit(batch) }
  func commit(_ rows: [EntityRows]) throws(StorageFault) { try base.commit(rows) }
  func rowsDue() -> RowsDue? { base.rowsDue() }

  func states(of entities: [EntityKey]) -> [EntityKey: StoredState] { base.states(of: entities) }
  func parts(_ names: [PartName], of entity: EntityKey) -> [StatePart] {
    base.parts(names, of: entity)
  }
  func allStates(after: String?, limit: Int) -> [(String, StoredState)] {
    base.allStates(after: after, limit: limit)
  }
  func allParts(after: (entity: String, name: PartName)?, limit: Int) -> [StoredPart] {
    base.allParts(after: after, limit: limit)
  }

  func rows(
    _ table: Table, where filters: [RowFilter], after: String?, limit: Int
  ) -> [StoredRow] { base.rows(table, where: filters, after: after, limit: limit) }
  func rows(
    _ table: Table, sharing value: String, where filters: [RowFilter], after: StoredRow?,
    limit: Int
  ) -> [StoredRow] {
    base.rows(table, sharing: value, where: filters, after: after, limit: limit)
  }
  func row(_ table: Table, key: String) -> StoredRow? { base.row(table, key: key) }

  func links(_ kind: LinkKind, of subject: String) -> [Link] { base.links(kind, of: subject) }
  func link(_ kind: LinkKind, of subject: String) -> Link? { base.link(kind, of: subject) }
  func subjects(_ kind: LinkKind, everPointingTo target: String) -> [String] {
    base.subjects(kind, everPointingTo: target)
  }
  func mergesInForce(_ kind: LinkKind) -> [Link] { base.mergesInForce(kind) }

  func allLinks(after: Int64, limit: Int) -> [StoredLink] {
    base.allLinks(after: after, limit: limit)
  }
  func allNamings(after: Naming?, limit: Int) -> [Naming] {
    base.allNamings(after: after, limit: limit)
  }
  func bookkeeping() -> Bookkeeping? { base.bookkeeping() }
  func withSnapshot<Value>(_ body: (any ReadModel) throws -> Value) throws -> Value {
    try base.withSnapshot(body)
  }
}
