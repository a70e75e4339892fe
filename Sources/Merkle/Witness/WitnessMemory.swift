internal import Synchronization

/// What a witness remembers: of each log the checkpoint that it cosigned last.
///
/// A witness that has forgotten one may cosign a second history, so it outlives the process, and is
/// used by one witness at a time.
public protocol WitnessMemory: Sendable {
  /// The checkpoint that was cosigned last.
  /// - Parameter origin: the name of the log.
  /// - Returns: the checkpoint; nil when none was cosigned.
  /// - Throws: when it cannot be read; then nothing may be cosigned.
  func last(of origin: String) throws -> SignedCheckpoint?

  /// Keeps a checkpoint as the one that was cosigned last, durably.
  /// - Parameter checkpoint: the checkpoint.
  /// - Throws: when it cannot be written; then it must not be cosigned.
  func keep(_ checkpoint: SignedCheckpoint) throws

  /// Keeps a checkpoint that contradicts the one that was cosigned last; of a log the first such.
  /// - Parameter fork: the checkpoint.
  /// - Throws: when it cannot be written.
  func keep(fork: SignedCheckpoint) throws

  /// Keeps a checkpoint that was not proven to extend the one that was cosigned last, and that one; of a
  /// log a few such, the first of them.
  ///
  /// Both are signed: whoever keeps the log and cannot prove that the one extends the other has rewritten
  /// it.
  /// - Parameter unproven: the checkpoint.
  /// - Throws: when it cannot be written.
  func keep(unproven: SignedCheckpoint) throws
}

/// The memory of a witness that need not outlive the process, for tests.
public final class VolatileWitnessMemory: WitnessMemory {
  private let kept = Mutex<[String: SignedCheckpoint]>([:])
  private let contradicting = Mutex<[SignedCheckpoint]>([])
  private let doubtful = Mutex<[SignedCheckpoint]>([])

  /// An empty one.
  public init() {}

  /// The checkpoints that contradict what was cosigned.
  public var forks: [SignedCheckpoint] { contradicting.withLock { $0 } }

  /// The checkpoints that were not proven to extend what was cosigned.
  public var unproven: [SignedCheckpoint] { doubtful.withLock { $0 } }

  /// The checkpoint that was cosigned last.
  /// - Parameter origin: the name of the log.
  /// - Returns: the checkpoint; nil when none was cosigned.
  public func last(of origin: String) -> SignedCheckpoint? { kept.withLock { $0[origin] } }

  /// Keeps a checkpoint as the one that was cosigned last.
  /// - Parameter checkpoint: the checkpoint.
  public func keep(_ checkpoint: SignedCheckpoint) {
    kept.withLock { $0[checkpoint.checkpoint.origin] = checkpoint }
  }

  /// Keeps a checkpoint that contradicts the one that was cosigned last.
  /// - Parameter fork: the checkpoint.
  public func keep(fork: SignedCheckpoint) { contradicting.withLock { $0.append(fork) } }

  /// Keeps a checkpoint that was not proven to extend the one that was cosigned last.
  /// - Parameter unproven: the checkpoint.
  public func keep(unproven: SignedCheckpoint) { doubtful.withLock { $0.append(unproven) } }
}
