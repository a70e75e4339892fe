internal import EventLog
internal import InteractionModel
internal import Projections
internal import Synchronization

/// One pass over the log for several projections: each record is read, checked and decoded once.
///
/// The reader and each projection have a thread of their own, with a few batches between them, and
/// each projection writes on a further one: nobody waits for the slowest at every batch, so that
/// the cores are busy until the end. A projection that has taken every record makes its rows. The
/// caller's thread follows how far they are.
struct BulkPass {
  /// How many batches may wait for a projection.
  private static let ahead = 1

  let log: any EventStore
  /// How many records are read at once.
  let batchSize: Int
  let handover: Handover
  /// Seen by every thread at once, and not only where there is progress to tell.
  let stop: StopRequest

  /// Records and whom they belong to.
  private struct Batch: Sendable {
    let records: [Record]
    let last: Position
    /// By the last record whose links count: nearly always one for all projections.
    let owners: [Position: [RecordOwners]]
  }

  /// What a projection tells the caller's thread.
  private enum Report: Sendable {
    case took(fold: Int, through: Position)
    /// It takes nothing any more.
    case failed(fold: Int)
    /// For how many entities it has made rows, of how many.
    case made(fold: Int, Int, of: Int)
    /// Everything is written that will be.
    case ended(fold: Int)
  }

  /// What the threads share.
  private final class Shared: Sendable {
    let folds: [BulkFold]
    /// The batches for each projection; nil after the last one.
    let batches: [BoundedQueue<Batch?>]
    let reports = BoundedQueue<Report>(places: 64)
    private let request: StopRequest
    private let stopped = Atomic(false)
    private let unreadable = Atomic(false)
    /// How many projections take records.
    private let taking: Atomic<Int>

    init(_ folds: [BulkFold], _ request: StopRequest) {
      self.folds = folds
      self.request = request
      batches = folds.map { _ in BoundedQueue(places: BulkPass.ahead) }
      taking = Atomic(folds.count)
    }

    /// Whether nothing more is to be taken.
    var isStopped: Bool { stopped.load(ordering: .relaxed) || request.isMade }

    func stop() { stopped.store(true, ordering: .relaxed) }

    /// Whether the log could not be read to the end, so that rows are not worth making yet.
    var isUnreadable: Bool { unreadable.load(ordering: .acquiring) }

    func noteUnreadable() { unreadable.store(true, ordering: .releasing) }

    /// Whether records are of use to anybody still.
    var isReading: Bool { !isStopped && taking.load(ordering: .relaxed) > 0 }

    /// Takes batches until there are no more, writes what is in memory then, and makes the rows.
    /// - Returns: what it stopped at; nil when it did not.
    func run(_ place: Int) -> (any Error)? {
      let fold = folds[place]
      var failure: (any Error)?
      while let batch = batches[place].take() {
        // Those that are left are passed over, so that whoever hands them over does not wait.
        guard failure == nil, !isStopped else { continue }
        do {
          try fold.take(
            batch.records, of: batch.owners[fold.linksThrough] ?? [], through: batch.last)
          reports.put(.took(fold: place, through: batch.last))
        } catch {
          failure = error
          taking.subtract(1, ordering: .relaxed)
          reports.put(.failed(fold: place))
        }
      }
      do { try fold.finish() } catch { failure = failure ?? error }
      // Up to a record that is refused everything counts.
      if failure == nil || failure is FoldError, !isStopped, !isUnreadable {
        do { try makeRows(place) } catch { failure = error }
      }
      reports.put(.ended(fold: place))
      return failure
    }

    /// Lets everybody end who has begun, when somebody could not.
    func require(
      _ refusal: StorageFault?, _ projections: [BackgroundWork<(any Error)?>]
    ) throws(StorageFault) {
      guard let refusal else { return }
      stop()
      for (batches, projection) in zip(batches, projections) where projection.refusal == nil {
        batches.put(nil)
      }
      for projection in projections { _ = try? projection.value() }
      throw refusal
    }

    private func makeRows(_ place: Int) throws {
      let fold = folds[place]
      try RowMaking(model: fold.model, links: fold.links, stop: request).run { made, total in
        reports.put(.made(fold: place, made, of: total))
        return !isStopped
      }
    }
  }

  /// Brings projections to their targets, or as far as they come until the caller stops it.
  /// - Parameters:
  ///   - folds: at least one; those whose links are known up to one position share them.
  ///   - progress: is told what all of them have taken; answers whether to go on.
  /// - Returns: what each of them stopped at; nil for those that did not.
  /// - Throws: ``CompletenessAlarm`` or ``StorageFault`` when the log cannot be read; everything
  ///   before is written.
  func run(
    _ folds: [BulkFold], progress: (ProjectionRunner.Progress) -> Bool
  ) throws -> [(any Error)?] {
    let shared = Shared(folds, stop)
    // Before the threads begin to move them.
    let positions = folds.map(\.position)
    let projections = folds.indices.map { place in BackgroundWork { shared.run(place) } }
    try shared.require(projections.compactMap(\.refusal).first, projections)
    let reading = BackgroundWork {
      defer { for batches in shared.batches { batches.put(nil) } }
      do {
        try read(for: shared)
      } catch {
        shared.noteUnreadable()
        throw error
      }
    }
    try shared.require(reading.refusal, projections)
    follow(shared, from: positions, progress)
    // Every thread has ended or is about to.
    let failures = try projections.map { try $0.value() }
    try reading.value()
    return failures
  }

  /// Reads batches and hands each to every projection.
  private func read(for shared: Shared) throws {
    let target = shared.folds.map(\.target).max() ?? .start
    let reader = RecordReader(
      log: log,
      projection: shared.folds.map(\.model.projection.name).joined(separator: ", "))
    let links = Dictionary(
      shared.folds.map { ($0.linksThrough, $0.links) }, uniquingKeysWith: { first, _ in first })
    var position = shared.folds.map(\.position).min() ?? .start
    while shared.isReading {
      let records = try reader.records(after: position, through: target, limit: batchSize)
      guard let last = records.last?.position else { return }
      let owners = try links.mapValues { try $0.owners(of: records) }
      for (fold, batches) in zip(shared.folds, shared.batches) {
        let carried = handover.carry(records, fold.model.projection.name)
        batches.put(Batch(records: carried, last: last, owners: owners))
      }
      position = last
    }
  }

  /// Tells the caller how far all of them are until all have ended.
  private func follow(
    _ shared: Shared, from start: [Position], _ progress: (ProjectionRunner.Progress) -> Bool
  ) {
    let target = shared.folds.map(\.target).max() ?? .start
    var running = Set(shared.folds.indices)
    var positions = Dictionary(uniqueKeysWithValues: start.enumerated().map { ($0, $1) })
    var told = positions.values.min() ?? .start
    var made: [Int: (entities: Int, total: Int)] = [:]
    while !running.isEmpty {
      var makesRows = false
      switch shared.reports.take() {
      case .took(let fold, let position): positions[fold] = position
      case .failed(let fold): positions[fold] = nil
      case .made(let fold, let entities, let total):
        made[fold] = (entities, total)
        // Not while another one takes records still.
        makesRows = running.isSubset(of: made.keys)
      case .ended(let fold): running.remove(fold)
      }
      var state = ProjectionRunner.Progress(position: told, target: target)
      if let position = positions.values.min(), position > told {
        state.position = position
        told = position
      } else if makesRows {
        state.rows = made.values.reduce(into: (0, 0)) { rows, more in
          rows.made += more.entities
          rows.total += more.total
        }
      } else {
        continue
      }
      if !shared.isStopped, !progress(state) { shared.stop() }
    }
  }
}
