internal import Compliance
internal import Queries

/// Who somebody is and how they are reached, in lines of a card.
struct CallerLines {
  private let details: [Caller.Detail]

  /// What was opened of them.
  init(_ caller: Caller, _ words: OpenedReferences) {
    details = caller.details(in: words)
  }

  /// Their name as they last said it; nil when it is not known or not opened.
  var name: String? { details.first { $0.kind == "name" }.map(CallerLines.shown) }

  /// What they are reached by, the last said first.
  var endpoints: String { CallerLines.endpoints(details.filter { !$0.isEarlier }) }

  /// What they were reached by before they said otherwise.
  var earlier: String { CallerLines.endpoints(details.filter(\.isEarlier)) }

  private static func endpoints(_ details: [Caller.Detail]) -> String {
    details.filter(\.isEndpoint).map { "\(Phrase.code($0.kind)) \(CallerLines.shown($0))" }
      .joined(separator: ", ")
  }

  /// Where they are, the last said first.
  var addresses: [String] {
    details.filter(\.isAddress).map { detail in
      let kind = detail.kind == "address" ? "" : " (\(Phrase.code(detail.kind)))"
      return CallerLines.shown(detail) + kind
    }
  }

  /// By what else they were identified.
  var identifiers: String {
    details.filter { !$0.isEndpoint && !$0.isAddress && $0.kind != "name" }
      .map { "\(Phrase.code($0.kind)) \(CallerLines.shown($0))" }.joined(separator: ", ")
  }

  private static func shown(_ detail: Caller.Detail) -> String {
    Terminal.cut(Terminal.lines(detail.text), 80) + (detail.isVerified ? " ✓" : "")
  }
}
