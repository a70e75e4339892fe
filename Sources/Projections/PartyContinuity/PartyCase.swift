internal import InteractionModel

/// A case whose own records name the party.
struct PartyCase: Sendable, Hashable {
  var id: String
  /// When it was opened; the value is the time as the source said it.
  var opened = Earliest<String>()
  var service = Latest<String>()
  /// What it is about, when that was coded in the case itself.
  var issue = Latest<String>()
  /// `open`, `pended`, `resolved` or `closed`.
  var status = Latest<String>()
  /// When it was resolved, closed and reopened, by (effective time, position).
  var outcomes: [PartyOutcome] = []

  init(id: String) {
    self.id = id
  }

  /// Takes a record of the case's own stream.
  mutating func apply(_ event: CaseEvent, _ record: Record) throws(FoldError) {
    let moment = Moment(record)
    if record.type == .issueCoded { issue.take(try record.text("issue"), at: moment) }
    switch event {
    case .opened:
      opened.take(record.said, at: moment)
      service.take(try record.text("service"), at: moment)
      status.take("open", at: Moment(record, isInitial: true))
    case .pended: status.take("pended", at: moment)
    case .reopened:
      status.take("open", at: moment)
      outcomes.take(PartyOutcome(moment: moment, isResolved: false))
    case .resolved, .closed:
      if case .closed = event {
        status.take("closed", at: moment)
      } else {
        status.take("resolved", at: moment)
      }
      // A duplicate is closed without its matter being settled.
      let code = try record.text("resolution")
      if code != "duplicate", code != "merged" {
        outcomes.take(PartyOutcome(moment: moment, isResolved: true))
      }
    default: break
    }
  }
}

extension PartyCase: FoldCodable {
  func encode(into state: inout StateWriter) {
    state.write(id)
    state.write(opened)
    state.write(service)
    state.write(status)
    state.write(outcomes)
    state.write(issue)
  }

  init(from state: inout StateReader) throws(StateDecodingError) {
    self.init(id: try state.read())
    try state.read(&opened)
    try state.read(&service)
    try state.read(&status)
    try state.read(&outcomes)
    try state.read(&issue)
  }
}
