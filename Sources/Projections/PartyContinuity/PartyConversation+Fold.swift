internal import InteractionModel

extension PartyConversation {
  /// What is added to a conversation from outside, often long after it: no activity of its own.
  private static let annotations: Set<String> = [
    "evaluation", "issue", "recording", "response", "topic", "transcript",
  ]

  /// Takes a record of the conversation; governance and unknown types stay out.
  mutating func apply(_ record: Record) throws(FoldError) {
    for link in Projections.Link.links(of: record)
    where link.kind == .conversationToCase && link.subject == id {
      links.append(Link(position: record.position, target: link.target))
    }
    let isOfCase = record.ownCase != nil
    if Projections.Link.isMove(record.type) || isOfCase { return }
    let moment = Moment(record)
    takeCase(record, moment)
    try takeSubject(record, moment)
    try takeOutcome(record, moment)
    try takePassage(record, moment)
    guard !Self.annotations.contains(String(record.type.group)) else { return }

    let isStart = record.type == .conversationStarted
    let initial = Moment(record, isInitial: isStart)
    started.take(record.said, at: initial)
    activity.take(moment)
    if let spoken = record.channel, spoken != .internal {
      channels.insert(spoken.rawValue)
      channel.take(spoken.rawValue, at: initial)
    }
    if let way = record.direction, way != .internal {
      direction.take(way.rawValue, at: initial)
    }
    let isByParty = record.actor.map { Actor.partyTypes.contains($0.type) } ?? false
    if isByParty || record.direction == .inbound { turns += 1 }
  }

  /// What the source says about its case; once a start or resumption does, they alone count.
  private mutating func takeCase(_ record: Record, _ moment: Moment) {
    let isBeginning = Projections.Link.isBeginning(record.type)
    guard let said = record.saidCase, isBeginning || !isInCase else { return }
    if isBeginning, !isInCase {
      isInCase = true
      saidCase = Latest()
      saidCases = []
    }
    saidCase.take(said, at: moment)
    let place = saidCases.firstIndex { !(($0.value ?? "") < said) } ?? saidCases.count
    if place == saidCases.count || saidCases[place].value != said {
      saidCases.insert(Earliest<String>(), at: place)
    }
    saidCases[place].take(said, at: moment)
  }

  /// What it is about.
  private mutating func takeSubject(_ record: Record, _ moment: Moment) throws(FoldError) {
    switch record.type {
    case .issueCoded, .dispositionSet: issue.take(try record.text("issue"), at: moment)
    case .transferRequested: service.take(try record.text("service"), at: moment)
    case .assistantIntentMatched, .assistantEscalated, .assistantContained:
      intent.take(try record.text("intent"), at: moment)
    default: break
    }
  }

  /// What it came to; a closing without an outcome says nothing about the matter.
  private mutating func takeOutcome(_ record: Record, _ moment: Moment) throws(FoldError) {
    let isResolved: Bool
    switch record.type {
    case .conversationClosed, .dispositionSet:
      guard let code = try record.text("outcome") else { return }
      isResolved = PartyOutcome.resolves(code)
    case .selfServiceCompleted, .assistantContained: isResolved = true
    case .selfServiceAbandoned, .assistantEscalated, .contactAbandoned: isResolved = false
    default: return
    }
    outcomes.take(PartyOutcome(moment: moment, isResolved: isResolved))
  }

  /// What was carried out of it and into it.
  private mutating func takePassage(_ record: Record, _ moment: Moment) throws(FoldError) {
    switch record.type {
    case .transferRequested: try takeSending(record, moment, try record.text("toChannel"))
    case .handoffPrepared: try takeSending(record, moment, nil)
    case .transferAccepted, .transferCompleted, .handoffViewed, .handoffAcknowledged:
      let handoff = try record.text("handoff")
      let transfer = try record.text("transfer")
      received.insert(handoff)
      received.insert(transfer)
      received.insert(record.causation?.description)
      if handoff == nil, transfer == nil { arrived.take(record.said, at: moment) }
    case .contactInitiated:
      let way = try record.text("initiationMethod")
      method.take(way, at: moment)
      if way == "transfer" { arrived.take(record.said, at: moment) }
    case .callbackPromised: callbacksPromised.insert(record.id.description)
    case .callbackCompleted:
      if let callback = try record.text("callback") {
        callbacksCompleted.insert(callback)
      } else {
        callsBack += 1
      }
    case .conversationResumed: resumed.take(record.said, at: moment)
    default: break
    }
  }

  private mutating func takeSending(
    _ record: Record, _ moment: Moment, _ channel: String?
  ) throws(FoldError) {
    var ids = StringSet([record.id.description])
    ids.insert(try record.text("handoff"))
    let sending = Sending(moment: moment, channel: channel, ids: ids)
    sendings.insert(sending, by: \.moment)
  }
}
