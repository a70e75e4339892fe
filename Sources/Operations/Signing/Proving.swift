public import Compliance
internal import EventLog
internal import InteractionModel
internal import Merkle
public import Queries
public import Vault

/// Proves that a log has a record, by a checkpoint that it has signed or signs for it.
public struct Proving {
  private let store: OpenStore
  private let opened: () throws -> OpenStore
  private let key: SigningKeyFile

  /// Work that has not begun.
  /// - Parameters:
  ///   - store: the store; nothing of it is written.
  ///   - opened: opens it to append, for when a checkpoint has to be signed.
  ///   - key: where the log's signing key is.
  public init(
    _ store: OpenStore, toSign opened: @escaping () throws -> OpenStore,
    key: SigningKeyFile
  ) {
    self.store = store
    self.opened = opened
    self.key = key
  }

  /// Proves it by the last checkpoint that reaches the record and that enough witnesses cosigned, or else the
  /// last that reaches it, which takes no key; where none does, by a new one, which the log's witnesses are
  /// asked to cosign.
  /// - Parameters:
  ///   - which: which record.
  ///   - isFresh: whether to sign where the log stands now, whatever was signed before.
  /// - Returns: the proof, and who cosigned its checkpoint.
  /// - Throws: ``/Queries/QueryError`` when there is no such record, what signing and asking throw, or that
  ///   the log and its checkpoint disagree.
  public func run(
    _ which: ProvenRecord, fresh isFresh: Bool
  ) async throws -> (proof: RecordProof, checkpoint: WitnessedCheckpoint) {
    let events = store.events
    let record = try RecordProof.record(which, in: events)
    let last = try events.lastCheckpoint()
    let checkpoint: WitnessedCheckpoint
    if !isFresh, let last, last.checkpoint.size >= UInt64(record.position.rawValue) {
      checkpoint = try kept(last, reaching: record.position)
    } else {
      let opened = try opened()
      checkpoint = try await Witnessing(opened).run(Checkpointing(opened, key: key).run())
    }
    return (try proof(of: record, in: checkpoint.signed), checkpoint)
  }

  /// The last checkpoint, or where too few cosigned that, the last one before it of which that is not so.
  private func kept(
    _ last: SignedCheckpoint, reaching position: Position
  ) throws -> WitnessedCheckpoint {
    let events = store.events
    let witnesses = try events.witnesses()
    let newest = WitnessedCheckpoint(kept: last, by: witnesses)
    guard !newest.isReached else { return newest }
    let older = try events.lastCheckpoint(reaching: UInt64(position.rawValue)) {
      WitnessedCheckpoint(kept: $0, by: witnesses).isReached
    }
    return older.map {
      WitnessedCheckpoint(kept: $0, by: witnesses, insteadOf: last.checkpoint.size)
    } ?? newest
  }

  private func proof(of record: StoredRecord, in signed: SignedCheckpoint) throws -> RecordProof {
    let events = store.events
    guard let named = try events.signingKeys().key(atSize: signed.checkpoint.size) else {
      throw SigningKeyError.noneNamed(origin: events.origin)
    }
    return try RecordProof(of: record, in: signed, of: events, key: named)
  }
}
