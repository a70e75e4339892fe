internal import InteractionModel

/// One hand-off, from its request to its acknowledgement or return.
///
/// Its records name each other by the hand-off, by the transfer or by what caused them; whatever
/// shares a key is one hand-off, in whichever order the records come (see ``TransferLeg``). Without
/// a request or a preparation it has no ``id``, and ``MatterView`` gives its steps to where they
/// belong.
struct Handoff: FieldwiseCodable, Sendable, Hashable {
  /// Its ends, its kind, and the keys its records share.
  var leg = TransferLeg()
  /// Its request; the value is the event's id.
  var request = Earliest<String>()
  /// The making of its packet; the value is the event's id.
  var preparation = Earliest<String>()
  /// By (effective time, position).
  var steps: [HandoffStep] = []

  /// Where the request or the preparation was made, as its envelope says.
  var giver = TransferLeg.End()
  /// Who made it: the type of the actor and its id.
  var by = Earliest<String>()
  var conversation = Earliest<String>()
  /// As the records name it; merges are followed when rows are made.
  var party = Earliest<String>()
  /// The service that the receiver is asked for.
  var service = Latest<String>()
  /// Its requests that have something sealed, which may be why, in words.
  var requestWords = SealedPlaces()
  /// Its preparations that have something sealed, which may be what is expected, in words.
  var preparationWords = SealedPlaces()

  /// What whoever takes over must see.
  var packet: HandoffPacket?

  /// A hand-off as far as one record tells.
  /// - Parameters:
  ///   - kind: what the record says of it.
  ///   - record: the record.
  /// - Throws: ``FoldError`` when a field is not of its kind.
  init(_ kind: HandoffStep.Kind, _ record: Record) throws(FoldError) {
    let begins = kind == .requested || kind == .prepared
    leg = try TransferLeg(record, outcome: kind.rawValue, isRequest: begins)
    // Whoever looks at it, refuses it or sends it back need not be whom it is for.
    switch kind {
    case .viewed, .contextMissing, .returned, .rejected: leg.to = TransferLeg.End()
    default: break
    }
    // A packet is made because of a request, whatever else it names.
    if kind == .prepared { leg.keys.insert(record.causation?.description) }
    steps = [try HandoffStep(kind, record)]
    let moment = Moment(record)
    let id = record.id.description
    if kind == .requested { request.take(id, at: moment) }
    if kind == .prepared { preparation.take(id, at: moment) }
    guard begins else { return }
    party.take(record.party, at: moment)
    conversation.take(record.conversation, at: moment)
    service.take(try record.text("service"), at: moment)
    giver.channel.take(record.channel?.rawValue, at: moment)
    giver.department.take(record.department, at: moment)
    if let actor = record.actor {
      by.take(actor.id.map { "\(actor.type):\($0)" } ?? actor.type, at: moment)
      giver.agent.take(actor.type == "agent" ? actor.id : nil, at: moment)
    }
    if kind == .requested { requestWords.take(record) } else { preparationWords.take(record) }
  }

  /// Takes what other records say of the same hand-off.
  mutating func take(_ other: Handoff) {
    leg.take(other.leg)
    request.take(other.request)
    preparation.take(other.preparation)
    for step in other.steps { add(step) }
    giver.take(other.giver)
    by.take(other.by)
    conversation.take(other.conversation)
    party.take(other.party)
    service.take(other.service)
    requestWords.take(other.requestWords)
    preparationWords.take(other.preparationWords)
    if let packet = other.packet { take(packet) }
  }

  /// Takes a packet: one that was prepared stands before one that was made at a request, and a
  /// later one before an earlier one.
  mutating func take(_ packet: HandoffPacket) {
    if let own = self.packet, packet.yields(to: own) { return }
    self.packet = packet
  }

  /// Adds a step where its time belongs.
  mutating func add(_ step: HandoffStep) {
    let place = steps.lastIndex { $0.moment < step.moment }.map { $0 + 1 } ?? 0
    steps.insert(step, at: place)
  }

  init() {}

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&preparation, &by, &conversation, &giver)
    try fields(&leg, &packet, &party, &request)
    try fields(&steps, &service, &requestWords, &preparationWords)
  }
}

extension Handoff {
  /// Whether its records name a hand-off or a transfer.
  var isNamed: Bool { !leg.handoffs.elements.isEmpty || !leg.references.elements.isEmpty }

  /// The event id of its request, else of its preparation.
  ///
  /// Nil while all that is known of it are steps: then it is no hand-off of this matter. An event
  /// belongs to one matter, so no other one has a hand-off of that id.
  var id: String? { request.value ?? preparation.value }

  /// When it began.
  var begin: Moment? { request.moment ?? preparation.moment }

  /// The time it began in the words of the source.
  var beginText: String? {
    guard let begin, let step = steps.first(where: { $0.moment == begin }) else { return nil }
    return begin.text(step.said)
  }

  /// Why it was asked for, as a code: the request's own, else the preparation's; never that of whoever
  /// refused it or gave it back, which is of their step.
  var reason: String? { code(at: request.moment) ?? code(at: preparation.moment) }

  private func code(at moment: Moment?) -> String? {
    guard let moment else { return nil }
    return steps.first { $0.moment.position == moment.position }?.code
  }

  /// Where it came from: what the records say of it, else where they were made.
  var from: TransferLeg.End {
    var end = leg.from
    if end.channel.value == nil { end.channel = giver.channel }
    if end.agent.value == nil { end.agent = giver.agent }
    if end.department.value == nil { end.department = giver.department }
    return end
  }

  /// How far it had come.
  /// - Parameter moment: what comes at it or after it is left out; nil leaves nothing out.
  /// - Returns: the status.
  func status(before moment: Moment? = nil) -> HandoffStatus {
    var status = HandoffStatus.open
    for step in steps where moment.map({ step.moment < $0 }) ?? true { status.take(step.kind) }
    return status
  }

  /// The last step of a kind.
  func last(_ kind: HandoffStep.Kind) -> HandoffStep? { steps.last { $0.kind == kind } }
}
