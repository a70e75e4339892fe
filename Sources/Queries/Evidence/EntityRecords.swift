public import Compliance
public import EventLog
public import InteractionModel
public import ProjectionEngine
internal import Projections

/// All records of a case, a conversation or a party as of a size of the log, and why its state is what it
/// is then; nothing is opened for that.
public struct EntityRecords: Sendable {
  /// Whose records they are: of a party that was merged, whom it was merged into.
  public let entity: EntityKey
  /// Where they stand, in the order of the log.
  public let positions: [Position]
  /// For each field of its state the record that last changed it.
  public let reasons: [Explanation]
  private let events: any EventStore

  /// The records of something.
  /// - Parameters:
  ///   - entity: a case, a conversation or a party.
  ///   - size: the size of the log; nil for where it ends now.
  ///   - reader: who asks.
  /// - Throws: ``QueryError`` when there is no such thing; what reading throws.
  public init(of entity: EntityKey, atSize size: Position? = nil, for reader: Reader) throws {
    let entities: Entities
    switch entity.kind {
    case .case: entities = try Cases(reader).entities
    case .conversation: entities = try Conversations(reader).entities
    case .party: entities = try Parties(reader).entities
    case .document, .register: throw QueryError.unknown(QuerySubject(entity))
    }
    events = reader.store.events
    let point = AsOf.position(try size ?? events.head().position)
    let questions = try entities.questions(point)
    let id = entity.kind == .party ? try questions.root(of: entity.id) : entity.id
    positions = try questions.moments(of: id).map(\.position).sorted()
    guard !positions.isEmpty else {
      throw entity.kind == .case
        ? try Cases(reader).withoutRecords(id, point) : try entities.absent(id, point)
    }
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
