internal import InteractionModel
internal import Projections

/// The steps of a hand-off after its first in one line: what came when, and by whom.
struct StepWords {
  let text: String

  /// A step with its time.
  private struct Stamp {
    let what: String
    /// The clock; with the date when that is another one than that of the step before.
    let time: String
  }

  init(_ steps: [Document<StepField>]) {
    var groups: [(agent: String?, steps: [Stamp])] = []
    var day = Phrase.parts(steps.first?[.time]?.string ?? "").date
    for step in steps.dropFirst() {
      let agent = step[.agent]?.string
      let (date, clock, _) = Phrase.parts(step[.time]?.string ?? "")
      let time = date == day ? "\(clock.prefix(5))" : "\(date.dropFirst(5)) \(clock.prefix(5))"
      day = date
      let shown = Stamp(what: Phrase.code(step[.what]) ?? "?", time: time)
      if let last = groups.last, last.agent == agent {
        groups[groups.count - 1].steps.append(shown)
      } else {
        groups.append((agent, [shown]))
      }
    }
    text = groups.map { group in
      // A time goes for all the steps up to it.
      let words = group.steps.enumerated().map { index, step in
        let isSame = index + 1 < group.steps.count && group.steps[index + 1].time == step.time
        return isSame ? step.what : "\(step.what) \(step.time)"
      }
      return words.joined(separator: ", ")
        + (group.agent.map { " by \(Terminal.short($0))" } ?? "")
    }.joined(separator: "; ")
  }
}
