public import EventLog
public import InteractionModel
public import Projections

/// What the log says by now of things that were said: which were redacted, and which edited.
///
/// Read from the records of the log, so that a redaction counts from its commit on, whether it came
/// before or after what it is about, whether or not a read model has come to it, and in whichever
/// conversation, case or other stream it stands. What was delivered more than once the archive of
/// conversations knows, as far as it has come; without it all records of the conversation are read.
public struct Amendments: Sendable {
  /// One thing that a source delivered, however often.
  ///
  /// Into one conversation, or without one into one stream: what is called the same elsewhere is something
  /// else.
  private struct Item: Hashable {
    let conversation: String?
    let stream: StreamID?
    let type: EventType
    let id: String

    init(_ record: Record, id: String) {
      conversation = record.conversation
      stream = record.conversation == nil ? record.stream : nil
      type = record.type
      self.id = id
    }
  }

  /// A message as it was delivered, and the edits that its conversation has of it.
  private struct Said {
    var first: Position?
    var deliveries: [Visibility] = []
    var edits: [Record] = []

    mutating func take(_ record: Record, _ visibility: Visibility) {
      first = first ?? record.position
      deliveries.append(visibility)
    }
  }

  /// What stands of a message.
  private struct Standing {
    let edit: Record?
    let visibility: Visibility
    /// The message and the edits that bring words, the last of which stand.
    let editions: [Position]
  }

  /// What never came to a conversation, and is edited there all the same.
  private struct Missing: Hashable {
    let conversation: String?
    let message: EventID
  }

  /// Of an edit the message, of a doubled delivery the first one.
  private var origins: [EventID: EventID] = [:]
  /// By message, its redaction.
  private var redactions: [EventID: Record] = [:]
  /// By message; what is said of messages that never came is not here.
  private var standing: [EventID: Standing] = [:]
  /// The edits that bring words for something that never came; the last ones stand.
  private var orphans: [Missing: [Record]] = [:]
  /// The edits that count for their messages, having been made where these were said.
  private var editors: Set<EventID> = []

  /// Looks for what the log says of some records.
  /// - Parameters:
  ///   - records: what was said, among others.
  ///   - log: where they are.
  ///   - archive: the read model of the archive of conversations; nil when there is none of this log
  ///     that this code can read.
  ///   - subset: the part of the log whose edits count; nil for all of it.
  /// - Throws: when the log cannot be read.
  public init(
    on records: [Record], in log: any EventStore, archive: (any ReadModel)?,
    edited subset: LogSubset? = nil
  ) throws {
    var search = AmendmentSearch(log: log, archive: archive)
    try search.run(from: records)
    let found = search.found.values.sorted { $0.position < $1.position }
    self.init(of: found, edited: subset)
    redactedPositions = Set(found.filter(isRedacted).map(\.position))
  }

  /// What records say of each other, in the order of the log.
  private init(of records: [Record], edited subset: LogSubset?) {
    var redactions: [EventID: [Record]] = [:]
    var edits: [Record] = []
    var said: [EventID: Said] = [:]
    var places: [EventID: String?] = [:]
    var items: [Item: EventID] = [:]
    for record in records {
      if record.type == .messageRedacted {
        if let message = record.amends { redactions[message, default: []].append(record) }
      } else if record.type == .messageEdited {
        origins[record.id] = record.amends
        if subset?.contains(record) ?? true { edits.append(record) }
      } else {
        if let id = record.body["item"]?.string {
          let item = Item(record, id: id)
          if let first = items[item] { origins[record.id] = first } else { items[item] = record.id }
        }
        guard record.isSaid, let visibility = Visibility(record) else { continue }
        places[record.id] = .some(record.conversation)
        said[origin(record.id), default: Said()].take(record, visibility)
      }
    }
    for (message, records) in redactions {
      let all = records + [self.redactions[origin(message)]].compactMap(\.self)
      self.redactions[origin(message)] = StandingWords.redaction(of: all)
    }
    var others: [Missing: [Record]] = [:]
    for edit in edits {
      guard let message = edit.amends else { continue }
      if places[message] == .some(edit.conversation) {
        said[origin(message)]?.edits.append(edit)
        editors.insert(edit.id)
      } else {
        others[Missing(conversation: edit.conversation, message: message), default: []].append(edit)
      }
    }
    orphans = others.mapValues { StandingWords.editions(of: $0) }
    standing = said.mapValues { said in
      let edits = StandingWords.editions(of: said.edits)
      return Standing(
        edit: edits.last,
        visibility: StandingWords.visibility(of: said.deliveries, edited: edits.last?.visibility),
        editions: [said.first].compactMap(\.self) + edits.map(\.position))
    }
  }

