/// The rows of a file whose newest stand first, held so that they can be read from the end.
struct BackwardRows {
  /// What there is to know of such a file.
  static let note = """
    the newest rows of each group stand first: the file is read from its end, so that “first” and \
    “previous” go by time
    """
  /// How many bytes of rows are held.
  private static let limit = 256 << 20

  /// A row, or why it cannot be read.
  struct Row {
    let outcome: CSVParser.Outcome
    let row: CSVRow
    /// See ``CSVParser/swallowed``.
    let swallowed: Int
  }

  /// The rows, the last of the file first.
  let reversed: [Row]

  /// Reads all rows.
  /// - Throws: ``IntakeError`` when they are too many.
  init(_ parser: inout CSVParser, _ source: IntakeSource) throws(IntakeError) {
    var rows: [Row] = []
    var bytes = 0
    while let outcome = try parser.next() {
      rows.append(Row(outcome: outcome, row: parser.row, swallowed: parser.swallowed))
      bytes += parser.row.bytes.count
      guard bytes <= BackwardRows.limit else {
        throw .header(
          file: source.name,
          problems: [
            MappingProblem(
              line: nil,
              message: """
                its newest rows stand first, and it is too large to be read from its end; sort it by \
                time, oldest first
                """)
          ])
      }
    }
    reversed = rows.reversed()
  }
}
