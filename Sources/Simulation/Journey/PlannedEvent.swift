internal import InteractionModel

/// An event that will happen, and what is planted with it.
struct PlannedEvent: Sendable {
  /// When it happens, in milliseconds; ``NewEvent/occurred`` says the same.
  let time: Int64
  let event: NewEvent
  let kind: CatalogueType
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
  case channelRestart
  /// A conversation that could have been a restart, and is linked as it begins.
  case couldRestart
  /// The same, linked after its end.
  case couldRestartLate
  /// A conversation of a case that could not have been a restart, linked as it begins.
  case timelyLink
  /// The same, linked after its end.
  case untimelyLink
  /// The link that is made after the end.
  case lateLink
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
