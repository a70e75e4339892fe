internal import Compliance
internal import EventLog
internal import InteractionModel
internal import Projections
internal import Queries
internal import Search
internal import Vault

/// Keeps what a store knows of by what people are known outside up to date with the log.
///
/// Like the index it opens text, so it needs the master key.
struct IdentifierFollower: Sendable {
  let store: OpenStore
  let quiet: Bool

  /// Whether a name on the command line is theirs; letters of either case.
  static func isNamed(_ name: String) -> Bool { name.lowercased() == IdentifierStatus.name }

  private func indexer(_ log: InteractionLog) -> IdentifierIndexer {
    IdentifierIndexer(log: log, archive: store.dispensable(ConversationArchive.projection))
  }

  /// Notes what the log has by now.
  /// - Throws: ``ProjectionFailure`` when a part cannot be opened that should be.
  func catchUp() async throws {
    let log = try await store.log()
    let progress = ProgressReport("noting \(IdentifierStatus.name)", quiet: quiet)
    defer { progress.finish() }
    try indexer(log).catchUp { state in
      progress.update(state.position.rawValue, of: state.target.rawValue)
      return !Interruption.isRequested
    }
  }

  /// Follows the log until it is cancelled; see ``ProjectionDaemon``.
  func follow() async throws {
    let log = try await store.log()
    while true {
      let position = try indexer(log).catchUp { _ in !Task.isCancelled }
      _ = try await store.events.waitForRecords(after: position)
    }
  }
}
