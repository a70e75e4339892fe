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

  /// How many of the last requests, and of the last preparations, are looked at for words.
  private static let lookedAt = 4

  private var history: MatterHistory { view.history }

  /// The members; lists are there even when they are empty, so that nothing found and nothing
  /// looked for differ.
  var document: Document<PacketField> {
    let now = record.effectiveTime
    let party = handoff.party.value
    let facts = history.apart(history.disclosableFacts, of: party)
    let questions = view.openQuestions(history.apart(history.facts, of: party))
    let told = history.told
    var object: Document<PacketField> = [
      .attachments: .array(attachments(told)),
      .doNotAsk: .array(facts.doNotAsk(at: now).map(JSONValue.string)),
      .event: .string(record.id.description),
      .facts: .array(facts.facts().map { $0.document(at: now).json }),
      .journey: .array(view.journey(told)),
      .matter: matter.json,
      .needs: .array(needs(told)),
      .openQuestions: .array(questions.map(JSONValue.string)),
      .position: .int(record.position.rawValue),
      .promises: .array(view.promises),
      .reason: reason.json,
      .time: .string(Moment(record).text(record.said)),
      .tried: .array(view.tried(besides: handoff.id, told)),
      .who: .array(history.identities.map(\.document.json)),
    ]
    if let code = history.language.value, let moment = history.language.moment {
      let language: Document<CodeField> = [
        .code: .string(code), .position: .int(moment.position.rawValue),
      ]
      object[.language] = language.json
    }
    let pending = view.spoken.filter { $0.completedBy == nil }.map(\.position.rawValue)
    if !pending.isEmpty {
      let incomplete: Document<IncompleteField> = [
        .pending: .array(pending.map(JSONValue.int)), .position: .int(record.position.rawValue),
      ]
      object[.incompleteAsOf] = incomplete.json
    }
    return object
  }

  /// What it is about: the issue as a person coded it, else as a machine inferred it, and the
  /// party's own words.
  private var matter: Document<PacketMatterField> {
    var object: Document<PacketMatterField> = [
      .words: .array(
        history.touches.filter { $0.kind == .words }.map { history.reference($0).json })
    ]
    object.put(.service, history.service.value)
    let issues = [(history.issue, false), (history.inferredIssue, true), (history.intent, true)]
    for (register, isInferred) in issues {
      guard let code = register.value, let moment = register.moment else { continue }
      let issue: Document<CodeField> = [
        .code: .string(code), .inferred: .bool(isInferred),
        .position: .int(moment.position.rawValue),
      ]
      object[.issue] = issue.json
      break
    }
    return object
  }

  /// Why, by whom, from where to where, and what is expected.
  ///
  /// In words the reason stands in the request and the expectation in the preparation, or both in
  /// either: what one of them does not say an earlier one does, or the other. Sources call the note of
  /// a preparation differently; of a request such words are the reason.
  private var reason: Document<PacketReasonField> {
    var object = Document<PacketReasonField>()
    object.put(.by, handoff.by.value)
    object.put(.code, handoff.reason)
    object.put(.kind, handoff.leg.kind.value)
    object[.from] = handoff.from.document.json
    object[.to] = handoff.leg.to.document.json
    let requests = handoff.requestWords.last(PacketDraft.lookedAt)
    let preparations = handoff.preparationWords.last(PacketDraft.lookedAt)
    let notes = ["/text", "/note", "/comment", "/summary"]
    object[.words] = PacketReference.chain(
      requests.map { PacketReference($0, ["/reason"] + notes) }
        + preparations.map { PacketReference($0, ["/reason"]) })
    object[.expected] = PacketReference.chain(
      preparations.map { PacketReference($0, ["/expected"] + notes) }
        + requests.map { PacketReference($0, ["/expected"]) })
    return object
  }

  private func attachments(_ told: [Touch]) -> [JSONValue] {
    var seen: Set<String> = []
    return told.compactMap { touch in
      guard touch.kind == .attachment, let id = touch.id, seen.insert(id).inserted else {
        return nil
      }
      var object: Document<AttachmentField> = [
        .attachment: .string(id), .position: .int(touch.position.rawValue),
      ]
      object.put(.mediaType, touch.code)
      return object.json
    }
  }

  private func needs(_ told: [Touch]) -> [JSONValue] {
    told.filter { $0.kind == .need }.map { history.reference($0).json }
  }
}
