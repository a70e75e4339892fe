internal import InteractionModel

extension CaseState {
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
  let matter: Matter

  init(_ state: CaseState, _ context: RowContext) {
    self.state = state
    self.context = context
    matter = state.matter(of: context.key)
  }

  /// The values, in the order of the table's columns.
  var values: [ColumnValue] {
    [
      .text(status),
      ColumnValue(department),
      ColumnValue(matter.owner.value),
      ColumnValue(matter.queue.value),
      ColumnValue(matter.priority.value),
      ColumnValue(matter.due.value),
      ColumnValue(matter.service.value),
      ColumnValue(matter.opened.saidTime),
      ColumnValue(matter.opened.moment?.sortable),
      ColumnValue(state.lastTouch.moment?.sortable),
      .text(state.channels.json.canonicalText),
      ColumnValue(matter.slaState),
      .integer(matter.reopens),
      .integer(state.counts.events),
      ColumnValue(onTime),
      ColumnValue(context.mergedInto),
      .text(JSONValue.object(document).canonicalText),
    ]
  }

  private var status: String {
    if state.counts.events == 0 { return "merged" }
    return matter.status.value ?? "open"
  }

  private var department: String? { matter.department.value ?? matter.envelopeDepartment.value }

  private var onTime: String? { matter.resolutions.last { $0.onTime != nil }?.onTime }

  private var flags: StringSet {
    var flags = state.flags
    if matter.endsBeforeItOpens { flags.insert("closed_before_opened") }
    return flags
  }

  /// The whole state; what is not known is left out.
  private var document: JSONObject {
    var object: JSONObject = [
      "agents": state.agents.json,
      "channels": state.channels.json,
      "conversations": state.conversations.json,
      "counts": .object(state.counts.document(transfers: state.transfers.count)),
      "departments": state.departments.json,
      "flags": flags.json,
      "participants": StringSet(state.parties.elements.map(context.partyRoot)).json,
      "reopens": .int(matter.reopens),
      "resolutions": .array(matter.resolutions.map(\.document)),
      "sla": .object(JSONObject(matter.clocks.map { ($0.name, $0.document) })),
      "status": .string(status),
      "transfers": .array(transfers.map(\.document)),
    ]
    if status == "closed" { object.show("closed", matter.ended.saidTime) }
    object.show("department", department)
    object.show("due", matter.due.value)
    object.show("firstContact", state.firstContact.saidTime)
    object.show("firstResponse", state.firstResponse.saidTime)
    object.show("lastTouch", state.lastTouch.saidTime)
    object.show("mergedInto", context.mergedInto)
    object.show("onTime", onTime)
    object.show("opened", matter.opened.saidTime)
    object.show("owner", matter.owner.value)
    object.show("priority", matter.priority.value)
    object.show("queue", matter.queue.value)
    object.show("service", matter.service.value)
    object.show("slaState", matter.slaState)
    let merged = state.mergedCases.elements.filter { !$0.isEmpty && $0 != context.key }
    if !merged.isEmpty { object["mergedCases"] = merged.json }
    return object
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
    var object: JSONObject = ["position": .int(moment.position.rawValue)]
    object.show("onTime", onTime)
    object.show("resolution", code)
    object.show("time", moment.text(said))
    return .object(object)
  }
}

extension SLAClock {
  fileprivate var document: JSONValue {
    var object = JSONObject()
    object.show("due", due.value)
    object.show("state", state.value)
    return .object(object)
  }
}

extension TransferLeg {
  fileprivate var document: JSONValue {
    var object: JSONObject = [
      "from": from.document,
      "id": .string(id),
      "to": to.document,
    ]
    object.show("kind", kind.value)
    object.show("outcome", outcome.value)
    if let position = first.moment?.position { object["position"] = .int(position.rawValue) }
    object.show("reason", reason.value)
    object.show("time", first.saidTime)
    return .object(object)
  }
}

extension TransferLeg.End {
  fileprivate var document: JSONValue {
    var object = JSONObject()
    object.show("agent", agent.value)
    object.show("case", self.case.value)
    object.show("channel", channel.value)
    object.show("department", department.value)
    object.show("queue", queue.value)
    return .object(object)
  }
}

extension JSONObject {
  /// Sets a member that is known.
  fileprivate mutating func show(_ member: String, _ value: String?) {
    if let value { self[member] = .string(value) }
  }
}
