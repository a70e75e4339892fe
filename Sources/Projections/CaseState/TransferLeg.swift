internal import InteractionModel

/// One transfer of a case, from its request to its outcome.
///
/// The records of one transfer name each other in the ways their sources have: by the hand-off, by
/// the transfer's id, by the event that caused them. Whatever shares a key is one transfer, in
/// whichever order the records come.
struct TransferLeg: FieldwiseCodable, Sendable, Hashable {
  /// One end of a transfer.
  struct End: Sendable, Hashable {
    var channel = Latest<String>()
    var queue = Latest<String>()
    var agent = Latest<String>()
    var department = Latest<String>()
    var `case` = Latest<String>()
  }

  /// All ids by which its records can be found.
  var keys = StringSet()
  /// Ids of hand-offs that its records name.
  var handoffs = StringSet()
  /// Ids of the transfer that its records name.
  var references = StringSet()
  /// Its first record: the event's id.
  var event = Earliest<String>()
  /// Its first record: the time as the source said it.
  var first = Earliest<String>()
  var kind = Latest<String>()
  /// Why it was asked for, as a code: the request's own.
  var reason = Latest<String>()
  /// Why it came to its outcome, as a code: that of whoever refused it or could not carry it out.
  var outcomeReason = Latest<String>()
  /// `requested`, `accepted`, `rejected`, `completed` or `failed`.
  var outcome = Latest<String>()
  var from = End()
  var to = End()

  /// The id it is shown under.
  var id: String { handoffs.first ?? references.first ?? event.value ?? "" }

  init() {}

  /// What one record says about a transfer.
  init(_ record: Record, outcome: String, isRequest: Bool) throws(FoldError) {
    let moment = Moment(record, isInitial: isRequest)
    let handoff = try record.text("handoff")
    let reference = isRequest ? nil : try record.text("transfer")
    let id = record.id.description
    handoffs.insert(handoff)
    references.insert(reference)
    keys.insert(id)
    keys.insert(handoff)
    keys.insert(reference)
    // A request may be caused by an earlier transfer without being a part of it.
    if !isRequest, handoff == nil, reference == nil {
      keys.insert(record.causation?.description)
    }
    event.take(id, at: Moment(record))
    first.take(record.said, at: Moment(record))
    self.outcome.take(outcome, at: moment)
    let reason = try record.text("reason")
    guard isRequest else {
      outcomeReason.take(reason, at: moment)
      to.queue.take(try record.text("queue"), at: moment)
      to.agent.take(try record.text("agent"), at: moment)
      to.department.take(try record.text("department"), at: moment)
      to.case.take(try record.text("toCase"), at: moment)
      return
    }
    self.reason.take(reason, at: moment)
    kind.take(try record.text("kind"), at: moment)
    from.channel.take(try record.text("fromChannel"), at: moment)
    from.queue.take(try record.text("fromQueue"), at: moment)
    from.agent.take(try record.text("fromAgent"), at: moment)
    from.department.take(try record.text("fromDepartment"), at: moment)
    to.channel.take(try record.text("toChannel"), at: moment)
    to.queue.take(try record.text("toQueue"), at: moment)
    to.agent.take(try record.text("toAgent"), at: moment)
    to.department.take(try record.text("toDepartment"), at: moment)
    to.case.take(try record.text("toCase"), at: moment)
  }

  /// Takes what other records say about the same transfer.
  mutating func take(_ other: TransferLeg) {
    keys.formUnion(other.keys)
    handoffs.formUnion(other.handoffs)
    references.formUnion(other.references)
    event.take(other.event)
    first.take(other.first)
    kind.take(other.kind)
    reason.take(other.reason)
    outcomeReason.take(other.outcomeReason)
    outcome.take(other.outcome)
    from.take(other.from)
    to.take(other.to)
  }

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&event, &first, &handoffs, &keys)
    try fields(&kind, &outcome, &references, &reason)
    try fields(&outcomeReason, &from, &to)
  }
}

extension TransferLeg.End {
  mutating func take(_ other: TransferLeg.End) {
    channel.take(other.channel)
    queue.take(other.queue)
    agent.take(other.agent)
    department.take(other.department)
    self.case.take(other.case)
  }
}

extension TransferLeg.End: FieldwiseCodable {
  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&channel, &queue, &agent, &department)
    try fields(&self.case)
  }
}
