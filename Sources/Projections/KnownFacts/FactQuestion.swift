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
  var json: JSONValue { moment.json(followedBy: .string(said), source.json) }

  init?(json: JSONValue) {
    guard let elements = json.array, elements.count == 4, let moment = Moment(elements),
      let said = elements[2].string, let source = FactSource(json: elements[3])
    else { return nil }
    self.init(moment: moment, said: said, source: source)
  }
}
