internal import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// The hand-offs and findings of a store, now or at a point in history.
struct HandoffAccess {
  /// A hand-off or a finding, and the entity whose records make it.
  struct Found {
    let owner: EntityKey
    let table: Table
    let fields: JSONObject
    /// Where the answer stands.
    let position: Position
  }

  let store: OpenStore
  let model: any ReadModel

  init(_ store: OpenStore) throws {
    self.store = store
    model = try store.serving(ContinuityHandoff.projection, acceptsStale: true)
  }

  /// An id as the log spells it: of an event's id capital letters mean the same.
  static func spelled(_ id: String) -> String { EventID(id)?.description ?? id }

  private var projection: Projection { model.projection }

  /// The tables of findings: those of matters and those of whole parties.
  var findingTables: [Table] {
    projection.tables.filter { $0.name == "finding" || $0.name.hasSuffix("_finding") }
  }

  /// Questions to the log as of a point; nil for where the read model stands.
  func questions(over kind: EntityKind, _ point: AsOf?) throws -> EntityQuestions {
    let subset =
      try point?.subset(of: store.events) ?? LogSubset(through: try model.checkpoint())
    return try EntityQuestions(
      log: store.events, model: model, over: kind, subset: subset, stop: Interruption.stop)
  }

  /// A hand-off, with the steps of it that stand in other matters.
  /// - Throws: ``Refusal`` when there is none as of that point.
  func handoff(_ id: String, _ point: AsOf?) throws -> Found {
    let found = try find(id, in: [ContinuityHandoff.handoffs], point) {
      """
      no hand-off “\(id)”; `throughline handoff list` shows those there are, and `throughline \
      handoff explain` takes findings too
      """
    }
    let elsewhere = try StepsElsewhere(
      of: found.fields, id, in: model, knowing: try point?.subset(of: store.events))
    return Found(
      owner: found.owner, table: found.table, fields: elsewhere.joined(found.fields, id),
      position: found.position)
  }

  /// A finding.
  /// - Throws: ``Refusal`` when there is none as of that point.
  func finding(_ id: String, _ point: AsOf?) throws -> Found {
    try find(id, in: findingTables, point) {
      "no finding “\(id)”; `throughline handoff list --finding KIND` shows those there are"
    }
  }

  private func find(
    _ id: String, in tables: [Table], _ point: AsOf?, _ refusal: () -> String
  ) throws -> Found {
    let live = try model.withSnapshot { snapshot -> Found? in
      for table in tables {
        guard let row = try snapshot.row(table, key: id), let owner = owner(of: row) else {
          continue
        }
        return Found(
          owner: owner, table: table, fields: table.fields(row.values),
          position: try snapshot.checkpoint())
      }
      return nil
    }
    guard let point else {
      if let live { return live }
      throw Refusal(try later(id) ?? refusal())
    }
    let subset = try point.subset(of: store.events)
    guard let record = try origin(of: id, live) else { throw Refusal(refusal()) }
    for fold in projection.folds {
      let questions = try questions(over: fold.kind, point)
      guard subset.contains(record.position, record.effectiveTime),
        let owner = try questions.owner(of: record)
      else { continue }
      for table in tables where fold.tables.contains(table) {
        if let fields = try questions.fields(of: owner, in: RowPlace(table: table, key: id)) {
          return Found(
            owner: EntityKey(fold.kind, owner), table: table, fields: fields,
            position: subset.through)
        }
      }
    }
    throw Refusal(
      "no “\(id)” as of position \(subset.through): its records came later; ask for a later point")
  }

  /// The record that a hand-off or a finding is named after.
  private func origin(of id: String, _ live: Found?) throws -> Record? {
    if let event = EventID(id) {
      let records = try store.events.records(.id(event), in: ReadRange(), limit: 1)
      if let record = try records.first?.decoded() { return record }
    }
    let named = id.split(separator: "@").last.flatMap { Int64($0) }
    guard let position = named ?? live?.fields["position"]?.int else { return nil }
    return try store.events.record(at: Position(position))?.decoded()
  }

  /// Why there is no row of an event that the log has: the read model has not come to it.
  private func later(_ id: String) throws -> String? {
    guard let event = EventID(id),
      let record = try store.events.records(.id(event), in: ReadRange(), limit: 1).first,
      try record.position > model.checkpoint()
    else { return nil }
    return "“\(id)” is newer than the read model; run `throughline project`"
  }

  private func owner(of row: StoredRow) -> EntityKey? { EntityKey(parsing: row.entity) }

  /// The findings that name a hand-off, by position.
  func findings(of handoff: String, _ found: Found, _ point: AsOf?) throws -> [JSONObject] {
    if point != nil {
      let rows = try questions(over: found.owner.kind, point).rows(of: found.owner.id)
      return rows.compactMap { row in
        guard let table = findingTables.first(where: { $0.name == row.table }) else { return nil }
        let fields = table.fields(row.values)
        return fields["handoff"]?.string == handoff ? fields : nil
      }.sorted { ($0["position"]?.int ?? 0) < ($1["position"]?.int ?? 0) }
    }
    var found: [JSONObject] = []
    for table in findingTables {
      let filter = RowFilter.equals(column: "handoff", .text(handoff))
      found += try model.rows(table, where: [filter], after: nil, limit: 1_000)
        .map { table.fields($0.values) }
    }
    return found.sorted { ($0["position"]?.int ?? 0) < ($1["position"]?.int ?? 0) }
  }

  /// How far the read model is behind the log, to be said when it is.
  func lag() throws -> String? { try store.lag(of: model) }
}
