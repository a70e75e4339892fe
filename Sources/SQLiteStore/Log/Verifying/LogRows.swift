internal import InteractionModel

/// Rows of the table of records that follow each other, copied so that other cores can look at them.
struct LogRows: Sendable {
  /// One row, but for its line.
  struct Row: Sendable {
    let position: Int64
    /// The column beside the line that says when.
    let recorded: Int64
    /// The column beside the line that has its leaf; nil when it is no leaf, see ``oddLeaf``.
    let leaf: RecordLeaf?
    /// What stands there in place of a leaf.
    let oddLeaf: [UInt8]
    /// Whether the line is a blob: a value of another type is a sign of tampering.
    let isBlob: Bool
    fileprivate let line: Range<Int>
  }

  /// Which columns a row is made of.
  static let columns = "position, line, leaf, recorded"

  private(set) var rows: [Row] = []
  /// All lines, one behind the other: memory of its own for each would cost as much as hashing it.
  private var lines: [UInt8] = []

  /// How many bytes the lines have.
  var byteCount: Int { lines.count }

  /// Makes room for so many rows.
  init(capacity: Int = 0) { rows.reserveCapacity(capacity) }

  /// Copies a row.
  mutating func append(_ row: SQLiteRow) {
    let start = lines.count
    lines.append(contentsOf: row.borrowed(1))
    let leaf = row.isBlob(2) ? RecordLeaf(row.borrowed(2)) : nil
    rows.append(
      Row(
        position: row.integer(0), recorded: row.integer(3), leaf: leaf,
        oddLeaf: leaf == nil ? row.blob(2) : [], isBlob: row.isBlob(1), line: start..<lines.count))
  }

  /// Lends the line of a row.
  func withLine<Value>(_ row: Row, _ body: (UnsafeRawBufferPointer) -> Value) -> Value {
    lines.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[row.line])) }
  }
}
