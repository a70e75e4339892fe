internal import InteractionModel

/// The events that others of an import name, and which of these nobody has: the messages that are edited,
/// redacted or delivered, the promises that are kept or broken, the transfers and hand-offs that go on.
///
/// A source names an event as it calls it. Where that is no event id, the event has one that was minted
/// from (source, id), and so has what names it; that of a row, from what the mapping calls it as well; of a
/// `urn:uuid:` the event may be called by the UUID alone or by all of it. Which it is the log tells, and what
/// was read before in the same import. A commitment and a hand-off may have a name of their own besides
/// (``/InteractionModel/OwnName``), which stays as it is. What neither has may still come: it is told at the
/// end, and at once where the import is strict. So is a case that another one is merged into, and what is
/// there and of another kind: no promise is kept by naming a message.
struct NamedEvents {
  /// Where somebody named an event that was not there.
  private struct Missing {
    let event: NewEvent
    let field: NamingField
    let file: String
    let line: Int
  }

  /// How many ids of what was read are kept at least, more than are on their way to the log; and how many
  /// events are waited for.
  private static let kept = 16_384

  private let context: IntakeContext
  /// The types of what was read last, and of what was read before that.
  private var recent: (new: [EventID: EventType], old: [EventID: EventType]) = ([:], [:])
  private var missing: [Missing] = []
  /// The cases of what was read last, and of what was read before that.
  private var cases: (new: Set<String>, old: Set<String>) = ([], [])
  /// What mappings call the events that were read.
  private var names: Set<String> = []
  private var ownNames: OwnNames

  init(_ context: IntakeContext) {
    self.context = context
    ownNames = OwnNames(context.log)
  }

  /// Whether something is still to come.
  var isWaiting: Bool { !missing.isEmpty }

  /// Takes in what a mapping calls the events of a row, be they new or not.
  mutating func take(names: some Sequence<String>) { self.names.formUnion(names) }

  /// An event that names others by the event ids of those, where they can be told; of a row when a mapping
  /// made it.
  mutating func resolved(_ event: NewEvent, isOfRow: Bool = false) throws -> NewEvent {
    guard let log = context.log else { return event }
    let fields = event.type.namingFields.filter { field in
      !field.isCase && event.said(in: field.name) != nil
    }
    guard !fields.isEmpty else { return event }
    var resolved = event
    // In the order of how likely each is.
    var others = [event]
    for field in fields {
      let candidates = candidates(of: event.said(in: field.name) ?? "", in: event)
      resolved = try self.resolved(resolved, in: field, candidates, isOfRow: isOfRow)
      others += others.flatMap { other in candidates.map { other.naming($0, in: field.name) } }
    }
    guard resolved.body != event.body, try log.has(event.id) else { return resolved }
    // It was said before, and what it was taken to name then stays.
    return try ([resolved] + others).first { try log.earlier($0)?.isSame == true } ?? resolved
  }

  private mutating func resolved(
    _ event: NewEvent, in field: NamingField, _ candidates: [EventID], isOfRow: Bool
  ) throws -> NewEvent {
    if let id = try candidates.first(where: { try knownType(of: $0).map(field.means) ?? false }) {
      return event.naming(id, in: field.name)
    }
    let isPublic = event.body[field.name] != nil
    if let kind = field.ownName, let text = event.said(in: field.name) {
      let name = OwnName(kind, text, source: event.source)
      if let id = ownNames.event(calledInThisImport: name), !isPublic {
        return event.naming(id, in: field.name)
      }
      if try isPublic && ownNames.has(name, near: event) { return event }
    }
    // What is sealed must not look as if nothing was named. Else only the event of a row can have several
    // ids, and what has a name of its own is called by it.
    let isGuessed = field.isAbout && (!isPublic || !isOfRow && field.ownName == nil)
    return isGuessed ? candidates.first.map { event.naming($0, in: field.name) } ?? event : event
  }

