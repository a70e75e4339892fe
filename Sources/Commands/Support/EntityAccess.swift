internal import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// The entities of one kind in a projection's read model, now or at a point in history.
struct EntityAccess {
  let store: OpenStore
  let model: any ReadModel
  let kind: EntityKind
  /// The table with one row an entity.
  let table: Table

  init(_ store: OpenStore, _ projection: Projection, over kind: EntityKind) throws {
    self.store = store
    self.kind = kind
    model = try store.serving(projection, acceptsStale: true)
    guard let table = projection.fold(over: kind)?.tables.first else {
      throw Refusal("\(projection.name) does not fold by \(kind.rawValue)")
    }
    self.table = table
  }

  /// Questions to the log as of a point; nil for where the read model stands.
  func questions(_ point: AsOf?) throws -> EntityQuestions {
    let subset =
      try point?.subset(of: store.events) ?? LogSubset(through: try model.checkpoint())
    return try EntityQuestions(
      log: store.events, model: model, over: kind, subset: subset, stop: Interruption.stop)
  }

  /// The fields of an entity, or a refusal that says why there are none.
  func fields(of id: String, _ point: AsOf?) throws -> (fields: JSONObject, position: Position) {
    guard let point else {
      let (row, checkpoint) = try model.withSnapshot { snapshot in
        (try snapshot.row(table, key: id), try snapshot.checkpoint())
      }
      guard let row else { throw try absent(id, at: checkpoint) }
      return (table.fields(row.values), checkpoint)
    }
    let subset = try point.subset(of: store.events)
    guard let fields = try questions(point).fields(of: id) else {
      throw try absent(id, at: subset.through)
    }
    return (fields, subset.through)
  }

  /// Why there is no such entity.
  func absent(_ id: String, at position: Position) throws -> Refusal {
    let head = try store.events.head().position
    let key = EntityKey(kind, id)
    if position < head,
      try !store.events.positions(.entity(key), in: ReadRange(after: position), limit: 1).isEmpty
    {
      return Refusal(
        """
        no \(kind.rawValue) “\(id)” as of position \(position): the log recorded it later; \
        --as-of occurred:T asks for what had happened by a time
        """)
    }
    return Refusal(
      "no \(kind.rawValue) “\(id)”; `throughline \(kind.rawValue) list` shows those there are")
  }

  /// How far the read model is behind the log, to be said when it is.
  func lag() throws -> String? { try store.lag(of: model) }
}

extension OpenStore {
  /// How far a read model is behind the log, to be said when it is.
  func lag(of model: any ReadModel) throws -> String? {
    let behind = try events.head().position.rawValue - model.checkpoint().rawValue
    guard behind > 0 else { return nil }
    let records = behind == 1 ? "1 record" : "\(behind) records"
    return "\(records) behind the log; `throughline project` takes them into account"
  }
}

extension EntityAccess {
  /// The cases of a store.
  static func cases(_ store: OpenStore) throws -> EntityAccess {
    try EntityAccess(store, CaseState.projection, over: .case)
  }
}
