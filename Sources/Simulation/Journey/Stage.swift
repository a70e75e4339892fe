internal import InteractionModel

/// One stage of a journey: what happens in one go, a few events long.
///
/// Stages are planned when a journey starts and performed one after the other when their time
/// comes, so that a journey in flight holds only the events of its present stage.
enum Stage: Sendable {
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
  case ivr(abandoned: Bool)
  case assistant(contained: Bool)
  /// The contact waits in a queue until an agent takes it.
  case answer
  /// That many messages to and fro; one note where people speak.
  case exchange(Int)
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
}
