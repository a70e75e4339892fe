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
  private let clock: any Clock<Duration>

  /// Work that has not begun.
  /// - Parameters:
  ///   - store: the store, open to append.
  ///   - key: where the log's signing key is.
  ///   - witnessing: how witnesses are asked.
  ///   - records: after how many records it is signed at the latest; at least 1.
  ///   - patience: how long a record waits to be signed.
  ///   - pause: after how long witnesses are asked again when too few cosigned.
  ///   - clock: what that is measured by.
  public init(
    _ store: OpenStore, key: SigningKeyFile, witnessing: Witnessing, every records: Int64,
    within patience: Duration, again pause: Duration = .seconds(10),
    clock: any Clock<Duration> = ContinuousClock()
  ) {
    self.store = store
    self.records = max(1, records)
    self.patience = patience
    self.pause = pause
    self.witnessing = witnessing
    self.clock = clock
    signing = Checkpointing(store, key: key)
  }

  /// Signs until the task is cancelled; in the end once more, so that nothing waits for whoever comes
  /// next.
  /// - Parameter deliver: is given each checkpoint once it is kept and witnesses were asked, first the
  ///   one of where the log stands now, and again when more have cosigned it; what it throws ends the
  ///   work.
  /// - Throws: what ``Checkpointing/run()``, ``Witnessing/run(_:)`` or `deliver` throws; nothing when it
  ///   is cancelled.
  public func follow(_ deliver: (WitnessedCheckpoint) async throws -> Void) async throws {
    var last = try await witnessing.run(signing.run())
    try await deliver(last)
    while !Task.isCancelled {
      do {
        try await waitForMore(than: last)
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
  private func waitForMore(than last: WitnessedCheckpoint) async throws {
    let end = Position(Int64(clamping: last.signed.checkpoint.size))
    try await firstOf { group in
      group.addTask {
        _ = try await store.events.waitForRecords(after: end)
        try await waitForEnough(after: end)
      }
      if !last.isReached { group.addTask { try await clock.sleep(for: pause) } }
    }
  }

  /// Waits until enough records are there, or the first has waited long enough.
  private func waitForEnough(after end: Position) async throws {
    try await firstOf { group in
      group.addTask {
        _ = try await store.events.waitForRecords(after: Position(end.rawValue + records - 1))
      }
      group.addTask { try await clock.sleep(for: patience) }
    }
  }

  private func firstOf(
    _ fill: (inout ThrowingTaskGroup<Void, any Error>) -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      fill(&group)
      try await group.next()
      group.cancelAll()
    }
  }
}
