internal import InteractionModel

/// What became of a promise.
struct PartySettlement: Sendable, Hashable {
  /// The ways in which a promise ends; a call that was missed is still owed.
  enum State: String, Sendable, Hashable {
    case kept
    case missed
    case broken
  }

  var kind: PartyPromise.Kind
  var state: State
  var moment: Moment
  /// Which promise; nil when the record names none.
  var promise: String?
  /// In which conversation.
  var conversation: String?
}

extension PartySettlement: FoldCodable {
  func encode(into state: inout StateWriter) {
    state.write(code: kind)
    state.write(code: self.state)
    state.write(moment)
    state.write(promise)
    state.write(conversation)
  }

  init(from state: inout StateReader) throws(StateDecodingError) {
    self.init(
      kind: try state.code(), state: try state.code(), moment: try state.read(),
      promise: try state.read(), conversation: try state.read())
  }
}
