package import Compliance
internal import EventLog
package import InteractionModel
internal import ProjectionEngine
internal import Projections
package import Search
package import Vault

/// Keeps the full-text index of a store up to date, which follows behind the archive.
///
/// Unlike the projections it opens text, so it needs the master key.
package struct SearchFollower: Sendable {
  let store: OpenStore
  let supervisor: Supervisor

  /// A follower.
  /// - Parameters:
  ///   - store: open to project.
  ///   - supervisor: is told why the index is built again.
  package init(store: OpenStore, supervisor: Supervisor) {
    self.store = store
    self.supervisor = supervisor
  }

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

  /// Brings the index to where the archive is, for whoever follows the log.
  /// - Parameters:
  ///   - log: the log and its vault.
  ///   - look: how closely to look first whether the index is as it should be; nil for not at all.
  ///   - progress: is told how far it is; answers whether to go on.
  /// - Returns: how far it is.
  /// - Throws: ``/ProjectionEngine/ProjectionFailure`` when text cannot be opened that should be, or
  ///   ``/EventLog/StorageFault``: `busy` while somebody builds the index that is missing.
  package func catchUp(
    _ log: InteractionLog, look: SearchLook?, progress: (Position) -> Bool
  ) throws -> Position {
    try index(log) { indexer in
      try indexer.catchUp(look: look, progress: { progress($0.position) }, mending: sayMending)
    }
  }
}
