internal import InteractionModel

/// The messages that edits, redactions and receipts of an import name, and which of these nobody has.
///
/// A source names a message as it calls it. Where that is no event id, the event has one that was minted
/// from (source, id), and so has what names it; that of a row, from what the mapping calls it as well; of a
/// `urn:uuid:` the event may be called by the UUID alone or by all of it. Which it is the log tells, and what
/// was read before in the same import. A message that neither has may still come: it is told at the end, and
/// at once where the import is strict.
struct NamedMessages {
  /// Where somebody named a message that was not there.
  private struct Missing {
    let message: EventID
    let term: UnknownTerm
    let file: String
    let line: Int
  }

  /// How many ids of what was read are kept at least, more than are on their way to the log; and how many
  /// messages are waited for.
  private static let kept = 16_384

  private let context: IntakeContext
  /// The ids of what was read last, and of what was read before that.
  private var recent: (new: Set<EventID>, old: Set<EventID>) = ([], [])
  private var missing: [Missing] = []
  /// What mappings call the events that were read.
  private var names: Set<String> = []

  init(_ context: IntakeContext) { self.context = context }

  /// Whether something is still to come.
  var isWaiting: Bool { !missing.isEmpty }

  /// Takes in what a mapping calls the events of a row, be they new or not.
  mutating func take(names: some Sequence<String>) { self.names.formUnion(names) }

  /// An event that names a message by the event id of that, where it can be told; of a row when a mapping
  /// made it.
  func resolved(_ event: NewEvent, isOfRow: Bool = false) throws -> NewEvent {
    guard let log = context.log, let field = event.type.messageField,
      let text = event.said(in: field)
    else { return event }
    let candidates = candidates(of: text, in: event)
    // A reply may name whatever its source replies to; what amends a message is about nothing else, and
    // only the event of a row can have several ids.
    let isAbout = field == EventType.amendedMessage && !isOfRow
    guard let id = try candidates.first(where: isKnown) ?? (isAbout ? candidates.first : nil) else {
      return event
    }
    let named = event.naming(id, in: field)
    guard named.body != event.body, try log.has(event.id) else { return named }
    // It was said before, and what its message was taken for then stays.
    let others = [named, event] + candidates.map { event.naming($0, in: field) }
    return try others.first { try log.earlier($0)?.isSame == true } ?? named
  }

  /// What is wrong with the events of a row that amend a message which neither the log nor what was read
  /// has; nearly always nothing.
  func faults(of events: [NewEvent]) throws -> [UnknownTerm] {
    guard context.log != nil else { return [] }
    return try events.filter { event in
      try event.type.messageField == EventType.amendedMessage
        && event.namedMessage.map { id in
          try events.contains { $0.id == id } || isKnown(id)
        } != true
    }.map { UnknownTerm(unnamedMessageOf: $0.type) }
  }

  /// Takes the events of a row that are to be appended.
  /// - Returns: what is wrong with those that amend a message which cannot come any more.
  mutating func take(_ events: [NewEvent], file: String, line: Int) throws -> [UnknownTerm] {
    guard context.log != nil else { return [] }
    if recent.new.count >= NamedMessages.kept { recent = ([], recent.new) }
    for event in events { recent.new.insert(event.id) }
    var faults: [UnknownTerm] = []
    for event in events where event.type.messageField == EventType.amendedMessage {
      guard try event.namedMessage.map(isKnown) != true else { continue }
      let term = UnknownTerm(unnamedMessageOf: event.type)
      if let message = event.namedMessage, missing.count < NamedMessages.kept {
        missing.append(Missing(message: message, term: term, file: file, line: line))
      } else {
        faults.append(term)
      }
    }
    return faults
  }

  /// What is still missing once the log has all that was read, and forgets it.
  mutating func takeMissing() throws -> [(term: UnknownTerm, file: String, line: Int)] {
    defer { missing = [] }
    return try missing.filter { try context.log?.has($0.message) == false }
      .map { ($0.term, $0.file, $0.line) }
  }

  private func isKnown(_ id: EventID) throws -> Bool {
    try recent.new.contains(id) || recent.old.contains(id) || context.log?.has(id) == true
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

extension EventType {
  /// The field that names the message which an event is about.
  fileprivate static let amendedMessage = "message"

  /// The field of events of this type that names a message; nil of most.
  fileprivate var messageField: String? {
    switch self {
    case .messageEdited, .messageRedacted, .messageDelivered, .messageFailed:
      EventType.amendedMessage
    case .messageReceived, .messageSent: "parent"
    default: nil
    }
  }
}

extension NewEvent {
  /// The message that it names by an event id.
  fileprivate var namedMessage: EventID? {
    body[EventType.amendedMessage]?.string.flatMap { EventID($0) }
  }

  /// What its source said in a field, be it sealed because it is no id by its form.
  fileprivate func said(in field: String) -> String? {
    body[field]?.string ?? personal.lazy.compactMap { $0.content[field]?.string }.first
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
