internal import InteractionModel
internal import Queries

extension Lag {
  /// How far the read model is behind, or why it stands still.
  var line: String {
    if let failure {
      return "this read model has \(failure); \(count) since then not in the answer"
    }
    return "\(count) behind the log; \(Remedy.Task.project.command) takes them into account"
  }

  /// How far the full-text index is behind, or why it stands still.
  var indexLine: String {
    if let failure { return "the index has \(failure); \(count) since then not in the answer" }
    return
      "the index is \(count) behind the log; \(Remedy.Task.project.command) brings it up to date"
  }

  private var count: String { records == 1 ? "1 record" : "\(records) records" }
}
