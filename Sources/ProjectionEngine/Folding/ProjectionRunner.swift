public import EventLog
public import InteractionModel
internal import Projections

/// Brings one read model up to date with the log: batch by batch, rows and checkpoint together.
///
/// A batch that was committed is never folded again and one that was not leaves no trace, so an
/// interrupted run goes on by running again. Used by one thread at a time.
public struct ProjectionRunner {
  /// How far a run has come.
  public struct Progress: Sendable {
    /// The last record taken into account.
    public let position: Position
    /// Where the run will end.
    public let target: Position
  }

  /// How many records a batch has: large enough to share the cost of a commit and to fold an
  /// entity once for several of its records, small enough to bound memory.
  public static let batchSize = 8_192

  private let log: any EventStore
  private let model: any ReadModel
  private let checksLeaves: Bool
  private let batchSize: Int
  private var cache = StateCache()

  /// A runner.
  /// - Parameters:
  ///   - log: where the records are.
  ///   - model: what is brought up to date.
  ///   - checksLeaves: whether to recompute each leaf from the record's bytes (replay).
  ///   - batchSize: how many records a commit has at most.
  public init(
    log: any EventStore, model: any ReadModel, checksLeaves: Bool = false,
    batchSize: Int = ProjectionRunner.batchSize
  ) {
    self.log = log
    self.model = model
    self.checksLeaves = checksLeaves
    self.batchSize = batchSize
  }

  /// Takes records into account until the log ends, a position is reached or the caller stops it.
  /// - Parameters:
  ///   - through: the last record to take; nil for the head as of now.
  ///   - progress: is told after each commit; answers whether to go on.
  /// - Returns: the read model's checkpoint.
  /// - Throws: ``ProjectionFailure`` when the fold refuses a record (everything before it is
  ///   committed), ``CompletenessAlarm``, or ``StorageFault``.
  @discardableResult
  public mutating func catchUp(
    through: Position? = nil, progress: (Progress) -> Bool = { _ in true }
  ) throws -> Position {
    let head = try log.head().position
    let target = min(through ?? head, head)
    var checkpoint = try model.checkpoint()
    guard checkpoint <= head else {
      throw StorageFault(
        code: "ahead",
        message: """
          \(model.projection.name) is at position \(checkpoint), ahead of the log, which ends at \
          \(head): the log was restored from an older copy; rebuild the projection with \
          `throughline rebuild \(model.projection.name)`
          """)
    }
    let linksThrough = try model.linksThrough()
    let quarantined = try Quarantines.read(model.projection.name, from: log)
    let reader = RecordReader(
      log: log, checksLeaves: checksLeaves, projection: model.projection.name)
    while checkpoint < target {
      // While rebuilding, the links up to `linksThrough` are known and must not be met again.
      let bound = checkpoint < linksThrough ? min(target, linksThrough) : target
      let records = try reader.records(after: checkpoint, through: bound, limit: batchSize)
      guard let last = records.last else { break }
      do {
        try fold(records, quarantined, linksThrough)
      } catch let error as FoldError {
        // Everything before the refused record counts; then the projection stands still, loudly.
        cache.removeAll()
        let before = records.filter { $0.position < error.position }
        if !before.isEmpty { try fold(before, quarantined, linksThrough) }
        let failure = ProjectionFailure(position: error.position, reason: error.reason)
        try model.setFailure(failure)
        throw failure
      } catch {
        cache.removeAll()
        throw error
      }
      checkpoint = last.position
      guard progress(Progress(position: checkpoint, target: target)) else { break }
    }
    if checkpoint >= target, try model.failure() != nil { try model.setFailure(nil) }
    return checkpoint
  }

  private mutating func fold(
    _ records: [Record], _ quarantined: Set<Position>, _ linksThrough: Position
  ) throws {
    guard let last = records.last else { return }
    // A quarantine that stands in this batch was read before the batch was: the log only grows.
    let fold = BatchFold(
      log: log, model: model, records: records, quarantined: quarantined,
      linksAreKnown: last.position <= linksThrough)
    var batch = try fold.run(cache: &cache)
    batch.linksThrough = max(linksThrough, batch.checkpoint)
    try model.commit(batch)
  }

  /// Reads all links up to a position before any record is folded, so that a rebuild folds each
  /// entity once, under the links as they are in the end.
  /// - Parameters:
  ///   - through: the last record whose links count.
  ///   - progress: is told from time to time; answers whether to go on.
  /// - Throws: ``CompletenessAlarm`` or ``StorageFault``.
  public mutating func preloadLinks(
    through: Position, progress: (Progress) -> Bool = { _ in true }
  ) throws {
    guard try model.checkpoint() == .start, try model.linksThrough() == .start else { return }
    var links: [Link] = []
    var position = Position.start
    let reader = RecordReader(log: log, projection: model.projection.name)
    while position < through {
      let records = try reader.records(after: position, through: through, limit: batchSize)
      guard let last = records.last else { break }
      links += records.flatMap { Link.links(of: $0) }
      position = last.position
      guard progress(Progress(position: position, target: through)) else { return }
    }
    let view = OverlaidLinks(base: model, adding: links)
    try model.commit(
      ReadModelBatch(
        links: links, entities: try tombstones(links, view), checkpoint: .start,
        linksThrough: position))
  }

  /// The rows of what was merged away: they follow from the links alone.
  private func tombstones(_ links: [Link], _ view: OverlaidLinks) throws -> [EntityWrite] {
    guard let merge = model.projection.kind.mergeLink else { return [] }
    let rendering = RowRendering(links: view, kind: model.projection.kind)
    let initial = model.projection.initial
    return try Set(links.filter { $0.kind == merge }.map(\.subject)).sorted().compactMap { entity in
      guard let link = try view.link(merge, of: entity), link.target != nil,
        try Membership(view).root(merge, of: entity) != entity
      else { return nil }
      return EntityWrite(
        entity: entity, position: link.position, state: initial.encoded().canonicalBytes,
        rows: try rendering.rows(of: initial, entity))
    }
  }
}
