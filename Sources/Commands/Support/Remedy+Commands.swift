internal import InteractionModel

extension Error {
  /// What happened, to what, and by which command it is mended.
  var said: String { Diagnosis(of: self).sentence.said }
}

extension Remedy {
  /// The words, with the commands that they mean.
  var said: String { said(by: \.command) }
}

extension Remedy.Task {
  /// The command, or the option of one.
  var command: String {
    switch self {
    case .initialize: "`throughline init`"
    case .verify: "`throughline verify`"
    case .verifyOpening: "`throughline verify --open`"
    case .project: "`throughline project`"
    case .rebuild(let projection): "`throughline rebuild \(projection)`"
    case .rollBackStale(let projection):
      "`throughline generation rollback \(projection) --stale`"
    case .replay: "`throughline replay`"
    case .quarantine: "`throughline quarantine`"
    case .listHolds: "`throughline hold list`"
    case .list(.findings): "`throughline handoff list --finding KIND`"
    case .list(let listed): "`throughline \(listed.group) list`"
    case .explainHandoff: "`throughline handoff explain`"
    case .askOccurred: "--as-of occurred:T"
    case .askKnown: "--known"
    case .releaseHold: "`throughline hold release`"
    case .showErasure(let erasure): "`throughline erasure show \(erasure)`"
    case .startAfter: "--after"
    case .acceptClock: "--accept-clock"
    case .startEpoch: "`throughline key start-epoch`"
    case .acceptLoss: "--lost-for-good"
    case .giveMapping: "--mapping FILE"
    }
  }
}

extension Remedy.Task.Listed {
  /// The group of commands that has the list.
  fileprivate var group: String {
    switch self {
    case .cases: "case"
    case .conversations: "conversation"
    case .parties: "party"
    case .responses: "response"
    case .handoffs, .findings: "handoff"
    case .erasures: "erasure"
    }
  }
}
