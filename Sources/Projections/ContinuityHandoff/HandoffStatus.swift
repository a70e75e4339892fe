/// How far a hand-off has come.
package enum HandoffStatus: String, Sendable, Hashable, CaseIterable {
  case open, viewed, acknowledged, completed, rejected, failed, returned

  /// Whether somebody is still to take it over.
  package var isOpen: Bool { self == .open || self == .viewed }

  /// Whether it came to nothing, so that it may begin again.
  var isUndone: Bool { self == .rejected || self == .failed || self == .returned }

  /// What a step makes of it.
  ///
  /// Clocks disagree, so that a viewing may seem to come after the completion: nothing that went
  /// forward goes back but by a refusal, a failure or a return.
  mutating func take(_ step: HandoffStep.Kind) {
    switch step {
    case .requested, .contextMissing: break
    case .prepared, .accepted: if isUndone { self = .open }
    case .viewed: if self == .open { self = .viewed }
    case .acknowledged: if self != .completed { self = .acknowledged }
    case .completed: self = .completed
    case .rejected: self = .rejected
    case .failed: self = .failed
    case .returned: self = .returned
    }
  }
}
