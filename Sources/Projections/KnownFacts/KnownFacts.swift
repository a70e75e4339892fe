internal import InteractionModel

/// What the agency has been told, so that nobody is asked twice: the facts of a case, a
/// conversation or a party.
///
/// A component of states: it is given every record and takes those of the `fact` group. By (effective
/// time, position), so that a late delivery gives the answer that a timely one would have given.
///
/// - A fact is known from `fact.provided`, `fact.corrected` or `fact.confirmed` on. The value is
///   that of the last record that gave or corrected it. Verified it is when that record or a later
///   confirmation says so; a confirmation that does not say counts as a check.
/// - It is stale after `fact.marked_stale`, and once ``ContinuityPolicy/window(of:)`` has passed
///   since it was last said. Said again, it is fresh.
/// - A question for a fact that is known and not stale is a ``RepeatAsk``.
struct KnownFacts: FieldwiseCodable, Sendable, Hashable {
  /// By key.
  private(set) var histories: [FactHistory] = []

  /// Nothing is known.
  init() {}

  /// Whether nothing was said about any fact.
  var isEmpty: Bool { histories.isEmpty }

  /// Takes a record; one that is not about a fact, or does not name it, says nothing.
  /// - Parameter record: any record, of a schema that is known.
  /// - Throws: ``FoldError`` when a field is not of its kind.
  mutating func take(_ record: Record) throws(FoldError) {
    switch record.type {
    case .factRequested:
      guard let key = try record.text("key") else { return }
      withHistory(of: key) { history in
        history.take(
          FactQuestion(
            moment: Moment(record), said: record.said, source: FactSource(record)))
      }
    case .factProvided: try takeStatement(.provided, record)
    case .factConfirmed: try takeStatement(.confirmed, record)
    case .factCorrected: try takeStatement(.corrected, record)
    case .factMarkedStale:
      guard let key = try record.text("key") else { return }
      withHistory(of: key) { $0.take(FactMark(moment: Moment(record), said: record.said)) }
    default: return
    }
  }

  private mutating func takeStatement(
    _ kind: FactStatement.Kind, _ record: Record
  ) throws(FoldError) {
    let isVerified = try record.flag("verified") ?? (kind == .confirmed)
    guard let key = try record.text("key") else { return }
    withHistory(of: key) { history in
      history.take(
        FactStatement(
          kind: kind, moment: Moment(record), said: record.said, isVerified: isVerified,
          hasValue: record.sealedCount > 0, source: FactSource(record)))
    }
  }

  private mutating func withHistory(of key: String, _ change: (inout FactHistory) -> Void) {
    change(&histories[histories.place(of: key, by: \.key) { FactHistory(key: $0) }])
  }

  /// What would be known without some records.
  /// - Parameter positions: those of the records.
  /// - Returns: the facts as if nothing had been said there.
  func without(_ positions: Set<Position>) -> KnownFacts {
    var facts = self
    for place in facts.histories.indices { facts.histories[place].remove(positions) }
    return facts
  }

  /// The questions for facts that were known, by the time they were asked.
  var asks: [RepeatAsk] {
    histories.flatMap(\.repeatAsks).sorted { $0.moment < $1.moment }
  }

  /// Whether a fact that was said before one moment was good at another.
  /// - Parameters:
  ///   - key: what was said.
  ///   - start: what was said after it does not count.
  ///   - moment: of a question.
  /// - Returns: true when a question then would be one for what was known.
  func isKnown(_ key: String, before start: Moment, at moment: Moment) -> Bool {
    let history = histories.first { $0.key == key }
    return history?.good(before: moment).first.map { $0.moment < start } ?? false
  }

  /// What is known, by key.
  /// - Parameter moment: what comes after it is left out; nil leaves nothing out.
  /// - Returns: the facts, stale ones included.
  func facts(at moment: Moment? = nil) -> [KnownFact] {
    histories.compactMap { $0.known(at: moment) }
  }

  /// What must not be asked for again.
  /// - Parameters:
  ///   - instant: when somebody would ask.
  ///   - moment: what comes after it is left out; nil leaves nothing out.
  /// - Returns: the keys of the facts that are known and not stale, sorted.
  func doNotAsk(at instant: Instant, knownAt moment: Moment? = nil) -> [String] {
    facts(at: moment).filter { !$0.isStale(at: instant) }.map(\.key)
  }

  /// What was asked for and not answered since.
  /// - Parameter moment: what comes after it is left out; nil leaves nothing out.
  /// - Returns: the keys, sorted.
  func openQuestions(at moment: Moment? = nil) -> [String] {
    histories.filter { $0.isOpen(at: moment) }.map(\.key)
  }

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&histories)
  }
}

extension Record {
  /// A truth value of the body; nil when it is absent.
  fileprivate func flag(_ field: String) throws(FoldError) -> Bool? {
    switch body[field] {
    case nil: return nil
    case .bool(let flag)?: return flag
    default: throw wrongKind(field, "true or false")
    }
  }
}
