internal import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// What no read model has of somebody or something, from the last of their records.
struct LastRecords {
  /// How many records of each are looked at.
  private static let lookedAt = 200

  /// Where notes say what somebody needs.
  private(set) var needs: [JSONValue] = []
  /// The last record that says that a case goes on.
  private(set) var reopening: Record?
  /// The last record that says that a case waits.
  private(set) var pending: Record?

  /// - Parameters:
  ///   - entities: whose records.
  ///   - log: the log.
  ///   - subset: what counts.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  init(of entities: [EntityKey], in log: any EventStore, within subset: LogSubset) throws {
    let range = ReadRange(through: subset.through, reverse: true)
    var seen: Set<Position> = []
    for entity in entities {
      let records = try log.records(.entity(entity), in: range, limit: LastRecords.lookedAt)
      for record in try records.map({ try $0.decoded() }) where subset.contains(record) {
        guard seen.insert(record.position).inserted else { continue }
        if record.isNoteOfNeed {
          needs.append(["position": .int(record.position.rawValue), "pointer": "/text"])
        }
        switch record.type {
        case .caseReopened: LastRecords.keep(record, in: &reopening)
        case .casePended: LastRecords.keep(record, in: &pending)
        default: break
        }
      }
    }
  }

  /// Keeps the one that happened last.
  private static func keep(_ record: Record, in last: inout Record?) {
    guard let known = last else { return last = record }
    if Moment(known) < Moment(record) { last = record }
  }
}

extension Reader {
  /// The language of the last of some conversations whose language is known; nil when that of none is.
  /// - Parameter conversations: their ids, the last first.
  /// - Returns: the language.
  /// - Throws: ``/EventLog/StorageFault`` when the read model cannot be read.
  func language(of conversations: [String]) throws -> JSONValue? {
    let archive = try store.dispensable(ConversationArchive.projection)
    let table = ConversationArchive.conversations
    return try conversations.lazy.compactMap { id in
      try archive?.row(table, key: id).flatMap { row in
        (table.document(row.values) as Document<ConversationField>)[.language]
      }
    }.first
  }
}

extension [JSONValue] {
  /// Each once, in the order in which they came.
  var unique: [JSONValue] {
    var seen: Set<JSONValue> = []
    return filter { seen.insert($0).inserted }
  }
}
