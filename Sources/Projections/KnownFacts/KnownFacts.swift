internal import InteractionModel

/// What the agency has been told, so that nobody is asked twice: the facts of a case, a
/// conversation or a party.
///
/// A component of states: it is given every record and takes those of the `fact` group. By (effective
/// time, position), so that a late delivery gives the answer that a timely one would have given. Where
/// several people are known, whose a fact is tells ``apart(by:)``.
///
/// - A fact is known from `fact.provided`, `fact.corrected` or `fact.confirmed` on. The value is
///   that of the last record that gave or corrected it, or confirmed it with a value of its own. Verified
///   it is when that record or a later confirmation says so; a confirmation that does not say counts as
///   a check.
/// - A fact that was corrected, nobody knows to what, or confirmed and never given, may be asked for.
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
      withHistory(of: key) { history in
        history.take(
          FactMark(moment: Moment(record), said: record.said, source: FactSource(record)))
      }
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

  /// The facts apart by whose they are, by key; the owner's name stands in their names.
  /// - Parameter owner: whose something is that was said; nil for whom all is about.
  /// - Returns: the facts, to be asked and not to be kept.
  func apart(by owner: (FactSource) -> String?) -> KnownFacts {
    var facts = self
    facts.histories = histories.flatMap { $0.apart(by: owner) }
      .sorted { ($0.key, $0.owner ?? "") < ($1.key, $1.owner ?? "") }
    return facts
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

  /// Whether anything was said of a fact before a moment, whosever it is.
  /// - Parameters:
  ///   - key: what was said.
  ///   - moment: what was said after it does not count.
  /// - Returns: false when no question for it can be one for what was known by then.
  func isSaid(_ key: String, before moment: Moment) -> Bool {
    let history = histories.first { $0.key == key }
    return history?.statements.contains { $0.moment < moment } ?? false
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
  /// - Returns: the names of the facts that are known and not stale, by key.
  func doNotAsk(at instant: Instant, knownAt moment: Moment? = nil) -> [String] {
    facts(at: moment).filter { !$0.isStale(at: instant) }.map(\.name)
  }

  /// What was asked for and not answered since.
  /// - Parameter moment: what comes after it is left out; nil leaves nothing out.
  /// - Returns: the names, by key.
  func openQuestions(at moment: Moment? = nil) -> [String] {
    histories.filter { $0.isOpen(at: moment) }.map(\.name)
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
