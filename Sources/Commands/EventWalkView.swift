internal import Foundation
internal import InteractionModel
internal import ProjectionEngine
internal import Queries

/// Shows something event by event, and after each what it changed.
///
/// On a terminal Enter goes on; in a pipe everything comes at once.
struct EventWalkView {
  let steps: [EntityStep]

  func show(asJSON: Bool) throws {
    if asJSON {
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

  private func show(_ step: EntityStep) {
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
