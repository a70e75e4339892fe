internal import InteractionModel

/// Which fields of a conversation a record can have changed.
struct TranscriptTrace: FieldTrace {
  private var marks = FieldMarks<ConversationField>()
  private var legs: [String: JSONValue] = [:]

  init(key: String) {}

  mutating func fields(changedBy record: Record, in state: Transcript) -> [ConversationField] {
    var fields = marks.changed(TranscriptTrace.marks(of: state))
    guard let event = ArchiveEvent(record.type), event != .governance else {
      return fields
    }
    switch event {
    case .linked, .unlinked: fields.append(.links)
    case .coded: fields.append(.issues)
    case .disposition: fields += [.issues] + leg(of: record, in: state)
    case .answered, .abandoned, .legWork, .wrappedUp, .waiting, .disconnected:
      fields += leg(of: record, in: state)
    default: break
    }
    return fields
  }

  private mutating func leg(of record: Record, in state: Transcript) -> [ConversationField] {
    let id = record.body["contact"]?.string ?? ""
    let leg = state.legs.last { $0.id == id }?.document
    guard legs[id] != leg else { return [] }
    legs[id] = leg
    return [.contacts]
  }

  private static func marks(of state: Transcript) -> [(field: ConversationField, mark: JSONValue)] {
    let ending = state.ending.value
    let isOver = ending?.isOver == true
    let outcome = JSONValue.array([.bool(isOver), .mark(ending?.outcome)])
    let ended = isOver ? state.ending.moment.map { $0.text(ending?.said ?? "") } : nil
    let disposition = state.disposition.value
    // Sets only grow, so that their size says whether they did.
    return [
      (.case, .mark(state.saidCase.value)),
      (.caseSince, .mark(state.saidCase.value)),
      (.channel, .mark([state.firstChannel.value, state.channels.first])),
      (.channels, .mark(state.channels.elements.count)),
      (.counts, .int(state.events)),
      (.department, .mark(state.department.value)),
      (.departments, .mark(state.departments.elements.count)),
      (.direction, .mark(state.direction.value)),
      (
        .disposition,
        .mark([
          state.disposition.moment?.position.description, disposition?.said, disposition?.outcome,
          disposition?.issue,
        ])
      ),
      (.ended, .mark(ended)),
      (.flags, .mark(state.flags.elements.count)),
      (.language, .mark(state.language.value)),
      (.last, .mark(state.lastTouch.saidTime)),
      (.outcome, outcome),
      (
        .participants,
        .mark(
          state.agents.elements.count, state.others.elements.count, state.parties.elements.count)
      ),
      (.started, .mark(state.started.saidTime ?? state.firstTouch.saidTime)),
      (.status, .array([.mark(state.activity.value), outcome])),
    ]
  }
}
