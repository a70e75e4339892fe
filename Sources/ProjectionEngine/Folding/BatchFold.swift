internal import EventLog
internal import InteractionModel
internal import Projections

/// Folds one batch of records into what a commit writes.
///
/// All records of the batch are routed under the links in force at its end, which is the definition
/// of the state there. An entity that a link of the batch touches is refolded from zero through the
/// log's indexes; every other entity goes on from its state.
struct BatchFold: Sendable {
  /// One entity's part of the work.
  private struct Job: Sendable {
    let entity: EntityKey
    /// Those of the batch, ascending.
    var records: [Record] = []
    /// Whether it is folded from zero.
    var refolds = false
    /// Whether its rows are made anew, also when no record goes into it.
    var isShownAnew = false
  }

  /// What folding an entity gave.
  private struct Outcome: Sendable {
    let entity: EntityKey
    /// Nil when no record went into the entity, which stays as it is.
    var write: EntityWrite?
    let state: (any FoldState)?
    /// The records of the batch that were folded, in that order.
    let folded: [Record]

    var acknowledged: PairDigest {
      folded.reduce(into: PairDigest()) { $0.add($1, entity) }
    }

    var isInOrder: Bool {
      zip(folded, folded.dropFirst()).allSatisfy { $0.position < $1.position }
    }
  }

  let log: any EventStore
  let model: any ReadModel
  /// The links of the model.
  let base: LinkMemo
  let records: [Record]
  let quarantines: Quarantines
  /// The last record whose links the model knows, which is behind the batch while rebuilding.
  let linksThrough: Position
  var handover = Handover.faithful
  var stop = StopRequest.never

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
    let linksAreKnown = last.position <= linksThrough
    var repeated = RepeatedLinks()
    let links =
      try linksAreKnown
      ? []
      : repeated.dropped(from: records.flatMap { Link.links(of: $0) }) { conversation in
        try base.link(.conversationNamed, of: conversation)
      }
    let view = OverlaidLinks(base: base, adding: links, stop: stop)
    let membership = Membership(view)
    // While rebuilding, quarantines are known ahead like the links.
    let horizon = max(last.position, linksThrough)

    var jobs: [EntityKey: Job] = [:]
    var routed = PairDigest()
    for record in records
    where !quarantines.covers(record.position, at: horizon) {
      for fold in projection.folds {
        for id in try membership.entities(of: fold, for: record) {
          let entity = EntityKey(fold.kind, id)
          jobs[entity, default: Job(entity: entity)].records.append(record)
          routed.add(record, entity)
        }
      }
    }
    if !linksAreKnown {
      let touched = try TouchedEntities(
        log: log, model: model, before: OverlaidLinks(base: base, adding: [], stop: stop),
        after: view, folded: first.position.previous, stop: stop
      ).find(
        links: links,
        quarantines: records.compactMap { Quarantines.position(in: $0, of: projection.name) })
      for entity in touched.refolded { jobs[entity, default: Job(entity: entity)].refolds = true }
      for entity in touched.shown { jobs[entity, default: Job(entity: entity)].isShownAnew = true }
    }

