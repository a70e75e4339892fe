public import Compliance
import EventLog
public import InteractionModel
import ProjectionEngine
public import Projections

/// The fields of what was known of a party beyond a matter when a packet was made.
public enum KnownBeforeField: String, DocumentField {
  case doNotAsk, facts, identities, party, position, preferences
}

/// A hand-off as of a point: what whoever takes over must see.
public struct HandoffAnswer: Sendable {
  /// The hand-off.
  public let id: String
  /// As of when.
  public let point: AnswerPoint
  /// Its fields, the packet among them.
  public let state: Document<HandoffField>
  /// The keys of facts that were erased or redacted since.
  ///
  /// Neither the packet nor what was known beyond it lists them any more; the packet's hash is of
  /// what it was with them.
  public let forgotten: ForgottenKeys
  /// The findings that name it, by position.
  public let findings: [Document<FindingField>]
  /// What was known of the party beyond the matter when the packet was made; nil when no party is
  /// known.
  public let before: Document<KnownBeforeField>?
  /// What was told in its matter since, and is known now.
  public let since: [Document<FactField>]
  /// What was promised in its matter, as it stands now and not when the packet was made.
  public let promises: [Document<PromiseField>]
  /// The channels of those conversations on its way that changed theirs.
  public let ways: [String: [String]]
  /// The positions at which those conversations on its way begin whose time is only that of recording.
  public let asRecorded: Set<Int64>
  /// The heading of the service that its case is about.
  public let service: ServiceHeading
  /// What the party wants, in their own words.
  public let own: OwnWords
  /// Where it is said where the matter is, in what its case was opened with; nil when it is not or not
  /// open.
  public let place: JSONValue?
  /// Whom it is about; nil when no party is known.
  public let caller: Caller?
  /// What people said, as far as the packet refers to it.
  public let words: OpenedReferences
  /// How far what answered is behind the log; nil when it is not, or a point was asked for.
  public let lag: Lag?
  /// When and where it is looked at.
  public let view: Viewpoint

  /// Its packet, of each fact the value that was said last as far as it is open; empty when none was made.
  ///
  /// The hash is of what it was with all places in which values may stand.
  public var packet: Document<PacketField> { state.part(.packet) ?? [:] }

  /// What not to ask again, and what may be asked, of what the packet knows and nobody told otherwise
  /// since: a fact stands in one list alone.
  public var asking: Asking {
    Asking(
      packet.parts(.facts, of: FactField.self).filter { !isToldSince($0) },
      forgotten.without(Set((since + known).map(\.name))),
      questions: questions)
  }

  /// The same of what was known of the party beyond the matter.
  public var askingBefore: Asking {
    Asking(known.filter { !isToldSince($0) }, questions: questions)
  }

  /// The same of what was told in the matter since.
  public var askingSince: Asking { Asking(since, questions: []) }

  /// What was known of the party beyond the matter.
  private var known: [Document<FactField>] { before?.parts(.facts, of: FactField.self) ?? [] }

  private func isToldSince(_ fact: Document<FactField>) -> Bool {
    since.contains { $0.name == fact.name }
  }

  private var questions: [String] { packet.texts(.openQuestions) }

  /// The keys of what was asked for and is not known, neither in the matter nor from before or since.
  public var openQuestions: [String] {
    let told = Set(since.map(\.name))
    return asking.open.filter { askingBefore.open.contains($0) && !told.contains($0) }
  }

  /// Where it is said what the party needs: in the matter, and elsewhere.
  public var needs: [JSONValue] {
    ((packet[.needs]?.array ?? []) + (caller?.needs ?? [])).compactMap(words.leading).unique
  }

  /// How the party was identified: by the matter's records, else by its own.
  public var identities: [Document<IdentityField>] {
    let own = packet.parts(.who, of: IdentityField.self)
    return own.isEmpty ? before?.parts(.identities) ?? [] : own
  }

  /// The language to speak: that of the matter, else the one that the party prefers; nil when nobody
  /// said.
  public var language: JSONValue? {
    packet.part(.language, of: CodeField.self)?[.code]
      ?? before?.part(.preferences, of: PreferenceField.self)?[.language] ?? caller?.language
  }

