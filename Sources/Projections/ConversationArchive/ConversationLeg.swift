internal import InteractionModel

/// One leg of a conversation: handled by one queue or agent.
struct ConversationLeg: FieldwiseCodable, Sendable, Hashable {
  /// The id of the contact; empty when its records do not say.
  var id = ""
  /// The first record of the leg.
  var first = Earliest<String>()

  var queue = Latest<String>()
  /// Who answered or worked on it; nobody whom it was only offered to.
  var agent = Latest<String>()
  /// How it came about: inbound, outbound, callback, transfer.
  var method = Latest<String>()
  /// Who hung up.
  var endedBy = Latest<String>()
  var outcome = Latest<String>()

  // Times as the source said them.
  var answered = Earliest<String>()
  var abandoned = Earliest<String>()
  var disconnected = Latest<String>()

  // Seconds.
  var waited = Latest<Int64>()
  var duration = Latest<Int64>()
  var talk = Latest<Int64>()
  var hold = Latest<Int64>()
  var wrapUp = Latest<Int64>()

  /// Takes a record of the leg.
  mutating func apply(_ event: ArchiveEvent, _ record: Record) throws(FoldError) {
    let moment = Moment(record)
    first.take(record.said, at: moment)
    switch event {
    case .waiting:
      queue.take(try record.text("queue"), at: moment)
      method.take(try record.text("initiationMethod"), at: moment)
    case .answered:
      queue.take(try record.text("queue"), at: moment)
      agent.take(try record.text("agent"), at: moment)
      answered.take(record.said, at: moment)
    case .abandoned:
      queue.take(try record.text("queue"), at: moment)
      waited.take(try record.wholeNumber("waited"), at: moment)
      abandoned.take(record.said, at: moment)
    case .disconnected:
      endedBy.take(try record.text("by"), at: moment)
      duration.take(try record.wholeNumber("duration"), at: moment)
      talk.take(try record.wholeNumber("talk"), at: moment)
      hold.take(try record.wholeNumber("hold"), at: moment)
      disconnected.take(record.said, at: moment)
    case .legWork: agent.take(try record.text("agent"), at: moment)
    case .wrappedUp:
      agent.take(try record.text("agent"), at: moment)
      wrapUp.take(try record.wholeNumber("duration"), at: moment)
    case .disposition: outcome.take(try record.text("outcome"), at: moment)
    default: break
    }
  }

  /// The leg as users see it; what is not known is left out.
  var document: JSONValue {
    var object = Document<ContactField>()
    object.put(.abandoned, abandoned.saidTime)
    object.put(.agent, agent.value)
    object.put(.answered, answered.saidTime)
    object.put(.by, endedBy.value)
    object.put(.disconnected, disconnected.saidTime)
    object.put(.duration, duration.value)
    object.put(.hold, hold.value)
    object.put(.id, id.isEmpty ? nil : id)
    object.put(.method, method.value)
    object.put(.outcome, outcome.value)
    object.put(.position, first.moment?.position.rawValue)
    object.put(.queue, queue.value)
    object.put(.talk, talk.value)
    object.put(.time, first.saidTime)
    object.put(.waited, waited.value)
    object.put(.wrapUp, wrapUp.value)
    return object.json
  }

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&id, &answered, &endedBy, &disconnected)
    try fields(&first, &agent, &hold, &duration)
    try fields(&method, &outcome, &queue, &talk)
    try fields(&wrapUp, &waited, &abandoned)
  }
}
