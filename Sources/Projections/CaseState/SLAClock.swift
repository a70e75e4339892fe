internal import InteractionModel

/// One SLA clock of a case.
struct SLAClock: Sendable, Hashable {
  var name: String
  /// `running`, `paused`, `met` or `breached`.
  var state = Latest<String>()
  /// As the source said it.
  var due = Latest<String>()
}

extension SLAClock: FoldCodable {
  func encode(into state: inout StateWriter) {
    state.write(name)
    state.write(self.state)
    state.write(due)
  }

  init(from state: inout StateReader) throws(StateDecodingError) {
    self.init(name: try state.read(), state: try state.read(), due: try state.read())
  }
}
