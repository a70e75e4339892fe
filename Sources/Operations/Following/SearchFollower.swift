internal import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections
internal import Search
internal import Vault

/// Keeps the full-text index of a store up to date, which follows behind the archive.
///
/// Unlike the projections it opens text, so it needs the master key.
struct SearchFollower: Sendable {
  let store: OpenStore
  let supervisor: Supervisor
  /// How long a follower waits for records before it looks again which build serves: whoever lets
  /// another one serve, in whichever process, tells nobody.
  var pause: @Sendable () async throws -> Void = { try await Task.sleep(for: .seconds(5)) }

  /// Works on the index with the archive that serves; begins again when a rebuild has replaced that
  /// one meanwhile, because its file is gone then.
  func index(
    _ log: InteractionLog, _ body: (SearchIndexer) throws -> Position
  ) throws -> Position {
    while true {
      let number = try archiveNumber()
      do {
        let archive = try store.serving(ConversationArchive.projection, acceptsStale: true)
        return try body(SearchIndexer(log: log, archive: archive, indexes: store.indexes()))
      } catch let fault as StorageFault {
        guard try archiveNumber() != number else { throw fault }
      }
    }
  }

  private func archiveNumber() throws -> Int64? {
    try store.models.generations().first {
      $0.projection == ConversationArchive.projection.name && $0.state == .serving
    }?.number
  }

  /// Brings the index to where the archive is.
  /// - Parameter isRebuilding: whether to build it anew beside the one that serves.
  /// - Throws: ``ProjectionFailure`` when text cannot be opened that should be.
  func catchUp(isRebuilding: Bool = false) async throws {
    let log = try await store.log()
    try supervisor.during(isRebuilding ? .rebuildingIndex : .indexing) { note in
      func progress(_ state: SearchIndexer.Progress) -> Bool {
        note(WorkProgress(state.position, of: state.target))
      }
      _ = try index(log) { indexer in
        isRebuilding
          ? try indexer.rebuild(progress: progress)
          : try indexer.catchUp(progress: progress, mending: sayMending)
      }
    }
  }

  /// Says why the index is built again.
  private func sayMending(_ fault: StorageFault) { supervisor.tell(.mendsIndex(fault)) }

  /// How often a follower looks whether the index, and the vault after erasures, are as they should
  /// be.
  private static let checkInterval = Duration.seconds(30)

  /// Follows the log until it is cancelled; see ``Projecting``.
  func follow() async throws {
    let log = try await store.log()
    var checked: ContinuousClock.Instant?
    func catchUp() async throws -> Position {
      while true {
        let now = ContinuousClock.now
        let look: SearchLook? =
          if let checked {
            checked.duration(to: now) >= SearchFollower.checkInterval ? .quick : nil
          } else {
            .whole
          }
        if look != nil {
          checked = now
          try await store.resumeErasures(log)
        }
        do {
          return try index(log) { indexer in
            try indexer.catchUp(
              look: look, progress: { _ in !Task.isCancelled },
              mending: sayMending)
          }
        } catch let fault as StorageFault where fault.code == .busy {
          // Somebody builds the index that is missing; a lock says nothing when it is given back.
          try await Task.sleep(for: .seconds(1))
        }
      }
    }
    var position = try await catchUp()
    while true {
      let head = try await awaitWork(after: position)
      position = try await catchUp()
      while position < head {
        // The archive takes the records first, on a thread or in a process that says nothing when
        // it has: it can only be asked again.
        try await Task.sleep(for: .milliseconds(20))
        position = try await catchUp()
      }
    }
  }

  /// Waits until the log has more records, or for a while: a build that was begun before may have
  /// come to serve meanwhile, and be behind.
  /// - Returns: the head of the log.
  private func awaitWork(after position: Position) async throws -> Position {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { _ = try await store.events.waitForRecords(after: position) }
      group.addTask { try await pause() }
      defer { group.cancelAll() }
      try await group.next()
    }
    return try store.events.head().position
  }
}
