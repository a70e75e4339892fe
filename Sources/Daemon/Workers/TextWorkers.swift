internal import Compliance
internal import EventLog
internal import InteractionModel
internal import Operations
internal import ProjectionEngine
internal import Projections
internal import Queries
internal import Search
internal import Vault

/// Keeps the full-text index as far as the archive of conversations.
///
/// It opens text, so it needs the master key; without one it says so, and looks again.
struct SearchWorker: Worker {
  let store: OpenStore
  let supervisor: Supervisor
  /// How often it looks whether the index, and the vault after erasures, are as they should be.
  private static let checkInterval = Duration.seconds(30)
  /// How long whoever opens text gathers what comes: nobody looks for words as soon as they are said.
  static let gathering = Duration.milliseconds(100)

  var name: String { SearchIndexStatus.name }

  func run(_ status: WorkerStatus) async throws {
    try await status.withVault(of: store) { log in
      try await follow(log, status)
    }
  }

  private func follow(_ log: InteractionLog, _ status: WorkerStatus) async throws {
    let follower = SearchFollower(store: store, supervisor: supervisor)
    var checked: ContinuousClock.Instant?
    // How far it was when it waited for the archive, and how long it does next.
    var (waited, pause) = (Position.start, Duration.milliseconds(20))
    while true {
      try await status.turn()
      let now = ContinuousClock.now
      let look: SearchLook? =
        if let checked {
          checked.duration(to: now) >= SearchWorker.checkInterval ? .quick : nil
        } else {
          .whole
        }
      if look != nil {
        try await store.resumeErasures(log)
        checked = now
      }
      do {
        let position = try follower.catchUp(log, look: look) { position in
          status.reached(position)
          return !status.stop.isMade
        }
        status.reached(position)
        if position < (try store.events.head().position) {
          // The archive takes the records first, and says nothing when it has: it can only be asked again,
          // and less often where it stays where it is.
          pause = position == waited ? min(pause * 2, .seconds(1)) : .milliseconds(20)
          waited = position
          try await Task.sleep(for: pause)
          continue
        }
        status.set(.live)
        try await status.wait(after: position, in: store.events, gathering: SearchWorker.gathering)
      } catch let fault as StorageFault where fault.code == .busy {
        // Somebody builds the index that is missing; a lock says nothing when it is given back.
        status.set(.rebuilding)
        try await Task.sleep(for: .seconds(1))
      }
    }
  }
}

/// Keeps what a store knows of by what people are known outside as far as the log.
struct IdentifierWorker: Worker {
  let store: OpenStore

  var name: String { IdentifierStatus.name }

  func run(_ status: WorkerStatus) async throws {
    try await status.withVault(of: store) { log in
      while true {
        try await status.turn()
        let indexer = IdentifierIndexer(
          log: log, archive: store.dispensable(ConversationArchive.projection))
        let position = try indexer.catchUp { progress in
          status.reached(progress.position)
          return !status.stop.isMade
        }
        status.reached(position)
        status.set(.live)
        try await status.wait(after: position, in: store.events, gathering: SearchWorker.gathering)
      }
    }
  }
}

extension WorkerStatus {
  /// Has something done that opens text; where there is no key, or a part that cannot be opened, it is
  /// said, and tried again.
  fileprivate func withVault(
    of store: OpenStore, _ body: (InteractionLog) async throws -> Void
  ) async throws {
    while true {
      try await turn()
      do {
        try await body(store.log())
      } catch let failure as ProjectionFailure {
        set(.stopped(at: failure.position, why: "\(failure.reason)"))
      } catch  where error.isOfClosedVault {
        set(.stopped(at: nil, why: Diagnosis(of: error).sentence))
      } catch ServingError.notProjected {
        // The archive, which comes first, is being built.
        set(.catchingUp)
      }
      // Neither a key that is put back nor an archive that comes to serve tells anybody.
      try await Task.sleep(for: .milliseconds(500))
    }
  }
}
