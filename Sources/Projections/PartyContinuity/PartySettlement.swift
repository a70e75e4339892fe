internal import InteractionModel

/// What became of a promise.
struct PartySettlement: FieldwiseCodable, Sendable, Hashable {
  /// The ways in which a promise ends; a call that was missed is still owed.
  enum State: String, FoldCodable, Sendable, Hashable {
    case kept
    case missed
    case broken
  }

  var kind = PartyPromise.Kind.callback
  var state = State.kept
  var moment = Moment.blank
  /// Which promise; nil when the record names none.
  var promise: String?
  /// In which conversation.
  var conversation: String?

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&kind, &state, &moment, &promise)
    try fields(&conversation)
  }
}
