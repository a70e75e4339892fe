internal import Compliance
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
    // A witness that does not answer makes nobody silent.
    let witnessing = Witnessing(store, within: .seconds(2))
    let follower = CheckpointFollower(
      store, key: key, witnessing: witnessing, every: schedule.records, within: schedule.patience)
    try await follower.follow(turning: status.turn) { witnessed in
      status.reached(Position(Int64(clamping: witnessed.signed.checkpoint.size)))
      status.set(.live)
    }
  }
}

/// When a log is signed.
public struct SigningSchedule: Sendable, Hashable {
  /// After how many records at the latest.
  public let records: Int64
  /// How long a record waits to be signed.
  public let patience: Duration

  /// A schedule.
  /// - Parameters:
  ///   - records: after how many records at the latest; at least 1.
  ///   - patience: how long a record waits to be signed.
  public init(every records: Int64 = 10_000, within patience: Duration = .seconds(60)) {
    self.records = max(1, records)
    self.patience = patience
  }
}
