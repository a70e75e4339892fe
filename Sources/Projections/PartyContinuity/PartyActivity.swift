internal import InteractionModel

/// When a conversation was going on: stretches within which no two neighbouring records are more
/// than ``ContinuityPolicy/chainDays`` apart.
///
/// That is all that is needed to tell whether it was active within those days before a moment, and
/// one stretch is nearly always enough.
struct PartyActivity: FieldwiseCodable, Sendable, Hashable {
  /// One stretch.
  struct Stretch: Sendable, Hashable {
    var first = Moment.blank
    var last = Moment.blank
  }

  /// The stretches, the oldest first.
  private(set) var stretches: [Stretch] = []

  private static let reach = ContinuityPolicy.chainDays * 86_400_000_000

  private static func areNear(_ earlier: Moment, _ later: Moment) -> Bool {
    areNear(earlier.time, later.time)
  }

  /// Whether a time is no more than ``ContinuityPolicy/chainDays`` before another, or after it.
  static func areNear(_ earlier: Instant, _ later: Instant) -> Bool {
    later.microseconds - earlier.microseconds <= reach
  }

  /// The time of the latest record; nil when there is none.
  var last: Instant? { stretches.map(\.last.time).max() }

  /// Takes the moment of a record.
  mutating func take(_ moment: Moment) {
    let place = stretches.lastIndex { $0.first < moment }.map { $0 + 1 } ?? 0
    stretches.insert(Stretch(first: moment, last: moment), at: place)
    for place in [place, place - 1] where place >= 0 && place + 1 < stretches.count {
      guard PartyActivity.areNear(stretches[place].last, stretches[place + 1].first) else {
        continue
      }
      stretches[place].last = max(stretches[place].last, stretches[place + 1].last)
      stretches.remove(at: place + 1)
    }
  }

  /// The last record before a moment, when it is no more than ``ContinuityPolicy/chainDays`` ago.
  /// - Parameter moment: the start of another conversation.
  /// - Returns: the record's moment, or that of the first of the stretch when the conversation is
  ///   still going on; nil when it had not begun or has been quiet for longer.
  func recent(before moment: Moment) -> Moment? {
    guard let stretch = stretches.last(where: { $0.first < moment }) else { return nil }
    if moment < stretch.last { return stretch.first }
    return PartyActivity.areNear(stretch.last, moment) ? stretch.last : nil
  }

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&stretches)
  }
}

extension PartyActivity.Stretch: FieldwiseCodable {
  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&first, &last)
  }
}
