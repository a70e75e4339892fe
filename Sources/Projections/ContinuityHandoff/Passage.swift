internal import InteractionModel

/// One conversation on the way of a matter.
struct Passage: FieldwiseCodable, Sendable, Hashable {
  var id = ""
  /// The channel it began in, the agency's inner ones left out.
  var channel = Earliest<String>()
  /// All the channels it went through.
  var channels = StringSet()
  /// Its first record; the value is the time as the source said it.
  var first = Earliest<String>()
  /// Its last record; the value is the time as the source said it.
  var last = Latest<String>()
  /// The party that the first record names which names one.
  var party = Earliest<String>()
  /// How it ended, as the source said.
  var outcome = Latest<String>()

  /// Whether all that is known of it happened within the agency.
  var isInternal: Bool { channels.elements == [Channel.internal.rawValue] }

  mutating func take(_ record: Record) {
    let moment = Moment(record)
    if let channel = record.channel {
      channels.insert(channel.rawValue)
      if channel != .internal { self.channel.take(channel.rawValue, at: moment) }
    }
    party.take(record.party, at: moment)
    first.take(record.said, at: moment)
    last.take(record.said, at: moment)
  }

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&id, &channel, &channels, &first)
    try fields(&last, &outcome, &party)
  }
}
