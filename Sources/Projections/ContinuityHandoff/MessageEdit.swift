internal import InteractionModel

/// The last edition of a message: the record that has its text now.
struct MessageEdit: Sendable, Hashable {
  /// The event id of the message.
  let message: String
  /// The number of the edition; 0 when the source counts none.
  let edition: Int64
  /// When it was edited.
  let moment: Moment

  /// Whether it comes before another edit of the message: by edition, then by moment.
  func precedes(_ other: MessageEdit) -> Bool {
    edition != other.edition ? edition < other.edition : moment < other.moment
  }
}

extension MessageEdit: FoldCodable {
  var json: JSONValue { moment.json(followedBy: .string(message), .int(edition)) }

  init?(json: JSONValue) {
    guard let elements = json.array, elements.count == 4, let moment = Moment(elements),
      let message = elements[2].string, let edition = elements[3].int
    else { return nil }
    self.init(message: message, edition: edition, moment: moment)
  }
}
