internal import InteractionModel

// The way of a matter through the channels, and what was tried on it.

extension MatterView {
  /// The conversations by when they began, with what machines did in them and where that failed.
  /// - Parameter told: what happened, by time.
  /// - Returns: an object for each.
  func journey(_ told: [Touch]) -> [JSONValue] {
    let touches = Dictionary(grouping: told, by: \.conversation)
    let passages = history.passages.filter { !$0.isInternal }.sorted { left, right in
      guard let first = left.first.moment, let second = right.first.moment else { return false }
      return first < second
    }
    return passages.compactMap { passage in
      guard let begin = passage.first.moment else { return nil }
      let own = touches[passage.id] ?? []
      var object: Document<JourneyField> = [
        .conversation: .string(passage.id),
        .failed: .array(own.filter { $0.kind == .failure }.map { $0.document(codeAs: .error) }),
        .position: .int(begin.position.rawValue),
        .steps: .array(own.filter { $0.kind == .step }.map { $0.document(codeAs: .outcome) }),
      ]
      object.put(.channel, passage.channel.value)
      let channels = passage.channels.elements.filter { $0 != Channel.internal.rawValue }
      if channels.count > 1 { object[.channels] = channels.json }
      object.put(.from, passage.first.saidTime)
      object.put(.outcome, MatterView.outcome(of: passage, outcomes))
      object.put(.to, passage.last.saidTime)
      return object.json
    }
  }

  /// What was tried, by time: responses given, help by machines and how it ended, attempts to call
  /// back, and earlier hand-offs.
  /// - Parameters:
  ///   - id: a hand-off that is left out.
  ///   - told: what happened, by time.
  /// - Returns: an object for each, `what` saying what it is.
  func tried(besides id: String?, _ told: [Touch]) -> [JSONValue] {
    let lastFailures = MatterView.lastFailures(told)
    var tried: [(moment: Moment, document: Document<TriedField>)] = []
    var responses: Set<Document<TriedField>> = []
    for touch in told {
      guard var document = attempt(touch, lastFailures) else { continue }
      if touch.kind == .response, !responses.insert(document).inserted { continue }
      document[.position] = .int(touch.position.rawValue)
      tried.append((touch.moment, document))
    }
    for handoff in handoffs where handoff.id != id {
      guard let own = handoff.id, let begin = handoff.begin else { continue }
      tried.append(
        (
          begin,
          [
            .handoff: .string(own), .outcome: .string(handoff.status().rawValue),
            .position: .int(begin.position.rawValue), .what: "handoff",
          ]
        ))
    }
    return tried.sorted { $0.moment < $1.moment }.map(\.document.json)
  }

  private func attempt(_ touch: Touch, _ lastFailures: Set<Position>) -> Document<TriedField>? {
    var object = Document<TriedField>()
    switch touch.kind {
    case .response:
      object[.what] = "response"
      object.put(.response, touch.name)
      object[.version] = touch.number.map(JSONValue.int)
      return object
    case .selfService:
      object[.what] = "self_service"
      object.put(.task, touch.name)
    case .failure where lastFailures.contains(touch.position):
      object[.what] = "self_service"
      object.put(.task, touch.name.map { String($0.prefix { $0 != "/" }) })
      object[.outcome] = "failed"
      return object
    case .assistant:
      object[.what] = "assistant"
      object.put(.intent, touch.name)
    case .attempt: object[.what] = "callback"
    default: return nil
    }
    object.put(.outcome, touch.code)
    return object
  }

  /// Where self-service failed at a step and was neither completed nor given up.
  private static func lastFailures(_ told: [Touch]) -> Set<Position> {
    var ended: Set<String?> = []
    var last: [String?: Touch] = [:]
    for touch in told {
      if touch.kind == .selfService { ended.insert(touch.conversation) }
      if touch.kind == .failure { last[touch.conversation] = touch }
    }
    return Set(
      last.values.lazy.filter { touch in
        touch.name?.contains("/") == true && !ended.contains(touch.conversation)
      }.map(\.position))
  }
}

extension Touch {
  /// The step as users see it; what is not known is left out.
  /// - Parameter field: the one under which ``code`` is shown.
  /// - Returns: the document.
  fileprivate func document(codeAs field: JourneyStepField) -> JSONValue {
    var object: Document<JourneyStepField> = [.position: .int(position.rawValue)]
    object.put(.what, name)
    object.put(field, code)
    return object.json
  }
}