  /// What is wrong with the events of a row that name what neither the log nor what was read has; nearly
  /// always nothing.
  mutating func faults(of events: [NewEvent]) throws -> [UnknownTerm] {
    guard context.log != nil else { return [] }
    return try events.flatMap { event in
      try event.type.namingFields.compactMap { field in
        let isOfRow = events.contains { other in
          event.named(in: field) == other.id && field.means(other.type)
            || event.names(other, in: field)
        }
        return isOfRow ? nil : try fault(of: event, in: field)
      }
    }
  }

  /// Takes the events of a row that are to be appended.
  /// - Returns: what is wrong with those that name what cannot come any more.
  mutating func take(_ events: [NewEvent], file: String, line: Int) throws -> [UnknownTerm] {
    guard context.log != nil else { return [] }
    if recent.new.count >= NamedEvents.kept { recent = ([:], recent.new) }
    if cases.new.count >= NamedEvents.kept { cases = ([], cases.new) }
    for event in events {
      recent.new[event.id] = event.type
      ownNames.take(event)
      for id in event.ownCases { cases.new.insert(id) }
    }
    var faults: [UnknownTerm] = []
    for event in events {
      for field in event.type.namingFields {
        guard let term = try fault(of: event, in: field) else { continue }
        let canCome = event.named(in: field) != nil || field.ownName != nil || field.isCase
        if canCome, missing.count < NamedEvents.kept {
          missing.append(
            Missing(event: event, field: field, file: file, line: line))
        } else {
          faults.append(term)
        }
      }
    }
    return faults
  }

  /// What is still missing once the log has all that was read, and forgets it.
  mutating func takeMissing() throws -> [(term: UnknownTerm, file: String, line: Int)] {
    let waiting = missing
    missing = []
    return try waiting.compactMap { missing in
      try fault(of: missing.event, in: missing.field).map { ($0, missing.file, missing.line) }
    }
  }

  /// What is wrong where an event names, in a field of which that is told, what is not there yet or is of
  /// another kind; nil where nothing is.
  private mutating func fault(of event: NewEvent, in field: NamingField) throws -> UnknownTerm? {
    guard field.isTold(of: event) else { return nil }
    if field.isCase {
      guard let id = event.body[field.name]?.string, !cases.new.contains(id),
        !cases.old.contains(id), try context.log?.has(EntityKey.case(id)) == false
      else { return nil }
      return UnknownTerm(unknownCaseIn: field.name, of: event.type)
    }
    if let id = event.named(in: field), let type = try knownType(of: id), field.means(type) {
      return nil
    }
    if let kind = field.ownName, let text = event.body[field.name]?.string,
      try ownNames.has(OwnName(kind, text, source: event.source), near: event)
    {
      return nil
    }
    let isOther = try candidates(of: event.said(in: field.name) ?? "", in: event).contains { id in
      try knownType(of: id).map { !field.means($0) } == true
    }
    return isOther
      ? UnknownTerm(otherEventIn: field.name, of: event.type)
      : UnknownTerm(unnamedEventIn: field.name, of: event.type)
  }

  /// The type of an event that was read or is in the log; nil when it is not.
  private func knownType(of id: EventID) throws -> EventType? {
    try recent.new[id] ?? recent.old[id] ?? context.log?.type(of: id)
  }

  /// The ids of what a source may mean, the likeliest first.
  private func candidates(of text: String, in event: NewEvent) -> [EventID] {
    let scheme = "urn:uuid:"
    let source = event.said(in: "source") ?? event.source ?? CloudEventReader.unknownSource
    func minted(_ text: String, _ name: String = "") -> EventID {
      context.minter.eventID(source: source, externalID: text, externalVersion: "", name: name)
    }
    let rows = names.sorted().map { minted(text, $0) }
    if let id = EventID(text) { return [id, minted(text), minted(scheme + text)] + rows }
    let uuid = text.lowercased().hasPrefix(scheme) ? EventID(text.dropFirst(scheme.count)) : nil
    return [minted(text)] + [uuid].compactMap(\.self) + rows
  }
}

/// A field by which events of some type name another event.
private struct NamingField {
  let name: String
  /// What may be called by a name of its own; nil of what only its event's id tells.
  var ownName: OwnName.Kind?
  /// Whether the event is about nothing else, so that it is told where nobody has what it names.
  var isAbout = false
  /// Whether the event says nothing without it.
  var isRequired = false
  /// Whether it names a case instead.
  var isCase = false
  /// The types of what it may name; nil of any.
  var types: Set<EventType>?

