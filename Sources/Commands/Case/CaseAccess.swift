internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// The cases of a store, now or at a point in history.
struct CaseAccess {
  let store: OpenStore
  let model: any ReadModel
  let table: Table

  init(_ store: OpenStore) throws {
    self.store = store
    model = try store.serving(CaseState.projection, acceptsStale: true)
    table = CaseState.table
  }

  /// Questions to the log as of a point; nil for where the read model stands.
  func questions(_ point: AsOf?) throws -> EntityQuestions {
    let subset =
      try point?.subset(of: store.events) ?? LogSubset(through: try model.checkpoint())
    return try EntityQuestions(log: store.events, model: model, subset: subset)
  }

  /// The fields of a case, or a refusal that says why there are none.
  func fields(of id: String, _ point: AsOf?) throws -> (fields: JSONObject, position: Position) {
    guard let point else {
      let (row, checkpoint) = try model.withSnapshot { snapshot in
        (try snapshot.row(table, key: id), try snapshot.checkpoint())
      }
      guard let row else { throw try absent(id, at: checkpoint) }
      return (CaseState.projection.fields(row.values), checkpoint)
    }
    let subset = try point.subset(of: store.events)
    guard let fields = try questions(point).fields(of: id) else {
      throw try absent(id, at: subset.through)
    }
    return (fields, subset.through)
  }

  /// Why there is no such case.
  func absent(_ id: String, at position: Position) throws -> Refusal {
    let head = try store.events.head().position
    if position < head,
      try !store.events.positions(
        .entity(.case(id)), in: ReadRange(after: position), limit: 1
      ).isEmpty
    {
      return Refusal(
        """
        no case “\(id)” as of position \(position): the log recorded it later; \
        --as-of occurred:T asks for what had happened by a time
        """)
    }
    return Refusal("no case “\(id)”; `throughline case list` shows those there are")
  }

  /// How far the read model is behind the log, to be said when it is.
  func lag() throws -> String? {
    let behind = try store.events.head().position.rawValue - model.checkpoint().rawValue
    return behind > 0
      ? "\(behind) records behind the log; `throughline project` takes them into account" : nil
  }
}
