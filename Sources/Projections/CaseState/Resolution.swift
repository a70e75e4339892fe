internal import InteractionModel

/// One answer to the matter: when, which, and whether in time.
struct Resolution: FieldwiseCodable, Sendable, Hashable {
  var moment = Moment.blank
  /// The time as the source said it; empty when it said none.
  var said = ""
  /// The resolution code.
  var code: String?
  /// Whether it was in time: the source's code.
  var onTime: String?

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&moment, &said, &code, &onTime)
  }
}
