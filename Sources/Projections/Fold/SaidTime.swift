internal import InteractionModel

// Registers of times hold what the source said; empty when it said nothing.

extension Moment {
  /// The time in the words of the source, or the time of recording when it said none.
  package func text(_ said: String) -> String { said.isEmpty ? time.description : said }

  /// Microseconds for a column to sort by, held within ±(2^53−1) so that every reader of JSON
  /// keeps them exactly.
  package var sortable: Int64 {
    min(max(time.microseconds, -JSONValue.maximumInteger), JSONValue.maximumInteger)
  }
}

extension Register where Value == String {
  /// The time in the words of the source; nil when the register is empty.
  package var saidTime: String? {
    guard let moment, let value else { return nil }
    return moment.text(value)
  }
}
