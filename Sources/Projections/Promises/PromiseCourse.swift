internal import InteractionModel

/// What was promised and what became of it: the one rule of that, for matters and for parties.
///
/// - A commitment that its source makes again under the same id is one promise, as it was said last; what
///   had become of it before that counts no more.
/// - What became of a promise is said by the last record that names it, by its own id or by that of its
///   event. A record that names a promise which is not here closes none.
/// - One that names none is about the promise that caused it. Else it is about the last one of its kind
///   that was still owed, in the same conversation if there is one, else in the same matter.
struct PromiseCourse: Sendable {
  /// A promise, and what became of it.
  struct Standing: Sendable, Hashable {
    /// As it was made first.
    let first: Promise
    /// As it was said last.
    private(set) var promise: Promise
    /// Where it was made, the first time first.
    private var made: [Int64]
    /// What became of it last; nil while nobody says anything.
    private(set) var outcome: PromiseOutcome?

    fileprivate init(_ promise: Promise) {
      first = promise
      self.promise = promise
      made = [promise.moment.position.rawValue]
    }

    /// Where it was made, the last time first; nil when it was made once.
    ///
    /// What it says in words may be
    /// said by an earlier record alone, and a fold does not see which has any.
    var records: JSONValue? {
      guard made.count > 1 else { return nil }
      return .array(made.suffix(Standing.recordsKept).reversed().map(JSONValue.int))
    }

    private static let recordsKept = 8

    /// Whether it is kept or broken.
    var isOver: Bool { outcome?.isEnd ?? false }

    /// What became of it, in a word.
    var state: String { outcome?.state.rawValue ?? "open" }

    fileprivate mutating func take(_ again: Promise) {
      promise = again
      made.append(again.moment.position.rawValue)
    }

    fileprivate mutating func take(_ outcome: PromiseOutcome) {
      if promise != first, outcome.moment < promise.moment { return }
      if let own = self.outcome, outcome.moment < own.moment { return }
      self.outcome = outcome
    }
  }

  /// By when they were made.
  private(set) var standings: [Standing] = []
  /// The outcomes that name promises which are not here, by time.
  private(set) var foreign: [PromiseOutcome] = []

  /// By what a promise is named.
  private struct Name: Hashable {
    let kind: Promise.Kind
    let id: String
    /// Whose own name it is; nil of the id of an event.
    let source: String??
  }

  /// What became of some promises.
  /// - Parameters:
  ///   - history: what records say of them.
  ///   - matter: the matter of a record, by its own case and its conversation.
  init(
    _ history: PromiseHistory,
    in matter: (_ ownCase: String?, _ conversation: String?) -> String?
  ) {
    var places: [Name: Int] = [:]
    for promise in history.promises {
      let own = Name(kind: promise.kind, id: promise.id, source: .some(promise.source))
      let place: Int
      if promise.id != promise.event, let known = places[own] {
        place = known
        standings[place].take(promise)
      } else {
        place = standings.count
        standings.append(Standing(promise))
      }
      places[own] = place
      places[Name(kind: promise.kind, id: promise.event, source: nil)] = place
    }
    var unnamed: [PromiseOutcome] = []
    for outcome in history.outcomes {
      func place(_ id: String?, _ source: String??) -> Int? {
        id.flatMap { places[Name(kind: outcome.kind, id: $0, source: source)] }
      }
      if let name = outcome.promise {
        if let place = place(name, .some(outcome.source)) ?? place(name, nil) {
          standings[place].take(outcome)
        } else {
          foreign.append(outcome)
        }
      } else if let place = place(outcome.cause, nil) {
        standings[place].take(outcome)
      } else {
        unnamed.append(outcome)
      }
    }
    guard !unnamed.isEmpty else { return }
    let matters = standings.map { matter($0.first.ownCase, $0.first.conversation) }
    for outcome in unnamed {
      let here = matter(outcome.ownCase, outcome.conversation)
      let owed = standings.indices.filter { place in
        let standing = standings[place]
        return standing.first.kind == outcome.kind && !standing.isOver
          && standing.first.moment < outcome.moment && matters[place] == here
      }
      let place =
        owed.last { standings[$0].first.conversation == outcome.conversation } ?? owed.last
      if let place { standings[place].take(outcome) }
    }
  }
}
