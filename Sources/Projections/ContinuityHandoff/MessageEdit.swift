internal import InteractionModel

/// The last edition of a message: the record that has its text now.
struct MessageEdit: Sendable, Hashable {
  /// The event id of the message.
  let message: String
  /// The number of the edition; 0 when the source counts none.
  let edition: Int64
  /// When it was edited.
  let moment: Moment

  /// Whether it comes before another edit of the message: by edition, then by moment.
  func precedes(_ other: MessageEdit) -> Bool {
    edition != other.edition ? edition < other.edition : moment < other.moment
  }
}

extension MessageEdit: FoldCodable {
  func encode(into state: inout StateWriter) {
    state.write(message)
    state.write(edition)
    state.write(moment)
  }

  init(from state: inout StateReader) throws(StateDecodingError) {
    message = try state.read()
    edition = try state.read()
    moment = try state.read()
  }
}