  /// The message that an edit or a doubled delivery goes back to; anything else itself.
  private func origin(_ id: EventID) -> EventID {
    var (id, passed) = (id, Set<EventID>())
    // Edits that name each other must not keep anybody from reading.
    while let next = origins[id], passed.insert(id).inserted { id = next }
    return id
  }

  /// The message whose words a record brings or changes; nil when it is an edit that counts for none.
  private func message(of record: Record) -> EventID? {
    record.type == .messageEdited && !editors.contains(record.id) ? nil : origin(record.id)
  }

  /// Where the words of what was redacted stand: of the records that were asked about, and of their
  /// copies and editions.
  public private(set) var redactedPositions: Set<Position> = []

  /// The redaction of a record's words: those of the message, its copies and all its editions, and
  /// of a fact those of what it was taken from; nil when they stand.
  public func redaction(of record: Record) -> Record? {
    guard record.type != .messageRedacted else { return nil }
    let sources = [record.id, record.factSource].compactMap(\.self)
    return StandingWords.redaction(of: sources.compactMap { redactions[origin($0)] })
  }

  /// Whether a record's words were redacted.
  public func isRedacted(_ record: Record) -> Bool { redaction(of: record) != nil }

  /// The edit whose words stand in place of a record's; nil when the record's own stand.
  public func edit(after record: Record) -> Position? {
    let edit =
      if let message = message(of: record) {
        standing[message]?.edit
      } else {
        orphans(of: record).last
      }
    return edit?.id == record.id ? nil : edit?.position
  }

  /// What an edit goes on from: where it says nothing else, the words of these stand, those of a later
  /// one before those of an earlier one.
  /// - Parameter edit: one of the records that were asked about.
  /// - Returns: the message and the edits of it that come before this one, in their order; none for
  ///   what is no edit.
  public func editions(before edit: Record) -> [Position] {
    guard edit.type == .messageEdited else { return [] }
    let editions =
      message(of: edit).map { standing[$0]?.editions ?? [] } ?? orphans(of: edit).map(\.position)
    return Array(editions.prefix { $0 != edit.position })
  }

  private func orphans(of record: Record) -> [Record] {
    record.amends.flatMap {
      orphans[Missing(conversation: record.conversation, message: $0)]
    } ?? []
  }

  /// Who may see what was said with a record; nil when nothing was.
  ///
  /// The words of an edit that no longer stand are not shown to more than it said.
  public func visibility(of record: Record) -> Visibility? {
    guard let own = Visibility(record) else { return nil }
    guard let message = message(of: record) else {
      return StandingWords.visibility(of: [], edited: own)
    }
    return max(own, standing[message]?.visibility ?? own)
  }
}

extension Amendments {
  /// Where words stand that are redacted now and need not have been before some records came: those
  /// of what they redact, of what they edit, of what comes again with them, and of the facts that
  /// were taken from any of these.
  ///
  /// Also where the archive does not tell: when a redaction stands in another conversation, or in none.
  /// - Parameters:
  ///   - records: what came.
  ///   - log: where they are.
  ///   - archive: the read model of the archive of conversations.
  /// - Returns: the positions of the records that have the words.
  /// - Throws: when the log cannot be read.
  public static func redacted(
    by records: [Record], in log: any EventStore, archive: (any ReadModel)?
  ) throws -> Set<Position> {
    var suspects = records.filter { $0.type == .messageEdited }
    for message in Set(records.filter { $0.type == .messageRedacted }.compactMap(\.amends)) {
      suspects += try log.records(.id(message), in: ReadRange(), limit: 1).map { try $0.decoded() }
    }
    // Of what comes again, or is taken from something, that may be what was redacted before it came.
    suspects += records.filter { $0.factSource != nil }
    let numbered = records.filter(\.isNumbered)
    let amended = try Set(
      log.records(.amending(Set(numbered.map(\.id))), in: ReadRange(), limit: .max)
        .compactMap { try $0.decoded().amends })
    suspects += numbered.filter { amended.contains($0.id) }
    guard !suspects.isEmpty else { return [] }
    let amendments = try Amendments(on: suspects, in: log, archive: archive)
    return amendments.redactedPositions.union(
      try facts(from: amendments.redactedPositions, in: log))
  }

