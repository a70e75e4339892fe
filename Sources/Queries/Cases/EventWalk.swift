internal import EventLog
public import InteractionModel
public import ProjectionEngine

/// Something event by event, and what each changed.
public struct EventWalk: Sendable {
  /// A step a record, in log order.
  public let steps: [EntityStep]

  /// The walk as answers have it.
  public var json: JSONObject { ["events": .array(steps.map { .object($0.json) })] }

  /// What stands before the fields of the case, in the walk of one of its conversations.
  public static let casePrefix = "case."

  fileprivate static func inCase(_ change: FieldChange) -> FieldChange {
    FieldChange(field: casePrefix + change.field, before: change.before, after: change.after)
  }
}

extension Cases {
  /// A case event by event, and what each changed.
  /// - Parameters:
  ///   - id: the case.
  ///   - point: as of when; nil for now.
  /// - Returns: the walk.
  /// - Throws: ``QueryError`` when there is no such case.
  public func walk(_ id: String, at point: AsOf? = nil) throws -> EventWalk {
    let questions = try entities.questions(point)
    let steps = try questions.steps(of: id)
    guard !steps.isEmpty else { throw try withoutRecords(id, point) }
    return EventWalk(steps: steps)
  }

  /// A conversation event by event, and what each changed in it and, behind `case.`, in the case it
  /// belongs to, if to any.
  /// - Parameters:
  ///   - id: the conversation.
  ///   - point: as of when; nil for now.
  /// - Returns: the walk.
  /// - Throws: ``QueryError`` when there is no such conversation.
  public func walk(conversation id: String, at point: AsOf? = nil) throws -> EventWalk {
    let questions = try entities.questions(point)
    let subset = questions.subset
    var own: [Record] = []
    try entities.log.forEachRecord(
      .entity(.conversation(id)), in: ReadRange(through: subset.through)
    ) { stored in
      let record = try stored.decoded()
      if subset.contains(record) { own.append(record) }
      return true
    }
    guard !own.isEmpty else { throw QueryError.unknown(.init(.conversation(id))) }
    let conversation = try Conversations(entities.reader).steps(of: id, at: point)
    var changes = Dictionary(conversation.map { ($0.record.position, $0.changes) }) { one, _ in one
    }
    for owner in try Set(own.compactMap({ try questions.owner(of: $0) })) {
      for step in try questions.steps(of: owner) {
        changes[step.record.position, default: []] += step.changes.map(EventWalk.inCase)
      }
    }
    return EventWalk(
      steps: own.map { EntityStep(record: $0, changes: changes[$0.position] ?? []) })
  }
}

extension Conversations {
  /// A conversation event by event, and what each changed in it.
  func steps(of id: String, at point: AsOf?) throws -> [EntityStep] {
    try entities.questions(point).steps(of: id)
  }
}

extension EntityStep {
  /// The step as answers have it.
  public var json: JSONObject {
    let changed = changes.map { change -> JSONValue in
      [
        "field": .string(change.field), "before": change.before ?? .null,
        "after": change.after ?? .null,
      ]
    }
    var object: JSONObject = [
      "position": .int(record.position.rawValue), "event": .string(record.id.description),
      "type": .string(record.type.rawValue), "changes": .array(changed),
    ]
    object["occurred"] = record.occurred.map { .string($0.text) } ?? .null
    object["says"] = .object(EventSummary(record).json)
    return object
  }
}
