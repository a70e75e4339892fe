public import Compliance
internal import EventLog
public import InteractionModel
internal import ProjectionEngine
public import Projections

/// A case as whoever talks to the people in it must see it.
public struct CaseCard: Sendable {
  /// Its state.
  public let state: EntityState
  /// What is known, promised and asked in it, and its legs by when they began.
  public let matter: Document<MatterField>
  /// The people in it, as far as they are shown.
  public let callers: [Caller]
  /// Where their words stand: those it was opened with, then the last that they wrote.
  public let asked: [JSONValue]
  /// Where it is said where the matter is, in what it was opened with; nil when it is not or not open.
  public let place: JSONValue?
  /// Where the last of them that wrote says from which address; nil when it is not said or not open.
  public let sender: JSONValue?
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
    object["matter"] = matter.json
    object["contacts"] = .object(JSONObject(callers.map { ($0.party, $0.json) }))
    object["words"] = .array(asked.map { words.noting(editOf: $0) })
    object["place"] = place ?? .null
    object["sender"] = sender ?? .null
    object["reason"] = reason?.json ?? .null
    object["opened"] = .object(words.opened)
    object["withheld"] = .array(words.withheld)
    forgotten.put(in: &object)
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
    Asking(matter.parts(.facts, of: FactField.self), forgotten)
  }

  /// Why the last hand-off was asked for, and what is expected; nil when there was none.
  public var reason: Document<PacketReasonField>? {
    handoff?.part(.packet, of: PacketField.self)?.part(.reason)
  }
}

extension Cases {
  /// How many people are shown, and how many of the last conversations are looked at for words.
  private static let shown = 3
  /// How many records are looked at for one thing that somebody said.
  private static let lookedAt = 60

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
    let now = try handoffs?.matter(.case(id), point)
    let view = try entities.reader.viewpoint(point)
    var matter = now?.fields ?? Document()
    if let end = state.fields.settled { matter = matter.settled(end) }
    matter = matter.seeing(.promises, at: view)
    let handoff = try matter.texts(.handoffs).last.flatMap {
      try handoffs?.handoff($0, point).fields
    }
    let people = state.fields.texts(.participants).prefix(Cases.shown)
    let callers = try people.compactMap { try handoffs?.caller($0, point) }
    let said = try said(of: id, matter, point)
    let reason = handoff?.part(.packet, of: PacketField.self)?[.reason] ?? .null
    let words = try await OpenedReferences(
      in: callers.map(\.json) + said.words + [
        .array(matter.parts(.facts, of: FactField.self).map(\.json)), reason,
      ],
      supposing: [said.place, said.sender].compactMap(\.self),
      edited: entities.subset(point), by: entities.reader,
      scope: AccessGate.Scope(command: "case.show", entity: .case(id)))
    return CaseCard(
      state: state, matter: matter, callers: callers, asked: said.words,
      place: words.said(at: said.place), sender: words.said(at: said.sender), handoff: handoff,
      forgotten: now?.forgotten ?? ForgottenKeys(), words: words, view: view)
  }

  /// Where the people's words stand as they were last edited (what the case was opened with, then the
  /// last they wrote), where the matter is, and from which address they wrote.
  private func said(
    of id: String, _ matter: Document<MatterField>, _ point: AsOf?
  ) throws -> (words: [JSONValue], place: JSONValue?, sender: JSONValue?) {
    let subset = try entities.subset(point)
    func first(
      of entity: EntityKey, reverse: Bool, where isMeant: (Record) -> Bool
    ) throws -> Record? {
      let range = ReadRange(through: subset.through, reverse: reverse)
      return try entities.log.records(.entity(entity), in: range, limit: Cases.lookedAt)
        .map { try $0.decoded() }
        .first { record in
          record.sealedCount > 0 && subset.contains(record)
            && isMeant(record)
        }
    }
    var found: [Record] = []
    if let opening = try first(of: .case(id), reverse: false, where: { $0.type == .caseOpened }) {
      found.append(opening)
    }
    var conversations: [String] = []
    for leg in matter.parts(.legs, of: LegField.self).reversed() {
      guard let id = leg[.conversation]?.string, !conversations.contains(id) else { continue }
      conversations.append(id)
      if conversations.count == Cases.shown { break }
    }
    for conversation in conversations {
      let last = try first(of: .conversation(conversation), reverse: true) { record in
        record.type == .messageReceived && record.direction != .outbound
          && record.direction != .internal
      }
      if let last {
        found.append(last)
        break
      }
    }
    let amendments = try Amendments(
      on: found, in: entities.log,
      archive: entities.reader.store.dispensable(ConversationArchive.projection), edited: subset)
    let words = found.map { record -> JSONValue in
      [
        "position": .int((amendments.edit(after: record) ?? record.position).rawValue),
        "pointers": record.type == .caseOpened
          ? ["/title", "/subject", "/text", "/description"] : ["/subject", "/text"],
      ]
    }
    func reference(_ pointers: [String], in type: (Record) -> Bool) -> JSONValue? {
      found.first(where: type).map { record in
        [
          "position": .int(record.position.rawValue),
          "pointers": .array(pointers.map(JSONValue.string)),
        ]
      }
    }
    return (
      words, reference(Whereabouts.places) { $0.type == .caseOpened },
      reference(Whereabouts.senders) { $0.type != .caseOpened }
    )
  }
}

extension OpenedReferences {
  /// A reference that leads to words; nil for any other.
  fileprivate func said(at reference: JSONValue?) -> JSONValue? {
    if case .text = self[reference] { reference } else { nil }
  }
}
