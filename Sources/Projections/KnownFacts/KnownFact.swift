internal import InteractionModel

/// What is known of one fact: who said it, when, where, and whether it still holds.
struct KnownFact: Sendable, Hashable {
  /// What it is: `name`, `address`, `account_number`, ….
  let key: String
  /// Whose it is, where it is not that of whom all is about.
  let owner: String?
  /// Whether somebody said what it is: not where it was corrected to nobody knows what, or no more than
  /// confirmed.
  let hasValue: Bool
  /// The statement that gives the value: corrections replace what was given before.
  let given: FactStatement
  /// The statements that may have the value, the last one first: a fold does not see which has.
  ///
  /// A confirmation with another value than the one that was known says that this is the right one.
  let places: [Place]
  /// The last confirmation of that value.
  let confirmed: FactStatement?
  /// The last of all statements: from it the fact ages.
  let last: FactStatement
  /// Whether somebody checked it, when it was given or later.
  let isVerified: Bool
  /// When it was marked stale; nil when it never was, or was given or confirmed since.
  let markedStale: FactMark?

  /// A statement that may have the value.
  struct Place: Sendable, Hashable {
    let statement: FactStatement
    /// Whether somebody checked the value if it is this one, then or later.
    let isVerified: Bool

    init(_ said: [FactStatement], _ place: Int) {
      statement = said[place]
      isVerified = said[place...].contains(where: \.isVerified)
    }
  }

  /// How many of the last places are kept, besides that of ``given``.
  static let placesKept = 3

  /// What it is, and whose where it is another's.
  var name: String { FactHistory.name(key, of: owner) }

  /// From when on it may be asked for again: at once where nobody said what it is, when it was marked,
  /// else when it has become too old.
  var staleAfter: Instant {
    if !hasValue { return given.moment.time }
    return markedStale?.moment.time
      ?? Instant(microseconds: last.moment.time.microseconds + ContinuityPolicy.window(of: key))
  }

  /// Whether it may be asked for again.
  /// - Parameter instant: when somebody would ask.
  /// - Returns: true when it was marked stale, has become too old, or nobody said what it is.
  func isStale(at instant: Instant) -> Bool {
    !hasValue || markedStale != nil || !(instant < staleAfter)
  }

  /// The fact as users see it, with references in place of the value; what is not known is left
  /// out.
  ///
  /// `by`, `channel`, `conversation`, `time` and `position` are those of whoever gave the value;
  /// `value` is where it stands, sealed; where it may stand in several records, `values` has them all.
  /// - Parameter instant: when somebody would ask for it.
  /// - Returns: the document.
  func document(at instant: Instant) -> Document<FactField> {
    var object = given.document
    object[.key] = .string(key)
    object[.party] = owner.map(JSONValue.string)
    object[.stale] = .bool(isStale(at: instant))
    object[.state] = .string(last.kind.rawValue)
    object[.verified] = .bool(isVerified)
    if let confirmed, confirmed != given { object[.confirmed] = confirmed.document.json }
    if let markedStale {
      let mark: Document<MomentField> = [
        .position: .int(markedStale.moment.position.rawValue),
        .time: .string(markedStale.moment.text(markedStale.said)),
      ]
      object[.markedStale] = mark.json
    }
    if let holder = given.hasValue ? given : places.first?.statement {
      object[.value] = PacketReference(holder.moment.position, "/value").json
    }
    if places.count > 1 { object[.values] = .array(places.map(\.document.json)) }
    return object
  }
}

extension KnownFact.Place {
  /// Who said it, when and where, and where the value stands if it does.
  fileprivate var document: Document<FactField> {
    var object = statement.document
    object[.state] = .string(statement.kind.rawValue)
    object[.value] = PacketReference(statement.moment.position, "/value").json
    object[.verified] = .bool(isVerified)
    return object
  }
}

extension FactStatement {
  /// Who said it, when and where.
  fileprivate var document: Document<FactField> {
    var object: Document<FactField> = [
      .position: .int(moment.position.rawValue), .time: .string(moment.text(said)),
    ]
    object[.by] = source.by.map(JSONValue.string)
    object[.channel] = source.channel.map(JSONValue.string)
    object[.conversation] = source.conversation.map(JSONValue.string)
    return object
  }
}

/// The fields of a known fact, and of one statement about it.
///
/// `party` is whose it is, where that is not whom all is about. `values` are the statements that may have
/// the value, the last one first, where several may: whoever opens them knows which does. `flags` no fold
/// knows, but whoever answers: whether its time is only that of recording.
public enum FactField: String, DocumentField {
  case by, channel, confirmed, conversation, flags, key, markedStale, party, position, stale, state
  case time, value, values, verified
}
