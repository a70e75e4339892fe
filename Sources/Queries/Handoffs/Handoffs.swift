public import Compliance
internal import EventLog
public import InteractionModel
internal import ProjectionEngine
internal import Projections

/// The hand-offs and findings of a store, now or at a point in history.
public struct Handoffs: Sendable {
  /// A hand-off or a finding, and the entity whose records make it.
  struct Found<Field: DocumentField> {
    let owner: EntityKey
    let table: Table
    let fields: Document<Field>
    /// Where the answer stands.
    let position: Position
  }

  let reader: Reader
  let model: any ReadModel

  /// The hand-offs that a reader asks about.
  /// - Parameter reader: who asks.
  /// - Throws: ``/Compliance/ServingError`` when no read model answers.
  public init(_ reader: Reader) throws {
    self.reader = reader
    model = try reader.store.serving(ContinuityHandoff.projection, acceptsStale: true)
  }

  /// An id as the log spells it: of an event's id capital letters mean the same.
  /// - Parameter id: as it was written.
  /// - Returns: as it is spelled.
  public static func spelled(_ id: String) -> String { EventID(id)?.description ?? id }

  var log: any EventStore { reader.store.events }

  private var projection: Projection { model.projection }

  /// The tables of findings: those of matters and those of whole parties.
  var findingTables: [Table] {
    projection.tables.filter { $0.name == "finding" || $0.name.hasSuffix("_finding") }
  }

  /// Questions to the log as of a point; nil for where the read model stands.
  func questions(over kind: EntityKind, _ point: AsOf?) throws -> EntityQuestions {
    let subset = try point?.subset(of: log) ?? LogSubset(through: model.checkpoint())
    return try EntityQuestions(
      log: log, model: model, over: kind, subset: subset, stop: reader.stop)
  }

  /// How far the read model is behind the log; nil as of a point, of which it is no part.
  func lag(_ point: AsOf? = nil) throws -> Lag? {
    try point == nil ? Lag(of: model, in: log) : nil
  }

  /// A hand-off, with the steps of it that stand in other matters.
  /// - Throws: ``QueryError`` when there is none as of that point.
  func handoff(_ id: String, _ point: AsOf?) throws -> Found<HandoffField> {
    let found = try find(
      .handoff(id), in: [ContinuityHandoff.handoffs], by: HandoffField.position, point)
    let elsewhere = try StepsElsewhere(
      of: found.fields, id, in: model, knowing: try point?.subset(of: log))
    return Found(
      owner: found.owner, table: found.table, fields: elsewhere.joined(found.fields, id),
      position: found.position)
  }

  /// A finding.
  /// - Throws: ``QueryError`` when there is none as of that point.
  func finding(_ id: String, _ point: AsOf?) throws -> Found<FindingField> {
    try find(.finding(id), in: findingTables, by: .position, point)
  }

  private func find<Field>(
    _ subject: QuerySubject, in tables: [Table], by position: Field, _ point: AsOf?
  ) throws -> Found<Field> {
    let id = subject.id
    let live = try model.withSnapshot { snapshot -> Found<Field>? in
      for table in tables {
        guard let row = try snapshot.row(table, key: id),
          let owner = EntityKey(parsing: row.entity)
        else { continue }
        return Found(
          owner: owner, table: table, fields: table.document(row.values),
          position: try snapshot.checkpoint())
      }
      return nil
    }
    guard let point else {
      if let live { return live }
      if try isLater(id) { throw QueryError.notProjected(subject) }
      throw try reader.unknown(subject) {
        try tables.contains { try !model.rows($0, where: [], after: nil, limit: 1).isEmpty }
      }
    }
    let subset = try point.subset(of: log)
    guard let record = try origin(of: id, live?.fields[position]?.int) else {
      throw QueryError.unknown(subject)
    }
    for fold in projection.folds {
      let questions = try questions(over: fold.kind, point)
      guard subset.contains(record),
        let owner = try questions.owner(of: record)
      else { continue }
      for table in tables where fold.tables.contains(table) {
        if let fields = try questions.fields(of: owner, in: RowPlace(table: table, key: id)) {
          return Found(
            owner: EntityKey(fold.kind, owner), table: table, fields: Document(fields),
            position: subset.through)
        }
      }
    }
    throw QueryError.later(subject, asOf: subset.through)
  }

  /// The record that a hand-off or a finding is named after.
  private func origin(of id: String, _ known: Int64?) throws -> Record? {
    if let event = EventID(id) {
      let records = try log.records(.id(event), in: ReadRange(), limit: 1)
      if let record = try records.first?.decoded() { return record }
    }
    let named = id.split(separator: "@").last.flatMap { Int64($0) }
    guard let position = named ?? known else { return nil }
    return try log.record(at: Position(position))?.decoded()
  }

  /// Whether the log has an event that the read model has not come to.
  private func isLater(_ id: String) throws -> Bool {
    guard let event = EventID(id),
      let record = try log.records(.id(event), in: ReadRange(), limit: 1).first
    else { return false }
    return try record.position > model.checkpoint()
  }

  /// The findings that name a hand-off, by position.
  func findings(
    of handoff: String, _ found: Found<HandoffField>, _ point: AsOf?
  ) throws -> [Document<FindingField>] {
    var findings: [Document<FindingField>] = []
    if point != nil {
      let rows = try questions(over: found.owner.kind, point).rows(of: found.owner.id)
      findings = rows.compactMap { row in
        guard let table = findingTables.first(where: { $0.name == row.table }) else { return nil }
        let fields: Document<FindingField> = table.document(row.values)
        return fields[.handoff]?.string == handoff ? fields : nil
      }
    } else {
      for table in findingTables {
        let filter = RowFilter.equals(column: "handoff", .text(handoff))
        findings += try model.rows(table, where: [filter], after: nil, limit: 1_000)
          .map { table.document($0.values) }
      }
    }
    let unfounded = try ForgottenFacts(for: reader, through: point == nil ? nil : found.position)
      .unfounded(among: findings)
    return findings.filter { !unfounded.contains($0[.id]?.string ?? "") }
      .sorted { ($0[.position]?.int ?? 0) < ($1[.position]?.int ?? 0) }
  }
}
