public import EventLog
internal import InteractionModel

/// How closely to look whether an index is as it should be.
public enum SearchLook: Sendable {
  /// As whoever asks it does; see ``SearchIndex/check()``.
  case quick
  /// At all of it; see ``SearchIndex/inspect()``.
  case whole
}

extension Remedy {
  /// What to do about an index that is not as it should be.
  static let anotherBuild: Remedy = "run \(.project), which builds the index again"
}

extension SearchIndex {
  /// Refuses an index that must not answer for a log: one that is damaged, one that was made from
  /// another log or knows more than this one, and one that has not carried out an erasure that is
  /// complete.
  ///
  /// What an erasure under way has destroyed may still be there; whoever asks has it masked.
  /// - Parameters:
  ///   - log: the log it should belong to.
  ///   - look: how closely to look.
  /// - Throws: ``StorageFault`` `damaged`, `ahead`, `foreign` or `unpurged`; what the stores throw.
  public func requireSound(for log: any EventStore, _ look: SearchLook = .quick) throws {
    switch look {
    case .quick: try check()
    case .whole: try inspect()
    }
    let state = try state()
    try log.require(state.checkpoint, of: "the search index", remedy: .anotherBuild)
    // The log first, the index afterwards: it carries an erasure out before the log calls that
    // complete.
    let completed = try SearchErasures(of: log, after: state.purged).completed
    guard !completed.isEmpty else { return }
    let purged = try self.state().purged.position
    if let missed = completed.filter({ $0 > purged }).min() {
      throw StorageFault(
        code: .unpurged,
        reason: """
          the search index has not carried out the erasure requested at position \(missed): it was \
          brought back from before
          """,
        remedy: "run \(.project), which removes what was erased")
    }
  }
}

extension StorageFault {
  /// Whether it says of an index what building it again mends.
  var isMendedByRebuilding: Bool {
    [.damaged, .corrupt, .outdated, .ahead, .foreign, .superseded].contains(code)
  }
}
