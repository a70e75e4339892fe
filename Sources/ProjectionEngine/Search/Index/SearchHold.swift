internal import EventLog
internal import InteractionModel
internal import Projections
internal import Vault

/// Some batches of following the archive while the lock of the index is held.
///
/// Each batch is read and opened while the one before it is being written: the two share no data
/// but the log and the vault, and the full-text index takes as long as everything else.
struct SearchHold {
  /// How many steps a batch has at most: the fewer batches, the less there is to merge.
  private static let stepsPerBatch = 4
  /// How many batches are written at most before the lock is given to whoever waits for it.
  private static let batchesPerHold = 8
  /// How much text a batch has, in bytes, before it takes no further step.
  private static let textLimit = 8 << 20

  let log: InteractionLog
  let archive: any ReadModel
  let index: any SearchIndex
  let memory: SearchMemory
  let target: Position
  /// How many records a step takes.
  let limit: Int

  /// What has been read and opened, and is to be written.
  private struct Prepared: Sendable {
    var batch: SearchBatch?
    /// The last record of the batch.
    var end: Position
    var failure: ProjectionFailure?
  }

  /// Takes batches.
  /// - Parameters:
  ///   - state: of the index.
  ///   - progress: is told what has been written, batch by batch; answers whether to go on.
  /// - Returns: the position that the index has come to, and whether to go on.
  /// - Throws: ``ProjectionFailure`` when text cannot be opened; everything before is written.
  func run(
    from state: SearchIndexState, _ progress: (Position) -> Bool
  ) throws -> (position: Position, goesOn: Bool) {
    memory.begin(at: state.checkpoint, isComplete: state.pending.isEmpty)
    var written = state.checkpoint
    var next = try prepare(after: state.checkpoint, state.pending)
    for count in 1... {
      let isLast =
        next.end >= target || next.failure != nil || count == SearchHold.batchesPerHold
      // A step or two of a live log leaves nothing behind that would be worth a look.
      let following = try write(
        next, after: isLast && count == 1 ? nil : written, preparing: !isLast)
      if let failure = next.failure {
        try index.setFailure(failure)
        throw failure
      }
      written = next.end
      guard progress(written) else { return (written, false) }
      guard let following else { break }
      next = following
    }
    memory.end(at: written)
    return (written, true)
  }

  /// Writes a batch; meanwhile puts together what lies behind those before, and reads and opens the
  /// one that follows.
  private func write(
    _ prepared: Prepared, after written: Position?, preparing: Bool
  ) throws -> Prepared? {
    try Parallel.map(preparing ? 3 : 2) { piece -> Prepared? in
      switch piece {
      case 0:
        if let batch = prepared.batch { try index.apply(batch) }
      case 1: if let written { try index.condense(before: written) }
      default: return try prepare(after: prepared.end, [])
      }
      return nil
    }.last ?? nil
  }

  /// Reads and opens a batch.
  private func prepare(after start: Position, _ pending: [String]) throws -> Prepared {
    var prepared = Prepared(end: start)
    var pending = pending
    var size = 0
    for _ in 0..<SearchHold.stepsPerBatch {
      let step = try SearchStep(
        log: log, archive: archive, index: index, memory: memory, start: prepared.end,
        pending: pending, limit: limit
      ).run(through: target)
      prepared.failure = step.failure
      prepared.end = step.end
      if let batch = step.batch {
        size += batch.entries.reduce(0) { $0 + $1.text.utf8.count }
        if prepared.batch == nil { prepared.batch = batch } else { prepared.batch?.append(batch) }
      }
      pending = []
      if step.failure != nil || step.end >= target || size >= SearchHold.textLimit { break }
    }
    return prepared
  }
}
