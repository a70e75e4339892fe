internal import InteractionModel

extension PartyContinuity {
  /// Every loss of continuity between the party's conversations and cases, by the time it showed.
  ///
  /// What happens within one case, or within one conversation that belongs to none, is found where
  /// those are folded.
  /// - Parameters:
  ///   - conversations: its conversations by their start.
  ///   - context: where conversations and cases belong.
  /// - Returns: the findings, withdrawn ones included.
  func findings(_ conversations: [PlacedConversation], _ context: RowContext) -> [Finding] {
    (ChainSearch.findings(conversations)
      + facts.asks.compactMap { repeatAsk($0, context) }).sorted { left, right in
        if left.moment != right.moment { return left.moment < right.moment }
        return left.kind.rawValue < right.kind.rawValue
      }
  }

  /// A question for what the party said elsewhere; nil when it said it in the same matter.
  private func repeatAsk(_ ask: RepeatAsk, _ context: RowContext) -> Finding? {
    let place = FactPlace(ask.question.source, context)
    if let place, ask.known.contains(where: { FactPlace($0.source, context) == place }) {
      return nil
    }
    var detail: Document<FindingField> = [.key: .string(ask.key), .scope: "party"]
    let given = ask.known.last(where: \.givesValue) ?? ask.known.last
    detail[.givenConversation] = given?.source.conversation.map(JSONValue.string)
    return Finding(
      kind: .repeatAsk, position: ask.position, moment: ask.moment, said: ask.said,
      causes: ask.causes, conversation: ask.conversation,
      detail: detail)
  }
}

/// The matter in which something was said about a fact.
private enum FactPlace: Equatable {
  case inCase(String)
  case loose(conversation: String)

  /// The matter; nil when it was said in none, for example when an account was made.
  init?(_ source: FactSource, _ context: RowContext) {
    // No conversation has an empty id, so that no link moves what was said outside of one, and
    // merges of its case are followed all the same.
    let conversation = source.isOfCase ? "" : source.conversation ?? ""
    if conversation.isEmpty, source.saidCase == nil { return nil }
    if let found = context.caseOf(conversation, source.saidCase) {
      self = .inCase(found.id)
    } else if let loose = source.conversation {
      self = .loose(conversation: loose)
    } else {
      return nil
    }
  }
}
