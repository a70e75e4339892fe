internal import EventLog
internal import InteractionModel
internal import Projections
internal import Synchronization

/// Folds one batch of records into what a commit writes.
///
/// All records of the batch are routed under the links in force at its end, which is the definition
/// of the state there. An entity that a link of the batch touches is refolded from zero through the
/// log's indexes; every other entity goes on from its state.
struct BatchFold: Sendable {
  /// One entity's part of the work.
  private struct Job: Sendable {
    let entity: String
    /// Indexes into the batch, ascending.
    var records: [Int] = []
    var refolds = false
  }

  /// What folding an entity gave.
  private struct Outcome: Sendable {
    let write: EntityWrite
    let state: (any FoldState)?
    let acknowledged: PairDigest
  }

  let log: any EventStore
  let model: any ReadModel
  let records: [Record]
  let quarantined: Set<Position>
  /// Whether the model already knows the links of the batch (while rebuilding).
  let linksAreKnown: Bool

  private var projection: Projection { model.projection }

  /// Folds the batch.
  /// - Parameter cache: states of entities as of the model's checkpoint; updated on success.
  /// - Returns: what to commit.
  /// - Throws: ``FoldError`` of the earliest record that is refused, ``CompletenessAlarm``, or what
  ///   the log throws.
  func run(cache: inout StateCache) throws -> ReadModelBatch {
    guard let first = records.first, let last = records.last else {
      return ReadModelBatch(checkpoint: try model.checkpoint())
    }
    let links = linksAreKnown ? [] : records.flatMap { Link.links(of: $0) }
    let view = OverlaidLinks(base: model, adding: links)
    let membership = Membership(view)

    var jobs: [String: Job] = [:]
    var routed = PairDigest()
    for (index, record) in records.enumerated() where !quarantined.contains(record.position) {
      guard let entity = try membership.entity(projection.kind, of: record) else { continue }
      jobs[entity, default: Job(entity: entity)].records.append(index)
      routed.add(record.position, entity)
    }
    let touched = try TouchedEntities(
      log: log, model: model, after: view, through: last.position, kind: projection.kind
    ).find(links: links, quarantines: linksAreKnown ? [] : newQuarantines())
    for entity in touched { jobs[entity, default: Job(entity: entity)].refolds = true }

    let outcomes = try fold(Array(jobs.values), view, first.position, last.position, cache)
    var acknowledged = PairDigest()
    var writes: [EntityWrite] = []
    writes.reserveCapacity(outcomes.count)
    for outcome in outcomes {
      acknowledged.add(outcome.acknowledged)
      writes.append(outcome.write)
    }
    guard acknowledged == routed else {
      throw CompletenessAlarm(
        projection: projection.name, position: first.position,
        what: "\(routed.count) (event, entity) pairs were routed, \(acknowledged.count) folded")
    }
    for outcome in outcomes {
      cache.set(outcome.write.entity, outcome.state, outcome.write.position)
    }
    return ReadModelBatch(links: links, entities: writes, checkpoint: last.position)
  }

  /// Positions before this batch that an event of the batch puts into quarantine.
  private func newQuarantines() -> [Position] {
    records.compactMap { record in
      guard record.type == .eventQuarantined, record.stream == .projection(projection.name),
        let position = record.body["position"]?.int
      else { return nil }
      return Position(position)
    }
  }

  private func fold(
    _ jobs: [Job], _ view: OverlaidLinks, _ first: Position, _ last: Position, _ cache: StateCache
  ) throws -> [Outcome] {
    let missing = jobs.filter { !$0.refolds && cache[$0.entity] == nil }.map(\.entity)
    let stored = missing.isEmpty ? [:] : try model.states(of: missing)
    let history = EntityHistory(
      log: log, links: view, subset: LogSubset(through: last), quarantined: quarantined)
    // Pieces of even size: jobs come in hash order, which spreads the large ones.
    let pieces = Parallel.pieces(jobs.count)
    let results = try Parallel.map(pieces.count) { piece -> Result<[Outcome], FoldError> in
      var outcomes: [Outcome] = []
      var refused: FoldError?
      for job in jobs[pieces[piece]] {
        do {
          if job.refolds {
            outcomes.append(try refold(job.entity, history, from: first))
          } else {
            outcomes.append(
              try advance(job, cache[job.entity], stored[job.entity], view))
          }
        } catch let error as FoldError {
          // The earliest refusal counts: everything before it is still to be committed.
          if error.position < refused?.position ?? Position(.max) { refused = error }
        }
      }
      return refused.map { .failure($0) } ?? .success(outcomes)
    }
    var outcomes: [Outcome] = []
    var refused: FoldError?
    for result in results {
      switch result {
      case .success(let more): outcomes += more
      case .failure(let error) where error.position < refused?.position ?? Position(.max):
        refused = error
      case .failure: break
      }
    }
    if let refused { throw refused }
    return outcomes
  }

