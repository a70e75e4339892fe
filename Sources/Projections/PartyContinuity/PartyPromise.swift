internal import InteractionModel

/// A call back or a commitment that a party was promised.
struct PartyPromise: Sendable, Hashable {
  /// What can be promised.
  enum Kind: String, Sendable, Hashable {
    case callback
    case commitment
  }

  /// By which later records name it.
  var id: String
  var kind: Kind
  /// When it was promised.
  var moment: Moment
  /// When, in the words of the source; empty when it said none.
  var said: String
  /// Until when, as the source said it.
  var due: String?
  /// What was promised, as a code.
  var code: String?
  /// In which conversation.
  var conversation: String?

  /// The promise as users see it.
  /// - Parameter state: `open` or `missed`.
  /// - Returns: the document.
  func document(state: String) -> JSONObject {
    var object: JSONObject = [
      "id": .string(id), "kind": .string(kind.rawValue),
      "position": .int(moment.position.rawValue), "state": .string(state),
      "time": .string(moment.text(said)),
    ]
    object["code"] = code.map(JSONValue.string)
    object["conversation"] = conversation.map(JSONValue.string)
    object["due"] = due.map(JSONValue.string)
    return object
  }
}

extension PartyPromise: FoldCodable {
  func encode(into state: inout StateWriter) {
    state.write(id)
    state.write(code: kind)
    state.write(moment)
    state.write(said)
    state.write(due)
    state.write(code)
    state.write(conversation)
  }

  init(from state: inout StateReader) throws(StateDecodingError) {
    self.init(
      id: try state.read(), kind: try state.code(), moment: try state.read(),
      said: try state.read(),
      due: try state.read(), code: try state.read(), conversation: try state.read())
  }
}
