internal import InteractionModel

// The way of a matter through the channels, and what was tried on it.

extension MatterView {
  /// The conversations by when they began, with what machines did in them and where that failed.
  var journey: [JSONValue] {
    let passages = history.passages.filter { !$0.isInternal }.sorted { left, right in
      guard let first = left.first.moment, let second = right.first.moment else { return false }
      return first < second
    }
    return passages.compactMap { passage in
      guard let begin = passage.first.moment else { return nil }
      let own = history.touches.filter { $0.conversation == passage.id }
      var object: JSONObject = [
        "conversation": .string(passage.id),
        "failed": .array(own.filter { $0.kind == .failure }.map { $0.document(codeAs: "error") }),
        "position": .int(begin.position.rawValue),
        "steps": .array(own.filter { $0.kind == .step }.map { $0.document(codeAs: "outcome") }),
      ]
      object.put("channel", passage.channel.value)
      let channels = passage.channels.elements.filter { $0 != Channel.internal.rawValue }
      if channels.count > 1 { object["channels"] = channels.json }
      object.put("from", passage.first.saidTime)
      object.put("outcome", MatterView.outcome(of: passage, in: history))
      object.put("to", passage.last.saidTime)
      return .object(object)
    }
  }

  /// What was tried, by time: responses given, help by machines and how it ended, attempts to call
  /// back, and earlier hand-offs.
  /// - Parameter id: a hand-off that is left out.
  /// - Returns: an object for each, `what` saying what it is.
  func tried(besides id: String?) -> [JSONValue] {
    var tried: [(moment: Moment, document: JSONObject)] = []
    var responses: Set<JSONObject> = []
    for touch in history.touches {
      guard var document = attempt(touch) else { continue }
      if touch.kind == .response, !responses.insert(document).inserted { continue }
      document["position"] = .int(touch.position.rawValue)
      tried.append((touch.moment, document))
    }
    for handoff in handoffs where handoff.id != id {
      guard let own = handoff.id, let begin = handoff.begin else { continue }
      tried.append(
        (
          begin,
          [
            "handoff": .string(own), "outcome": .string(handoff.status().rawValue),
            "position": .int(begin.position.rawValue), "what": "handoff",
          ]
        ))
    }
    return tried.sorted { $0.moment < $1.moment }.map { .object($0.document) }
  }

  private func attempt(_ touch: Touch) -> JSONObject? {
    var object = JSONObject()
    switch touch.kind {
    case .response:
      object["what"] = "response"
      object.put("response", touch.name)
      object["version"] = touch.number.map(JSONValue.int)
      return object
    case .selfService:
      object["what"] = "self_service"
      object.put("task", touch.name)
    case .failure where isLastFailure(touch):
      object["what"] = "self_service"
      object.put("task", touch.name.map { String($0.prefix { $0 != "/" }) })
      object["outcome"] = "failed"
      return object
    case .assistant:
      object["what"] = "assistant"
      object.put("intent", touch.name)
    case .attempt: object["what"] = "callback"
    default: return nil
    }
    object.put("outcome", touch.code)
    return object
  }

  /// Whether self-service failed at a step and was neither completed nor given up.
  private func isLastFailure(_ touch: Touch) -> Bool {
    let own = history.touches.filter { $0.conversation == touch.conversation }
    guard touch.name?.contains("/") == true, !own.contains(where: { $0.kind == .selfService })
    else { return false }
    return own.last { $0.kind == .failure } == touch
  }
}

extension Touch {
  /// The step as users see it; what is not known is left out.
  /// - Parameter member: the name under which ``code`` is shown.
  /// - Returns: the document.
  fileprivate func document(codeAs member: String) -> JSONValue {
    var object: JSONObject = ["position": .int(position.rawValue)]
    object.put("what", name)
    object.put(member, code)
    return .object(object)
  }
}
