public import Compliance
internal import EventLog
public import InteractionModel
internal import ProjectionEngine
public import Projections

/// A case as whoever talks to the people in it must see it.
public struct CaseCard: Sendable {
  /// How many of the last legs are shown.
  public static let legs = 8

  /// Its state.
  public let state: EntityState
  /// What is known, promised and asked in it, and its legs by when they began.
  public let matter: Document<MatterField>
  /// The people in it, as far as they are shown.
  public let callers: [Caller]
  /// Where their words stand: those it was opened with, and what they wrote.
  public let own: OwnWords
  /// Where it is said where the matter is, in what it was opened with; nil when it is not or not open.
  public let place: JSONValue?
  /// Where the last of them that wrote says from which address; nil when it is not said or not open.
  public let sender: JSONValue?
  /// The heading of its service.
  public let service: ServiceHeading
  /// Where they say what they need.
  public let needs: [JSONValue]
  /// The language to speak; nil when nobody said.
  public let language: JSONValue?
  /// What was done last beside that, such as that it was escalated, a note, or a reply that could not be
  /// delivered: each with why, and where that is said in words.
  public let lately: [Document<StepField>]
  /// How its last hand-off came back, by whom and why; nil when it did not.
  public let setback: Document<StepField>?
  /// When it was reopened last, and why; nil when it was not.
  public let reopening: Document<StepField>?
  /// Since when it waits, until when, and why, as who put it aside says; nil when it does not wait.
  public let waiting: Document<StepField>?
  /// Where it is said how it was settled, the last that says it; nil when nobody does or it is not open.
  public let resolution: JSONValue?
  /// The channels of those of its last conversations that changed theirs.
  public let ways: [String: [String]]
  /// The last hand-off; nil when there was none.
  public let handoff: Document<HandoffField>?
  /// The keys of facts that are known no more.
  public let forgotten: ForgottenKeys
  /// What people said.
  public let words: OpenedReferences
  /// When and where it is looked at.
  public let view: Viewpoint

  /// The card as answers have it: the state, and what stands beside it.
  public var json: JSONObject {
    var object = state.json
    object["matter"] = matter.asking(asking.open, in: .openQuestions).json
    object["contacts"] = .object(JSONObject(callers.map { ($0.party, $0.json) }))
    object["reachedBy"] = .object(
      JSONObject(callers.map { ($0.party, .array($0.contacts(in: words).map(\.json))) }))
    object["preferences"] = .object(
      JSONObject(callers.map { ($0.party, $0.preferences.json) }))
    object["words"] = .array(own.all.map { words.noting(editOf: $0) })
    object["place"] = place ?? .null
    object["sender"] = sender ?? .null
    object["reason"] = reason?.json ?? .null
    object["needs"] = .array(needs)
    object["language"] = language ?? .null
    object["reopening"] = reopening?.json ?? .null
    object["waiting"] = waiting?.json ?? .null
    object["resolution"] = resolution ?? .null
    object["lately"] = .array(lately.map(\.json))
    object["setback"] = setback?.json ?? .null
    object.put(ways: ways)
    object["opened"] = .object(words.opened)
    object["withheld"] = .array(words.withheld)
    forgotten.put(in: &object)
    object.put(askedAgain: asking.repeated)
    return object
  }

  /// Whether nobody works on it any more.
  public var isOver: Bool {
    state.fields[.status] == "closed" || state.fields[.status] == "merged"
  }

  /// What was promised, what is late first; once the case is over, only what is still owed.
  public var promises: [Document<PromiseField>] {
    let all = matter.parts(.promises, of: PromiseField.self)
    return Standing.ordered(isOver ? all.filter { Standing($0, at: view).isOpen } : all, at: view)
  }

  /// How its due date stands against the clock, once it is settled against the moment when it was;
  /// nil when it has none.
  public var standing: Standing? {
    guard let due = state.fields[.due] else { return nil }
    guard let settled = state.fields.settled else {
      return isOver ? nil : Standing([.due: due], at: view)
    }
    return Standing(
      [.due: due, .since: .string(settled), .state: .string(Standing.endedState)], at: view)
  }

  /// Whether it ended in time, as whoever closed it says; nil when they do not.
  public var isOnTime: Bool? {
    switch state.fields[.onTime]?.string?.lowercased() {
    case "yes"?, "ontime"?: true
    case "no"?, "overdue"?: false
    default: nil
    }
  }

  /// What not to ask again, and what may be asked.
  public var asking: Asking {
    Asking(
      matter.parts(.facts, of: FactField.self), forgotten,
      questions: matter.texts(.openQuestions))
  }

  /// Why the last hand-off was asked for, and what is expected; nil when there was none.
  public var reason: Document<PacketReasonField>? {
    handoff?.part(.packet, of: PacketField.self)?.part(.reason)
  }
}

extension Cases {
  /// How many people are shown, and how many of the last conversations are looked at.
  private static let shown = 3

