internal import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// The entities of one kind in a projection's read model, now or at a point in history.
struct Entities: Sendable {
  let reader: Reader
  let model: any ReadModel
  let kind: EntityKind
  /// The table with one row an entity.
  let table: Table

  /// The entities of a store.
  /// - Throws: ``/Compliance/ServingError`` when no read model answers.
  init(_ reader: Reader, _ projection: Projection, over kind: EntityKind, table: Table) throws {
    self.reader = reader
    self.kind = kind
    self.table = table
    model = try reader.store.serving(projection, acceptsStale: true)
  }

  var log: any EventStore { reader.store.events }

  /// Their rows by the time in a column; by their ids when there is none.
  func rows(by column: String?) -> OrderedRows {
    OrderedRows(model: model, tables: [table], column: column, stop: reader.stop)
  }

  /// What counts as of a point; nil for what the read model knows.
  func subset(_ point: AsOf?) throws -> LogSubset {
    try point?.subset(of: log) ?? LogSubset(through: model.checkpoint())
  }

  /// Questions to the log as of a point; nil for where the read model stands.
  func questions(_ point: AsOf?) throws -> EntityQuestions {
    try EntityQuestions(
      log: log, model: model, over: kind, subset: subset(point), stop: reader.stop)
  }

  /// The fields of an entity, or an error that says why there are none.
  func fields(of id: String, _ point: AsOf?) throws -> (fields: JSONObject, position: Position) {
    guard point != nil else {
      let (row, checkpoint) = try model.withSnapshot { snapshot in
        (try snapshot.row(table, key: id), try snapshot.checkpoint())
      }
      guard let row else { throw try absent(id, point) }
      return (table.fields(row.values), checkpoint)
    }
    let questions = try questions(point)
    guard let fields = try questions.fields(of: id) else {
      throw try absent(id, point)
    }
    return (fields, questions.subset.through)
  }

  /// Why there is no such entity as of a point; nil for where the read model stands.
  func absent(_ id: String, _ point: AsOf?) throws -> QueryError {
    let (key, through) = (EntityKey(kind, id), try subset(point).through)
    func isInLog(_ range: ReadRange) throws -> Bool {
      try !log.positions(.entity(key), in: range, limit: 1).isEmpty
    }
    guard try isInLog(ReadRange()) else {
      return try reader.unknown(.init(key)) {
        try !model.rows(table, where: [], after: nil, limit: 1).isEmpty
      }
    }
    let isThere = try isInLog(ReadRange(through: through))
    return switch point {
    case .occurred?: .notYet(.init(key))
    case .occurredAsKnown? where isThere: .notYet(.init(key))
    case .occurredAsKnown?: .unknownThen(.init(key), at: through)
    case .position?, .recorded?: isThere ? .unknown(.init(key)) : .later(.init(key), asOf: through)
    case nil: isThere ? .unknown(.init(key)) : .notProjected(.init(key))
    }
  }

  /// Why the fields of an entity have their values: all, or one.
  func explain(_ id: String, field: String?, _ point: AsOf?) throws -> Explanations {
    _ = try fields(of: id, point)
    return try Explanations(
      id, field: field, of: .init(EntityKey(kind, id)), by: questions(point))
  }

  /// How far the read model is behind the log; nil as of a point, of which it is no part.
  func lag(_ point: AsOf? = nil) throws -> Lag? {
    try point == nil ? Lag(of: model, in: log) : nil
  }
}
