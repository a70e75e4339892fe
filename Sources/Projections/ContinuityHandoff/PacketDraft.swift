internal import InteractionModel

/// The twelve points of a packet but for what is withheld from a reader, which is known when it is
/// read, and the hash.
///
/// Of messages it refers to the last edition that its record could know of, and to none that was
/// redacted by then.
struct PacketDraft {
  let handoff: Handoff
  let view: MatterView
  let record: Record

  private var history: MatterHistory { view.history }

  /// The members; lists are there even when they are empty, so that nothing found and nothing
  /// looked for differ.
  var document: JSONObject {
    let now = record.effectiveTime
    let facts = history.disclosableFacts
    let told = history.told
    var object: JSONObject = [
      "attachments": .array(attachments(told)),
      "doNotAsk": .array(facts.doNotAsk(at: now).map(JSONValue.string)),
      "event": .string(record.id.description),
      "facts": .array(facts.facts().map { .object($0.document(at: now)) }),
      "journey": .array(view.journey(told)),
      "matter": .object(matter),
      "needs": .array(needs(told)),
      "openQuestions": .array(view.openQuestions.map(JSONValue.string)),
      "position": .int(record.position.rawValue),
      "promises": .array(view.promises),
      "reason": .object(reason),
      "time": .string(Moment(record).text(record.said)),
      "tried": .array(view.tried(besides: handoff.id, told)),
      "who": .array(history.identities.map { .object($0.document) }),
    ]
    if let code = history.language.value, let moment = history.language.moment {
      object["language"] = ["code": .string(code), "position": .int(moment.position.rawValue)]
    }
    let pending = view.spoken.filter { $0.completedBy == nil }.map(\.position.rawValue)
    if !pending.isEmpty {
      object["incompleteAsOf"] = [
        "pending": .array(pending.map(JSONValue.int)), "position": .int(record.position.rawValue),
      ]
    }
    return object
  }

  /// What it is about: the issue as a person coded it, else as a machine inferred it, and the
  /// party's own words.
  private var matter: JSONObject {
    var object: JSONObject = [
      "words": .array(
        history.touches.filter { $0.kind == .words }.map { history.reference($0).json })
    ]
    object.put("service", history.service.value)
    let issues = [(history.issue, false), (history.inferredIssue, true), (history.intent, true)]
    for (register, isInferred) in issues {
      guard let code = register.value, let moment = register.moment else { continue }
      object["issue"] = [
        "code": .string(code), "inferred": .bool(isInferred),
        "position": .int(moment.position.rawValue),
      ]
      break
    }
    return object
  }

  /// Why, by whom, from where to where, and what is expected.
  ///
  /// In words the reason stands in the request and the expectation in the preparation, or both in
  /// the one that has something sealed.
  private var reason: JSONObject {
    var object = JSONObject()
    object.put("by", handoff.by.value)
    object.put("code", handoff.leg.reason.value)
    object.put("kind", handoff.leg.kind.value)
    object["from"] = .object(handoff.from.members)
    object["to"] = .object(handoff.leg.to.members)
    let request = handoff.requestWords.value
    let preparation = handoff.preparationWords.value
    object["words"] = (request ?? preparation).map { PacketReference($0, "/reason").json }
    object["expected"] = (preparation ?? request).map { PacketReference($0, "/expected").json }
    return object
  }

  private func attachments(_ told: [Touch]) -> [JSONValue] {
    var seen: Set<String> = []
    return told.compactMap { touch in
      guard touch.kind == .attachment, let id = touch.id, seen.insert(id).inserted else {
        return nil
      }
      var object: JSONObject = [
        "attachment": .string(id), "position": .int(touch.position.rawValue),
      ]
      object.put("mediaType", touch.code)
      return .object(object)
    }
  }

  private func needs(_ told: [Touch]) -> [JSONValue] {
    told.filter { $0.kind == .need }.map { history.reference($0).json }
  }
}
