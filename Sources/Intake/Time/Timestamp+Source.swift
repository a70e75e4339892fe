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
}
