public import Compliance
public import InteractionModel
internal import ProjectionEngine
public import Projections

/// The cases of a store.
public struct Cases: Sendable {
  let entities: Entities

  /// The cases that a reader asks about.
  /// - Parameter reader: who asks.
  /// - Throws: ``/Compliance/ServingError`` when no read model answers.
  public init(_ reader: Reader) throws {
    entities = try Entities(
      reader, CaseState.projection, over: .case, table: CaseState.table)
  }

  /// The state of a case.
  /// - Parameters:
  ///   - id: the case.
  ///   - point: as of when; nil for now.
  /// - Returns: its state.
  /// - Throws: ``QueryError`` when there is none.
  public func state(of id: String, at point: AsOf? = nil) throws -> EntityState {
    try EntityState(of: id, at: point, in: entities)
  }

  /// Everything that happened in a case, across its conversations.
  /// - Parameters:
  ///   - id: the case.
  ///   - point: as of when; nil for now.
  ///   - page: which entries.
  /// - Returns: the entries, opened as far as the reader's purpose permits.
  /// - Throws: ``QueryError`` when there is no such case, or no such entry; what opening throws.
  public func timeline(
    of id: String, at point: AsOf? = nil, _ page: EntryPage = EntryPage()
  ) async throws -> Timeline {
    let questions = try entities.questions(point)
    let timeline = try await Timeline.page(
      page, of: .case(id), by: questions, for: entities.reader)
    guard let timeline else { throw try withoutRecords(id, point) }
    return timeline.at(point, questions)
  }

  /// Why a case has no records: one that was merged away has none of its own, one that never was is
  /// unknown.
  func withoutRecords(_ id: String, _ point: AsOf?) throws -> QueryError {
    let fields = try entities.fields(of: id, point).fields
    let root = Document<CaseField>(fields)[.mergedInto]?.string
    return try root.map { .merged(.init(.case(id)), into: $0) } ?? entities.absent(id, point)
  }

  /// Which event last changed each field of a case.
  /// - Parameters:
  ///   - id: the case.
  ///   - field: the field; nil for all.
  ///   - point: as of when; nil for now.
  /// - Returns: an explanation a field.
  /// - Throws: ``QueryError`` when there is no such case or field.
  public func explain(
    _ id: String, field: String? = nil, at point: AsOf? = nil
  ) throws -> Explanations {
    let reasons = try placed(entities.explain(id, field: field, point), of: id, point)
    let clocks: Set = [CaseField.sla.rawValue, CaseField.slaState.rawValue]
    guard reasons.items.contains(where: { clocks.contains($0.field) }) else { return reasons }
    let seen = try state(of: id, at: point).fields.object
    return reasons.replacing { clocks.contains($0) ? seen[$0] : nil }
  }

  /// Reasons of which that for the conversations is the record that led the last one into the case, or
  /// out of it, and that for the status one that says it.
  private func placed(
    _ reasons: Explanations, of id: String, _ point: AsOf?
  ) throws -> Explanations {
    let places = ConversationPlaces(
      questions: try entities.questions(point), id: id, log: entities.log)
    var reasons = reasons
    let status = CaseField.status.rawValue
    if let reason = reasons.items.first(where: { $0.field == status }),
      let cause = try places.statusCause(since: reason.record)
    {
      reasons = reasons.replacing(record: cause, of: status)
    }
    let field = CaseField.conversations.rawValue
    guard let reason = reasons.items.first(where: { $0.field == field }) else { return reasons }
    return reasons.replacing(
      record: try places.lastChange(
        of: (reason.value.array ?? []).compactMap(\.string), since: reason.record), of: field)
  }
}

/// The state of an entity as of a point.
public struct EntityState: Sendable {
  /// The entity.
  public let entity: EntityKey
  /// As of when.
  public let point: AnswerPoint
  /// Its fields; what is late by the clock is said to be.
  public let fields: Document<CaseField>
  /// How far what answered is behind the log; nil when it is not, or a point was asked for.
  public let lag: Lag?

  init(of id: String, at point: AsOf?, in entities: Entities) throws {
    let (fields, position) = try entities.fields(of: id, point)
    entity = EntityKey(entities.kind, id)
    self.point = AnswerPoint(position, point)
    self.fields = Document(fields).seen(at: try entities.reader.viewpoint(point))
    lag = try entities.lag(point)
  }

  /// The state as answers have it.
  public var json: JSONObject {
    [
      entity.kind.rawValue: .string(entity.id), "asOf": point.json, "state": fields.json,
    ]
  }
}
