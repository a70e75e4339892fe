internal import InteractionModel

extension MatterHistory {
  /// Takes one more record of the matter.
  /// - Parameter record: comes after all that were taken before.
  /// - Throws: ``FoldError`` when a known type has a schema newer than 1, or a field of the body
  ///   is of another kind than its type says.
  mutating func take(_ record: Record) throws(FoldError) {
    events += 1
    guard let event = try record.catalogued() else { return }
    if event.isGovernance { return }
    lastTouch.take(record.said, at: Moment(record))
    party.take(record.party, at: Moment(record))
    if !event.isAfterwards { withPassage(of: record) { $0.take(record) } }
    try facts.take(record)
    // Kept only for whom it can matter: a second reference has every change copy what it changes.
    let former = isComplete || (handoffs.isEmpty && event.step == nil) ? nil : self
    if let step = event.step {
      try takeStep(step, record)
    } else {
      try takeTouch(event, record)
    }
    if let former { findActs(since: former, event) }
  }

  private mutating func withPassage(of record: Record, _ change: (inout Passage) -> Void) {
    guard let id = record.conversation else { return }
    // From the end: records nearly always belong to the conversation that began last.
    if let place = passages.lastIndex(where: { $0.id == id }) {
      change(&passages[place])
    } else {
      var passage = Passage(id: id)
      change(&passage)
      passages.append(passage)
    }
  }

  private mutating func takeStep(
    _ kind: HandoffStep.Kind, _ record: Record
  ) throws(FoldError) {
    let handoff = try Handoff(kind, record)
    func visit(_ kind: Touch.Kind, _ queue: String?) {
      guard let queue else { return }
      var touch = Touch(kind, record)
      touch.queue = queue
      touch.id = record.id.description
      add(touch)
    }
    switch kind {
    case .requested, .prepared:
      visit(.origin, handoff.leg.from.queue.value)
      visit(.visit, handoff.leg.to.queue.value)
    case .accepted, .completed: visit(.visit, handoff.leg.to.queue.value)
    default: break
    }
    let place = take(handoff)
    guard kind == .requested || kind == .prepared else { return }
    details.require()
    let packet = HandoffPacket(
      of: handoffs[place], in: self, at: record, isPrepared: kind == .prepared)
    handoffs[place].take(packet)
  }

  private mutating func takeTouch(
    _ event: CatalogueType, _ record: Record
  ) throws(FoldError) {
    let moment = Moment(record)
    switch event {
    case .partyIdentified, .partyAuthenticated:
      take(try Identity(record, isAuthenticated: event == .partyAuthenticated))
    case .partyPreferenceSet, .conversationResumed, .assistantTurnTaken, .conversationStarted:
      language.take(try record.text("language"), at: moment)
    case .conversationClosed:
      let outcome = try record.text("outcome")
      withPassage(of: record) { $0.outcome.take(outcome, at: moment) }
    case .caseOpened: service.take(try record.text("service"), at: moment)
    case .issueCoded:
      let code = try record.text("issue")
      if try record.isInferred() {
        inferredIssue.take(code, at: moment)
      } else {
        issue.take(code, at: moment)
      }
    case .contactInitiated, .contactEnqueued, .contactAnswered, .contactAbandoned,
      .contactDisconnected, .wrapupStarted, .wrapupCompleted, .dispositionSet:
      try takeContact(event, record)
    case .messageReceived, .messageSent, .messageFailed, .noteAdded, .recordingAdded,
      .transcriptAdded:
      try takeMessage(event, record)
    case .messageEdited, .messageRedacted: try takeAmendment(event, record)
    case .factRequested:
      takeFactSource(record)
      guard let agent = record.agent else { return }
      try add(.question, record, name: "key") { $0.agent = agent }
    case .factConfirmed: takeFactSource(record)
    case .factProvided, .factCorrected:
      takeFactSource(record)
      if let key = try record.text("key") { takeNeed(key, "/value", record, of: record.causation) }
    case .responseUsed: try takeResponse(record)
    case .selfServiceSessionStarted, .selfServiceStepCompleted, .selfServiceStepFailed,
      .selfServiceAbandoned,
      .selfServiceCompleted, .ivrNodeEntered, .ivrInputGiven, .ivrOverridden,
      .assistantIntentMatched, .assistantEscalated,
      .assistantContained:
      try takeMachine(event, record)
    case .callbackPromised, .callbackAttempted, .callbackCompleted, .callbackMissed,
      .commitmentMade, .commitmentKept, .commitmentBroken, .slaStarted, .slaPaused, .slaMet,
      .slaBreached:
      try takePromise(event, record)
    default: break
    }
  }

  /// Takes a way of identification; those that were used last are the last.
  private mutating func take(_ identity: Identity) {
    guard let place = identities.firstIndex(where: identity.isSameWay) else {
      return identities.append(identity)
    }
    var known = identities[place]
    let isNewer = known.moment < identity.moment
    known.take(identity)
    if isNewer {
      identities.remove(at: place)
      identities.append(known)
    } else {
      identities[place] = known
    }
  }

  /// Adds a touch; names say which fields of the body it takes.
  mutating func add(
    _ kind: Touch.Kind, _ record: Record, name: String? = nil, code: String? = nil,
    id: String? = nil, _ change: (inout Touch) -> Void = { _ in }
  ) throws(FoldError) {
    var touch = Touch(kind, record)
    if let name { touch.name = try record.text(name) }
    if let code { touch.code = try record.text(code) }
    if let id { touch.id = try record.text(id) }
    change(&touch)
    add(touch)
  }

  /// Remembers which message a fact was taken from.
  private mutating func takeFactSource(_ record: Record) {
    guard let message = record.causation else { return }
    var touch = Touch(.fact, record)
    touch.conversation = nil
    touch.name = message.description
    add(touch)
  }

  /// Remembers what the party needs, such as an interpreter or large print.
  mutating func takeNeed(
    _ code: String, _ pointer: String, _ record: Record, of message: EventID?
  ) {
    guard record.sealedCount > 0, ContinuityPolicy.needs.contains(code) else { return }
    var touch = Touch(.need, record)
    touch.code = pointer
    touch.id = message?.description
    addReferring(touch)
  }

  mutating func takeResponse(_ record: Record) throws(FoldError) {
    guard let response = try record.text("response") else { return }
    let version = record.body["version"]?.int ?? record.body["responseVersion"]?.int
    try add(.response, record) { touch in
      touch.name = response
      touch.number = version
    }
  }
}

extension Record {
  /// The agent of the agency who did it; nil when somebody or something else did.
  var agent: String? {
    guard let actor, actor.type == "agent" else { return nil }
    return actor.id
  }
}
