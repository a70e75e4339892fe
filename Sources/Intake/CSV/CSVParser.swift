/// A row of a CSV file: the bytes of its fields, unquoted.
struct CSVRow: Sendable {
  /// The line on which it starts, from 1.
  var line = 1
  /// All fields, one after the other.
  var bytes: [UInt8] = []
  /// Where each field ends in ``bytes``.
  var ends: [Int] = []

  /// How many fields it has.
  var count: Int { ends.count }

  /// The bytes of a field.
  func field(_ index: Int) -> ArraySlice<UInt8> {
    bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
  }
}

/// Reads CSV (RFC 4180) row by row: quotes, line breaks in quotes, LF, CRLF and CR.
///
/// Written here because the parsers at hand load the whole file and forget line numbers; this one
/// holds one row, so that ten million rows need no more memory than ten.
///
/// A quote within an unquoted field is taken as it stands. Empty lines are passed over. A row whose
/// quotes do not close as they should is a fault; ``QuotedLines`` says what becomes of the lines
/// that it took in.
struct CSVParser {
  /// What comes next in the file.
  enum Outcome {
    /// A row, which is in ``CSVParser/row``.
    case row
    /// A row that cannot be read.
    case fault(line: Int, RowFault)
  }

  private enum State {
    case fieldStart, plain, quoted, quoteInQuoted
  }

  /// Why a row ends before its end.
  private enum Stop {
    case malformed, tooLong
  }

  /// How many fields a row has; nil until the header is read.
  var columns: Int?
  /// The row that was read last.
  private(set) var row = CSVRow()
  /// How many lines the quoted fields of the row took in, when each of these lines looks like a row
  /// of its own; else 0.
  private(set) var swallowed = 0
  /// The byte that stands behind the closing quote of a malformed field; often the delimiter that
  /// the file really has.
  private(set) var intruder: UInt8?
  /// The line of the last row, when the file ends within it: nothing shows that its last field is
  /// whole.
  private(set) var unended: Int?
  /// What stands between fields.
  let delimiter: UInt8
  private let reader: ChunkReader
  private let limit: Int
  private var line: Int
  private var passesLineFeed = false

  init(
    _ reader: ChunkReader, delimiter: UInt8 = Delimiter.usual, firstLine: Int = 1,
    limit: Int = Intake.maximumRowBytes
  ) {
    self.reader = reader
    self.delimiter = delimiter
    self.limit = limit
    line = firstLine
  }

