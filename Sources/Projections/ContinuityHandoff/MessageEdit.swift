internal import InteractionModel

/// The last edition of a message: the record that has its text now.
struct MessageEdit: FieldwiseCodable, Sendable, Hashable {
  /// The event id of the message.
  var message = ""
  /// The number of the edition; 0 when the source counts none.
  var edition: Int64 = 0
  /// When it was edited.
  var moment = Moment.blank

  /// Whether it comes before another edit of the message: by edition, then by moment.
  func precedes(_ other: MessageEdit) -> Bool {
    edition != other.edition ? edition < other.edition : moment < other.moment
  }

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&message, &edition, &moment)
  }
}
