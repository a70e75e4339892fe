internal import InteractionModel

/// The last edition of a message: the record that has its text now.
struct MessageEdit: FieldwiseCodable, Sendable, Hashable {
  /// The event id of the message.
  var message = ""
  /// The conversation in which it was edited; counts for a message of the same one.
  var conversation: String?
  /// The number of the edition; nil when the source counts none.
  var edition: Int64?
  /// When it was edited.
  var moment = Moment.blank

  /// Where it stands among the edits of the message.
  var order: EditOrder { EditOrder(edition: edition, moment) }

  /// Whether it is about the same message, said in the same conversation.
  func isSibling(of other: MessageEdit) -> Bool {
    message == other.message && conversation == other.conversation
  }

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&message, &conversation, &edition, &moment)
  }
}