  /// The next row; nil at the end of the file.
  mutating func next() throws(IntakeError) -> Outcome? {
    row.bytes.removeAll(keepingCapacity: row.bytes.count < 1 << 20)
    row.ends.removeAll(keepingCapacity: true)
    swallowed = 0
    var state = State.fieldStart
    var isTooLong = false
    var stop: Stop?
    var isOver = false
    var isEmpty = true
    var quoted: QuotedLines?
    row.line = line
    while !isOver, try reader.more() {
      // The row's arrays are moved out for the walk, so that it runs without checks of access.
      var (bytes, ends, lines) = (row.bytes, row.ends, line)
      row.bytes = []
      row.ends = []
      var lineFeed = passesLineFeed
      var start = row.line
      var unexpected: UInt8?
      let (delimiter, limit, from, to) = (self.delimiter, self.limit, reader.index, reader.count)
      reader.index = reader.bytes.withUnsafeBufferPointer { chunk in
        var place = from
        while place < to {
          let byte = chunk[place]
          if lineFeed {
            lineFeed = false
            if byte == UInt8(ascii: "\n") {
              place += 1
              continue
            }
          }
          if isEmpty { start = lines }
          if bytes.count > limit {
            if quoted != nil {
              stop = .tooLong
              return place
            }
            isTooLong = true
            bytes.removeAll()
            ends.removeAll()
          }
          place += 1
          quoted?.lines.append(byte)
          switch (state, byte) {
          case (.quoted, UInt8(ascii: "\"")): state = .quoteInQuoted
          case (.quoted, _):
            if byte == UInt8(ascii: "\n") { lines += 1 }
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r"), quoted == nil, !isTooLong {
              let open = bytes[(ends.last ?? 0)...]
              quoted = QuotedLines(
                fields: ends.count + 1 + open.count { $0 == delimiter },
                isBehindReturn: byte == UInt8(ascii: "\r"))
            }
            bytes.append(byte)
          case (.fieldStart, UInt8(ascii: "\"")):
            state = .quoted
            isEmpty = false
          case (.quoteInQuoted, UInt8(ascii: "\"")):
            bytes.append(byte)
            state = .quoted
          case (_, delimiter):
            ends.append(bytes.count)
            state = .fieldStart
            isEmpty = false
          case (_, UInt8(ascii: "\n")), (_, UInt8(ascii: "\r")):
            lineFeed = byte == UInt8(ascii: "\r")
            lines += 1
            state = .fieldStart
            if isEmpty { continue }
            ends.append(bytes.count)
            isOver = true
            return place
          case (.quoteInQuoted, _) where !isTooLong:
            stop = .malformed
            unexpected = byte
            return place
          default:
            state = .plain
            isEmpty = false
            bytes.append(byte)
          }
        }
        return place
      }
      row.bytes = bytes
      row.ends = ends
      row.line = start
      line = lines
      passesLineFeed = lineFeed
      intruder = unexpected
      switch stop {
      case .malformed?: return try malformed(quoted)
      case .tooLong?:
        if let quoted, quoted.areRows(of: columns, delimiter) { return goBack(to: quoted) }
        // A text that is too long: it is passed over to its end.
        quoted = nil
        stop = nil
        isTooLong = true
        row.bytes = []
        row.ends = []
      case nil: break
      }
    }
    if !isOver {
      if isEmpty { return nil }
      if state == .quoted { return unclosed(quoted) }
      row.ends.append(row.bytes.count)
      unended = row.line
    }
    if isTooLong { return .fault(line: row.line, .tooLong) }
    if let quoted, quoted.areRows(of: columns, delimiter) { swallowed = quoted.count }
    return .row
  }

  // MARK: Quotes that do not close

  /// A quoted field goes on behind its closing quote.
  private mutating func malformed(_ quoted: QuotedLines?) throws(IntakeError) -> Outcome {
    var quoted = quoted
    try finishLine(&quoted)
    if let quoted, quoted.areRows(of: columns, delimiter) { return goBack(to: quoted) }
    return .fault(
      line: row.line,
      RowFault(
        "a quoted field goes on behind its closing quote\(QuotedLines.extent(quoted))",
        remedy: "double the quotes inside quoted fields (RFC 4180)"))
  }

  /// The file ends inside a quoted field.
  private mutating func unclosed(_ quoted: QuotedLines?) -> Outcome {
    if let quoted, quoted.areRows(of: columns, delimiter) { return goBack(to: quoted) }
    return .fault(
      line: row.line,
      RowFault(
        "the file ends inside a quoted field\(QuotedLines.extent(quoted))",
        remedy: "close the quote, or export the file again if it is cut off"))
  }

  /// Reads the lines again that a quote took in: they are rows.
  private mutating func goBack(to quoted: QuotedLines) -> Outcome {
    reader.unread(quoted.lines)
    line = row.line + 1
    passesLineFeed = quoted.isBehindReturn
    let count = quoted.count
    return .fault(
      line: row.line,
      RowFault(
        """
        a quote is opened and not closed in its line; it would swallow \(count) \
        \(count == 1 ? "line, which is read as a row" : "lines, which are read as rows")
        """,
        remedy: "close the quote, and double the quotes inside quoted fields (RFC 4180)"))
  }

  /// Passes over the rest of the line at hand, which goes with the lines that were taken in.
  private mutating func finishLine(_ quoted: inout QuotedLines?) throws(IntakeError) {
    while try reader.more() {
      let byte = reader.bytes[reader.index]
      reader.index += 1
      quoted?.lines.append(byte)
      guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else { continue }
      passesLineFeed = byte == UInt8(ascii: "\r")
      line += 1
      return
    }
  }
}
