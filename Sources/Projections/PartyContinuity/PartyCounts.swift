internal import InteractionModel

/// How often what happened with a party.
struct PartyCounts: Sendable, Hashable {
  var events: Int64 = 0
  var messagesReceived: Int64 = 0
  var messagesSent: Int64 = 0
  var contactsAnswered: Int64 = 0
  var contactsAbandoned: Int64 = 0
  var transfers: Int64 = 0
  /// Records of a type that the catalogue does not know.
  var unknown: Int64 = 0

  /// Counts a record of a known type.
  mutating func take(_ event: CaseEvent) {
    switch event {
    case .messageReceived: messagesReceived += 1
    case .messageSent: messagesSent += 1
    case .contactAnswered: contactsAnswered += 1
    case .contactAbandoned: contactsAbandoned += 1
    case .transferRequested: transfers += 1
    default: break
    }
  }

  /// The counts as users see them.
  var document: JSONObject {
    [
      "contactsAbandoned": .int(contactsAbandoned), "contactsAnswered": .int(contactsAnswered),
      "events": .int(events), "messagesReceived": .int(messagesReceived),
      "messagesSent": .int(messagesSent), "transfers": .int(transfers), "unknown": .int(unknown),
    ]
  }
}

extension PartyCounts: FoldCodable {
  func encode(into state: inout StateWriter) {
    state.write(events)
    state.write(messagesReceived)
    state.write(messagesSent)
    state.write(contactsAnswered)
    state.write(contactsAbandoned)
    state.write(transfers)
    state.write(unknown)
  }

  init(from state: inout StateReader) throws(StateDecodingError) {
    self.init()
    try state.read(&events)
    try state.read(&messagesReceived)
    try state.read(&messagesSent)
    try state.read(&contactsAnswered)
    try state.read(&contactsAbandoned)
    try state.read(&transfers)
    try state.read(&unknown)
  }
}
