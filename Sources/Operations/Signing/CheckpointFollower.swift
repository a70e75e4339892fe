public import Compliance
internal import EventLog
internal import InteractionModel
public import Merkle
public import Vault

/// Signs where a log stands again and again while records come: after so many, or so long after the
/// first that was not signed.
public struct CheckpointFollower: Sendable {
  private let store: OpenStore
  private let signing: Checkpointing
  private let records: Int64
  private let patience: Duration
  private let clock: any Clock<Duration>

  /// Work that has not begun.
  /// - Parameters:
  ///   - store: the store, open to append.
  ///   - key: where the log's signing key is.
  ///   - records: after how many records it is signed at the latest; at least 1.
  ///   - patience: how long a record waits to be signed.
  ///   - clock: what that is measured by.
  public init(
    _ store: OpenStore, key: SigningKeyFile, every records: Int64, within patience: Duration,
    clock: any Clock<Duration> = ContinuousClock()
  ) {
    self.store = store
    self.records = max(1, records)
    self.patience = patience
    self.clock = clock
    signing = Checkpointing(store, key: key)
  }

  /// Signs until the task is cancelled; in the end once more, so that nothing waits for whoever comes
  /// next.
  /// - Parameter deliver: is given each checkpoint once it is kept, first the one of where the log
  ///   stands now; what it throws ends the work.
  /// - Throws: what ``Checkpointing/run()`` or `deliver` throws; nothing when it is cancelled.
  public func follow(_ deliver: (SignedCheckpoint) async throws -> Void) async throws {
    var signed = try signing.run()
    try await deliver(signed)
    while !Task.isCancelled {
      do {
        let end = Position(Int64(clamping: signed.checkpoint.size))
        _ = try await store.events.waitForRecords(after: end)
        try await waitForMore(than: end)
      } catch is CancellationError {}
      let next = try signing.run()
      guard next != signed else { continue }
      signed = next
      try await deliver(next)
    }
  }

  /// Waits until enough records are there, or the first has waited long enough.
  private func waitForMore(than end: Position) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        _ = try await store.events.waitForRecords(after: Position(end.rawValue + records - 1))
      }
      group.addTask { try await clock.sleep(for: patience) }
      try await group.next()
      group.cancelAll()
    }
  }
}
