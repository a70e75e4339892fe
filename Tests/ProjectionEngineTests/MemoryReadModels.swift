import EventLog
import InteractionModel
import Projections

@testable import ProjectionEngine

extension MemoryReadModelStore {
  /// The read model that serves.
  func serving() throws -> MemoryReadModel? {
    try generations().first { $0.state == .serving }.map { generation in try model(generation) }
  }
}

extension MemoryReadModel {
  /// A read model of a projection, caught up with a log.
  convenience init(
    _ projection: Projection, of log: any EventStore, through: Position? = nil
  ) throws {
    self.init(projection)
    var runner = ProjectionRunner(log: log, model: self)
    try runner.catchUp(through: through)
  }

  /// Writes what no log says.
  func tamper(
    _ id: String, state: [UInt8]? = nil, _ change: (Row) -> Row = { $0 }
  ) throws {
    let entity = EntityKey(projection.folds[0].kind, id)
    guard let stored = states(of: [entity])[entity] else { return }
    let rows = projection.tables.flatMap { table in
      self.rows(table, where: [], after: nil, limit: .max).filter {
        $0.entity == entity.description
      }
      .map { change(Row(table: table.name, key: $0.key, values: $0.values)) }
    }
    let write = EntityWrite(
      entity: entity, position: stored.position, state: state ?? stored.bytes, rows: rows,
      named: allNamings(after: nil, limit: .max).filter { $0.entity == entity.description }
        .compactMap { EntityKey(parsing: $0.named) })
    try commit(
      ReadModelBatch(entities: [write], checkpoint: checkpoint(), leaf: logCheckpoint().leaf))
  }
}

extension ReadModel {
  /// What people see of an entity.
  func fields(_ entity: String) throws -> JSONObject? {
    try row(projection.tables[0], key: entity).map { projection.tables[0].fields($0.values) }
  }

  /// The positions that ``Tally`` lists for an entity.
  func positions(_ entity: String) throws -> [Int64]? {
    try fields(entity)?["positions"]?.array?.compactMap(\.int)
  }

  /// The parties that ``Tally`` lists for an entity.
  func parties(_ entity: String) throws -> [String]? {
    try fields(entity)?["parties"]?.array?.compactMap(\.string)
  }
}
