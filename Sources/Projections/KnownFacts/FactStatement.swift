internal import InteractionModel

/// One time that a fact was given, corrected or confirmed.
struct FactStatement: FieldwiseCodable, Sendable, Hashable {
  /// What was done to the fact.
  enum Kind: String, FoldCodable, Sendable, Hashable {
    /// The value was given.
    case provided
    /// The value that was known was said to be right; where the record has another one, that one is.
    case confirmed
    /// Another value takes the place of the one that was known.
    case corrected
  }

  /// What was done.
  var kind = Kind.provided
  /// When.
  var moment = Moment.blank
  /// When, in the words of the source; empty when it said none.
  var said = ""
  /// Whether somebody checked it.
  var isVerified = false
  /// Whether the record has something sealed, which may be the value: a fold does not see what.
  var hasValue = false
  /// Where, and by whom.
  var source = FactSource()

  /// Whether it says what the value is, and not only that it is right.
  var givesValue: Bool { kind != .confirmed }

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&kind, &moment, &said, &isVerified)
    try fields(&hasValue, &source)
  }
}
