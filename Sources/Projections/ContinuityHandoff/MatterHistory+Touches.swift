internal import InteractionModel

// What the single groups of types say.

extension MatterHistory {
  /// Legs.
  mutating func takeContact(_ event: CatalogueType, _ record: Record) throws(FoldError) {
    var kind = Touch.Kind.wrapup
    var code: String?
    switch event {
    case .contactInitiated:
      kind = .initiated
      language.take(try record.text("language"), at: Moment(record))
      takeWords(record)
    case .contactEnqueued: kind = .enqueued
    case .contactAnswered: kind = .answered
    case .contactAbandoned: kind = .abandoned
    case .contactDisconnected:
      kind = .disconnected
      code = "by"
    case .dispositionSet:
      kind = .disposition
      code = "outcome"
      issue.take(try record.text("issue"), at: Moment(record))
    default: break
    }
    let contact = try record.text("contact")
    let queue = try record.text("queue")
    let agent = try record.text("agent") ?? record.agent
    let channel = record.channel
    try add(kind, record, code: code) { touch in
      touch.contact = contact
      touch.queue = queue
      touch.agent = agent
      touch.channel = channel
    }
  }

  /// Messages, notes and what was recorded.
  mutating func takeMessage(_ event: CatalogueType, _ record: Record) throws(FoldError) {
    let id = record.id.description
    for attachment in try record.texts("attachments") {
      var touch = Touch(.attachment, record)
      touch.id = attachment
      touch.name = id
      addReferring(touch)
    }
    switch event {
    case .messageReceived:
      takeWords(record)
      language.take(try record.text("language"), at: Moment(record))
    case .messageSent:
      try takeResponse(record)
      _ = try record.text("visibility")
      if let agent = record.agent, Visibility(record) != .internal {
        try add(.message, record) { $0.agent = agent }
      }
    case .messageFailed: try add(.failure, record, code: "error") { $0.name = "message" }
    case .noteAdded:
      if let kind = try record.text("kind") { takeNeed(kind, "/text", record, of: record.id) }
    case .recordingAdded:
      try add(.attachment, record, code: "mediaType", id: "attachment")
      try add(.spoken, record, id: "attachment") { $0.name = id }
    case .transcriptAdded:
      if record.body["pending"]?.bool == true {
        try add(.spoken, record, id: "attachment") { $0.name = id }
      } else {
        try add(.attachment, record, code: "mediaType", id: "attachment")
        try add(.transcript, record, id: "attachment") {
          $0.code = record.causation?.description
        }
      }
    default: break
    }
  }

  /// Records that may have the party's own words: the first and the last of them are kept.
  ///
  /// A fold does not see whether they are words: of messages, of which few have none, four each are
  /// kept, and of beginnings of contacts, which mostly say no more than who calls, two.
  private mutating func takeWords(_ record: Record) {
    guard record.sealedCount > 0, record.direction != .outbound, record.direction != .internal
    else { return }
    let isMessage = record.type == .messageReceived
    var touch = Touch(.words, record)
    touch.id = record.id.description
    touch.name = isMessage ? nil : "contact"
    addReferring(touch)
    func isAlike(_ other: Touch) -> Bool { other.kind == .words && other.name == touch.name }
    // The first ones stand near the start and the last ones near the end: nobody looks through all
    // that was said in between.
    let kept = isMessage ? 4 : 2
    var middle = touches.endIndex
    for _ in 0...kept {
      guard let place = touches[..<middle].lastIndex(where: isAlike) else { return }
      middle = place
    }
    var (place, before) = (touches.startIndex, 0)
    while place < middle, before < kept {
      if isAlike(touches[place]) { before += 1 }
      place += 1
    }
    if before == kept { touches.remove(at: middle) }
  }

  /// Self-service, the telephone menu and the assistant.
  mutating func takeMachine(_ event: CatalogueType, _ record: Record) throws(FoldError) {
    let task = try record.text("task")
    let path = [task, try record.text("step")].compactMap { $0 }.joined(separator: "/")
    func named(_ name: String, _ code: String? = nil) -> (inout Touch) -> Void {
      { touch in
        touch.name = name.isEmpty ? nil : name
        if let code { touch.code = code }
      }
    }
    language.take(try record.text("language"), at: Moment(record))
    switch event {
    case .selfServiceSessionStarted: try add(.step, record, named(path, "started"))
    case .selfServiceStepCompleted: try add(.step, record, code: "outcome", named(path))
    case .selfServiceStepFailed: try add(.failure, record, code: "error", named(path))
    case .selfServiceAbandoned: try add(.selfService, record, named(task ?? "", "abandoned"))
    case .selfServiceCompleted: try add(.selfService, record, named(task ?? "", "completed"))
    case .ivrNodeEntered: try add(.step, record, name: "node")
    case .ivrInputGiven: try add(.step, record, name: "node", code: "outcome")
    case .ivrOverridden: try add(.step, record, name: "node") { $0.code = "overridden" }
    case .assistantIntentMatched:
      intent.take(try record.text("intent"), at: Moment(record))
      try add(.step, record, name: "intent") { $0.code = "matched" }
    case .assistantEscalated:
      let reason = try record.text("reason") ?? "escalated"
      try add(.assistant, record, name: "intent") { $0.code = "escalated" }
      try add(.failure, record, name: "intent") { $0.code = reason }
    case .assistantContained: try add(.assistant, record, name: "intent") { $0.code = "contained" }
    default: break
    }
  }

  /// What the agency owes, and whether it kept its word.
  mutating func takePromise(_ event: CatalogueType, _ record: Record) throws(FoldError) {
    switch event {
    case .callbackAttempted:
      try add(.attempt, record, code: "outcome", id: "callback") { $0.name = "callback" }
    case .slaStarted: try clock("running", record)
    case .slaPaused: try clock("paused", record)
    case .slaMet: try clock("met", record)
    case .slaBreached: try clock("breached", record)
    default: try promised.take(record)
    }
  }

  private mutating func clock(_ state: String, _ record: Record) throws(FoldError) {
    try add(.clock, record, name: "clock", id: "due") { $0.code = state }
  }
}
