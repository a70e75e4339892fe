internal import InteractionModel

/// One time that a fact was asked for.
struct FactQuestion: Sendable, Hashable {
  /// When.
  var moment: Moment
  /// When, in the words of the source; empty when it said none.
  var said: String
  /// Where, and by whom.
  var source: FactSource
}

extension FactQuestion: FoldCodable {
  func encode(into state: inout StateWriter) {
    state.write(moment)
    state.write(said)
    state.write(source)
  }

  init(from state: inout StateReader) throws(StateDecodingError) {
    self.init(moment: try state.read(), said: try state.read(), source: try state.read())
  }
}
