public import Compliance
public import EventLog
public import InteractionModel
public import ProjectionEngine
internal import Projections

/// All records of a case, a conversation or a party as of a size of the log, and why its state is what it
/// is then; nothing is opened for that.
///
/// Those that ``/Projections/EntityIndex`` counts: what belongs to it, and for good the records that moved
/// something there.
public struct EntityRecords: Sendable {
  /// Something that once was of it and is elsewhere: a conversation, or a case or a party that was merged.
  public struct Departed: Sendable, Hashable {
    /// What it is.
    public let entity: EntityKey
    /// The record whose link leads elsewhere.
    public let by: Position
  }

  /// Whose records they are: of a party that was merged, whom it was merged into.
  public let entity: EntityKey
  /// Where they stand, in the order of the log.
  public let positions: [Position]
  /// What once was of it and is elsewhere, by names.
  public let departed: [Departed]
  /// Itself and what is merged into it, by their ids.
  public let members: Set<String>
  /// For each field of its state the record that last changed it.
  public let reasons: [Explanation]
  private let events: any EventStore

  /// The records of something.
  /// - Parameters:
  ///   - entity: a case, a conversation or a party.
  ///   - size: the size of the log; nil for where it ends now.
  ///   - reader: who asks.
  /// - Throws: ``QueryError`` when there is no such thing; ``/Compliance/ServingError`` when no read model
  ///   answers; what reading throws.
  public init(of entity: EntityKey, atSize size: Position? = nil, for reader: Reader) throws {
    let entities: Entities
    switch entity.kind {
    case .case: entities = try Cases(reader).entities
    case .conversation: entities = try Conversations(reader).entities
    case .party: entities = try Parties(reader).entities
    case .document, .register: throw QueryError.unknown(QuerySubject(entity))
    }
    events = reader.store.events
    let through = try size ?? events.head().position
    let point = AsOf.position(through)
    let questions = try entities.questions(point)
    let id = entity.kind == .party ? try questions.root(of: entity.id) : entity.id
    // What it passes over is looked for as well, so that whoever states that these are all notices.
    let counted = try EntityQuestions(
      log: events, model: reader.store.serving(EntityIndex.projection, acceptsStale: true),
      over: entity.kind, subset: LogSubset(through: through), passingOverQuarantined: false,
      stop: reader.stop)
    positions = try counted.moments(of: id).map(\.position).sorted()
    guard !positions.isEmpty else {
      throw entity.kind == .case
        ? try Cases(reader).withoutRecords(id, point) : try entities.absent(id, point)
    }
    departed = try counted.departed(from: id).map { Departed(entity: $0.entity, by: $0.by) }
    members = try counted.members(of: id)
    self.entity = EntityKey(entity.kind, id)
    reasons = try questions.explain(id)
  }

  /// The records as they are hashed.
  /// - Parameter places: some of their positions.
  /// - Returns: the records, in that order.
  /// - Throws: ``/EventLog/StorageFault`` when one cannot be read.
  public func stored(_ places: some Sequence<Position>) throws -> [StoredRecord] {
    try places.compactMap { try events.record(at: $0) }
  }
}
