public import EventLog
public import InteractionModel
internal import Projections

/// Finds the records of a conversation that bear on what some of them say: other deliveries of it,
/// edits, redactions, and edits and redactions of those.
///
/// The archive of conversations keeps them together, so that the answer costs what was asked about
/// and not what the conversation has. The log says what the archive has not come to, and what it
/// passes over.
public struct BearingRecords {
  /// How many records the archive may be behind in a conversation before it is of no help.
  private static let behind = 256

  private let log: any EventStore
  private let archive: any ReadModel
  /// What the archive passes over.
  private let quarantined: [Record]

  /// Looks in a log and its archive.
  /// - Parameters:
  ///   - log: where the records are.
  ///   - archive: a read model of ``/Projections/ConversationArchive`` that was made from this log.
  /// - Throws: what the stores throw.
  public init(log: any EventStore, archive: any ReadModel) throws {
    self.log = log
    self.archive = archive
    quarantined = try Quarantines.positions(archive.projection.name, from: log, in: ReadRange())
      .compactMap { try log.record(at: $0)?.decoded() }
  }

  /// Finds the records that bear on some.
  /// - Parameters:
  ///   - records: of the conversation.
  ///   - conversation: the conversation.
  /// - Returns: the records in the order of the log, these among them; nil when that cannot be told
  ///   without reading the whole conversation.
  /// - Throws: what the stores throw.
  public func records(
    on records: [Record], of conversation: String
  ) throws -> [Record]? {
    try archive.withSnapshot { archive in
      let entity = EntityKey.conversation(conversation)
      let behind = try log.records(
        .entity(entity), in: ReadRange(after: archive.checkpoint()),
        limit: BearingRecords.behind + 1)
      guard behind.count <= BearingRecords.behind,
        let stored = try archive.states(of: [entity])[entity]
      else { return nil }
      var search = BearingSearch(
        log: log, archive: archive, entity: entity,
        state: try archive.projection.decode(stored: stored, of: entity))
      let others = try behind.map { try $0.decoded() } + quarantined
      return try search.run(
        from: records + others.filter { $0.conversation == conversation })
    }
  }

  /// A search through one conversation.
  private struct BearingSearch {
    let log: any EventStore
    let archive: any ReadModel
    let entity: EntityKey
    var state: any FoldState
    private var found: [Position: Record] = [:]
    /// Of what was found.
    private var ids: Set<EventID> = []
    private var asked: Set<EventID> = []
    /// Event ids of which the archive knows all deliveries.
    private var numbered: Set<EventID> = []

    init(log: any EventStore, archive: any ReadModel, entity: EntityKey, state: any FoldState) {
      self.log = log
      self.archive = archive
      self.entity = entity
      self.state = state
    }

    mutating func run(from records: [Record]) throws -> [Record]? {
      var queue = Set(records.flatMap { take($0) })
      while !queue.isEmpty {
        asked.formUnion(queue)
        guard let bearings = try bearings(on: queue) else { return nil }
        var next: Set<EventID> = []
        for (id, bearing) in bearings {
          if bearing.isByItem { numbered.insert(id) }
          next.formUnion(bearing.deliveries.map(\.id))
          for position in bearing.deliveries.map(\.position) + bearing.amendments
          where found[position] == nil {
            guard let record = try log.record(at: position)?.decoded() else { return nil }
            next.formUnion(take(record))
          }
        }
        // An edit of an edit: the archive has that one with what it is about, which only it names.
        for id in queue.subtracting(ids) {
          let record = try log.records(.id(id), in: ReadRange(), limit: 1).first?.decoded()
          guard let record, record.conversation == entity.id else { continue }
          next.formUnion(take(record))
        }
        queue = next.subtracting(asked)
      }
      // Of what the source numbers and the archive does not know by that, only the log has the other
      // deliveries.
      guard found.values.allSatisfy({ !$0.isNumbered || numbered.contains($0.id) }) else {
        return nil
      }
      return found.values.sorted { $0.position < $1.position }
    }

    /// Takes a record in.
    /// - Returns: whatever may be said about it, and about what it is about.
    private mutating func take(_ record: Record) -> [EventID] {
      found[record.position] = record
      ids.insert(record.id)
      return [record.id, record.body["message"]?.string.flatMap { EventID($0) }]
        .compactMap(\.self)
    }

    private mutating func bearings(on ids: Set<EventID>) throws -> [EventID: Bearing]? {
      while true {
        let bearings = ConversationArchive.bearing(on: ids, in: &state)
        guard let parted = state as? any PartedState, !parted.missingParts.isEmpty else {
          return bearings
        }
        let missing = parted.missingParts
        state = try archive.projection.supply(
          archive.parts(missing, of: entity), for: missing, to: parted, entity)
      }
    }
  }
}

extension Record {
  /// Whether the source numbers what it delivers with the record, so that it can come again.
  public var isNumbered: Bool {
    ![.messageEdited, .messageRedacted].contains(type) && body["item"]?.string != nil
  }
}
