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
  var json: JSONValue {
    moment.json(
      followedBy: .string(said), code.map(JSONValue.string) ?? .null,
      onTime.map(JSONValue.string) ?? .null)
  }

  init?(json: JSONValue) {
    guard let elements = json.array, elements.count == 5, let moment = Moment(elements),
      let said = elements[2].string
    else { return nil }
    self.init(
      moment: moment, said: said, code: elements[3].string, onTime: elements[4].string)
  }
}
