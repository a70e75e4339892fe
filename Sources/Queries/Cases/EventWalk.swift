internal import Compliance
internal import EventLog
public import InteractionModel
public import ProjectionEngine

/// Something event by event, what was said with each, and what each changed.
public struct EventWalk: Sendable {
  /// A step a record, in log order.
  public let steps: [EntityStep]
  /// What was said with them, by position.
  public let entries: [Position: TimelineEntry]
  /// Whether some text stays closed only because no purpose was stated.
  public let isSealed: Bool

  /// A walk.
  /// - Parameters:
  ///   - steps: a step a record, in log order.
  ///   - entries: what was said with them, by position.
  ///   - isSealed: whether some text stays closed only because no purpose was stated.
  public init(steps: [EntityStep], entries: [Position: TimelineEntry] = [:], isSealed: Bool = false)
  {
    self.steps = steps
    self.entries = entries
    self.isSealed = isSealed
  }

  /// A walk, opened as far as the reader's purpose permits.
  fileprivate init(_ steps: [EntityStep], of entity: EntityKey, for reader: Reader) async throws {
    let records = steps.map(\.record)
    let gate = try await reader.gate()
    let wordless = gate.isOpen ? [] : reader.wordless(among: records)
    let opened = try await gate.open(
      records, scope: AccessGate.Scope(command: "replay", entity: entity))
    let entries = Dictionary(
      opened.map { opened in
        let place = opened.record.position
        return (place, TimelineEntry(opened, isWordless: wordless.contains(place)))
      }
    ) { one, _ in one }
    var said = SaidChanges()
    self.init(
      steps: steps.map { step in
        let value = entries[step.record.position]?.words(of: "value")
        return EntityStep(
          record: step.record, changes: step.changes + said.take(step.record, value: value))
      },
      entries: entries,
      isSealed: !gate.isOpen && entries.values.contains { $0.text?.state == "notPermitted" })
  }

  /// The walk as answers have it.
  public var json: JSONObject {
    let events = steps.map { step -> JSONValue in
      var object = step.json
      object["text"] = entries[step.record.position]?.json["text"] ?? .null
      return .object(object)
    }
    return ["events": .array(events)]
  }

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
  /// - Returns: the walk, opened as far as the reader's purpose permits.
  /// - Throws: ``QueryError`` when there is no such case; what opening throws.
  public func walk(_ id: String, at point: AsOf? = nil) async throws -> EventWalk {
    let questions = try entities.questions(point)
    let steps = try entities.steps(of: id, by: questions)
    guard !steps.isEmpty else { throw try withoutRecords(id, point) }
    return try await EventWalk(steps, of: .case(id), for: entities.reader)
  }

  /// A conversation event by event, and what each changed in it and, behind `case.`, in the case it
  /// belongs to, if to any.
  /// - Parameters:
  ///   - id: the conversation.
  ///   - point: as of when; nil for now.
  /// - Returns: the walk, opened as far as the reader's purpose permits.
  /// - Throws: ``QueryError`` when there is no such conversation; what opening throws.
  public func walk(conversation id: String, at point: AsOf? = nil) async throws -> EventWalk {
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
    let conversations = try Conversations(entities.reader)
    guard !own.isEmpty else { throw try conversations.entities.absent(id, point) }
    let conversation = try conversations.steps(of: id, at: point)
    var changes = Dictionary(conversation.map { ($0.record.position, $0.changes) }) { one, _ in one
    }
    for owner in try Set(own.compactMap({ try questions.owner(of: $0) })) {
      for step in try entities.steps(of: owner, by: questions) {
        changes[step.record.position, default: []] += step.changes.map(EventWalk.inCase)
      }
    }
    return try await EventWalk(
      own.map { EntityStep(record: $0, changes: changes[$0.position] ?? []) },
      of: .conversation(id), for: entities.reader)
  }
}

extension Entities {
  /// A case event by event, and what each changed.
  fileprivate func steps(of id: String, by questions: EntityQuestions) throws -> [EntityStep] {
    try ConversationPlaces(questions: questions, id: id, log: log).steps()
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