  /// Goes on from an entity's state.
  private func advance(
    _ job: Job, _ cached: StateCache.Entry?, _ stored: StoredState?, _ view: OverlaidLinks
  ) throws -> Outcome {
    var state: any FoldState
    if let cached {
      state = cached.state
    } else if let stored {
      state = try projection.decode(stored: stored, entity: job.entity)
    } else {
      state = projection.initial
    }
    var acknowledged = PairDigest()
    var position = Position.start
    for index in job.records {
      try state.apply(records[index])
      position = records[index].position
      acknowledged.add(position, job.entity)
    }
    return try outcome(job.entity, state, position, view, acknowledged)
  }

  /// Folds an entity from zero.
  private func refold(
    _ entity: String, _ history: EntityHistory<OverlaidLinks>, from first: Position
  ) throws -> Outcome {
    var state = projection.initial
    var acknowledged = PairDigest()
    let own = try history.records(projection.kind, entity)
    for record in own {
      try state.apply(record)
      if record.position >= first { acknowledged.add(record.position, entity) }
    }
    if let last = own.last {
      return try outcome(entity, state, last.position, history.links, acknowledged)
    }
    let context = try history.context(projection.kind, entity)
    guard context.mergedInto != nil, let merge = projection.kind.mergeLink,
      let link = try history.links.link(merge, of: entity)
    else {
      let gone = EntityWrite(entity: entity, position: .start, state: nil, rows: [])
      return Outcome(write: gone, state: nil, acknowledged: acknowledged)
    }
    return try outcome(entity, state, link.position, history.links, acknowledged)
  }

  private func outcome(
    _ entity: String, _ state: any FoldState, _ position: Position, _ view: OverlaidLinks,
    _ acknowledged: PairDigest
  ) throws -> Outcome {
    let rows = try RowRendering(links: view, kind: projection.kind).rows(of: state, entity)
    let write = EntityWrite(
      entity: entity, position: position, state: state.encoded().canonicalBytes, rows: rows)
    return Outcome(write: write, state: state, acknowledged: acknowledged)
  }
}

extension Projection {
  /// The state that a read model stored.
  func decode(stored: StoredState, entity: String) throws -> any FoldState {
    do {
      guard case .object(let object) = try JSONValue(parsing: stored.json) else {
        throw JSONError(.unexpectedByte, at: 0)
      }
      return try decode(object)
    } catch {
      throw StorageFault(
        code: "corrupt",
        message: """
          the state of \(entity) in \(name) cannot be read; \
          rebuild it with `throughline rebuild \(name)`
          """,
        cause: "\(error)")
    }
  }
}

/// Turns states into rows under some links.
struct RowRendering<Links: LinkSource & Sendable>: Sendable {
  let links: Links
  let kind: EntityKind

  func rows(of state: any FoldState, _ entity: String) throws -> [Row] {
    let membership = Membership(links)
    var mergedInto: String?
    if let merge = kind.mergeLink, try links.link(merge, of: entity) != nil {
      let root = try membership.root(merge, of: entity)
      mergedInto = root == entity ? nil : root
    }
    // Rows ask for parties through a closure that cannot throw; the first error is kept for here.
    let failure = Mutex<(any Error)?>(nil)
    let links = links
    let context = RowContext(key: entity, mergedInto: mergedInto) { party in
      do {
        return try Membership(links).root(.partyIntoParty, of: party)
      } catch {
        failure.withLock { $0 = $0 ?? error }
        return party
      }
    }
    let rows = state.rows(context)
    if let error = failure.withLock({ $0 }) { throw error }
    return rows
  }
}
