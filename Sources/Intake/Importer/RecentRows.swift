internal import InteractionModel

/// Which rows said the latest events, also those that the log has, so that a row whose id another row
/// has is told which, however often the file is imported.
///
/// Bounded memory however long the file, and never fewer than ``half`` events remembered. The ids
/// are kept as they come and looked through by a table that is made when a row first asks, because
/// nearly all files have no such row.
struct RecentRows {
  private static let half = 1 << 17

  private struct Entry {
    let file: String
    let place: RowPlace
  }

  /// The events of so many rows.
  private struct Stretch {
    var rows: [(row: Entry, events: Int)] = []
    var ids: [EventID] = []
    private var table: [EventID: Int] = [:]
    private var (tabled, tabledRows) = (0, 0)

    mutating func take(_ batch: ImportBatch) {
      var start = 0
      for row in batch.rows where row.count + row.known.count > 0 {
        rows.append(
          (Entry(file: row.file, place: row.place), row.count + row.known.count))
        for event in batch.events[start..<start + row.count] { ids.append(event.id) }
        ids.append(contentsOf: row.known)
        start += row.count
      }
    }

    /// The first row that said the event of an id.
    mutating func row(of id: EventID) -> Entry? {
      while tabledRows < rows.count {
        for id in ids[tabled..<tabled + rows[tabledRows].events] where table[id] == nil {
          table[id] = tabledRows
        }
        tabled += rows[tabledRows].events
        tabledRows += 1
      }
      return table[id].map { rows[$0].row }
    }
  }

  private var newer = Stretch()
  private var older = Stretch()

  /// Remembers the rows of a batch.
  mutating func take(_ batch: ImportBatch) {
    newer.take(batch)
    if newer.ids.count >= RecentRows.half {
      older = newer
      newer = Stretch()
    }
  }

  /// Where the first row of an id stands; nil when that is not remembered, or is the row that asks.
  mutating func other(_ id: EventID, than row: ImportBatch.Row) -> String? {
    guard let entry = older.row(of: id) ?? newer.row(of: id),
      entry.file != row.file || entry.place != row.place
    else { return nil }
    return entry.place.description(in: entry.file)
  }
}
