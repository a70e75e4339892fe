/// What whoever imports should know of a row, where the log cannot have what it says now.
///
/// Names events and fields of the mapping, never content.
enum RowRemark: Hashable {
  /// A field that an event had is empty now, and no event takes it back.
  case emptied(event: String, field: String)
  /// A touch point is there with another channel, time or sender.
  case otherTouch(event: String)
  /// The file is an old one, and what it says holds again.
  case again
  /// Rows of an earlier file come before it.
  case goesOn

  /// What to say of some rows.
  /// - Parameter count: how many there are.
  /// - Returns: what there is to know, and what to do.
  func text(_ count: Int) -> String {
    let rows = count == 1 ? "this row" : "\(count) rows, of which this is the first,"
    return switch self {
    case .emptied(let event, let field):
      """
      \(rows) no longer \(count == 1 ? "says" : "say") “\(field)” of “\(event)”, which an earlier \
      export had; no event takes that back, so that the log keeps it
      """
    case .otherTouch(let event):
      """
      \(rows) \(count == 1 ? "has" : "have") the touch point “\(event)” with another channel, time or \
      sender than an earlier export; it happened once, and the log keeps it as it is
      """
    case .again:
      """
      \(rows) \(count == 1 ? "brings" : "bring") back what the same file said before later ones of its \
      source: it is taken for a newer export; if it is an old one, import the newest again, and give \
      the rows a “version” in the mapping
      """
    case .goesOn:
      """
      \(rows) \(count == 1 ? "goes" : "go") on with a case that another file began; “first” and \
      “previous” go by the rows of one file: put the files together, oldest rows first
      """
    }
  }
}

/// The remarks on the rows of one file: where the first row of each stands, and how many there are.
struct RowRemarks {
  private var places: [RowRemark: (line: Int, count: Int)] = [:]

  /// Takes those on a row.
  mutating func take(_ remarks: Set<RowRemark>, line: Int) {
    for remark in remarks { places[remark, default: (line, 0)].count += 1 }
  }

  /// What to say of the file, in the order of the lines.
  func notes(file: String) -> [IntakeNote] {
    places.map { remark, place in
      IntakeNote(file: file, line: place.line, text: remark.text(place.count))
    }.sorted { ($0.line ?? 0, $0.text) < ($1.line ?? 0, $1.text) }
  }
}
