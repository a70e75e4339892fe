internal import InteractionModel

/// An event that will happen, and what is planted with it.
struct PlannedEvent: Sendable {
  /// When it happens, in milliseconds; ``NewEvent/occurred`` says the same.
  let time: Int64
  let event: NewEvent
  let kind: EventKind
  let plant: Plant
  /// Whether people's words, or a machine's to people, stand in it.
  let hasWords: Bool
}

/// What was done on purpose with an event, so that it can be counted and found.
enum Plant: UInt8, CaseIterable, Sendable {
  case none
  /// A question for a fact that the case has, by somebody who could have seen it.
  case repeatAsk
  /// The same by somebody to whom the case was not known.
  case blindRepeatAsk
  /// A fact that the case has was asked about and only confirmed.
  case confirmed
  /// A conversation that could have been a restart, and is none.
  case couldRestart
  case channelRestart
  case lateLink
  /// A conversation of a case, linked as it began.
  case timelyLink
  case wrongLink
  case blindTransfer
  case warmTransfer
  case consultTransfer
  case channelTransfer
  case departmentTransfer
  case assistantTransfer
  /// The first failure of a payment.
  case failedPayment
  case chatOffer
  case chatOfferTaken
  case callbackKept
  case capped
  case optedOut
  case optOut
  case breachNotice
  case voicemail
  /// A contact at an hour at which nobody is there.
  case closed
  case helper
  case spanish
}
