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
  var json: JSONValue {
    func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
    return moment.json(
      followedBy: .string(kind.rawValue), .string(state.rawValue), text(promise),
      text(conversation))
  }

  init?(json: JSONValue) {
    guard let elements = json.array, elements.count == 6, let moment = Moment(elements),
      let kind = elements[2].string.flatMap(PartyPromise.Kind.init),
      let state = elements[3].string.flatMap(State.init)
    else { return nil }
    self.init(
      kind: kind, state: state, moment: moment, promise: elements[4].string,
      conversation: elements[5].string)
  }
}
