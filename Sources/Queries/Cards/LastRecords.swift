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
  /// The last of each of ``kept``, by its type; of notes those that say no need.
  private var last: [EventType: Record] = [:]

  /// What is kept: of each the last one tells how something stands, and maybe why.
  private static let kept: Set<EventType> = [
    .callbackAttempted, .callbackCompleted, .caseAssigned, .caseEscalated, .casePended,
    .caseReopened, .messageDelivered, .messageFailed, .messageSent, .noteAdded,
    .partyPreferenceSet,
  ]

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
        } else if LastRecords.kept.contains(record.type),
          last[record.type].map({ Moment($0) < Moment(record) }) ?? true
        {
          last[record.type] = record
        }
      }
    }
  }

  /// The last record of a type, unless one of others came later, after which it counts no more.
  subscript(type: EventType, unless later: EventType...) -> Record? {
    guard let record = last[type],
      !later.contains(where: { last[$0].map { Moment(record) < Moment($0) } ?? false })
    else { return nil }
    return record
  }

  /// What happened last, as cards have it: when, by whom, and why as a code.
  ///
  /// A reply that could not be delivered is told until another was sent, and a call that reached nobody
  /// until one did.
  var steps: [Document<StepField>] {
    [
      ("escalated", self[.caseEscalated]), ("assigned", self[.caseAssigned]),
      ("call_attempted", self[.callbackAttempted, unless: .callbackCompleted]),
      ("not_delivered", self[.messageFailed, unless: .messageSent, .messageDelivered]),
      ("noted", self[.noteAdded]), ("preference_set", self[.partyPreferenceSet]),
    ].compactMap { what, record in record.map { LastRecords.step(what, $0) } }
  }

  /// When something was done, by whom, and why as a code.
  static func step(_ what: String, _ record: Record) -> Document<StepField> {
    var step: Document<StepField> = [
      .position: .int(record.position.rawValue),
      .time: .string(record.occurred?.text ?? record.recorded.description),
      .what: .string(what),
    ]
    if record.occurred == nil { step[.flags] = [RecordedTimes.flag] }
    step[.until] = record.body["until"]
    step[.code] =
      record.body["reason"] ?? record.body["error"] ?? record.body["outcome"]
    step[.agent] = record.actor?.id.map(JSONValue.string)
    return step
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
