internal import InteractionModel

/// How often what happened with a party.
struct PartyCounts: FieldwiseCodable, Sendable, Hashable {
  var events: Int64 = 0
  var messagesReceived: Int64 = 0
  var messagesSent: Int64 = 0
  var contactsAnswered: Int64 = 0
  var contactsAbandoned: Int64 = 0
  var transfers: Int64 = 0
  /// Records of a type that the catalogue does not know.
  var unknown: Int64 = 0

  /// Counts a record of a known type.
  mutating func take(_ event: CatalogueType) {
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
  var document: Document<PartyCountField> {
    [
      .contactsAbandoned: .int(contactsAbandoned), .contactsAnswered: .int(contactsAnswered),
      .events: .int(events), .messagesReceived: .int(messagesReceived),
      .messagesSent: .int(messagesSent), .transfers: .int(transfers), .unknown: .int(unknown),
    ]
  }

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&events, &messagesReceived, &messagesSent, &contactsAnswered)
    try fields(&contactsAbandoned, &transfers, &unknown)
  }
}
