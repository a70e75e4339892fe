import EventLog
import InteractionModel
import ProjectionEngine
import Projections
import Synchronization

/// A read model that another one keeps and that counts what goes in and out.
final class CountedReadModel: ForwardingReadModel {
  /// What was read and written.
  struct Count: Equatable {
    var states = 0
    var parts = 0
    var partsWritten = 0
    var rowsRead = 0
    var rowsWritten = 0
    /// Of states, heads and parts, read and written.
    var bytes = 0
  }

  let base: MemoryReadModel
  private let counted = Mutex(Count())

  init(_ base: MemoryReadModel) {
    self.base = base
  }

  /// What was counted since this was asked last.
  func takeCount() -> Count {
    counted.withLock { count in
      defer { count = Count() }
      return count
    }
  }

  func commit(_ batch: ReadModelBatch) throws(StorageFault) {
    counted.withLock { count in
      for write in batch.entities {
        count.rowsWritten += write.rows.count + write.gone.count
        count.partsWritten += write.parts.count
        count.bytes += (write.state?.count ?? 0) + write.parts.reduce(0) { $0 + $1.bytes.count }
      }
    }
    try base.commit(batch)
  }

  func states(of entities: [EntityKey]) -> [EntityKey: StoredState] {
    let states = base.states(of: entities)
    counted.withLock { count in
      count.states += states.count
      count.bytes += states.values.reduce(0) { $0 + $1.bytes.count }
    }
    return states
  }

  func parts(_ names: [PartName], of entity: EntityKey) -> [StatePart] {
    let parts = base.parts(names, of: entity)
    counted.withLock { count in
      count.parts += names.count
      count.bytes += parts.reduce(0) { $0 + $1.bytes.count }
    }
    return parts
  }

  func allParts(after: (entity: String, name: PartName)?, limit: Int) -> [StoredPart] {
    let parts = base.allParts(after: after, limit: limit)
    counted.withLock { $0.parts += parts.count }
    return parts
  }

  func rows(
    _ table: Table, where filters: [RowFilter], after: String?, limit: Int
  ) -> [StoredRow] {
    let rows = base.rows(table, where: filters, after: after, limit: limit)
    counted.withLock { $0.rowsRead += rows.count }
    return rows
  }

  func rows(
    _ table: Table, sharing value: String, where filters: [RowFilter], after: StoredRow?,
    limit: Int
  ) -> [StoredRow] {
    let rows = base.rows(table, sharing: value, where: filters, after: after, limit: limit)
    counted.withLock { $0.rowsRead += rows.count }
    return rows
  }

  func allStates(after: String?, limit: Int) -> [(String, StoredState)] {
    let states = base.allStates(after: after, limit: limit)
    counted.withLock { $0.states += states.count }
    return states
  }

  func rows(
    _ table: Table, where column: String, isAnyOf values: [String]
  ) throws(StorageFault) -> [StoredRow] {
    let rows = try base.rows(table, where: column, isAnyOf: values)
    counted.withLock { $0.rowsRead += rows.count }
    return rows
  }

  func rows(
    _ table: Table, of entities: [EntityKey], changedAfter position: Position
  ) throws(StorageFault) -> [StoredRow] {
    let rows = try base.rows(table, of: entities, changedAfter: position)
    counted.withLock { $0.rowsRead += rows.count }
    return rows
  }

  func entities(naming named: [EntityKey]) -> [EntityKey] { base.entities(naming: named) }
}
