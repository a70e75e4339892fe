/// What stands between the fields of a row.
enum Delimiter {
  /// What RFC 4180 has.
  static let usual = UInt8(ascii: ",")

  /// What files use.
  static let candidates = [",", ";", "\t", "|"].map { UInt8(ascii: $0) }

  /// What a first line such as `sep=;` says, by which a file tells Excel its delimiter, and which is
  /// passed over; nil when the file does not begin so.
  static func hint(in chunks: ChunkReader) throws(IntakeError) -> UInt8? {
    let line = try chunks.peek(9)
    let quote: [UInt8] = line.first == UInt8(ascii: "\"") ? [UInt8(ascii: "\"")] : []
    let key = line.dropFirst(quote.count)
    guard key.prefix(4).map({ $0 | 0x20 }) == Array("sep=".utf8),
      let byte = key.dropFirst(4).first, isPossible(byte)
    else { return nil }
    let end = key.dropFirst(5)
    guard end.starts(with: quote) else { return nil }
    let rest = end.dropFirst(quote.count)
    guard
      let lineEnd = ["\r\n", "\n", "\r"].map({ Array($0.utf8) }).first(where: rest.starts(with:))
    else { return nil }
    chunks.index += line.count - rest.count + lineEnd.count
    // Some programs put their mark behind it.
    try chunks.skipMarks()
    return byte
  }

  /// Whether a byte can stand between fields: what is ASCII and no letter, digit, quote or line end.
  private static func isPossible(_ byte: UInt8) -> Bool {
    let scalar = Unicode.Scalar(byte)
    return byte == UInt8(ascii: "\t")
      || (0x20..<0x7F).contains(byte) && byte != UInt8(ascii: "\"")
        && !scalar.properties.isAlphabetic && !("0"..."9").contains(scalar)
  }

  /// What a delimiter is called in a mapping.
  static func name(_ byte: UInt8) -> String {
    byte == UInt8(ascii: "\t") ? "tab" : String(UnicodeScalar(byte))
  }

  /// The delimiter under which a header has more of the columns that it should have.
  /// - Parameters:
  ///   - expected: the one by which the header was read.
  ///   - wanted: the columns that it should have.
  ///   - names: the columns that it has by the expected one.
  /// - Returns: the one that finds the most; nil when none finds more.
  static func other(than expected: UInt8, for wanted: Set<String>, in names: [String]) -> UInt8? {
    let line = names.joined(separator: String(UnicodeScalar(expected)))
    var best: (found: Int, delimiter: UInt8)? = nil
    let known = wanted.intersection(names).count
    for candidate in candidates where candidate != expected {
      let fields = line.utf8.split(separator: candidate, omittingEmptySubsequences: false)
        .map { RowEvaluator.trimmed(String($0) ?? "").filter { $0 != "\"" } }
      let found = wanted.intersection(fields).count
      if found > max(known, best?.found ?? 0) { best = (found, candidate) }
    }
    return best?.delimiter
  }

  /// What to say of a header that was read by the wrong one.
  static func mistake(expected: UInt8, found: UInt8) -> String {
    """
    the mapping expects “\(name(expected))” between fields, but the header has “\(name(found))”; \
    write `csv: {delimiter: "\(name(found))"}` into the mapping
    """
  }
}
