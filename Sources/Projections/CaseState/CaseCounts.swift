internal import InteractionModel

/// How often what happened in a case.
struct CaseCounts: FieldwiseCodable, Sendable, Hashable {
  var events: Int64 = 0
  var messagesReceived: Int64 = 0
  var messagesSent: Int64 = 0
  var notes: Int64 = 0
  var contactsAnswered: Int64 = 0
  var contactsAbandoned: Int64 = 0
  var handoffs: Int64 = 0
  var callbacksPromised: Int64 = 0
  var callbacksKept: Int64 = 0
  var callbacksMissed: Int64 = 0
  var selfServiceFailures: Int64 = 0
  /// Records of a type that the catalogue does not know.
  var unknown: Int64 = 0

  /// The counts as users see them.
  /// - Parameter transfers: how many transfers there are, which is counted elsewhere.
  /// - Returns: a member for each count.
  func document(transfers: Int) -> Document<CaseCountField> {
    [
      .callbacksKept: .int(callbacksKept), .callbacksMissed: .int(callbacksMissed),
      .callbacksPromised: .int(callbacksPromised), .contactsAbandoned: .int(contactsAbandoned),
      .contactsAnswered: .int(contactsAnswered), .events: .int(events), .handoffs: .int(handoffs),
      .messagesReceived: .int(messagesReceived), .messagesSent: .int(messagesSent),
      .notes: .int(notes), .selfServiceFailures: .int(selfServiceFailures),
      .transfers: .int(Int64(transfers)), .unknown: .int(unknown),
    ]
  }

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&events, &messagesReceived, &messagesSent, &notes)
    try fields(&contactsAnswered, &contactsAbandoned, &handoffs, &callbacksPromised)
    try fields(&callbacksKept, &callbacksMissed, &selfServiceFailures, &unknown)
  }
}
