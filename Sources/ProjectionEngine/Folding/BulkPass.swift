internal import EventLog
internal import InteractionModel
internal import Projections

/// One pass over the log for several projections: each record is read, checked and decoded once.
///
/// While the projections fold a batch, each on a core of its own, the next one is read.
struct BulkPass {
  let log: any EventStore
  let checksLeaves: Bool
  /// How many records are read at once.
  let batchSize: Int

  /// Records and whom they belong to.
  private struct Batch: Sendable {
    let records: [Record]
    /// By the last record whose links count: nearly always one for all projections.
    let owners: [Position: [RecordOwners]]
  }

  private enum Step: Sendable {
    case read(Batch)
    case folded((any Error)?)
  }

  /// Brings projections to their targets, or as far as they come until the caller stops it.
  /// - Parameters:
  ///   - folds: at least one; those whose links are known up to one position share them.
  ///   - progress: is told after each batch; answers whether to go on.
  /// - Returns: what each of them stopped at; nil for those that did not.
  /// - Throws: ``CompletenessAlarm`` or ``StorageFault`` when the log cannot be read; everything
  ///   before is written.
  func run(
    _ folds: [BulkFold], progress: (ProjectionRunner.Progress) -> Bool
  ) throws -> [(any Error)?] {
    var failures = [(any Error)?](repeating: nil, count: folds.count)
    do {
      try fold(folds, &failures, progress)
    } catch {
      try finish(folds, &failures)
      throw error
    }
    try finish(folds, &failures)
    return failures
  }

  private func fold(
    _ folds: [BulkFold], _ failures: inout [(any Error)?],
    _ progress: (ProjectionRunner.Progress) -> Bool
  ) throws {
    let target = folds.map(\.target).max() ?? .start
    let reader = RecordReader(
      log: log, checksLeaves: checksLeaves,
      projection: folds.map(\.model.projection.name).joined(separator: ", "))
    let links = Dictionary(
      folds.map { ($0.linksThrough, $0.links) }, uniquingKeysWith: { first, _ in first })
    @Sendable func read(after position: Position) throws -> Batch {
      let records = try reader.records(after: position, through: target, limit: batchSize)
      return Batch(
        records: records, owners: try links.mapValues { try $0.owners(of: records) })
    }
    var batch = try read(after: folds.map(\.position).min() ?? .start)
    while let last = batch.records.last?.position {
      let running = folds.indices.filter { failures[$0] == nil }
      if running.isEmpty { return }
      let current = batch
      let steps = try Parallel.map(running.count + 1) { piece -> Step in
        if piece == 0 { return .read(try read(after: last)) }
        let fold = folds[running[piece - 1]]
        return .folded(
          Result {
            try fold.take(current.records, of: current.owners[fold.linksThrough] ?? [])
          }.failure)
      }
      for (piece, step) in steps.enumerated() {
        switch step {
        case .read(let next): batch = next
        case .folded(let failure): failures[running[piece - 1]] = failure
        }
      }
      guard progress(ProjectionRunner.Progress(position: last, target: target)) else { return }
    }
  }

  /// Writes what is in memory.
  private func finish(_ folds: [BulkFold], _ failures: inout [(any Error)?]) throws {
    let running = folds.indices.filter { failures[$0] == nil }
    let found = try Parallel.map(running.count) { piece in
      Result { try folds[running[piece]].finish() }.failure
    }
    for (piece, failure) in found.enumerated() { failures[running[piece]] = failure }
  }
}

extension Result {
  /// The error; nil when there is a value.
  fileprivate var failure: Failure? {
    guard case .failure(let error) = self else { return nil }
    return error
  }
}