  /// The hand-off as answers have it.
  public var json: JSONObject {
    var state = state
    if state[.packet] != nil {
      state[.packet] = packet.asking(openQuestions, in: .openQuestions).json
    }
    var object: JSONObject = [
      "handoff": .string(id), "asOf": point.json, "state": state.json,
      "findings": .array(findings.map(\.json)),
      "party": before?.json ?? .null, "since": .array(since.map(\.json)),
      "promises": .array(promises.map(\.json)),
      "contacts": caller?.json ?? [],
      "reachedBy": .array(caller?.contacts(in: words).map(\.json) ?? []),
      "opened": .object(words.opened), "withheld": .array(words.withheld),
      "serviceHeading": service.heading ?? .null, "needs": .array(needs),
      "preferences": caller?.preferences.json ?? .null,
      "openingWords": own.opening ?? .null, "place": place ?? .null,
    ]
    forgotten.put(in: &object)
    if !asRecorded.isEmpty {
      object["asRecorded"] = .array(asRecorded.sorted().map(JSONValue.int))
    }
    object.put(ways: ways)
    object.put(askedAgain: asking.repeated.union(askingBefore.repeated))
    return object
  }
}

extension Handoffs {
  /// The packet of a hand-off, its status and its findings.
  /// - Parameters:
  ///   - id: the hand-off.
  ///   - point: as of when; nil for now.
  /// - Returns: the hand-off, opened as far as the reader's purpose permits.
  /// - Throws: ``QueryError`` when there is none; what opening throws.
  public func show(_ id: String, at point: AsOf? = nil) async throws -> HandoffAnswer {
    let found = try handoff(id, point)
    let findings = try findings(of: id, found, point)
    let forgotten = try ForgottenFacts(for: reader, through: point == nil ? nil : found.position)
    let owners = try FactOwners(of: found, in: self, at: point)
    let matter = try owners.seen(
      matter(found.owner, point, settled: settlement(of: found.owner, point)))
    var (state, gone) = (found.fields, ForgottenKeys())
    if let packet = state.part(.packet, of: PacketField.self) {
      state[.packet] = try owners.seen(packet).json
    }
    var before = try knownBefore(state)
    if let packet = state.part(.packet, of: PacketField.self) {
      let told = packet.parts(.facts, of: FactField.self)
      // Where the value that took the place of the packet's is forgotten, that one is not known either.
      gone = try forgotten.keys(of: told)
        .union(matter.forgotten.only(Set(told.map(\.name))))
      state[.packet] = packet.without(gone, in: .facts, .doNotAsk).json
    }
    let goneBefore = try forgotten.keys(of: before?.parts(.facts, of: FactField.self) ?? [])
    before = before?.without(goneBefore, in: .facts, .doNotAsk)
    var caller: Caller?
    if let party = found.fields[.party]?.string { caller = try await self.caller(party, point) }
    // Before anything is opened, for the account of that is a record too.
    let lag = try lag(point)
    let view = try reader.viewpoint(point)
    let promises = matter.fields.parts(.promises, of: PromiseField.self).map { $0.seen(at: view) }
    let steps = state.parts(.steps, of: StepField.self)
    let packet = state.part(.packet, of: PacketField.self)
    let made = packet?[.position]?.int.map { Position($0) }
    func isSince(_ position: Int64?) -> Bool {
      guard let made, let position else { return false }
      return Position(position) > made
    }
    let suspects = matter.fields.parts(.facts, of: FactField.self).filter { fact in
      isSince(fact[.position]?.int) || fact.valuePositions.contains(where: isSince)
    }
    let owner = found.owner
    let opening =
      owner.kind == .case
      ? try log.opening(of: owner.id, within: LogSubset(through: found.position)) : nil
    let service = ServiceHeading(of: opening)
    let (title, place) = (
      opening?.places(Record.openingWords), opening?.places(Whereabouts.places)
    )
    let known =
      (packet?.parts(.facts, of: FactField.self) ?? [])
      + (before?.parts(.facts, of: FactField.self) ?? []) + suspects
    var told = known.map(\.plain.json) + [caller?.json ?? .null] + (caller?.needs ?? [])
    // Its references are those of its other members.
    told += PacketField.allCases.filter { $0 != .facts && $0 != .references }
      .compactMap { packet?[$0] }
    if let title { told.append(title) }
    let words = try await OpenedReferences(
      in: told,
      supposing: promises.compactMap(\.saidWithIt) + steps.compactMap(\.saidWithIt)
        + [service.sealed, place].compactMap(\.self),
      or: known.flatMap(\.others), besides: caller?.records ?? [],
      edited: made.map { LogSubset(through: $0) },
      by: reader, scope: AccessGate.Scope(command: "handoff.show", entity: found.owner))
    let since = suspects.map(words.settled).filter { isSince($0[.position]?.int) }
    before = before.map { words.settling(.facts, .doNotAsk, in: $0) }
    if let packet {
      state[.packet] = words.settling(.facts, .doNotAsk, in: packet).json
    }
    state[.steps] = .array(words.adding(to: steps).map(\.json))
    state = try RecordedTimes(in: log).flagging(state)
    let journey = packet?.parts(.journey, of: JourneyField.self) ?? []
    let asRecorded = try RecordedTimes(in: log).places(among: journey.map { $0[.position] })
    let ways = try ChannelWays(for: reader, within: LogSubset(through: made ?? found.position))(
      of: journey.compactMap { $0[.conversation]?.string })
    return HandoffAnswer(
      id: id, point: AnswerPoint(found.position, point), state: state,
      forgotten: gone.union(goneBefore), findings: findings, before: before, since: since,
      promises: words.adding(to: promises), ways: ways,
      asRecorded: asRecorded, service: service.opened(in: words),
      own: OwnWords(
        opening: title,
        inPacket: packet?.part(.matter, of: PacketMatterField.self)?[.words]?.array ?? [],
        in: words),
      place: words.said(at: place), caller: caller, words: words, lag: lag,
      view: view)
  }

