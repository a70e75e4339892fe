internal import InteractionModel
internal import Projections

extension FindingKind {
  /// A finding in one line, as somebody would say it.
  /// - Parameter finding: its document.
  /// - Returns: the line, without where and when.
  static func line(_ finding: Document<FindingField>) -> String {
    let kind = finding[.kind]?.string ?? "finding"
    let key = Phrase.code(finding[.key]) ?? "a fact"
    var line =
      switch FindingKind(rawValue: kind) {
      case .repeatAsk: "asked again for \(key)"
      case .blindHandoff: "answered without looking at what was handed over"
      case .contextMissing: "something was missing: \(key)"
      case .brokenChain: "the same issue came back, unresolved and not linked"
      case .channelRestart: "started over on another channel, nothing carried over"
      case .pingPong: "back in queue \(finding[.queue].map { Terminal.plain($0) } ?? "?")"
      case .chainLength: "\(finding[.legs].map { Terminal.plain($0) } ?? "too many") legs"
      case nil: Terminal.safe(kind)
      }
    if let by = finding[.withdrawnBy]?.int { line += " – withdrawn by @\(by)" }
    return line
  }

  /// The records that make a finding one: `@12 @17`.
  /// - Parameter finding: its document.
  /// - Returns: their positions; empty when it names none.
  static func causes(of finding: Document<FindingField>) -> String {
    (finding[.causes]?.array ?? []).compactMap(\.int).map { "@\($0)" }.joined(separator: " ")
  }
}
