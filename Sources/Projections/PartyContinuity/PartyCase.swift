internal import InteractionModel

/// A case whose own records name the party.
struct PartyCase: FieldwiseCodable, Sendable, Hashable {
  var id = ""
  /// When it was opened; the value is the time as the source said it.
  var opened = Earliest<String>()
  var service = Latest<String>()
  /// What it is about, when that was coded in the case itself.
  var issue = Latest<String>()
  /// `open`, `pended`, `resolved` or `closed`.
  var status = Latest<String>()
  /// When it was resolved, closed and reopened, by (effective time, position).
  var outcomes: [PartyOutcome] = []

  /// Takes a record of the case's own stream.
  mutating func apply(_ event: CatalogueType, _ record: Record) throws(FoldError) {
    let moment = Moment(record)
    switch event {
    case .issueCoded: issue.take(try record.text("issue"), at: moment)
    case .caseOpened:
      opened.take(record.said, at: moment)
      service.take(try record.text("service"), at: moment)
      status.take("open", at: Moment(record, isInitial: true))
    case .casePended: status.take("pended", at: moment)
    case .caseReopened:
      status.take("open", at: moment)
      outcomes.take(PartyOutcome(moment: moment, isResolved: false))
    case .caseResolved, .caseClosed:
      if event == .caseClosed {
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

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&id, &opened, &service, &status)
    try fields(&outcomes, &issue)
  }
}
