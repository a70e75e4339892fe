internal import Compliance
internal import EventLog
internal import InteractionModel
internal import Merkle
internal import Operations
internal import Vault

/// Signs where the log stands, after so many records or so long after the first that was not signed, and
/// has it cosigned.
struct CheckpointWorker: Worker {
  let store: OpenStore
  let key: SigningKeyFile
  let schedule: SigningSchedule

  var name: String { "checkpoints" }

  func run(_ status: WorkerStatus) async throws {
    let signing = Checkpointing(store, key: key)
    // Less than what makes it silent, whatever a witness does.
    let witnessing = Witnessing(store, within: .seconds(2))
    var waiting: (since: ContinuousClock.Instant, isAsked: Bool)?
    while true {
      try await status.turn()
      let head = try UInt64(store.events.head().position.rawValue)
      let signed = try store.events.lastCheckpoint()
      let size = signed?.checkpoint.size ?? 0
      if head > size {
        let began = waiting?.since ?? .now
        waiting = (began, false)
        if head - size >= schedule.records || began.duration(to: .now) >= schedule.patience {
          let next = try signing.run()
          _ = try await witnessing.run(next)
          waiting = nil
        }
      }
      status.reached(Position(Int64(clamping: size)))
      status.set(.live)
      try await Task.sleep(for: .seconds(1))
    }
  }
}

/// When a log is signed.
public struct SigningSchedule: Sendable, Hashable {
  /// After how many records at the latest.
  public let records: UInt64
  /// How long a record waits to be signed.
  public let patience: Duration

  /// A schedule.
  /// - Parameters:
  ///   - records: after how many records at the latest; at least 1.
  ///   - patience: how long a record waits to be signed.
  public init(every records: UInt64 = 10_000, within patience: Duration = .seconds(60)) {
    self.records = max(1, records)
    self.patience = patience
  }
}
