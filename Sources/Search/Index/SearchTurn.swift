internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections
internal import Synchronization
internal import Vault

/// Some batches of following the archive while the lock of the index is held.
///
/// A batch is read and opened while the ones before it are written, and what lies behind them is put
/// together beside both: the three share no data but the log and the vault, and nobody waits for
/// the slowest at every batch.
struct SearchTurn: Sendable {
  /// How many steps a batch has at most: the fewer batches, the less there is to merge.
  private static let stepsPerBatch = 4
  /// How many batches are written at most before the lock is given to whoever waits for it.
  private static let batchesPerHold = 8
  /// How much text a batch has, in bytes, before it takes no further step.
  private static let textLimit = 8 << 20
  /// How many batches wait to be written.
  private static let ahead = 1

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

  /// What the threads share.
  private final class Shared: Sendable {
    /// The batches; nil after the last one.
    let batches = BoundedQueue<Prepared?>(places: SearchTurn.ahead)
    private let stopped = Atomic(false)

    /// Whether nothing more is to be read.
    var isStopped: Bool { stopped.load(ordering: .relaxed) }

    func stop() { stopped.store(true, ordering: .relaxed) }
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
    memory.begin(at: state.checkpoint.position, isComplete: state.isComplete)
    let shared = Shared()
    let preparing = BackgroundWork { try prepare(for: shared, from: state) }
    if let refusal = preparing.refusal { throw refusal }
    var written = state.checkpoint.position
    var failure: (any Error)?
    var condensing: BackgroundWork<Void>?
    while let next = shared.batches.take() {
      // Those that are left are passed over, so that whoever hands them over does not wait.
      guard !shared.isStopped else { continue }
      do {
        // A step or two of a live log leaves nothing behind that would be worth a look.
        if next.end < target || written > state.checkpoint.position, condensing?.hasEnded ?? true {
          try condensing?.value()
          condensing = BackgroundWork { [index, written] in try index.condense(before: written) }
        }
        if let batch = next.batch { try index.apply(batch) }
        if let failure = next.failure {
          try index.setFailure(failure)
          throw failure
        }
        written = next.end
        if !progress(written) { shared.stop() }
      } catch {
        failure = error
        shared.stop()
      }
    }
    // Nothing goes on behind the caller's back.
    let prepared = Result { try preparing.value() }
    let condensed = Result { try condensing?.value() }
    if let failure { throw failure }
    // What comes behind where it was stopped is nobody's trouble now.
    guard !shared.isStopped else { return (written, false) }
    try prepared.get()
    try condensed.get()
    memory.end(at: written)
    return (written, true)
  }

  /// Reads and opens batches and hands each over to be written.
  private func prepare(for shared: Shared, from state: SearchIndexState) throws {
    defer { shared.batches.put(nil) }
    var end = state.checkpoint.position
    var (pending, pendingRecords) = (state.pending, state.pendingRecords)
    let comparedWhole = try Set(pending).union(losing(after: end))
    let quarantined = try quarantined(after: .start)
    for _ in 0..<SearchTurn.batchesPerHold where !shared.isStopped {
      let next = try prepare(after: end, pending, pendingRecords, comparedWhole, quarantined)
      shared.batches.put(next)
      guard next.end < target, next.failure == nil else { return }
      end = next.end
      (pending, pendingRecords) = ([], [])
    }
  }

  /// The conversations that lose a record to a quarantine, which leaves no row that says so.
  private func losing(after position: Position) throws -> [String] {
    try quarantined(after: position).compactMap {
      try log.store.record(at: $0)?.decoded().conversation
    }
  }

  /// The records that the archive passes over because of what stands behind a position.
  private func quarantined(after position: Position) throws -> Set<Position> {
    try Set(
      Quarantines.positions(
        archive.projection.name, from: log.store, in: ReadRange(after: position, through: target)))
  }

  /// Reads and opens a batch.
  private func prepare(
    after start: Position, _ pending: [String], _ pendingRecords: [Position],
    _ comparedWhole: Set<String>, _ quarantined: Set<Position>
  ) throws -> Prepared {
    var prepared = Prepared(end: start)
    var (pending, pendingRecords) = (pending, pendingRecords)
    var size = 0
    for _ in 0..<SearchTurn.stepsPerBatch {
      let step = try SearchStep(
        log: log, archive: archive, index: index, memory: memory, start: prepared.end,
        pending: pending, pendingRecords: pendingRecords, comparedWhole: comparedWhole,
        quarantined: quarantined, limit: limit
      ).run(through: target)
      prepared.failure = step.failure
      prepared.end = step.end
      if let batch = step.batch {
        size += batch.entries.reduce(0) { $0 + $1.text.utf8.count }
        if prepared.batch == nil { prepared.batch = batch } else { prepared.batch?.append(batch) }
      }
      (pending, pendingRecords) = ([], [])
      if step.failure != nil || step.end >= target || size >= SearchTurn.textLimit { break }
    }
    return prepared
  }
}
