internal import Compliance
internal import InteractionModel
internal import Projections

/// The steps of a hand-off after it was asked for, a line each: when, what, by whom, and why.
struct StepLines {
  let lines: [String]

  /// - Parameters:
  ///   - steps: the steps.
  ///   - opened: the words that somebody gave with one, as far as they are open.
  init(_ steps: [Document<StepField>], _ opened: OpenedReferences) {
    // Where clocks differ, an answer may stand first.
    let begins = ["requested", "prepared"].contains(steps.first?[.what]?.string)
    lines = steps.dropFirst(begins ? 1 : 0).map { step in
      let what = Phrase.code(step[.what]) ?? "?"
      let code = Phrase.code(step[.code]).flatMap { $0 == what ? nil : $0 }
      let why = [code, opened.words(step[.words])].compactMap { $0 }
      let agent = step[.agent]?.string.map { " by \(Terminal.short($0))" } ?? ""
      return "\(Phrase.time(of: step, .time, flags: .flags))  \(what)\(agent)"
        + (why.isEmpty ? "" : ": \(why.joined(separator: ", "))")
    }
  }
}
