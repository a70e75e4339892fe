internal import InteractionModel

/// A call back or a commitment that a party was promised.
struct PartyPromise: FieldwiseCodable, Sendable, Hashable {
  /// What can be promised.
  enum Kind: String, FoldCodable, Sendable, Hashable {
    case callback
    case commitment
  }

  /// By which later records name it.
  var id = ""
  var kind = Kind.callback
  /// When it was promised.
  var moment = Moment.blank
  /// When, in the words of the source; empty when it said none.
  var said = ""
  /// Until when, as the source said it.
  var due: String?
  /// What was promised, as a code.
  var code: String?
  /// In which conversation.
  var conversation: String?

  /// The promise as users see it.
  /// - Parameter state: `open` or `missed`.
  /// - Returns: the document.
  func document(state: String) -> Document<PromiseField> {
    var object: Document<PromiseField> = [
      .id: .string(id), .kind: .string(kind.rawValue),
      .position: .int(moment.position.rawValue), .state: .string(state),
      .time: .string(moment.text(said)),
    ]
    object[.code] = code.map(JSONValue.string)
    object[.conversation] = conversation.map(JSONValue.string)
    object[.due] = due.map(JSONValue.string)
    return object
  }

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&id, &kind, &moment, &said)
    try fields(&due, &code, &conversation)
  }
}
