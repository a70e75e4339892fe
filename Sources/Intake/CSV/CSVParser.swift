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
/// A quote within an unquoted field is taken as it stands. Empty lines are passed over.
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

  /// The row that was read last.
  private(set) var row = CSVRow()
  private let reader: ChunkReader
  private let delimiter: UInt8
  private let limit: Int
  private var line = 1
  private var passesLineFeed = false

  init(
    _ reader: ChunkReader, delimiter: UInt8 = UInt8(ascii: ","),
    limit: Int = Intake.maximumRowBytes
  ) {
    self.reader = reader
    self.delimiter = delimiter
    self.limit = limit
  }

  /// The next row; nil at the end of the file.
  mutating func next() throws(IntakeError) -> Outcome? {
    row.bytes.removeAll(keepingCapacity: row.bytes.count < 1 << 20)
    row.ends.removeAll(keepingCapacity: true)
    var state = State.fieldStart
    var isTooLong = false
    var isMalformed = false
    var isOver = false
    var isEmpty = true
    row.line = line
    while !isOver, try reader.more() {
      // The row's arrays are moved out for the walk, so that it runs without checks of access.
      var (bytes, ends, lines) = (row.bytes, row.ends, line)
      row.bytes = []
      row.ends = []
      var lineFeed = passesLineFeed
      var start = row.line
      let (delimiter, limit, from, to) = (self.delimiter, self.limit, reader.index, reader.count)
      reader.index = reader.bytes.withUnsafeBufferPointer { chunk in
        var place = from
        while place < to {
          let byte = chunk[place]
          place += 1
          if lineFeed {
            lineFeed = false
            if byte == UInt8(ascii: "\n") { continue }
          }
          if isEmpty { start = lines }
          if bytes.count > limit {
            isTooLong = true
            bytes.removeAll()
            ends.removeAll()
          }
          switch (state, byte) {
          case (.quoted, UInt8(ascii: "\"")): state = .quoteInQuoted
          case (.quoted, _):
            if byte == UInt8(ascii: "\n") { lines += 1 }
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
          default:
            if state == .quoteInQuoted { isMalformed = true }
            if state != .quoteInQuoted { state = .plain }
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
    }
    if !isOver {
      if isEmpty { return nil }
      if state == .quoted {
        return .fault(
          line: row.line,
          RowFault(
            "the file ends inside a quoted field",
            remedy: "close the quote, or export the file again if it is cut off"))
      }
      row.ends.append(row.bytes.count)
    }
    if isTooLong { return .fault(line: row.line, .tooLong) }
    if isMalformed {
      return .fault(
        line: row.line,
        RowFault(
          "a quoted field goes on behind its closing quote",
          remedy: "double the quotes inside quoted fields (RFC 4180)"))
    }
    return .row
  }
}
