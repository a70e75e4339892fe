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
  private struct Item: Hashable {
    let conversation: String?
    let type: EventType
    let id: String
  }

  /// Of an edit the message, of a doubled delivery the first one.
  private var origins: [EventID: EventID] = [:]
  /// By message, its redaction: the first one, for nothing that comes later takes it back.
  private var redactions: [EventID: Record] = [:]
  /// By message, the edit whose words stand.
  private var standing: [EventID: (id: EventID, position: Position)] = [:]
  /// By message, the strictest that it, its copies and its edits say.
  private var visibilities: [EventID: Visibility] = [:]

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
    var redactions: [(message: EventID, record: Record)] = []
    var edits: [(order: EditOrder, record: Record)] = []
    var places: [EventID: String?] = [:]
    var words: [(id: EventID, visibility: Visibility)] = []
    var items: [Item: EventID] = [:]
    for record in search.found.values.sorted(by: { $0.position < $1.position }) {
      places[record.id] = record.conversation
      if record.type == .messageRedacted {
        if let message = record.amends { redactions.append((message, record)) }
        continue
      }
      if let visibility = Visibility(record) { words.append((record.id, visibility)) }
      if record.type == .messageEdited {
        origins[record.id] = record.amends
        let counts = subset?.contains(record.position, record.effectiveTime) ?? true
        if counts, record.sealedCount > 0 { edits.append((EditOrder(record), record)) }
      } else if let id = record.body["item"]?.string {
        let item = Item(conversation: record.conversation, type: record.type, id: id)
        if let first = items[item] { origins[record.id] = first } else { items[item] = record.id }
      }
    }
    for (message, record) in redactions {
      let first = self.redactions[origin(message)]
      if first.map({ record.effectiveTime < $0.effectiveTime }) ?? true {
        self.redactions[origin(message)] = record
      }
    }
    redactedPositions = Set(search.found.values.filter(isRedacted).map(\.position))
    // A redaction counts wherever it stands; other words only in the conversation they are said in.
    for (_, edit) in edits.sorted(by: { $0.order < $1.order }) {
      let message = origin(edit.id)
      guard places[message].map({ $0 == edit.conversation }) ?? true else { continue }
      standing[message] = (edit.id, edit.position)
    }
    for word in words {
      let message = origin(word.id)
      visibilities[message] = max(visibilities[message] ?? word.visibility, word.visibility)
    }
  }

  /// The message that an edit or a doubled delivery goes back to; anything else itself.
  private func origin(_ id: EventID) -> EventID {
    var (id, passed) = (id, Set<EventID>())
    // Edits that name each other must not keep anybody from reading.
    while let next = origins[id], passed.insert(id).inserted { id = next }
    return id
  }

  /// Where the words of what was redacted stand: of the records that were asked about, and of their
  /// copies and editions.
  public private(set) var redactedPositions: Set<Position> = []

  /// The redaction of a record's words: those of the message, its copies and all its editions; nil
  /// when they stand.
  public func redaction(of record: Record) -> Record? {
    record.type == .messageRedacted ? nil : redactions[origin(record.id)]
  }

  /// Whether a record's words were redacted.
  public func isRedacted(_ record: Record) -> Bool { redaction(of: record) != nil }

  /// The edit whose words stand in place of a record's; nil when the record's own stand.
  public func edit(after record: Record) -> Position? {
    guard let edit = standing[origin(record.id)], edit.id != record.id else { return nil }
    return edit.position
  }

  /// Who may see what was said with a record; nil when nothing was.
  public func visibility(of record: Record) -> Visibility? {
    Visibility(record).map { own in max(own, visibilities[origin(record.id)] ?? own) }
  }
}

extension Amendments {
  /// Where words stand that are redacted now and need not have been before some records came: those
  /// of what they redact, of what they edit, and of what comes again with them.
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
    // Of what comes again, the copy may be the one that was redacted, and before it came.
    let numbered = records.filter(\.isNumbered)
    let amended = try Set(
      log.records(.amending(Set(numbered.map(\.id))), in: ReadRange(), limit: .max)
        .compactMap { try $0.decoded().amends })
    suspects += numbered.filter { amended.contains($0.id) }
    guard !suspects.isEmpty else { return [] }
    return try Amendments(on: suspects, in: log, archive: archive).redactedPositions
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
      let targets = Set(queue.compactMap(\.amends))
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
