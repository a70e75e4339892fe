internal import InteractionModel

/// How often what happened in a case.
struct CaseCounts: Sendable, Hashable {
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

  /// The counts by the name they are shown under.
  private var members: [(name: String, value: Int64)] {
    [
      ("events", events), ("messagesReceived", messagesReceived), ("messagesSent", messagesSent),
      ("notes", notes), ("contactsAnswered", contactsAnswered),
      ("contactsAbandoned", contactsAbandoned), ("handoffs", handoffs),
      ("callbacksPromised", callbacksPromised), ("callbacksKept", callbacksKept),
      ("callbacksMissed", callbacksMissed), ("selfServiceFailures", selfServiceFailures),
      ("unknown", unknown),
    ]
  }

  /// The counts as users see them.
  /// - Parameter transfers: how many transfers there are, which is counted elsewhere.
  /// - Returns: a member for each count.
  func document(transfers: Int) -> JSONObject {
    var object: JSONObject = ["transfers": .int(Int64(transfers))]
    for member in members { object[member.name] = .int(member.value) }
    return object
  }
}

extension CaseCounts: FieldwiseCodable {
  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&events, &messagesReceived, &messagesSent, &notes)
    try fields(&contactsAnswered, &contactsAbandoned, &handoffs, &callbacksPromised)
    try fields(&callbacksKept, &callbacksMissed, &selfServiceFailures, &unknown)
  }
}
