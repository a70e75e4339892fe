internal import InteractionModel

/// One stage of a journey: what happens in one go, a few events long.
///
/// Stages are planned when a journey starts and performed one after the other when their time
/// comes, so that a journey in flight holds only the events of its present stage.
indirect enum Stage: Sendable {
  /// What the party does or finds when somebody helps themselves.
  enum SelfServiceOutcome: Sendable {
    case submitted
    case paid
    case failed
  }

  /// How a transfer is done.
  enum TransferKind: String, Sendable {
    case blind
    case warm
    case consult
    case channel
    case department
    case assistantToHuman = "assistant_to_human"
  }

  /// How an attempt to call back ends.
  enum CallbackOutcome: Sendable {
    case reached
    case noAnswer
    /// Nobody calls before it is due.
    case forgotten
  }

  /// Minutes pass; then, if asked for, the department must be open.
  case wait(ClosedRange<Int>, office: Bool)

  case begin(Channel, Direction)
  /// The person is known under another party id in the conversation that begins.
  case beginAsStranger(Channel)
  case selfService(SelfServiceOutcome)
  /// A visit to a kiosk; somebody helps, or nobody needs to.
  case kiosk(helped: Bool)
  case ivr(abandoned: Bool)
  case assistant(contained: Bool)
  /// The contact waits in a queue until an agent takes it; when nobody is there, it waits for a
  /// call back or the morning.
  case answer
  /// A contact that waits is offered to whoever is free.
  case queued
  /// A chat that was left goes on.
  case resume
  /// That many messages to and fro; a note where nothing is written down.
  case exchange(Int)
  /// Somebody came along to help: an interpreter or a relative.
  case helper
  case ask(FactKey)
  /// A post that everybody can read, and a short answer.
  case post
  /// That many text messages about the progress.
  case updates(Int)
  case transfer(TransferKind, to: Int, channel: Channel)
  case end
  case survey

  case openCase
  case assign
  case pend
  case escalate
  case promiseCallback
  case waitForCallback
  case callback(CallbackOutcome)
  case resolve
  case close
  case reopen

  case link
  case mergeCase
  case splitCase
  case closeSplit
  case mergeParty
  case unmergeParty

  /// The city writes first, unless it may not.
  case outreach(Campaign)
  case optOut
  /// A chat is offered because a payment failed: what follows when it is taken, and when not.
  case offerChat(taken: [Stage], declined: [Stage])
}

/// Why the city writes first.
enum Campaign: String, Sendable {
  case paymentHelp = "payment-help"
  case reminder = "service-reminder"
  case breachNotice = "breach-notice"

  /// A law asks for it: neither caps nor wishes hold it back.
  var isRequiredByLaw: Bool { self == .breachNotice }

  /// On what ground the city may write to somebody who asked for it, or did not.
  func basis(hasConsented: Bool) -> String {
    switch self {
    case .paymentHelp: "service"
    case .reminder: hasConsented ? "consent" : "service"
    case .breachNotice: "legal_obligation"
    }
  }
}
