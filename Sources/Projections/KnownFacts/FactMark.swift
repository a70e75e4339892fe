internal import InteractionModel

/// One time that a fact was marked stale.
struct FactMark: FieldwiseCodable, Sendable, Hashable {
  /// When.
  var moment = Moment.blank
  /// When, in the words of the source; empty when it said none.
  var said = ""
  /// Where, and by whom.
  var source = FactSource()

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&moment, &said, &source)
  }
}
