internal import InteractionModel

/// One time that a fact was given, corrected or confirmed.
struct FactStatement: Sendable, Hashable {
  /// What was done to the fact.
  enum Kind: String, Sendable, Hashable {
    /// The value was given.
    case provided
    /// The value that was known was said to be right.
    case confirmed
    /// Another value takes the place of the one that was known.
    case corrected
  }

  /// What was done.
  var kind: Kind
  /// When.
  var moment: Moment
  /// When, in the words of the source; empty when it said none.
  var said: String
  /// Whether somebody checked it.
  var isVerified: Bool
  /// Whether the record holds the value, sealed.
  var hasValue: Bool
  /// Where, and by whom.
  var source: FactSource

  /// Whether it says what the value is, and not only that it is right.
  var givesValue: Bool { kind != .confirmed }
}

extension FactStatement: FoldCodable {
  var json: JSONValue {
    moment.json(
      followedBy: .string(said), .string(kind.rawValue),
      .int((isVerified ? 1 : 0) + (hasValue ? 2 : 0)), source.json)
  }

  init?(json: JSONValue) {
    guard let elements = json.array, elements.count == 6, let moment = Moment(elements),
      let said = elements[2].string, let kind = elements[3].string.flatMap(Kind.init),
      let flags = elements[4].int, let source = FactSource(json: elements[5])
    else { return nil }
    self.init(
      kind: kind, moment: moment, said: said, isVerified: flags & 1 != 0, hasValue: flags & 2 != 0,
      source: source)
  }
}
