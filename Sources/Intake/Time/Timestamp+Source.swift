internal import InteractionModel

extension Timestamp {
  /// Reads a time as sources write it: RFC 3339 lets its letters be lower case (section 5.6), and has
  /// leap seconds only where there can have been one (section 5.7).
  init?(ofSource text: String) {
    guard let time = Timestamp(text) ?? Timestamp(text.uppercased()), time.isPossible else {
      return nil
    }
    self = time
  }

  /// Whether a text names one of the days by which systems say that they have no time; see
  /// ``LocalTime/meansNothing``.
  static func isNothing(_ text: String) -> Bool {
    // Times of this age begin with a 2.
    guard let first = text.utf8.first, first != UInt8(ascii: "2") else { return false }
    return LocalTime(date: text)?.meansNothing ?? false
  }

  /// Whether a text begins as a day, or as a time on one, and there was no such day or no such time of
  /// day.
  static func isImpossible(_ text: String) -> Bool {
    Timestamp(ofSource: text.replacing(" ", with: "T")) == nil && LocalTime(date: text) != nil
  }
}
