internal import InteractionModel

/// A question for a fact that was known when it was asked.
struct RepeatAsk: Sendable, Hashable {
  /// What was asked for.
  let key: String
  /// Whose fact, where it is not that of whom all is about.
  let owner: String?
  /// The question.
  let question: FactQuestion
  /// What was said about the fact before and was good at the time of the question, the oldest
  /// first; at least one.
  let known: [FactStatement]

  /// The place of the question.
  var position: Position { question.moment.position }
  /// When it was asked.
  var moment: Moment { question.moment }
  /// When it was asked, in the words of the source; empty when it said none.
  var said: String { question.said }
  /// In which conversation.
  var conversation: String? { question.source.conversation }
  /// The records that make it one, ascending: the last statement that gives the value, the last
  /// confirmation after it and the last that may have the value, and the question.
  var causes: [Position] {
    let start = known.lastIndex(where: \.givesValue)
    var positions: Set<Position> = [position]
    if let start { positions.insert(known[start].moment.position) }
    let confirmations = known[(start ?? 0)...].filter { $0.kind == .confirmed }
    for confirmation in [confirmations.last, confirmations.last(where: \.hasValue)] {
      if let confirmation { positions.insert(confirmation.moment.position) }
    }
    return positions.sorted()
  }
}
