internal import InteractionModel

/// Rows on their way to a commit.
struct ImportBatch: Sendable {
  struct Row: Sendable {
    let file: String
    let place: RowPlace
    let names: [String]
    let count: Int
    /// The ids of its events that the log has.
    let known: [EventID]
  }

  private(set) var events: [NewEvent] = []
  private(set) var rows: [Row] = []
  private(set) var rejections: [Rejection] = []
  private(set) var warnings = ImportWarnings()
  private(set) var notes = IntakeNotes()
  private(set) var keptAside = 0
  private(set) var flaggedTimes = FlaggedTimes()

  /// How many events of its rows the log has.
  private(set) var known = 0
  /// How many of its rows say what later ones have taken back.
  private(set) var outdated = 0

  /// Roughly how many bytes of personal text it holds.
  private(set) var weight = 0

  /// How many rows were read for it.
  var read: Int { rows.count + rejections.count }
  var isEmpty: Bool {
    rows.isEmpty && rejections.isEmpty && notes.count == 0 && warnings.count == 0
  }

  /// Takes a row: what was read of it, and what of that is new.
  mutating func append(_ row: IntakeRow, _ outcome: RowNews.Outcome, file: String) {
    for event in row.events { flaggedTimes.take(event, file: file, line: row.place.line) }
    for event in outcome.events {
      for part in event.personal { weight += ImportBatch.weight(of: .object(part.content)) }
    }
    events.append(contentsOf: outcome.events)
    rows.append(
      Row(
        file: file, place: row.place, names: outcome.names, count: outcome.events.count,
        known: outcome.known))
    known += outcome.known.count
    if outcome.isOutdated { outdated += 1 }
    if row.isKeptAside { keptAside += 1 }
  }

  mutating func warn(_ term: UnknownTerm, file: String, line: Int) {
    warnings.take(term, file: file, line: line)
  }

  mutating func take(_ note: IntakeNote) {
    notes.take(note)
  }

  mutating func append(_ rejection: Rejection) {
    rejections.append(rejection)
  }

  private static func weight(of value: JSONValue) -> Int {
    switch value {
    case .string(let text): text.utf8.count
    case .array(let elements): elements.reduce(0) { $0 + weight(of: $1) }
    case .object(let object): object.members.reduce(0) { $0 + weight(of: $1.value) }
    default: 0
    }
  }

  /// Takes out the row that an event belongs to, with the event's id and what the mapping calls it;
  /// nil when there is no such event.
  mutating func removeRow(ofEvent index: Int) -> (row: Row, id: EventID, name: String?)? {
    var start = 0
    for (place, row) in rows.enumerated() {
      if index >= start, index < start + row.count {
        let id = events[index].id
        events.removeSubrange(start..<start + row.count)
        rows.remove(at: place)
        return (row, id, row.names.isEmpty ? nil : row.names[index - start])
      }
      start += row.count
    }
    return nil
  }
}
