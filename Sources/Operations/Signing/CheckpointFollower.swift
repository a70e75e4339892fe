public import Compliance
internal import EventLog
internal import InteractionModel
public import Merkle
public import Vault

/// Signs where a log stands again and again while records come, after so many or so long after the first
/// that was not signed, and has each cosigned.
///
/// One that too few witnesses cosigned is sent to the others again and again until enough have, or a later
/// one takes its place: what is cosigned of that holds for all before it.
public struct CheckpointFollower: Sendable {
  private let store: OpenStore
  private let signing: Checkpointing
  private let witnessing: Witnessing
  private let records: Int64
  private let patience: Duration
  private let pause: Duration

  /// Work that has not begun.
  /// - Parameters:
  ///   - store: the store, open to append.
  ///   - key: where the log's signing key is.
  ///   - witnessing: how witnesses are asked.
  ///   - records: after how many records it is signed at the latest; at least 1.
  ///   - patience: how long a record waits to be signed.
  ///   - pause: after how long witnesses are asked again when too few cosigned.
  public init(
    _ store: OpenStore, key: SigningKeyFile, witnessing: Witnessing, every records: Int64,
    within patience: Duration, again pause: Duration = .seconds(10)
  ) {
    self.store = store
    self.records = max(1, records)
    self.patience = patience
    self.pause = pause
    self.witnessing = witnessing
    signing = Checkpointing(store, key: key)
  }

  /// Signs until the task is cancelled; in the end once more, so that nothing waits for whoever comes
  /// next.
  /// - Parameters:
  ///   - turn: is told each time that it comes round, every second at least.
  ///   - deliver: is given each checkpoint once it is kept and witnesses were asked, first the one of
  ///     where the log stands now, and again when more have cosigned it.
  /// - Throws: what ``Checkpointing/run()``, ``Witnessing/run(_:)``, `turn` or `deliver` throws; nothing
  ///   when it is cancelled.
  public func follow(
    turning turn: () async throws -> Void = {},
    _ deliver: (WitnessedCheckpoint) async throws -> Void
  ) async throws {
    var last = try await witnessing.run(signing.run())
    try await deliver(last)
    while !Task.isCancelled {
      do {
        try await waitForMore(than: last, turn)
      } catch is CancellationError {}
      let next = try signing.run()
      guard next.checkpoint != last.signed.checkpoint || !last.isReached else { continue }
      let witnessed = try await witnessing.run(next)
      let isTold = witnessed.signed == last.signed
      last = witnessed
      if !isTold { try await deliver(last) }
    }
  }

  /// Waits until there is something to sign, or to ask witnesses again.
  private func waitForMore(
    than last: WitnessedCheckpoint, _ turn: () async throws -> Void
  ) async throws {
    let (asked, end) = (ContinuousClock.now, Int64(clamping: last.signed.checkpoint.size))
    var since: ContinuousClock.Instant?
    while true {
      try await turn()
      let (head, now) = (try store.events.head().position, ContinuousClock.now)
      if head.rawValue > end { since = since ?? now }
      guard head.rawValue < end + records else { return }
      var rest = Duration.seconds(1)
      if let since { rest = min(rest, patience - since.duration(to: now)) }
      if !last.isReached { rest = min(rest, pause - asked.duration(to: now)) }
      guard rest > .zero else { return }
      try await store.events.waitForRecords(after: head, atMost: rest)
    }
  }
}
