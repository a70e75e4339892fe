public import EventLog
public import InteractionModel
internal import Projections

/// Brings one read model up to date with the log: batch by batch, rows and checkpoint together, but
/// for one that nobody reads yet, whose rows come last.
///
/// A batch that was committed is never folded again and one that was not leaves no trace, so an
/// interrupted run goes on by running again. Used by one thread at a time.
public struct ProjectionRunner {
  /// How far a run has come.
  public struct Progress: Sendable {
    /// The last record taken into account.
    public internal(set) var position: Position
    /// Where the run will end.
    public let target: Position
    /// Once a build has taken every record: for how many entities rows are made, and how many there
    /// are.
    public internal(set) var rows: (made: Int, total: Int)?
  }

  /// How many records a batch has: large enough to share the cost of a commit and to fold an
  /// entity once for several of its records, small enough to bound memory.
  public static let batchSize = 4_096

  let log: any EventStore
  let model: any ReadModel
  let batchSize: Int
  let stop: StopRequest
  private var cache = StateCache()
  let links: LinkMemo
  /// What the read model has consumed; nil when it is not known.
  private var consumed: ConsumedRange?
  /// Where the read model stood when the caches were right.
  private var cachedAt: Position?
  /// Whether to fold ahead of the checkpoint what nobody reads yet; not where a record was refused
  /// on the way.
  var foldsAhead = true
  var handover = Handover.faithful
  /// How many bytes of states a build may have in memory.
  var room = ProjectionRunner.room

  /// A runner.
  /// - Parameters:
  ///   - log: where the records are.
  ///   - model: what is brought up to date.
  ///   - batchSize: how many records a commit has at most.
  ///   - stop: gives up the batch in hand, which leaves no trace.
  public init(
    log: any EventStore, model: any ReadModel, batchSize: Int = ProjectionRunner.batchSize,
    stop: StopRequest = .never
  ) {
    self.log = log
    self.model = model
    self.batchSize = max(1, batchSize)
    self.stop = stop
    links = LinkMemo(model)
  }

  /// Takes records into account until the log ends, a position is reached or the caller stops it.
  /// - Parameters:
  ///   - through: the last record to take; nil for the head as of now.
  ///   - progress: is told after each commit; answers whether to go on.
  /// - Returns: the read model's checkpoint.
  /// - Throws: ``ProjectionFailure`` when the fold refuses a record (everything before it is
  ///   committed), ``CompletenessAlarm``, ``StorageFault``, or `CancellationError` when it is to
  ///   stop within a batch.
  @discardableResult
  public mutating func catchUp(
    through: Position? = nil, progress: (Progress) -> Bool = { _ in true }
  ) throws -> Position {
    let head = try log.head().position
    let target = min(through ?? head, head)
    try log.require(model)
    var checkpoint = try model.checkpoint()
    // Whoever moved the read model on meanwhile, the states of this runner are not of there.
    if checkpoint != cachedAt { forget() }
    let linksThrough = try model.linksThrough()
    // Read after the head: a quarantine that stands in a batch is known before the batch is read.
    let quarantines = try Quarantines.read(model.projection.name, from: log)
    let ahead = foldsAhead ? min(target, linksThrough) : checkpoint
    if try checkpoint < ahead || model.rowsDue() != nil {
      var stopped = false
      let failures = try ProjectionRunner.build([self], through: ahead) { state in
        stopped = !progress(Progress(position: state.position, target: target, rows: state.rows))
        return !stopped
      }
      checkpoint = try model.checkpoint()
      forget()
      // A record that is refused is met again below, where everything before it is committed.
      if let failure = failures[0], !(failure is FoldError) { throw failure }
      if stopped { return checkpoint }
    }
    let reader = RecordReader(log: log, projection: model.projection.name)
    while checkpoint < target {
      // While rebuilding, the links up to `linksThrough` are known and must not be met again.
      let bound = checkpoint < linksThrough ? min(target, linksThrough) : target
      do {
        let records = try reader.records(after: checkpoint, through: bound, limit: batchSize)
        var consumed = try self.consumed ?? ConsumedRange(model, of: log)
        try consumed.take(records[...])
        self.consumed = consumed
        try advance(over: records[...], quarantines, linksThrough)
        checkpoint = records.last?.position ?? bound
      } catch {
        forget()
        if let failure = error as? ProjectionFailure { try model.setFailure(failure) }
        throw error
      }
      cachedAt = checkpoint
      guard progress(Progress(position: checkpoint, target: target)) else { break }
    }
    if checkpoint == head, try model.failure() != nil { try model.setFailure(nil) }
    if checkpoint == head, try model.rowsDue() == nil { try noteLog(through: checkpoint) }
    return checkpoint
  }

  /// Notes the leaf and the root of where a read model stands that was last written before these were
  /// kept.
  private func noteLog(through position: Position) throws {
    guard position > .start, let known = try model.bookkeeping(), known.linksThrough == position,
      known.leaf?.isEmpty != false || known.root?.isEmpty != false
    else { return }
    try model.commit(
      ReadModelBatch(
        checkpoint: position, leaf: log.leaf(at: position), root: log.root(through: position)))
  }

  mutating func forget() {
    cache.removeAll()
    links.forget()
    consumed = nil
    cachedAt = nil
  }

  /// Folds and commits records, or as many of them as the fold takes.
  /// - Throws: ``ProjectionFailure`` when it does not take all of them; the ones before are
  ///   committed.
  private mutating func advance(
    over records: ArraySlice<Record>, _ quarantines: Quarantines, _ linksThrough: Position
  ) throws {
    do {
      try fold(Array(records), quarantines, linksThrough)
    } catch let error as FoldError {
      // Everything before the refused record counts; then the projection stands still, loudly.
      forget()
      let failure = ProjectionFailure(error)
      let before = records.prefix { $0.position < error.position }
      if !before.isEmpty {
        try advance(over: before, quarantines, linksThrough)
        throw failure
      }
      // A record of an earlier batch, which a link of this one brings to an entity that refuses it:
      // everything before that link counts, and the halves find it.
      guard let first = records.first, error.position < first.position, records.count > 1 else {
        throw failure
      }
      let middle = records.startIndex + records.count / 2
      try advance(over: records[..<middle], quarantines, linksThrough)
      try advance(over: records[middle...], quarantines, linksThrough)
    }
  }

  private mutating func fold(
    _ records: [Record], _ quarantines: Quarantines, _ linksThrough: Position
  ) throws {
    guard !records.isEmpty else { return }
    let fold = BatchFold(
      log: log, model: model, base: links, records: records, quarantines: quarantines,
      linksThrough: linksThrough, handover: handover, stop: stop)
    var batch = try fold.run(cache: &cache)
    batch.linksThrough = max(linksThrough, batch.checkpoint)
    batch.leaf = try log.leaf(at: batch.linksThrough)
    batch.root =
      try consumed?.root(through: batch.checkpoint) ?? log.root(through: batch.checkpoint)
    try model.commit(batch)
    links.take(batch.links)
  }
}
