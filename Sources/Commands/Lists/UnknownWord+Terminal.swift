internal import Queries

extension UnknownWord {
  /// What is wrong, and the words that may have been meant.
  var line: String {
    guard let last = nearest.last else { return "there is no \(kind) “\(word)”, nor any other" }
    let others = nearest.dropLast().map { "“\($0)”, " }.joined()
    return "there is no \(kind) “\(word)”; the nearest: \(others)“\(last)”"
  }
}