  /// The facts that were taken from what stands at some positions: whoever takes one from a message
  /// says so in its conversation, its case or what is known of its party.
  private static func facts(
    from positions: Set<Position>, in log: any EventStore
  ) throws -> Set<Position> {
    let messages = try positions.compactMap { try log.record(at: $0)?.decoded() }
    let ids = Set(messages.map(\.id))
    let entities = Set(
      messages.map { $0.conversation.map { EntityKey.conversation($0) } }
        + messages.map { $0.case.map { EntityKey.case($0) } }
        + messages.map { $0.party.map { EntityKey.party($0) } })
    var facts: Set<Position> = []
    for entity in entities.compactMap(\.self) {
      try log.forEachRecord(.entity(entity)) { stored in
        let record = try stored.decoded()
        if let source = record.factSource, ids.contains(source) { facts.insert(record.position) }
        return true
      }
    }
    return facts
  }
}

/// Finds all records that bear on some, wherever they stand.
private struct AmendmentSearch {
  private let log: any EventStore
  private let archive: (any ReadModel)?
  private let bearing: BearingRecords?
  private(set) var found: [Position: Record] = [:]
  /// Of what was found, or looked for.
  private var ids: Set<EventID> = []
  /// Event ids of which the log was asked who amends them.
  private var asked: Set<EventID> = []
  /// The conversations that were read as a whole.
  private var whole: Set<Selector> = []

  init(log: any EventStore, archive: (any ReadModel)?) {
    self.log = log
    self.archive = archive
    // Whatever is amiss with the archive, the log has all of it.
    bearing = archive.flatMap { try? BearingRecords(log: log, archive: $0) }
  }

  mutating func run(from records: [Record]) throws {
    var queue = records
    while !queue.isEmpty {
      for record in queue {
        found[record.position] = record
        ids.insert(record.id)
      }
      var next: [Record] = []
      func take(_ record: Record) {
        if found.updateValue(record, forKey: record.position) == nil { next.append(record) }
      }
      for (place, said) in Dictionary(grouping: queue, by: AmendmentSearch.place) {
        guard let place else { continue }
        try near(said, place).forEach(take)
      }
      let targets = Set(queue.compactMap { $0.amends ?? $0.factSource })
      let messages = targets.union(queue.map(\.id)).subtracting(asked)
      asked.formUnion(messages)
      try log.records(.amending(messages), in: ReadRange(), limit: .max)
        .forEach { take(try $0.decoded()) }
      // What is amended may have been delivered more than once.
      for id in targets.subtracting(ids) {
        try log.records(.id(id), in: ReadRange(), limit: 1).forEach { take(try $0.decoded()) }
      }
      queue = next
    }
  }

  /// Where to look for other deliveries of what somebody said; nil when the source does not number
  /// what it delivers, so that it cannot come again under another event id.
  private static func place(_ record: Record) -> Selector? {
    guard record.isNumbered else { return nil }
    if let conversation = record.conversation { return .entity(.conversation(conversation)) }
    return Visibility(record) == nil ? nil : .stream(record.stream)
  }

  /// The records that bear on some of one conversation or stream, or all it has.
  private mutating func near(_ records: [Record], _ place: Selector) throws -> [Record] {
    if whole.contains(place) { return [] }
    if case .entity(let entity) = place,
      let found = try? bearing?.records(on: records, of: entity.id)
    {
      return found
    }
    whole.insert(place)
    var all: [Record] = []
    try log.forEachRecord(place) { stored in
      all.append(try stored.decoded())
      return true
    }
    return all
  }
}
