internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// Because of which records conversations are in a case, or are not any more: those that say so, and not
/// the first records of the conversations, which may have begun long before.
struct ConversationPlaces {
  private static let field = CaseField.conversations.rawValue

  let questions: EntityQuestions
  let id: String
  let log: any EventStore

  /// A case event by event; a conversation is in it from the record on that led it there.
  func steps() throws -> [EntityStep] {
    let steps = try questions.steps(of: id)
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
