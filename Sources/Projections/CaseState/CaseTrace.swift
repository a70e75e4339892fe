package import InteractionModel

/// Which fields of a case a record can have changed.
///
/// Sets only grow, so that their size says whether they did.
package struct CaseTrace: FieldTrace {
  private let key: String
  private var touches = FieldMarks<CaseField>()
  private var statedCases = FieldMarks<CaseField>()

  /// A trace from before the first record.
  package init(key: String) {
    self.key = key
  }

  /// The fields that a record can have changed.
  package mutating func fields(changedBy record: Record, in state: CaseState) -> [CaseField] {
    var fields = touches.changed([
      (.agents, .mark(state.agents.elements.count)),
      (.channels, .mark(state.channels.elements.count)),
      (.conversations, .mark(state.conversations.elements.count)),
      (.counts, .int(state.counts.events)),
      (.departments, .mark(state.departments.elements.count)),
      (.firstContact, .mark(state.firstContact.saidTime)),
      (.firstResponse, .mark(state.firstResponse.saidTime)),
      (.flags, .mark(state.flags.elements.count)),
      (.lastTouch, .mark(state.lastTouch.saidTime)),
      (.mergedCases, .mark(state.mergedCases.elements.count)),
      (.participants, .mark(state.parties.elements.count)),
    ])
    switch record.type.group {
    case "transfer": fields.append(.transfers)
    // No other record changes what is said about the case itself.
    case "case", "sla":
      for field in statedCases.changed(marks(of: state)) where !fields.contains(field) {
        fields.append(field)
      }
    default: break
    }
    return fields
  }

  private func marks(of state: CaseState) -> [(field: CaseField, mark: JSONValue)] {
    let stated = state.statedCase(of: key)
    let isOwn = state.statedCases.contains { $0.id == key || $0.id.isEmpty }
    let status = stated.status.value ?? "open"
    let clocks = stated.clocks.map {
      JSONValue.mark([$0.name, $0.state.value, $0.due.value, $0.since.saidTime])
    }
    // Each is added once and stays; which of them count depends on whether there are own ones.
    let resolutions = JSONValue.mark(isOwn ? 1 : 0, stated.resolutions.count)
    return [
      (.closed, .mark([status, stated.ended?.saidTime])),
      (.department, .mark(stated.department.value ?? stated.envelopeDepartment.value)),
      (.due, .mark(stated.dueTime)),
      (.flags, .mark(stated.flags.map(\.rawValue))),
      (.onTime, resolutions),
      (.opened, .mark(stated.opened.saidTime)),
      (.owner, .mark(stated.owner.value)),
      (.priority, .mark(stated.priority.value)),
      (.queue, .mark(stated.queue.value)),
      (.reopens, .int(stated.reopens)),
      (.resolutions, resolutions),
      (.service, .mark(stated.service.value)),
      (.sla, .array(clocks)),
      (.slaState, .array(clocks)),
      (.status, .string(status)),
    ]
  }
}
