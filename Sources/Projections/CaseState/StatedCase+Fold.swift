internal import InteractionModel

extension StatedCase {
  /// Takes an event about the case or one of its SLA clocks; others say nothing here.
  mutating func apply(_ event: CatalogueType, _ record: Record) throws(FoldError) {
    let moment = Moment(record)
    switch event {
    case .slaStarted:
      let due = try record.text("due")
      try setClock(record, "running") { $0.due.take(due, at: moment) }
      return
    case .slaPaused: return try setClock(record, "paused")
    case .slaMet: return try setClock(record, "met")
    case .slaBreached: return try setClock(record, "breached")
    default: envelopeDepartment.take(record.department, at: moment)
    }
    switch event {
    case .caseOpened:
      let initial = Moment(record, isInitial: true)
      // Said again by who corrects it, it was not opened when they said before.
      if record.causation == openedBy { opened = Earliest() }
      opened.take(record.said, at: moment)
      if opened.moment == moment { openedBy = record.id }
      status.take(try record.text("status") ?? "open", at: initial)
      try assign(record, at: initial)
      priority.take(try record.text("priority"), at: initial)
      due.take(try record.text("due"), at: initial)
      service.take(try record.text("service"), at: initial)
    case .caseAssigned: try assign(record, at: moment)
    case .caseEscalated:
      try assign(record, at: moment)
      priority.take(try record.text("priority"), at: moment)
    case .caseDueChanged: due.take(try record.text("due") ?? "", at: moment)
    case .casePended: status.take("pended", at: moment)
    case .caseReopened:
      status.take("open", at: moment)
      add(CaseTurn(moment: moment, status: "open", id: record.id, said: record.said))
    case .caseResolved: try end("resolved", record, at: moment)
    case .caseClosed: try end("closed", record, at: moment)
    default: break
    }
  }

  private mutating func assign(_ record: Record, at moment: Moment) throws(FoldError) {
    department.take(try record.text("department"), at: moment)
    owner.take(try record.text("owner"), at: moment)
    queue.take(try record.text("queue"), at: moment)
  }

  /// A closing that names a closing of the same case as its cause corrects it, as does a resolution:
  /// the case did not end when that one says.
  ///
  /// A closing is a resolution of its own only when it says how the matter was resolved: many
  /// sources know no other end of a case.
  private mutating func end(
    _ value: String, _ record: Record, at moment: Moment
  ) throws(FoldError) {
    let resolution = Resolution(
      moment: moment, said: record.said, code: try record.text("resolution"),
      onTime: try record.text("onTime"))
    if let cause = record.causation { forget(cause, that: value) }
    status.take(value, at: moment)
    add(CaseTurn(moment: moment, status: value, id: record.id, said: record.said))
    if value == "resolved" || resolution.code != nil || resolution.onTime != nil {
      add(resolution)
    }
  }

  /// Forgets that the case had some status from when a record said so, which another corrects.
  private mutating func forget(_ record: EventID, that value: String) {
    guard let place = turns.firstIndex(where: { $0.id == record && $0.status == value }) else {
      return
    }
    // By its place alone: of a day each list has its own time.
    let corrected = turns.remove(at: place).moment.position
    resolutions.removeAll { $0.moment.position == corrected }
    if status.moment?.position == corrected { status = Latest() }
  }

  private mutating func setClock(
    _ record: Record, _ state: String, _ change: (inout SLAClock) -> Void = { _ in }
  ) throws(FoldError) {
    let name = try record.text("clock") ?? "default"
    withClock(name) { clock in
      clock.state.take(state, at: Moment(record))
      clock.since.take(record.said, at: Moment(record))
      change(&clock)
    }
  }
}