  /// Whether what has a type is what it may name.
  func means(_ type: EventType) -> Bool { types?.contains(type) ?? true }

  func isTold(of event: NewEvent) -> Bool {
    isAbout && (isRequired || event.said(in: name) != nil)
  }
}

extension EventType {
  private static let amended = [NamingField(name: "message", isAbout: true, isRequired: true)]
  private static let delivered = [
    NamingField(
      name: "message", isAbout: true, isRequired: true,
      types: [.messageSent, .messageReceived, .outreachSent])
  ]
  private static let ofCallback = [
    NamingField(name: "callback", isAbout: true, types: [.callbackPromised])
  ]
  private static let ofCommitment = [
    NamingField(name: "commitment", ownName: .commitment, isAbout: true, types: [.commitmentMade])
  ]
  private static let ofHandoff = ["handoff", "transfer"].map {
    NamingField(
      name: $0, ownName: .handoff, isAbout: true, types: [.transferRequested, .handoffPrepared])
  }
  private static let ofMerge = [NamingField(name: "into", isAbout: true, isCase: true)]
  private static let reply = [NamingField(name: "parent")]
  private static let beginning = [NamingField(name: "handoff")]
  private static let fact = [NamingField(name: "sourceEvent")]

  /// The fields by which events of this type name others; none of most.
  ///
  /// A reply may name whatever its source replies to; what amends a message, or goes on with a promise or
  /// a hand-off, is about nothing else.
  fileprivate var namingFields: [NamingField] {
    switch self {
    case .messageEdited, .messageRedacted: EventType.amended
    case .messageDelivered, .messageFailed: EventType.delivered
    case .messageReceived, .messageSent: EventType.reply
    case .callbackAttempted, .callbackCompleted, .callbackMissed: EventType.ofCallback
    case .commitmentKept, .commitmentBroken: EventType.ofCommitment
    case .transferAccepted, .transferRejected, .transferCompleted, .transferFailed, .handoffViewed,
      .handoffAcknowledged, .handoffContextMissing, .handoffReturned:
      EventType.ofHandoff
    case .handoffPrepared: EventType.beginning
    case .caseMerged: EventType.ofMerge
    case .factProvided, .factConfirmed, .factCorrected, .factMarkedStale: EventType.fact
    default: []
    }
  }
}

extension NewEvent {
  /// The cases that it is of, or says that its conversation is in.
  fileprivate var ownCases: [String] {
    let stream = stream.entity.flatMap { $0.kind == .case ? $0.id : nil }
    let said = type == .caseMerged ? nil : body["case"]?.string
    return [`case`, stream, said].compactMap(\.self)
  }

  /// What it names in a field by an event id.
  fileprivate func named(in field: NamingField) -> EventID? {
    body[field.name]?.string.flatMap { EventID($0) }
  }

  /// Whether it names in a field what another event begins, by a name of that one's own, or its case.
  fileprivate func names(_ other: NewEvent, in field: NamingField) -> Bool {
    guard let text = body[field.name]?.string else { return false }
    if field.isCase { return other.ownCases.contains(text) }
    guard let kind = field.ownName, OwnName.Kind(begunBy: other.type) == kind else { return false }
    return other.body[kind.field]?.string == text && other.source == source
  }

  /// What its source said in a field, be it sealed because it is no id by its form.
  func said(in field: String) -> String? {
    body[field]?.string
      ?? personal.lazy.compactMap { part in
        part.content[field].flatMap { $0.string ?? $0.int.map(String.init) }
      }.first
  }

  /// The same with the id of an event in a field of its body.
  fileprivate func naming(_ id: EventID, in field: String) -> NewEvent {
    var named = self
    // Letters of either case are one id, and what says it stays as it was said.
    guard body[field]?.string.flatMap({ EventID($0) }) != id else { return self }
    named.body[field] = .string(id.description)
    return named
  }
}
