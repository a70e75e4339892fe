internal import InteractionModel

extension Transcript {
  /// Takes one more record.
  ///
  /// After an error the state is of no use; the caller goes back to the one before.
  /// - Parameter record: belongs to the conversation and comes after all that were taken before.
  /// - Throws: ``FoldError`` when a known type has a schema newer than 1, or a field of the body
  ///   is of another kind than its type says.
  mutating func apply(_ record: Record) throws(FoldError) {
    events += 1
    guard let event = try record.catalogued().map(ArchiveEvent.init) else {
      unknown += 1
      return
    }
    if event == .governance { return }
    try touch(record)
    if event.isShown { take(try TranscriptEntry(record, event, &words)) }
    if let kind = Amendment.Kind(event) { take(try Amendment(kind, record, event, &words)) }
    try takeEffect(event, record)
    if isInParts { settle() }
  }

  private mutating func take(_ entry: TranscriptEntry) {
    var entry = entry
    if !entry.lacksTime {
      entry.cameLate = latest.map { entry.moment.time < $0 } ?? false
      let credible = min(entry.moment.time, entry.recorded)
      latest = latest.map { max($0, credible) } ?? credible
    }
    if isInParts { place(entry) } else { entries.append(entry) }
  }

  private mutating func take(_ amendment: Amendment) {
    switch amendment.kind {
    case .edit: edits += 1
    case .redaction: redactions += 1
    case .delivery, .failure: break
    }
    if isInParts { place(amendment) } else { amendments.append(amendment) }
  }

  private mutating func take(_ use: ResponseUse) {
    if isInParts { place(use) } else { uses.append(use) }
  }

  private mutating func take(_ issue: CodedIssue) {
    issues.insert(issue)
    issueCodes.insert(issue.code)
  }

  /// What every touch says, whatever its type.
  private mutating func touch(_ record: Record) throws(FoldError) {
    let moment = Moment(record)
    firstTouch.take(record.said, at: moment)
    lastTouch.take(record.said, at: moment)
    if let channel = record.channel {
      channels.insert(channel.rawValue)
      if channel != .internal { firstChannel.take(channel.rawValue, at: moment) }
    }
    direction.take(record.direction?.rawValue, at: moment)
    departments.insert(record.department)
    department.take(record.department, at: moment)
    language.take(try record.text("language"), at: moment)
    saidCase.take(record.saidCase, at: moment)
    parties.insert(record.party)
    if let actor = record.actor {
      if Actor.partyTypes.contains(actor.type) {
        parties.insert(actor.id)
      } else if actor.type == "agent" {
        agents.insert(actor.id)
      } else {
        others.insert(actor.id.map { "\(actor.type):\($0)" } ?? actor.type)
      }
    }
    if record.lacksUsableTime { flags.insert("no_usable_time") }
    for flag in try record.texts("flags") { flags.insert(flag) }
  }

  /// What a type says beyond its entry.
  private mutating func takeEffect(_ event: ArchiveEvent, _ record: Record) throws(FoldError) {
    let moment = Moment(record)
    switch event {
    case .started: started.take(record.said, at: moment)
    case .resumed:
      resumptions += 1
      ending.take(Ending(said: record.said, isOver: false), at: moment)
      activity.take("open", at: moment)
    case .closed:
      let outcome = try record.text("outcome")
      ending.take(Ending(said: record.said, outcome: outcome, isOver: true), at: moment)
    case .linked: links.insert(try LinkNote(record, isLinked: true))
    case .unlinked: links.insert(try LinkNote(record, isLinked: false))
    case .received: activity.take("open", at: moment)
    case .selfServiceAbandoned: activity.take("abandoned", at: moment)
    case .answered:
      activity.take("open", at: moment)
      agents.insert(try record.text("agent"))
      try takeLeg(event, record)
    case .abandoned:
      activity.take("abandoned", at: moment)
      try takeLeg(event, record)
    case .legWork, .wrappedUp:
      agents.insert(try record.text("agent"))
      try takeLeg(event, record)
    case .waiting, .disconnected: try takeLeg(event, record)
    case .takenOver: agents.insert(try record.text("agent"))
    case .disposition: try takeDisposition(record)
    case .coded:
      if let issue = try CodedIssue(record, isDisposition: false) { take(issue) }
    case .responseUsed:
      if let use = try ResponseUse(record, &words) { take(use) }
    case .identified: parties.insert(try record.text("party"))
    case .sent, .note, .transcript, .recording, .turn, .edited, .redacted, .delivered,
      .undelivered, .line, .governance, .other:
      break
    }
  }

  private mutating func takeDisposition(_ record: Record) throws(FoldError) {
    if let issue = try CodedIssue(record, isDisposition: true) { take(issue) }
    if let outcome = try record.text("outcome") {
      disposition.take(
        Ending(
          said: record.said, outcome: outcome, issue: try record.text("issue"), isOver: true),
        at: Moment(record))
    }
    if try record.text("contact") != nil { try takeLeg(.disposition, record) }
  }

  private mutating func takeLeg(_ event: ArchiveEvent, _ record: Record) throws(FoldError) {
    let id = try record.text("contact") ?? ""
    // From the end: records nearly always belong to the leg that began last.
    if let found = legs.lastIndex(where: { $0.id == id }) {
      try legs[found].apply(event, record)
    } else if legs.count < Transcript.listed {
      var leg = ConversationLeg(id: id)
      try leg.apply(event, record)
      legs.append(leg)
      legCount += 1
    } else {
      // Its fields must be what their types say all the same.
      var leg = ConversationLeg(id: id)
      try leg.apply(event, record)
      placeLeg(id)
    }
  }
}
