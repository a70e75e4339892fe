/// The lines that the quoted fields of a row took in, as they stand in the file: all behind its
/// first one.
///
/// A quote that somebody forgot to close takes in the rows behind it, up to the next quote or the
/// end of the file. What it took in are rows, and no text with line breaks, when the first line is
/// whole without them and they have as many fields as the header says.
struct QuotedLines {
  /// The bytes of the lines.
  var lines: [UInt8] = []
  /// How many fields the first line has when its open quote is taken as a letter.
  let fields: Int
  /// Whether the first line ends in a carriage return, of which a line feed may follow.
  let isBehindReturn: Bool

  init(fields: Int, isBehindReturn: Bool) {
    self.fields = fields
    self.isBehindReturn = isBehindReturn
  }

  /// How many lines there are, but for empty ones.
  var count: Int { pieces.count }

  private var pieces: [ArraySlice<UInt8>] {
    lines.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
  }

  /// How far a field reaches, for messages.
  static func extent(_ quoted: QuotedLines?) -> String {
    guard let count = quoted?.count, count > 0 else { return "" }
    return ", which takes in \(count) more \(count == 1 ? "line" : "lines")"
  }

  /// Whether they are rows: most of them have as many fields as they should.
  ///
  /// A single column says nothing: every line has one field. Nor does anything when it is not known
  /// how many columns there are.
  func areRows(of columns: Int?, _ delimiter: UInt8) -> Bool {
    guard let columns, columns > 1, fields == columns else { return false }
    let pieces = pieces
    let fitting = pieces.count { QuotedLines.fields(in: $0, delimiter) == columns }
    return fitting * 2 > pieces.count
  }

  /// How many fields a line has by itself; a quote that it does not close is taken as a letter.
  private static func fields(in line: ArraySlice<UInt8>, _ delimiter: UInt8) -> Int {
    var fields = 1
    var place = line.startIndex
    var isStart = true
    while place < line.endIndex {
      if isStart, line[place] == UInt8(ascii: "\""), let end = close(line, place + 1, delimiter) {
        place = end
      }
      isStart = place < line.endIndex && line[place] == delimiter
      if isStart { fields += 1 }
      place += 1
    }
    return fields
  }

  /// The place behind the quote that closes a field; nil when none does.
  private static func close(
    _ line: ArraySlice<UInt8>, _ start: Int, _ delimiter: UInt8
  ) -> Int? {
    var place = start
    while place < line.endIndex {
      defer { place += 1 }
      guard line[place] == UInt8(ascii: "\"") else { continue }
      let next = place + 1
      if next == line.endIndex || line[next] == delimiter { return next }
      if line[next] == UInt8(ascii: "\"") { place = next }
    }
    return nil
  }
}
