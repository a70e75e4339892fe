public import InteractionModel

extension CaseState: SelectiveState {
  /// Fields of the row of the case.
  public func fields(
    _ names: Set<String>?, of key: String, in table: Table, _ context: RowContext
  ) -> JSONObject? {
    guard key == context.key, counts.events > 0 || context.mergedInto != nil else { return nil }
    return CaseView(self, context).document(only: names).object
  }

  /// The row of the case.
  /// - Parameter context: which case it is and whom parties belong to.
  /// - Returns: one row; none when no record was taken and the case was not merged.
  public func rows(_ context: RowContext) -> [Row] {
    guard counts.events > 0 || context.mergedInto != nil else { return [] }
    let view = CaseView(self, context)
    return [
      Row(table: CaseState.table.name, key: context.key, values: view.values)
    ]
  }
}

/// A case as users see it.
private struct CaseView {
  let state: CaseState
  let context: RowContext
  let stated: StatedCase

  init(_ state: CaseState, _ context: RowContext) {
    self.state = state
    self.context = context
    stated = state.statedCase(of: context.key)
  }

  /// The values, in the order of the table's columns.
  var values: [ColumnValue] {
    [
      .text(status),
      ColumnValue(department),
      ColumnValue(stated.owner.value),
      ColumnValue(stated.queue.value),
      ColumnValue(stated.priority.value),
      ColumnValue(stated.dueTime),
      ColumnValue(stated.service.value),
      ColumnValue(stated.opened.saidTime),
      ColumnValue(stated.opened.moment?.sortable),
      ColumnValue(state.lastTouch.moment?.sortable),
      .text(state.channels.json.canonicalText),
      ColumnValue(stated.slaState),
      .integer(stated.reopens),
      .integer(state.counts.events),
      ColumnValue(onTime),
      ColumnValue(context.mergedInto),
      .text(document().json.canonicalText),
    ]
  }

  private var status: String {
    if state.counts.events == 0 { return "merged" }
    return stated.status.value ?? "open"
  }

  private var department: String? { stated.department.value ?? stated.envelopeDepartment.value }

  private var onTime: String? { stated.resolutions.last { $0.onTime != nil }?.onTime }

  private var flags: StringSet {
    var flags = state.flags
    for flag in stated.flags { flags.insert(flag.rawValue) }
    return flags
  }

  /// The whole state, or some fields of it; what is not known is left out.
  func document(only names: Set<String>? = nil) -> Document<CaseField> {
    var object = Document<CaseField>()
    func show(_ field: CaseField, _ value: @autoclosure () -> JSONValue?) {
      guard names?.contains(field.rawValue) ?? true, let value = value() else { return }
      object[field] = value
    }
    func show(_ field: CaseField, _ text: @autoclosure () -> String?) {
      show(field, text().map(JSONValue.string))
    }
    show(.agents, state.agents.json)
    show(.channels, state.channels.json)
    if status == "closed" { show(.closed, stated.ended?.saidTime) }
    show(.conversations, state.conversations.json)
    show(.counts, state.counts.document(transfers: state.transfers.count).json)
    show(.department, department)
    show(.departments, state.departments.json)
    show(.due, stated.dueTime)
    show(.firstContact, state.firstContact.saidTime)
    show(.firstResponse, state.firstResponse.saidTime)
    show(.flags, flags.json)
    show(.lastTouch, state.lastTouch.saidTime)
    show(.mergedCases, mergedCases)
    show(.mergedInto, context.mergedInto)
    show(.onTime, onTime)
    show(.opened, stated.opened.saidTime)
    show(.owner, stated.owner.value)
    show(.participants, StringSet(state.parties.elements.map(context.partyRoot)).json)
    show(.priority, stated.priority.value)
    show(.queue, stated.queue.value)
    show(.reopens, .int(stated.reopens))
    show(.resolutions, .array(stated.resolutions.map(\.document)))
    show(.service, stated.service.value)
    show(.sla, .object(JSONObject(stated.clocks.map { ($0.name, $0.document) })))
    show(.slaState, stated.slaState)
    show(.status, .string(status))
    show(.transfers, .array(transfers.map(\.document)))
    return object
  }

  /// The other cases that were merged into this one; nil when there are none.
  private var mergedCases: JSONValue? {
    let merged = state.mergedCases.elements.filter { !$0.isEmpty && $0 != context.key }
    // A literal `nil` would be JSON's null.
    guard !merged.isEmpty else { return Optional.none }
    return merged.json
  }

  /// The chain, by the time of each transfer's first record.
  private var transfers: [TransferLeg] {
    state.transfers.sorted { left, right in
      guard let first = left.first.moment, let second = right.first.moment else { return false }
      return first < second
    }
  }
}

extension Resolution {
  fileprivate var document: JSONValue {
    var object: Document<ResolutionField> = [.position: .int(moment.position.rawValue)]
    object.put(.onTime, onTime)
    object.put(.resolution, code)
    object.put(.time, moment.text(said))
    return object.json
  }
}

extension SLAClock {
  fileprivate var document: JSONValue {
    var object = Document<ClockField>()
    object.put(.due, due.value)
    object.put(.since, since.saidTime)
    object.put(.state, state.value)
    return object.json
  }
}

extension TransferLeg {
  fileprivate var document: JSONValue {
    var object: Document<TransferField> = [
      .from: from.document.json,
      .id: .string(id),
      .to: to.document.json,
    ]
    object.put(.kind, kind.value)
    object.put(.outcome, outcome.value)
    object.put(.outcomeReason, outcomeReason.value)
    object.put(.position, first.moment?.position.rawValue)
    object.put(.reason, reason.value)
    object.put(.time, first.saidTime)
    return object.json
  }
}

extension TransferLeg.End {
  /// One end as users see it; what is not known is left out.
  var document: Document<TransferEndField> {
    var object = Document<TransferEndField>()
    object.put(.agent, agent.value)
    object.put(.case, self.case.value)
    object.put(.channel, channel.value)
    object.put(.department, department.value)
    object.put(.queue, queue.value)
    return object
  }
}
