/// What stands between the fields of a row.
enum Delimiter {
  /// What files use.
  static let candidates = [",", ";", "\t", "|"].map { UInt8(ascii: $0) }

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
