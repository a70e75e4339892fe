internal import InteractionModel

/// One answer to the matter: when, which, and whether in time.
struct Resolution: Sendable, Hashable {
  var moment: Moment
  /// The time as the source said it; empty when it said none.
  var said: String
  /// The resolution code.
  var code: String?
  /// Whether it was in time: the source's code.
  var onTime: String?
}

extension Resolution: FoldCodable {
  func encode(into state: inout StateWriter) {
    state.write(moment)
    state.write(said)
    state.write(code)
    state.write(onTime)
  }

  init(from state: inout StateReader) throws(StateDecodingError) {
    self.init(
      moment: try state.read(), said: try state.read(), code: try state.read(),
      onTime: try state.read())
  }
}
