internal import Compliance
internal import EventLog
internal import InteractionModel
internal import Projections
internal import Search
internal import Vault

/// Keeps what a store knows of by what people are known outside up to date with the log.
///
/// Like the index it opens text, so it needs the master key.
struct IdentifierFollower: Sendable {
  let store: OpenStore
  let supervisor: Supervisor

  private func indexer(_ log: InteractionLog) -> IdentifierIndexer {
    IdentifierIndexer(log: log, archive: store.dispensable(ConversationArchive.projection))
  }

  /// Notes what the log has by now.
  /// - Throws: ``ProjectionFailure`` when a part cannot be opened that should be.
  func catchUp() async throws {
    let log = try await store.log()
    try supervisor.during(.notingIdentifiers) { note in
      _ = try indexer(log).catchUp { note(WorkProgress($0.position, of: $0.target)) }
    }
  }
}
