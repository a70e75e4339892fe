internal import InteractionModel

/// Which fields of a conversation a record can have changed.
///
/// What is attached and which responses were used depends on whether an entry is a doubled delivery
/// and whether it was redacted, which records anywhere in the log decide: those that bear on one
/// entry have its id or the source's item in common with it.
struct TranscriptTrace: FieldTrace {
  /// Deliveries of one item.
  private struct Deliveries {
    var bearAttachments = false
    var bearResponse = false
  }

  private var marks = FieldMarks()
  private var legs: [String: JSONValue] = [:]
  private var deliveries: [String: Deliveries] = [:]
  /// The item of each entry, by the id of its record.
  private var items: [EventID: String] = [:]

  init(key: String) {}

  mutating func fields(changedBy record: Record, in state: Transcript) -> [String] {
    var fields = marks.changed(TranscriptTrace.marks(of: state))
    guard let event = ArchiveEvent(record.type.rawValue), event != .governance else {
      return fields
    }
    if event.isShown { fields += take(record) }
    switch event {
    case .redacted:
      if bearsAttachments(record.body["message"]?.string) { fields.append("attachments") }
    case .responseUsed: fields.append("responses")
    case .linked, .unlinked: fields.append("links")
    case .coded: fields.append("issues")
    case .disposition: fields += ["issues"] + leg(of: record, in: state)
    case .answered, .abandoned, .legWork, .wrappedUp, .waiting, .disconnected:
      fields += leg(of: record, in: state)
    default: break
    }
    return fields
  }

  /// Takes an entry in.
  private mutating func take(_ record: Record) -> [String] {
    let body = record.body
    // Only deliveries of one type and one item are the same; an entry without one is alone.
    let item = body["item"]?.string.map { "\(record.type.rawValue) \($0)" } ?? " \(record.id)"
    items[record.id] = item
    var all = deliveries[item] ?? Deliveries()
    if body["attachments"]?.array?.isEmpty == false || body["attachment"] != nil {
      all.bearAttachments = true
    }
    if body["response"] != nil { all.bearResponse = true }
    deliveries[item] = all
    return (all.bearAttachments ? ["attachments"] : []) + (all.bearResponse ? ["responses"] : [])
  }

  /// Whether something is attached to what a redaction names; what is not there yet comes with it.
  private func bearsAttachments(_ target: String?) -> Bool {
    guard let item = target.flatMap({ EventID($0) }).flatMap({ items[$0] }) else { return false }
    return deliveries[item]?.bearAttachments == true
  }

  private mutating func leg(of record: Record, in state: Transcript) -> [String] {
    let id = record.body["contact"]?.string ?? ""
    let leg = state.legs.last { $0.id == id }?.document
    guard legs[id] != leg else { return [] }
    legs[id] = leg
    return ["contacts"]
  }

  private static func marks(of state: Transcript) -> [(field: String, mark: JSONValue)] {
    let ending = state.ending.value
    let isOver = ending?.isOver == true
    let outcome = JSONValue.array([.bool(isOver), .mark(ending?.outcome)])
    let ended = isOver ? state.ending.moment.map { $0.text(ending?.said ?? "") } : nil
    let disposition = state.disposition.value
    // Sets only grow, so that their size says whether they did.
    return [
      ("case", .mark(state.saidCase.value)),
      ("caseSince", .mark(state.saidCase.value)),
      ("channel", .mark([state.firstChannel.value, state.channels.first])),
      ("channels", .mark(state.channels.elements.count)),
      ("counts", .int(state.events)),
      ("department", .mark(state.department.value)),
      ("departments", .mark(state.departments.elements.count)),
      ("direction", .mark(state.direction.value)),
      (
        "disposition",
        .mark([
          state.disposition.moment?.position.description, disposition?.said, disposition?.outcome,
          disposition?.issue,
        ])
      ),
      ("ended", .mark(ended)),
      ("flags", .mark(state.flags.elements.count)),
      ("language", .mark(state.language.value)),
      ("last", .mark(state.lastTouch.saidTime)),
      ("outcome", outcome),
      (
        "participants",
        .mark(
          state.agents.elements.count, state.others.elements.count, state.parties.elements.count)
      ),
      ("started", .mark(state.started.saidTime ?? state.firstTouch.saidTime)),
      ("status", .array([.mark(state.activity.value), outcome])),
    ]
  }
}
