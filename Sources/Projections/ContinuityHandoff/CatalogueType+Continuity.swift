internal import InteractionModel

// What a type of event means to the hand-offs of a matter.

extension CatalogueType {
  /// The step of a hand-off that it is; nil when it is none.
  var step: HandoffStep.Kind? {
    switch self {
    case .transferRequested: .requested
    case .transferAccepted: .accepted
    case .transferRejected: .rejected
    case .transferCompleted: .completed
    case .transferFailed: .failed
    case .handoffPrepared: .prepared
    case .handoffViewed: .viewed
    case .handoffAcknowledged: .acknowledged
    case .handoffContextMissing: .contextMissing
    case .handoffReturned: .returned
    default: nil
    }
  }

  /// Whether it may come long after the conversation that it names: its time is not that of the
  /// conversation.
  var isAfterwards: Bool {
    self == .conversationLinked || self == .conversationUnlinked || self == .transcriptAdded
  }
}
