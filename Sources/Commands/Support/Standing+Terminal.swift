internal import Compliance
internal import InteractionModel
internal import Projections
internal import Queries

extension Standing {
  /// How it stands in words; nil when it is owed and nothing more can be said.
  var words: String? {
    switch self {
    case .owed: nil
    case .late(let seconds): "LATE by \(Phrase.span(seconds))"
    case .paused: "paused"
    case .kept(let late): late.map { "kept, \(Phrase.span($0)) late" } ?? "kept"
    case .failed(let state, let late):
      Phrase.code(state) + (late.map { ", late by \(Phrase.span($0))" } ?? "")
    }
  }

  /// How a due date stands in words, of what was settled whether it was in time.
  var verdict: String? {
    guard case .failed(_, let late) = self else { return words }
    return late.map { "\(Phrase.span($0)) late" } ?? "on time"
  }

  /// A promise in a line: what, by when, and how it stands.
  /// - Parameters:
  ///   - promise: the promise or the clock.
  ///   - view: when and where it is looked at.
  ///   - opened: the words that it was made in, as far as they are open.
  /// - Returns: the line.
  static func line(
    _ promise: Document<PromiseField>, at view: Viewpoint, _ opened: OpenedReferences?
  ) -> String {
    let kind =
      promise[.kind] == "sla"
      ? "SLA" : Phrase.code(promise[.code] ?? promise[.kind]) ?? "promise"
    let clock = Phrase.code(promise[.clock]).map { " \($0)" } ?? ""
    let due = promise[.due].map { " due \(Phrase.time($0))" } ?? ""
    let standing = Standing(promise, at: view)
    var state = standing.words ?? "open"
    // Where nobody said by when, at least since when it has failed.
    if case .failed = standing, promise[.due] == nil, let since = promise[.since] {
      state += " \(Phrase.time(since))"
    }
    let words = opened?.words(promise[.words]).map { ": \($0)" } ?? ""
    return "\(kind)\(clock)\(due) (\(state))\(words)"
  }

  /// The lines of some promises; see ``Standing/ordered(_:at:)``.
  static func lines(
    _ promises: [Document<PromiseField>], at view: Viewpoint, _ opened: OpenedReferences? = nil
  ) -> [String] {
    ordered(promises, at: view).map { line($0, at: view, opened) }
  }
}
