extension Record {
  /// The message that the record edits or redacts; nil when it does neither, or does not say which.
  ///
  /// Records say so in any stream, before or after the message: whoever shows a message asks the log
  /// which amend it.
  public var amends: EventID? { type.message(amendedWith: body) }

  /// The event from which the record says to have taken a fact; nil when it states none, or does not
  /// say from what.
  public var factSource: EventID? {
    switch type {
    case .factProvided, .factConfirmed, .factCorrected: causation
    default: nil
    }
  }
}

extension EventType {
  /// The message that an event of this type and with some body edits or redacts: the event id that
  /// `message` of its body spells, in letters of either case.
  package func message(amendedWith body: JSONObject) -> EventID? {
    guard self == .messageEdited || self == .messageRedacted else { return nil }
    return body["message"]?.string.flatMap { EventID($0) }
  }
}
