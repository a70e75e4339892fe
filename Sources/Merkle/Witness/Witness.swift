/// Whoever cosigns the checkpoints of some logs, each only if it extends the one before (C2SP
/// tlog-witness).
///
/// What it knows of a log is one checkpoint, so a log that shows two histories to two people needs
/// two witnesses that do not talk to each other. It decides here, without a clock, a file or a socket.
public struct Witness: Sendable {
  /// The public half of its key.
  public var verifier: VerifierKey { key.verifier }
  /// The keys of the logs that it cosigns; of one log there may be several.
  public let logs: [VerifierKey]
  private let key: SigningKey

  /// A witness.
  /// - Parameters:
  ///   - key: its own key, which only cosigns.
  ///   - logs: the keys of the logs that it cosigns.
  /// - Throws: ``NoteError/otherAlgorithm(name:)`` when a key is of the other kind.
  public init(_ key: SigningKey, cosigning logs: [VerifierKey]) throws(NoteError) {
    guard key.verifier.algorithm == .cosignature else {
      throw .otherAlgorithm(name: key.verifier.name)
    }
    for log in logs where log.algorithm != .ed25519 { throw .otherAlgorithm(name: log.name) }
    self.key = key
    self.logs = logs
  }

  /// Decides whether a checkpoint may be cosigned.
  /// - Parameters:
  ///   - request: what the log asks.
  ///   - last: the checkpoint of that log that was cosigned last; nil when none was.
  /// - Throws: ``WitnessRefusal`` when it may not be.
  public func judge(
    _ request: WitnessRequest, after last: Checkpoint?
  ) throws(WitnessRefusal) {
    let new = request.checkpoint.checkpoint
    let keys = logs.filter { $0.name.utf8.elementsEqual(new.origin.utf8) }
    guard !keys.isEmpty else { throw .unknownOrigin(new.origin) }
    do throws(NoteError) {
      _ = try request.checkpoint.note.verify(with: keys)
    } catch {
      throw .notTrusted(error)
    }
    let old = request.oldSize
    guard old <= new.size else { throw .shrinking(old: old, new: new.size) }
    // Two signed roots of one size need no proof, from wherever the log would prove the second.
    if let last, last.size == new.size, last.root != new.root {
      throw .fork(origin: new.origin, size: new.size)
    }
    guard old == last?.size ?? 0 else { throw .stale(cosigned: last?.size ?? 0) }
    do throws(TreeError) {
      guard let last, old > 0 else {
        // Every tree extends the empty one, which takes no proof.
        guard request.proof.isEmpty else { throw .wrongLength(hashes: request.proof.count) }
        return
      }
      try ConsistencyProof(oldSize: old, newSize: new.size, path: request.proof)
        .verify(oldRoot: last.root, newRoot: new.root)
    } catch {
      throw .notProven(origin: new.origin, old: old, new: new.size, error)
    }
  }

  /// Cosigns a checkpoint that may be, and that is kept as the last one of its log already.
  /// - Parameters:
  ///   - checkpoint: the checkpoint.
  ///   - time: now, in seconds from 1970.
  /// - Returns: the cosignature.
  /// - Throws: ``NoteError``.
  public func cosign(
    _ checkpoint: SignedCheckpoint, at time: UInt64
  ) throws(NoteError) -> NoteSignature {
    var note = checkpoint.note
    return try note.cosign(with: key, at: time)
  }
}
