internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// Because of which records conversations are in a case, or are not any more: those that say so, and not
/// the first records of the conversations, which may have begun long before.
///
/// That a case is open is said by its opening, else by what led its first conversation into it.
struct ConversationPlaces {
  private static let field = CaseField.conversations.rawValue
  private static let status = CaseField.status.rawValue

  let questions: EntityQuestions
  let id: String
  let log: any EventStore

  /// A case event by event; a conversation is in it from the record on that led it there.
  func steps() throws -> [EntityStep] {
    let steps = try withStatus(questions.steps(of: id))
    var arrivals: [String: Position?] = [:]
    var folded: [String] = []
    var shown: JSONValue?
    return try steps.enumerated().map { place, step in
      let change = step.changes.first { $0.field == Self.field }
      if let change { folded = (change.after?.array ?? []).compactMap(\.string) }
      for conversation in folded where arrivals[conversation] == nil {
        arrivals[conversation] = .some(try questions.arrival(of: conversation, in: id))
      }
      // What a record of another case says is shown with the next of this one, or with its last.
      let isLast = place == steps.count - 1
      let now = JSONValue.array(
        folded.filter { conversation in
          (arrivals[conversation] ?? nil).map { $0 <= step.record.position || isLast } ?? true
        }.map(JSONValue.string))
      guard change != nil || now != shown else { return step }
      defer { shown = now }
      var changes = step.changes.filter { $0.field != Self.field }
      if now != shown {
        changes.append(FieldChange(field: Self.field, before: shown, after: now))
        changes.sort { $0.field < $1.field }
      }
      return EntityStep(record: step.record, changes: changes)
    }
  }

  /// A case event by event; that it is open changes with the record that says so.
  private func withStatus(_ steps: [EntityStep]) throws -> [EntityStep] {
    guard let place = steps.firstIndex(where: { $0.changes.contains { $0.field == Self.status } }),
      let change = steps[place].changes.first(where: { $0.field == Self.status }),
      let cause = try statusCause(since: steps[place].record),
      let told = steps.firstIndex(where: { $0.record.position == cause.position }), told > place,
      !steps[(place + 1)...told].contains(where: { step in
        step.changes.contains { $0.field == Self.status }
      })
    else { return steps }
    var steps = steps
    steps[place] = EntityStep(
      record: steps[place].record, changes: steps[place].changes.filter { $0.field != Self.status })
    steps[told] = EntityStep(
      record: steps[told].record,
      changes: (steps[told].changes + [change]).sorted { $0.field < $1.field })
    return steps
  }

  /// The record because of which a case is open, where the first that belongs to it says nothing of that.
  /// - Parameter first: the record with which its status appears.
  /// - Returns: its opening, else the link that led its first conversation into it; nil where the first
  ///   record says it, or none does.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  func statusCause(since first: Record?) throws -> Record? {
    guard let first, first.type.group != "case" else { return nil }
    if let opening = try log.opening(of: id, within: questions.subset) { return opening }
    let arrival = try first.conversation.flatMap { try questions.arrival(of: $0, in: id) }
    return try arrival.flatMap { try log.record(at: $0)?.decoded() }
  }

  /// The record that last changed which conversations are in the case.
  /// - Parameters:
  ///   - present: those that are.
  ///   - first: the last of their first records.
  /// - Returns: the record.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  func lastChange(of present: [String], since first: Record?) throws -> Record? {
    let left = try questions.departed(from: id).compactMap { departed in
      departed.entity.kind == .conversation
        ? try questions.departure(of: departed.entity.id, from: id) : nil
    }
    let come = try present.compactMap { try questions.arrival(of: $0, in: id) }
    guard let last = (left + come).max(), first.map({ $0.position < last }) ?? true else {
      return first
    }
    return try log.record(at: last)?.decoded()
  }

  /// The records because of which some conversations are in the case now, and others were once.
  /// - Parameters:
  ///   - come: those that are.
  ///   - gone: those that were.
  ///   - records: of the case, among which the first of a conversation is looked for that says by itself
  ///     in which case it is.
  /// - Returns: the records, in the order of the log.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  func causes(of come: [String], _ gone: [String], among records: [Record]) throws -> [Record] {
    let came = try come.compactMap { conversation in
      try questions.arrival(of: conversation, in: id)
        ?? records.first { $0.conversation == conversation }?.position
    }
    let left = try gone.compactMap { try questions.departure(of: $0, from: id) }
    return try Set(came + left).sorted().compactMap { try log.record(at: $0)?.decoded() }
  }
}
