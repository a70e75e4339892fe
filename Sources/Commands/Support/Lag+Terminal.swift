internal import InteractionModel
internal import Queries

extension Lag {
  /// How far the read model is behind.
  var line: String {
    "\(count) behind the log; \(Remedy.Task.project.command) takes them into account"
  }

  /// How far the full-text index is behind.
  var indexLine: String {
    "the index is \(count) behind the log; \(Remedy.Task.project.command) brings it up to date"
  }

  private var count: String { records == 1 ? "1 record" : "\(records) records" }
}
