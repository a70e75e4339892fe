internal import InteractionModel
internal import Queries

extension QueryError {
  /// What is so, and which command helps.
  var advice: String {
    switch self {
    case .unknown(let subject):
      switch subject.kind {
      case "hand-off":
        """
        \(self); `throughline handoff list` shows those there are, and `throughline handoff \
        explain` takes findings too
        """
      case "finding": "\(self); `throughline handoff list --finding KIND` shows those there are"
      default: "\(self); `throughline \(subject.kind) list` shows those there are"
      }
    case .later(let subject, let position) where subject.isOfHandoffs:
      """
      no “\(subject.id)” as of position \(position): its records came later; ask for a later point
      """
    case .later: "\(self); --as-of occurred:T asks for what had happened by a time"
    case .notProjected, .noIndex: "\(self); run `throughline project`"
    case .merged: "\(self); look at that one's timeline"
    case .noPlace: "\(self); give --after the “next” of the page before"
    case .noField, .noEntry: description
    }
  }
}

extension QueryError.Subject {
  fileprivate var isOfHandoffs: Bool { ["hand-off", "finding"].contains(kind) }
}

extension Lag {
  /// How far the read model is behind.
  var line: String {
    "\(count) behind the log; `throughline project` takes them into account"
  }

  /// How far the full-text index is behind.
  var indexLine: String {
    "the index is \(count) behind the log; `throughline project` brings it up to date"
  }

  private var count: String { records == 1 ? "1 record" : "\(records) records" }
}
