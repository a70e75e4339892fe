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
    if record.type.rawValue == "issue.coded" { issue.take(try record.text("issue"), at: moment) }
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
  var json: JSONValue {
    [.string(id), opened.json, service.json, status.json, outcomes.json, issue.json]
  }

  init?(json: JSONValue) {
    guard let elements = json.array, elements.count == 6, let id = elements[0].string,
      let opened = Earliest<String>(json: elements[1]),
      let service = Latest<String>(json: elements[2]),
      let status = Latest<String>(json: elements[3]),
      let outcomes = [PartyOutcome](json: elements[4]),
      let issue = Latest<String>(json: elements[5])
    else { return nil }
    self.init(id: id)
    self.opened = opened
    self.service = service
    self.status = status
    self.outcomes = outcomes
    self.issue = issue
  }
}