  /// What was known of the party beyond the matter when the packet was made: how it was
  /// identified, what it prefers, and what it had told the agency elsewhere.
  private func knownBefore(
    _ handoff: Document<HandoffField>
  ) throws -> Document<KnownBeforeField>? {
    guard let party = handoff[.party]?.string,
      let packet = handoff.part(.packet, of: PacketField.self),
      let position = packet[.position]?.int,
      model.projection.fold(over: .party) != nil
    else { return nil }
    let questions = try questions(over: .party, .position(Position(position)))
    let root = try questions.root(of: party)
    let known = try questions.knowledge(of: root)
    let fields = known.fields
    let told = packet.parts(.facts, of: FactField.self)
    let here = Set(told.map(\.name))
    func isNew(_ name: String) -> Bool { !here.contains(name) }
    return [
      .party: .string(root), .position: .int(position),
      .facts: .array(known.facts.filter { isNew($0.name) }.map(\.json)),
      .doNotAsk: .array(fields.texts(.doNotAsk).filter(isNew).map(JSONValue.string)),
      .identities: fields[.identities] ?? [],
      .preferences: fields[.preferences] ?? [:],
    ]
  }

  // MARK: Timeline

  /// The steps after which a hand-off is over.
  private static let ends = [
    "acknowledged", "completed", "rejected", "failed", "returned",
  ]

  /// The steps of a hand-off and what happened in its matter between them.
  /// - Parameters:
  ///   - id: the hand-off.
  ///   - point: as of when; nil for now.
  ///   - page: which entries.
  /// - Returns: the entries, opened as far as the reader's purpose permits.
  /// - Throws: ``QueryError`` when there is no such hand-off or entry; what opening throws.
  public func timeline(
    of id: String, at point: AsOf? = nil, _ page: EntryPage = EntryPage()
  ) async throws -> Timeline {
    let found = try handoff(id, point)
    let questions = try questions(over: found.owner.kind, point)
    var all = try questions.moments(of: found.owner.id)
    let own = Set(all.map(\.position))
    // Steps may stand in other matters.
    let steps = found.fields.parts(.steps, of: StepField.self).compactMap { $0[.position]?.int }
    all += try Set(steps.map { Position($0) }).subtracting(own).sorted().compactMap { position in
      try log.record(at: position).map { Moment(try $0.decoded()) }
    }
    return try await Timeline(
      Handoffs.moments(of: found.fields, among: all), page, of: .handoff(id), as: "handoff",
      scope: AccessGate.Scope(command: "handoff.timeline", entity: found.owner), by: questions,
      for: reader
    ).at(point, questions)
  }

  /// When the steps happened, and what came between the first of them and the end.
  private static func moments(
    of handoff: Document<HandoffField>, among all: [Moment]
  ) -> [Moment] {
    let steps = handoff.parts(.steps, of: StepField.self)
    let own = Set(steps.compactMap { $0[.position]?.int })
    let places = all.filter { own.contains($0.position.rawValue) }
    guard let first = places.min() else { return places }
    let ended = Set(
      steps.filter { ends.contains($0[.what]?.string ?? "") }.compactMap { $0[.position]?.int })
    let last = places.filter { ended.contains($0.position.rawValue) }.max()
    return all.filter { moment in
      if own.contains(moment.position.rawValue) { return true }
      return first < moment && last.map { moment < $0 } ?? true
    }
  }
}

extension EntityQuestions {
  /// What is known of a party itself: of all its records those are read that tell it.
  fileprivate func knowledge(of party: String) throws -> PartyKnowledge {
    let places = try PartyKnowledge.Places.joined(
      heads(of: party, into: PartyKnowledge.Places()) { $0.take($1) })
    return PartyKnowledge(try state(from: places) as? PartyContinuity ?? PartyContinuity())
  }
}
