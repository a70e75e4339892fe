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

  /// How many rows were read for it.
  var read: Int { rows.count + rejections.count }
  var isEmpty: Bool { rows.isEmpty && rejections.isEmpty }

  mutating func append(_ row: [NewEvent], file: String, line: Int) {
    events.append(contentsOf: row)
    rows.append(Row(file: file, line: line, count: row.count))
  }

  mutating func append(_ rejection: Rejection) {
    rejections.append(rejection)
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
