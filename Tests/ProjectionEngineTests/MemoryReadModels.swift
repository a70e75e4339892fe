import EventLog
import InteractionModel
import Projections
import Synchronization

@testable import ProjectionEngine

/// A small store of read models in memory.
final class MemoryReadModels: ReadModelStore {
  private struct Contents {
    var generations: [Generation] = []
    var models: [Int64: MemoryReadModel] = [:]
    var leased: Set<Int64> = []
  }

  private let contents = Mutex(Contents())

  func generations() -> [Generation] { contents.withLock { $0.generations } }

  private func model(_ generation: Generation) throws(StorageFault) -> MemoryReadModel {
    guard let model = contents.withLock({ $0.models[generation.number] }) else {
      throw StorageFault(code: .missing, message: "generation \(generation.number) is gone")
    }
    return model
  }

  func open(
    _ generation: Generation, of projection: Projection
  ) throws(StorageFault) -> any ReadModel { try model(generation) }

  func acquire(
    _ generation: Generation, of projection: Projection
  ) throws(StorageFault) -> WriterLease {
    let model = try model(generation)
    guard contents.withLock({ $0.leased.insert(generation.number).inserted }) else {
      throw StorageFault(code: .busy, message: "generation \(generation.number) is being written")
    }
    return WriterLease(model: model) {
      self.contents.withLock { _ = $0.leased.remove(generation.number) }
    }
  }

  func create(_ projection: Projection) -> Generation {
    contents.withLock { contents in
      let generation = Generation(
        projection: projection.name, number: (contents.models.keys.max() ?? 0) + 1,
        codeVersion: projection.version, state: .building, digest: nil, digestPosition: nil)
      contents.generations.append(generation)
      contents.models[generation.number] = MemoryReadModel(projection)
      return generation
    }
  }

  func serve(_ generation: Generation) {
    contents.withLock { contents in
      contents.generations.removeAll { $0.state == .serving || $0.number == generation.number }
      contents.generations.append(
        Generation(
          projection: generation.projection, number: generation.number,
          codeVersion: generation.codeVersion, state: .serving, digest: nil, digestPosition: nil))
    }
  }

  func discard(_ generation: Generation) {
    contents.withLock { contents in
      contents.generations.removeAll { $0.number == generation.number }
    }
  }

  func note(digest: String, at checkpoint: LogCheckpoint, of generation: Generation) {}

  func withScratch<Value>(
    _ projection: Projection, _ body: (any ReadModel) throws -> Value
  ) throws -> Value { try body(MemoryReadModel(projection)) }

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
    commit(
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
