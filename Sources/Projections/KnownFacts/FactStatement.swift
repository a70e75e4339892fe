internal import InteractionModel

/// One time that a fact was given, corrected or confirmed.
struct FactStatement: Sendable, Hashable {
  /// What was done to the fact.
  enum Kind: String, Sendable, Hashable {
    /// The value was given.
    case provided
    /// The value that was known was said to be right.
    case confirmed
    /// Another value takes the place of the one that was known.
    case corrected
  }

  /// What was done.
  var kind: Kind
  /// When.
  var moment: Moment
  /// When, in the words of the source; empty when it said none.
  var said: String
  /// Whether somebody checked it.
  var isVerified: Bool
  /// Whether the record holds the value, sealed.
  var hasValue: Bool
  /// Where, and by whom.
  var source: FactSource

  /// Whether it says what the value is, and not only that it is right.
  var givesValue: Bool { kind != .confirmed }
}

extension FactStatement: FoldCodable {
  func encode(into state: inout StateWriter) {
    state.write(code: kind)
    state.write(moment)
    state.write(said)
    state.write(isVerified)
    state.write(hasValue)
    state.write(source)
  }

  init(from state: inout StateReader) throws(StateDecodingError) {
    self.init(
      kind: try state.code(), moment: try state.read(), said: try state.read(),
      isVerified: try state.read(), hasValue: try state.read(), source: try state.read())
  }
}
