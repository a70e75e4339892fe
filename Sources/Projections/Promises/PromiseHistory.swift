internal import InteractionModel

/// What records say of promises, by (effective time, position).
///
/// A component of states: it is given every record and takes those that make a promise or say what
/// became of one.
struct PromiseHistory: FieldwiseCodable, Sendable, Hashable {
  /// What was promised.
  private(set) var promises: [Promise] = []
  /// What became of promises.
  private(set) var outcomes: [PromiseOutcome] = []

  /// Takes a record; one that says nothing of a promise changes nothing.
  /// - Throws: ``FoldError`` when a field is not of its kind.
  mutating func take(_ record: Record) throws(FoldError) {
    switch record.type {
    case .callbackPromised: take(try Promise(.callback, record))
    case .callbackCompleted: take(try PromiseOutcome(.callback, .kept, record))
    case .callbackMissed: take(try PromiseOutcome(.callback, .missed, record))
    case .commitmentMade: take(try Promise(.commitment, record))
    case .commitmentKept: take(try PromiseOutcome(.commitment, .kept, record))
    case .commitmentBroken: take(try PromiseOutcome(.commitment, .broken, record))
    default: break
    }
  }

  private mutating func take(_ promise: Promise) {
    var promise = promise
    promise.moment = settled(promise.moment)
    promises.insert(promise, by: \.moment)
  }

  private mutating func take(_ outcome: PromiseOutcome) {
    var outcome = outcome
    outcome.moment = settled(outcome.moment)
    outcomes.insert(outcome, by: \.moment)
  }

  /// A moment at its place among those of all that was said before.
  private func settled(_ moment: Moment) -> Moment {
    max(promises.settled(moment, by: \.moment), outcomes.settled(moment, by: \.moment))
  }

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&promises, &outcomes)
  }
}