    let history = EntityHistory(
      log: log, links: view, subset: LogSubset(through: last.position), quarantines: quarantines,
      projection: projection.name, stop: stop)
    let outcomes = try fold(Array(jobs.values), history, first.position, cache)
    try check(outcomes, against: jobs, routed)
    for outcome in outcomes {
      guard let write = outcome.write else { continue }
      cache.set(outcome.entity, outcome.state, write.position)
    }
    // In key order, which is how stores lay entities out.
    let writes = outcomes.compactMap(\.write).sorted { $0.entity < $1.entity }
    return ReadModelBatch(links: links, entities: writes, checkpoint: last.position)
  }

  /// What the workers folded must be what was routed to them.
  private func check(
    _ outcomes: [Outcome], against jobs: [EntityKey: Job], _ routed: PairDigest
  ) throws {
    var acknowledged = PairDigest()
    for outcome in outcomes { acknowledged.add(outcome.acknowledged) }
    guard acknowledged != routed || !outcomes.allSatisfy(\.isInOrder) else { return }
    let places = outcomes.compactMap { outcome -> (position: Position, entity: EntityKey)? in
      let expected = jobs[outcome.entity]?.records ?? []
      let same = zip(expected, outcome.folded)
        .prefix { $0.position == $1.position && $0.leaf == $1.leaf }.count
      let next = [expected.dropFirst(same).first, outcome.folded.dropFirst(same).first]
      return next.compactMap { $0?.position }.min().map { ($0, outcome.entity) }
    }
    let place = places.min { $0.position < $1.position }
    throw CompletenessAlarm(
      projection: projection.name,
      position: place?.position ?? records.first?.position ?? .start,
      what: """
        \(routed.count) (event, entity) pairs were routed and \(acknowledged.count) folded; what was \
        folded into \(place?.entity.description ?? "an entity") is not what was routed to it
        """)
  }

  private func fold(
    _ jobs: [Job], _ history: EntityHistory<OverlaidLinks>, _ first: Position, _ cache: StateCache
  ) throws -> [Outcome] {
    let missing = jobs.filter { !$0.refolds && cache[$0.entity] == nil }.map(\.entity)
    let stored = missing.isEmpty ? [:] : try model.states(of: missing)
    // Pieces of even size: jobs come in hash order, which spreads the large ones.
    let pieces = Parallel.pieces(jobs.count)
    let results = try Parallel.map(pieces.count) { piece -> Result<[Outcome], FoldError> in
      var outcomes: [Outcome] = []
      var refused: FoldError?
      for job in jobs[pieces[piece]] {
        do {
          try stop.check()
          // One whose rows are there and whose state is not cannot be shown without its records.
          let isUnknown = cache[job.entity] == nil && stored[job.entity] == nil
          if job.refolds || (job.isShownAnew && isUnknown) {
            outcomes.append(try refold(job.entity, history, from: first))
          } else {
            outcomes.append(
              try advance(job, cache[job.entity], stored[job.entity], history, from: first))
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

  private func fold(of entity: EntityKey) throws -> Fold {
    guard let fold = projection.fold(over: entity.kind) else {
      throw StorageFault(
        code: .corrupt,
        reason: """
          \(projection.name) does not fold by \(entity.kind.rawValue), of which its read model \
          names one
          """,
        remedy: "rebuild it with \(.rebuild(projection.name))")
    }
    return fold
  }

  /// Goes on from an entity's state.
  private func advance(
    _ job: Job, _ cached: StateCache.Entry?, _ stored: StoredState?,
    _ history: EntityHistory<OverlaidLinks>, from first: Position
  ) throws -> Outcome {
    var state = try fold(of: job.entity).initial
    if let cached {
      state = cached.state
    } else if let stored {
      state = try projection.decode(stored: stored, of: job.entity)
      if let parted = state as? any PartedState, !parted.isComplete {
        // What is shown anew shows all its parts, with or without a record of this batch.
        if job.isShownAnew { return try refold(job.entity, history, from: first) }
        return try advance(job, parted, stored.position, history.links)
      }
    }
    // A build that was interrupted can have stored an entity further than its checkpoint.
    let known = cached?.position ?? stored?.position ?? .start
    let (taken, folded) = try take(job, after: known, into: &state)
    guard let last = taken ?? (job.isShownAnew ? known : nil) else {
      return Outcome(entity: job.entity, write: nil, state: nil, folded: folded)
    }
    var outcome = try outcome(
      job.entity, state, last, history.links, folded, isNew: cached == nil && stored == nil)
    // It was stored as a whole.
    outcome.write?.replacesParts = false
    return outcome
  }

  /// Folds the records of a job that a state does not have.
  /// - Returns: the last one that went in, if any did, and all that were folded.
  private func take(
    _ job: Job, after known: Position, into state: inout any FoldState
  ) throws(FoldError) -> (last: Position?, folded: [Record]) {
    let records = handover.carry(job.records, projection.name)
    var last: Position?
    for record in records {
      if record.position > known, try quarantines.take(record, into: &state) {
        last = record.position
      }
    }
    return (last, records)
  }

  /// Goes on from the head of an entity's state: reads those of its parts that the records are
  /// about, and writes those and the rows that change.
  private func advance(
    _ job: Job, _ head: any PartedState, _ known: Position, _ view: OverlaidLinks
  ) throws -> Outcome {
    var head = head
    while true {
      var state: any FoldState = head
      // What a record is refused for is never what it is about, but what it says itself.
      let (last, folded) = try take(job, after: known, into: &state)
      guard let last, let parted = state as? any PartedState else {
        return Outcome(entity: job.entity, write: nil, state: nil, folded: folded)
      }
      let missing = parted.missingParts
      guard missing.isEmpty else {
        let parts = try model.parts(missing, of: job.entity)
        head = try projection.supply(parts, for: missing, to: head, job.entity)
        continue
      }
      let (changes, named) = try RowRendering(links: view).changes(of: parted, job.entity)
      let write = EntityWrite(
        entity: job.entity, position: last, state: parted.encodedHead(), rows: changes.rows,
        named: named, parts: parted.changedParts, gone: changes.gone,
        goneParts: parted.goneParts, isPartial: true)
      // Not kept: its head is read at once, and its parts are other ones the next time.
      return Outcome(entity: job.entity, write: write, state: nil, folded: folded)
    }
  }

  /// Folds an entity from zero.
  private func refold(
    _ entity: EntityKey, _ history: EntityHistory<OverlaidLinks>, from first: Position
  ) throws -> Outcome {
    let fold = try fold(of: entity)
    var state = fold.initial
    var folded: [Record] = []
    var last: Position?
    for record in try history.records(fold, entity.id) {
      try stop.check()
      if try quarantines.take(record, into: &state) { last = record.position }
      if record.position >= first { folded.append(record) }
    }
    let rendering = RowRendering(links: history.links)
    if let position = try last ?? rendering.tombstonePosition(entity) {
      return try outcome(entity, state, position, history.links, folded)
    }
    let gone = EntityWrite(entity: entity, position: .start, state: nil, rows: [], named: [])
    return Outcome(entity: entity, write: gone, state: nil, folded: folded)
  }

  private func outcome(
    _ entity: EntityKey, _ state: any FoldState, _ position: Position, _ view: OverlaidLinks,
    _ folded: [Record], isNew: Bool = false
  ) throws -> Outcome {
    let rendered = try RowRendering(links: view).rows(of: state, entity)
    let stored = StateWrite(state)
    let write = EntityWrite(
      entity: entity, position: position, state: stored.bytes, rows: rendered.rows,
      named: rendered.named, isNew: isNew, parts: stored.parts)
    return Outcome(
      entity: entity, write: write, state: stored.isInParts ? nil : state, folded: folded)
  }
}
