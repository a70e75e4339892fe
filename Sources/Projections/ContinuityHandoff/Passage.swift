internal import InteractionModel

/// One conversation on the way of a matter.
struct Passage: Sendable, Hashable {
  let id: String
  /// The channel it began in, the agency's inner ones left out.
  var channel = Earliest<String>()
  /// All the channels it went through.
  var channels = StringSet()
  /// Its first record; the value is the time as the source said it.
  var first = Earliest<String>()
  /// Its last record; the value is the time as the source said it.
  var last = Latest<String>()
  /// How it ended, as the source said.
  var outcome = Latest<String>()

  init(id: String) {
    self.id = id
  }

  /// Whether all that is known of it happened within the agency.
  var isInternal: Bool { channels.elements == [Channel.internal.rawValue] }

  mutating func take(_ record: Record) {
    let moment = Moment(record)
    if let channel = record.channel {
      channels.insert(channel.rawValue)
      if channel != .internal { self.channel.take(channel.rawValue, at: moment) }
    }
    first.take(record.said, at: moment)
    last.take(record.said, at: moment)
  }
}

extension Passage: FoldCodable {
  var json: JSONValue {
    [.string(id), channel.json, channels.json, first.json, last.json, outcome.json]
  }

  init?(json: JSONValue) {
    guard let elements = json.array, elements.count == 6, let id = elements[0].string,
      let channel = Earliest<String>(json: elements[1]),
      let channels = StringSet(json: elements[2]),
      let first = Earliest<String>(json: elements[3]),
      let last = Latest<String>(json: elements[4]), let outcome = Latest<String>(json: elements[5])
    else { return nil }
    self.id = id
    self.channel = channel
    self.channels = channels
    self.first = first
    self.last = last
    self.outcome = outcome
  }
}
