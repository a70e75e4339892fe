internal import Compliance
internal import EventLog
internal import Foundation
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// Walks one entity event by event and shows after each what it changed.
///
/// On a terminal Enter goes on; in a pipe everything comes at once.
struct EventWalk {
  let store: OpenStore
  let output: OutputOptions
  let point: AsOf?

  func walk(caseID: String?, conversation: String?) throws {
    let access = try EntityAccess.cases(store)
    let questions = try access.questions(point)
    let steps: [Step]
    if let caseID {
      steps = try questions.steps(of: caseID)
      if steps.isEmpty { throw try access.absent(caseID, at: access.model.checkpoint()) }
    } else {
      steps = try self.steps(ofConversation: conversation ?? "", questions, access)
    }
    if output.json {
      return Terminal.show(["events": .array(steps.map { .object($0.json) })])
    }
    let isStepping = Terminal.isInteractive && isatty(STDIN_FILENO) == 1
    for (index, step) in steps.enumerated() where StandardStream.output.isHeard {
      show(step)
      if isStepping, index + 1 < steps.count {
        let question = Terminal.styled("Enter: next of \(steps.count), q: stop ", .dim)
        guard let answer = try Terminal.ask(question), !answer.lowercased().hasPrefix("q") else {
          return
        }
      }
      if Interruption.isRequested { throw CancellationError() }
    }
  }

  /// The steps of a conversation: what its records changed in the case it belongs to.
  private func steps(
    ofConversation id: String, _ questions: EntityQuestions, _ access: EntityAccess
  ) throws -> [Step] {
    let subset =
      try point?.subset(of: store.events) ?? LogSubset(through: access.model.checkpoint())
    var own: [Record] = []
    try store.events.forEachRecord(
      .entity(.conversation(id)), in: ReadRange(through: subset.through)
    ) { stored in
      let record = try stored.decoded()
      if subset.contains(record.position, record.effectiveTime) { own.append(record) }
      return true
    }
    guard !own.isEmpty else {
      throw Refusal("no conversation “\(id)”; `throughline case show` names those of a case")
    }
    let cases = try Set(own.compactMap { try questions.owner(of: $0) })
    let changes = try cases.reduce(into: [Position: Step]()) { found, owner in
      for step in try questions.steps(of: owner) { found[step.record.position] = step }
    }
    return own.map { changes[$0.position] ?? Step(record: $0, changes: []) }
  }

  private func show(_ step: Step) {
    let record = step.record
    let channel = record.channel.map { " via \($0.rawValue)" } ?? ""
    print(
      """
      \(Terminal.styled("@\(record.position)", .dim)) \(Terminal.time(record)) \
      \(Terminal.styled(record.type.rawValue, .bold))\(channel), \(Terminal.name(record.actor))
      """)
    let shown = step.changes.flatMap { change in visible(change) }
    if shown.isEmpty { print("    nothing but counts and the last touch") }
    for change in shown {
      let before = Terminal.cut(Terminal.plain(change.before), 60)
      let after = Terminal.cut(Terminal.plain(change.after), 60)
      print("    \(Terminal.styled(change.field, .cyan)): \(before) → \(after)")
    }
  }

  /// What is worth a line: not that every event counts and touches, nor that a field begins empty.
  private func visible(_ change: FieldChange) -> [FieldChange] {
    guard change.field != "lastTouch" else { return [] }
    if case .object(let after)? = change.after {
      let before = change.before?.object ?? JSONObject()
      return after.members.filter { before[$0.key] != $0.value && $0.key != "events" }
        .map {
          FieldChange(field: "\(change.field).\($0.key)", before: before[$0.key], after: $0.value)
        }
        .filter { $0.before != nil || !isEmpty($0.after) }
    }
    return change.before == nil && isEmpty(change.after) ? [] : [change]
  }

  private func isEmpty(_ value: JSONValue?) -> Bool {
    switch value {
    case nil, .null?, .int(0)?: true
    case .array(let elements)?: elements.isEmpty
    default: false
    }
  }
}

extension Step {
  /// The step as the command line shows it.
  var json: JSONObject {
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
    return object
  }
}
