internal import InteractionModel
internal import Synchronization

/// What a run of following the archive remembers of conversations between its steps.
///
/// The archive is ahead of the run and has been asked for what is new in a conversation when its
/// first record came: entries that later records complete wait here, so that nobody asks again.
/// What the archive learns meanwhile comes from records behind the run's target, which the next run
/// takes. Nothing of it is text.
final class SearchMemory: Sendable {
  /// How many conversations and entries are remembered before everything is forgotten.
  private static let limit = 65_536

  private struct State {
    var known: Set<String> = []
    var waiting: [Position: [SearchDocument]] = [:]
    var waitingCount = 0
    /// Where the run has come to.
    var position: Position?
  }

  private let state = Mutex(State())

  /// Begins a hold of the index's lock; forgets what somebody else may have changed.
  /// - Parameters:
  ///   - position: where the index is.
  ///   - isComplete: whether nothing else has to be looked at again.
  func begin(at position: Position, isComplete: Bool) {
    state.withLock { state in
      if state.position != position || !isComplete || state.known.count > SearchMemory.limit
        || state.waitingCount > SearchMemory.limit
      {
        state = State(position: position)
      }
    }
  }

  /// Where a hold has come to.
  func end(at position: Position) { state.withLock { $0.position = position } }

  /// Those of some conversations whose entries were not asked for; they will have been.
  func unknown(_ conversations: Set<String>) -> [String] {
    state.withLock { state in
      conversations.filter { state.known.insert($0).inserted }.sorted()
    }
  }

  /// Notes entries that a later record completes.
  func wait(_ documents: [(due: Position, document: SearchDocument)]) {
    state.withLock { state in
      for (due, document) in documents { state.waiting[due, default: []].append(document) }
      state.waitingCount += documents.count
    }
  }

  /// Gives back the entries that some records complete.
  func take(_ positions: some Sequence<Position>) -> [SearchDocument] {
    state.withLock { state in
      guard !state.waiting.isEmpty else { return [] }
      let documents = positions.flatMap { state.waiting.removeValue(forKey: $0) ?? [] }
      state.waitingCount -= documents.count
      return documents
    }
  }
}
