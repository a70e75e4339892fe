internal import EventLog
public import InteractionModel
internal import Projections

/// What only a read model can do that nobody reads yet: know the links of later records ahead, so
/// that each entity is folded once, under the links as they are in the end.
extension ProjectionRunner {
  /// How many bytes of states a build may have in memory; those of a pass share theirs.
  static let room = 64 << 20
  /// Half of how many batches a build's checkpoint may be behind: after a record that is refused,
  /// the rest is folded again batch by batch, which is slower.
  private static let patience = 16

  /// Reads all links up to a position before any record is folded.
  /// - Parameters:
  ///   - through: the last record whose links count.
  ///   - progress: is told from time to time; answers whether to go on.
  /// - Throws: ``CompletenessAlarm`` or ``StorageFault``.
  public mutating func preloadLinks(
    through: Position, progress: (Progress) -> Bool = { _ in true }
  ) throws {
    try ProjectionRunner.preloadLinks(of: [(self, through)], progress: progress)
    forget()
  }

  /// Reads the links for several read models in one pass over the log.
  ///
  /// One that has folded something already knows the links it folded under, and gets no others.
  /// - Parameters:
  ///   - runners: each with the last record whose links count for it.
  ///   - progress: is told after each batch; answers whether to go on.
  /// - Throws: ``CompletenessAlarm`` or ``StorageFault``.
  static func preloadLinks(
    of runners: [(runner: ProjectionRunner, through: Position)], progress: (Progress) -> Bool
  ) throws {
    var readers: [LinkReader] = []
    for (runner, through) in runners {
      guard try runner.model.checkpoint() == .start,
        try runner.model.allStates(after: nil, limit: 1).isEmpty
      else { continue }
      let target = try min(through, runner.log.head().position)
      readers.append(try LinkReader(log: runner.log, model: runner.model, through: target))
    }
    guard let first = runners.first?.runner,
      let target = readers.map(\.target).max(), var position = readers.map(\.position).min()
    else { return }
    let reader = RecordReader(
      log: first.log,
      projection: readers.map(\.model.projection.name).joined(separator: ", "))
    while position < target {
      let read = try reader.links(after: position, through: target, limit: first.batchSize)
      position = read.end
      for place in readers.indices { try readers[place].take(read.values, through: position) }
      guard progress(Progress(position: position, target: target)) else { return }
    }
    for reader in readers { try reader.finish(first.stop) }
  }

  /// Folds the records up to which the links of read models are known, in one pass over the log for
  /// all of them.
  /// - Parameters:
  ///   - runners: of read models that nobody reads yet.
  ///   - target: the last record to take.
  ///   - progress: is told after each batch; answers whether to go on.
  /// - Returns: what each stopped at; nil for those that did not. One that stopped at a
  ///   `FoldError` meets it again in ``catchUp(through:progress:)``.
  /// - Throws: ``CompletenessAlarm`` or ``StorageFault`` when the log cannot be read, or
  ///   `CancellationError` when it is to stop; what was taken is kept.
  static func build(
    _ runners: [ProjectionRunner], through target: Position, progress: (Progress) -> Bool
  ) throws -> [(any Error)?] {
    guard let first = runners.first else { return [] }
    // The same links in the same log: one memo for all that know them up to the same record.
    var memos: [Position: LinkMemo] = [:]
    let room = MemoryBudget(bytes: runners.reduce(0) { $0 + $1.room })
    let folds = try runners.map { runner in
      let known = try runner.model.linksThrough()
      let links = try memos[known] ?? LinkMemo(complete: runner.model)
      memos[known] = links
      return try BulkFold(
        runner.log, runner.model, links: links,
        quarantines: Quarantines.read(runner.model.projection.name, from: runner.log),
        through: target, room: room, patience: runner.batchSize * patience)
    }
    // What a build took would stay with the process, which builds the search index next.
    defer { FreedMemory.giveBack() }
    let failures = try BulkPass(
      log: first.log, batchSize: first.batchSize, handover: first.handover, stop: first.stop
    ).run(folds, progress: progress)
    try first.stop.check()
    return failures
  }
}
