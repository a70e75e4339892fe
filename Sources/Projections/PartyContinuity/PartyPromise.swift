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
  var json: JSONValue {
    func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
    return moment.json(
      followedBy: .string(said), .string(id), .string(kind.rawValue), text(due), text(code),
      text(conversation))
  }

  init?(json: JSONValue) {
    guard let elements = json.array, elements.count == 8, let moment = Moment(elements),
      let said = elements[2].string, let id = elements[3].string,
      let kind = elements[4].string.flatMap(Kind.init)
    else { return nil }
    self.init(
      id: id, kind: kind, moment: moment, said: said, due: elements[5].string,
      code: elements[6].string, conversation: elements[7].string)
  }
}