  /// A case with who calls, what they want, what was promised and what is known.
  ///
  /// What is looked at does not grow with the case, but for its own row.
  /// - Parameters:
  ///   - id: the case.
  ///   - point: as of when; nil for now.
  /// - Returns: the card, opened as far as the reader's purpose permits.
  /// - Throws: ``QueryError`` when there is none; what opening throws.
  public func card(of id: String, at point: AsOf? = nil) async throws -> CaseCard {
    let state = try state(of: id, at: point)
    let handoffs =
      try entities.reader.store.dispensable(ContinuityHandoff.projection) == nil
      ? nil : Handoffs(entities.reader)
    let now = try handoffs?.matter(.case(id), point, settled: state.fields.settled)
    let view = try entities.reader.viewpoint(point)
    var matter = (now?.fields ?? Document()).seeing(.promises, at: view)
    let times = RecordedTimes(in: entities.log)
    let legs = try Endings(for: entities.reader, at: point).joined(
      matter.parts(.legs), in: state.fields)
    matter[.legs] = .array(
      try legs.enumerated().map { place, leg in
        guard place >= legs.count - CaseCard.legs else { return leg.json }
        return try times.flagging(leg, at: .position, in: .flags).json
      })
    let handoff = try matter.texts(.handoffs).last.flatMap {
      try handoffs?.handoff($0, point).fields
    }
    let people = state.fields.texts(.participants).prefix(Cases.shown)
    let subset = try entities.subset(point)
    var callers: [Caller] = []
    for party in people {
      if let caller = try await handoffs?.caller(party, point) { callers.append(caller) }
    }
    let said = try CaseWords(
      of: id, first: matter.firstConversations, last: matter.lastConversations, entities, subset)
    let reason = handoff?.part(.packet, of: PacketField.self)?[.reason] ?? .null
    let conversations = matter.lastConversations
    let last = try LastRecords(
      of: [.case(id)] + conversations.prefix(Cases.shown).map(EntityKey.conversation),
      in: entities.log, within: subset)
    let facts = matter.parts(.facts, of: FactField.self)
    let packet = handoff?.part(.packet, of: PacketField.self)
    let needs =
      ((packet?[.needs]?.array ?? []) + facts.filter(\.isNeed).compactMap(\.valueReference)
      + callers.flatMap(\.needs) + last.needs).unique
    let promises = matter.parts(.promises, of: PromiseField.self)
    let reopening =
      state.fields[.reopens] == 0
      ? nil : last[.caseReopened].map { LastRecords.step("reopened", $0) }
    let waiting =
      state.fields[.status] == "pended"
      ? last[.casePended].map { LastRecords.step("pended", $0) } : nil
    let (lately, setback) = (last.steps, handoff?.setback)
    let resolutions = state.fields.parts(.resolutions, of: ResolutionField.self).suffix(2)
      .reversed().compactMap(\.saidWithIt)
    let words = try await OpenedReferences(
      in: callers.map(\.json) + said.own + [.array(facts.map(\.plain.json)), reason] + needs,
      supposing: ([said.place, said.sender, said.service.sealed]
        + ([reopening, waiting, setback] + lately).map { $0?.saidWithIt }
        + resolutions + promises.map(\.saidWithIt)).compactMap(\.self),
      or: facts.flatMap(\.others), besides: callers.flatMap(\.records), edited: subset,
      by: entities.reader,
      scope: AccessGate.Scope(command: "case.show", entity: .case(id)))
    matter[.promises] = .array(words.adding(to: promises).map(\.json))
    return CaseCard(
      state: state, matter: words.settling(.facts, .doNotAsk, in: matter), callers: callers,
      own: said.own(in: words),
      place: words.said(at: said.place), sender: words.said(at: said.sender),
      service: said.service.opened(in: words),
      needs: needs.compactMap(words.leading).unique,
      language: try packet?.part(.language, of: CodeField.self)?[.code]
        ?? callers.lazy.compactMap(\.language).first
        ?? entities.reader.language(of: conversations),
      lately: words.adding(to: lately),
      setback: words.adding(to: [setback].compactMap(\.self)).first,
      reopening: words.adding(to: [reopening].compactMap(\.self)).first,
      waiting: words.adding(to: [waiting].compactMap(\.self)).first,
      resolution: resolutions.lazy.compactMap { words.said(at: $0) }.first,
      ways: try ChannelWays(for: entities.reader, within: subset)(of: conversations),
      handoff: handoff, forgotten: now?.forgotten ?? ForgottenKeys(), words: words, view: view)
  }
}

extension Document where Field == MatterField {
  /// The conversations of its last legs, the last first.
  fileprivate var lastConversations: [String] {
    parts(.legs, of: LegField.self).suffix(CaseCard.legs).reversed()
      .compactMap { $0[.conversation] }.unique.compactMap(\.string)
  }

  /// The conversations of its first legs, the first first.
  fileprivate var firstConversations: [String] {
    parts(.legs, of: LegField.self).prefix(CaseCard.legs)
      .compactMap { $0[.conversation] }.unique.compactMap(\.string)
  }
}
