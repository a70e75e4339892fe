internal import InteractionModel

/// Which rows said the latest events, so that a row whose id another row has is told which.
///
/// Two halves, of which the older is dropped when the newer is full: bounded memory however long
/// the file, and never fewer than ``half`` events remembered.
struct RecentRows {
  private static let half = 1 << 17

  private struct Entry {
    let file: String
    let place: RowPlace
  }

  private var newer: [EventID: Entry] = [:]
  private var older: [EventID: Entry] = [:]

  /// Remembers the first row of each id.
  mutating func take(_ batch: ImportBatch) {
    var index = 0
    for row in batch.rows {
      let entry = Entry(file: row.file, place: row.place)
      for event in batch.events[index..<index + row.count]
      where newer[event.id] == nil && older[event.id] == nil {
        newer[event.id] = entry
      }
      index += row.count
    }
    if newer.count >= RecentRows.half {
      older = newer
      newer = [:]
    }
  }

  /// Where the first row of an id stands; nil when that is not remembered, or is the row that asks.
  func other(_ id: EventID, than row: ImportBatch.Row) -> String? {
    guard let entry = newer[id] ?? older[id], entry.file != row.file || entry.place != row.place
    else { return nil }
    return entry.place.description(in: entry.file)
  }
}
