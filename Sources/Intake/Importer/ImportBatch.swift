internal import InteractionModel

/// Rows on their way to a commit.
struct ImportBatch: Sendable {
  struct Row: Sendable {
    let file: String
    let line: Int
    let count: Int
  }

  private(set) var events: [NewEvent] = []
  private(set) var rows: [Row] = []
  private(set) var rejections: [Rejection] = []
  private(set) var warnings = ImportWarnings()

  /// How many events of its rows the log has.
  private(set) var known = 0
  /// How many of its rows say what later ones have taken back.
  private(set) var outdated = 0

  /// Roughly how many bytes of personal text it holds.
  private(set) var weight = 0

  /// How many rows were read for it.
  var read: Int { rows.count + rejections.count }
  var isEmpty: Bool { rows.isEmpty && rejections.isEmpty }

  mutating func append(_ row: RowNews.Outcome, file: String, line: Int) {
    for event in row.events {
      for part in event.personal { weight += ImportBatch.weight(of: .object(part.content)) }
    }
    events.append(contentsOf: row.events)
    rows.append(Row(file: file, line: line, count: row.events.count))
    known += row.known
    if row.isOutdated { outdated += 1 }
  }

  mutating func warn(_ term: UnknownTerm, file: String, line: Int) {
    warnings.take(term, file: file, line: line)
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

  /// Takes out the row that an event belongs to; nil when there is no such event.
  mutating func removeRow(ofEvent index: Int) -> Row? {
    var start = 0
    for (place, row) in rows.enumerated() {
      if index >= start, index < start + row.count {
        events.removeSubrange(start..<start + row.count)
        return rows.remove(at: place)
      }
      start += row.count
    }
    return nil
  }
}
