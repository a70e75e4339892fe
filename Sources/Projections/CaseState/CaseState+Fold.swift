public import InteractionModel

extension CaseState {
  /// Takes one more record.
  ///
  /// After an error the state is of no use; the caller goes back to the one before.
  /// - Parameter record: belongs to the case and comes after all that were taken before.
  /// - Throws: ``FoldError`` when a known type has a schema newer than 1, or a field of the body
  ///   is of another kind than its type says.
  public mutating func apply(_ record: Record) throws(FoldError) {
    counts.events += 1
    guard let event = try record.catalogued() else {
      counts.unknown += 1
      return
    }
    if event.isGovernance { return }
    try touch(record)
    switch event {
    case .caseOpened, .caseAssigned, .casePended, .caseResolved, .caseReopened, .caseClosed,
      .caseSplit, .caseDueChanged,
      .caseEscalated, .slaStarted, .slaPaused, .slaMet, .slaBreached:
      try takeCaseEvent(event, record)
    case .caseMerged: mergedCases.insert(CaseState.caseSpokenOf(in: record))
    case .messageReceived: counts.messagesReceived += 1
    case .messageSent:
      counts.messagesSent += 1
      _ = try record.text("visibility")
      if Visibility(record) == .public { takeResponse(record) }
    case .noteAdded: counts.notes += 1
    case .contactAnswered:
      counts.contactsAnswered += 1
      agents.insert(try record.text("agent"))
      takeResponse(record)
    case .contactAbandoned: counts.contactsAbandoned += 1
    case .transferRequested: try takeTransfer(record, outcome: "requested", isRequest: true)
    case .transferAccepted: try takeTransfer(record, outcome: "accepted")
    case .transferRejected: try takeTransfer(record, outcome: "rejected")
    case .transferCompleted: try takeTransfer(record, outcome: "completed")
    case .transferFailed: try takeTransfer(record, outcome: "failed")
    case .handoffPrepared:
      counts.handoffs += 1
      departments.insert(try record.text("toDepartment"))
    case .contactHeld, .contactResumed, .wrapupStarted, .wrapupCompleted, .handoffViewed,
      .handoffAcknowledged, .handoffReturned:
      agents.insert(try record.text("agent"))
    case .selfServiceStepFailed: counts.selfServiceFailures += 1
    case .callbackPromised: counts.callbacksPromised += 1
    case .callbackCompleted:
      counts.callbacksKept += 1
      takeResponse(record)
    case .callbackMissed: counts.callbacksMissed += 1
    case .partyIdentified: parties.insert(try record.text("party"))
    default: break
    }
  }

  /// What every touch says, whatever its type.
  private mutating func touch(_ record: Record) throws(FoldError) {
    let moment = Moment(record)
    lastTouch.take(record.said, at: moment)
    if let channel = record.channel {
      channels.insert(channel.rawValue)
      if channel != .internal { firstContact.take(record.said, at: moment) }
    }
    conversations.insert(record.conversation)
    departments.insert(record.department)
    parties.insert(record.party)
    if let actor = record.actor, let id = actor.id {
      if actor.type == "agent" {
        agents.insert(id)
      } else if Actor.partyTypes.contains(actor.type) {
        parties.insert(id)
      }
    }
    if record.lacksUsableTime { flags.insert("no_usable_time") }
    for flag in try record.texts("flags") { flags.insert(flag) }
  }

  /// A machine's answer is no response to the person who waits for one, and neither is the party's
  /// own; one whose author the source does not say is the agency's.
  private mutating func takeResponse(_ record: Record) {
    switch record.actor?.type {
    case "system", "assistant", "bot", "party", "customer", "citizen": return
    default: firstResponse.take(record.said, at: Moment(record))
    }
  }

  private mutating func takeTransfer(
    _ record: Record, outcome: String, isRequest: Bool = false
  ) throws(FoldError) {
    var leg = try TransferLeg(record, outcome: outcome, isRequest: isRequest)
    if !isRequest, outcome != "rejected", outcome != "failed" { agents.insert(leg.to.agent.value) }
    departments.insert(leg.from.department.value)
    departments.insert(leg.to.department.value)
    // One record can show that what looked like two transfers is one.
    for other in transfers where other.keys.intersects(leg.keys) { leg.take(other) }
    transfers.removeAll { $0.keys.intersects(leg.keys) }
    transfers.append(leg)
  }

  /// The case an event speaks of; empty when it names none.
  static func caseSpokenOf(in record: Record) -> String {
    record.ownCase ?? record.case ?? ""
  }

  private mutating func takeCaseEvent(
    _ event: CatalogueType, _ record: Record
  ) throws(FoldError) {
    let id = CaseState.caseSpokenOf(in: record)
    let place: Int
    if let found = statedCases.firstIndex(where: { $0.id == id }) {
      place = found
    } else {
      place = statedCases.count
      statedCases.append(StatedCase(id: id))
    }
    try statedCases[place].apply(event, record)
    switch event {
    case .caseOpened, .caseEscalated: departments.insert(try record.text("department"))
    case .caseAssigned:
      departments.insert(try record.text("department"))
      departments.insert(try record.text("fromDepartment"))
    default: break
    }
  }
}
