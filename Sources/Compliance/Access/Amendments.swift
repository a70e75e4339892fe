public import EventLog
public import InteractionModel
public import ProjectionEngine

/// What the log says by now of things that were said: which were redacted, and which edited.
///
/// Read from the records of the log, so that a redaction counts from its commit on, whether it came
/// before or after what it is about, and whether or not a read model has come to it. Which records
/// of a conversation those are the archive knows, as far as it has come; without it they are all
/// read.
public struct Amendments: Sendable {
  /// An edit, and where it stands among the edits of a message.
  private struct Edit: Sendable {
    let id: EventID
    let edition: Int64
    let time: Instant
    let position: Position

    static func precedes(_ left: Edit, _ right: Edit) -> Bool {
      (left.edition, left.time, left.position) < (right.edition, right.time, right.position)
    }
  }

  /// One thing that a source delivered, however often.
  private struct Item: Hashable {
    let conversation: String?
    let type: EventType
    let id: String
  }

  /// Of an edit the message, of a doubled delivery the first one.
  private var origins: [EventID: EventID] = [:]
  private var redacted: Set<EventID> = []
  /// By message, the edit whose words stand.
  private var standing: [EventID: Edit] = [:]
  /// By message, the strictest that it, its copies and its edits say.
  private var visibilities: [EventID: WhoMaySee] = [:]

  /// Looks for what the log says of some records.
  /// - Parameters:
  ///   - records: what was said, among others.
  ///   - log: where they are.
  ///   - archive: the read model of the archive of conversations; nil when there is none of this log
  ///     that this code can read.
  /// - Throws: when the log cannot be read.
  public init(on records: [Record], in log: any EventStore, archive: (any ReadModel)?) throws {
    var said: Set<EventID> = []
    var targets: [EventID] = []
    var edits: [Edit] = []
    var words: [(id: EventID, visibility: WhoMaySee)] = []
    var items: [Item: EventID] = [:]
    func take(_ record: Record) {
      guard said.insert(record.id).inserted else { return }
      let target = record.body["message"]?.string.flatMap { EventID($0) }
      if record.type == .messageRedacted {
        if let target { targets.append(target) }
        return
      }
      if let visibility = WhoMaySee(record) { words.append((record.id, visibility)) }
      if record.type == .messageEdited {
        origins[record.id] = target
        guard record.sealedCount > 0 else { return }
        let edition = record.body["edition"]?.int ?? 0
        edits.append(
          Edit(
            id: record.id, edition: edition, time: record.effectiveTime,
            position: record.position))
      } else if let id = record.body["item"]?.string {
        let item = Item(conversation: record.conversation, type: record.type, id: id)
        if let first = items[item] { origins[record.id] = first } else { items[item] = record.id }
      }
    }
    // Whatever is amiss with the archive, the log has all of it.
    let bearing = archive.flatMap { try? BearingRecords(log: log, archive: $0) }
    for selector in Set(records.compactMap(Amendments.place)) {
      if case .entity(let entity) = selector,
        let found = try? bearing?.records(
          on: records.filter { $0.conversation == entity.id }, of: entity.id)
      {
        found.forEach(take)
        continue
      }
      try log.forEachRecord(selector) { stored in
        take(try stored.decoded())
        return true
      }
    }
    records.forEach(take)
    redacted = Set(targets.map(origin))
    for edit in edits.sorted(by: Edit.precedes) { standing[origin(edit.id)] = edit }
    for word in words {
      let message = origin(word.id)
      visibilities[message] =
        visibilities[message].map { max($0, word.visibility) }
        ?? word.visibility
    }
  }

  /// Where to look for what was said of a record; nil when nobody said anything with it.
  private static func place(_ record: Record) -> Selector? {
    guard record.sealedCount > 0 else { return nil }
    if let conversation = record.conversation { return .entity(.conversation(conversation)) }
    return WhoMaySee(record) == nil ? nil : .stream(record.stream)
  }

  /// The message that an edit or a doubled delivery goes back to; anything else itself.
  private func origin(_ id: EventID) -> EventID {
    var (id, passed) = (id, Set<EventID>())
    // Edits that name each other must not keep anybody from reading.
    while let next = origins[id], passed.insert(id).inserted { id = next }
    return id
  }

  /// Whether a record's words were redacted: those of the message, its copies and all its editions.
  public func isRedacted(_ record: Record) -> Bool {
    record.type != .messageRedacted && redacted.contains(origin(record.id))
  }

  /// The edit whose words stand in place of a record's; nil when the record's own stand.
  public func edit(after record: Record) -> Position? {
    guard let edit = standing[origin(record.id)], edit.id != record.id else { return nil }
    return edit.position
  }

  /// Who may see what was said with a record; nil when nothing was.
  public func visibility(of record: Record) -> WhoMaySee? {
    WhoMaySee(record).map { own in max(own, visibilities[origin(record.id)] ?? own) }
  }
}
