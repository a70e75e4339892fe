internal import EventLog
internal import InteractionModel
internal import Projections
internal import Synchronization

/// Folds records into a read model that nobody reads yet, under links that are all known.
///
/// States stay in memory while their entities are busy and are written when they have been quiet
/// for a while, so that nearly every entity is rendered and written once. The checkpoint follows
/// behind: it is the last record up to which every entity is stored. An entity may be stored
/// further than that, so whoever goes on from the checkpoint passes over what is in its state
/// already (``StoredState/position``); that is right because no link changes what belongs to it.
///
/// Rows are rendered and written on a thread of their own while further records are folded. Memory
/// is bounded by the window: what is unwritten came within the last two, and what is being written
/// within the one before. Where much is written again, as of cases that are quiet for days, the
/// window is made longer, once; where very many are busy at a time, it ends early.
final class BulkFold: Sendable {
  /// How many entities are rendered before they are written: some megabytes of rows.
  private static let piece = 512
  /// When one write in so many is of what was written before, it is worth waiting longer.
  private static let oneRewriteIn = 4
  /// How many entities are in memory when a window ends early: some kilobytes each.
  private static let entityLimit = 5_120

  let model: any ReadModel
  /// All links that are known.
  let links: LinkMemo
  private let quarantines: Quarantines
  /// The last record to take, up to which all links are known.
  let target: Position
  /// The last record whose links are known.
  let linksThrough: Position
  private let window: Int64
  private let work: Mutex<BulkWork>

  /// Goes on from where a read model stands.
  /// - Parameters:
  ///   - model: what is written.
  ///   - links: its links.
  ///   - quarantines: what the projection passes over.
  ///   - target: the last record to take; no further than the links are known.
  ///   - window: after how many records quiet entities are written.
  /// - Throws: ``StorageFault`` when the store fails.
  init(
    _ model: any ReadModel, links: LinkMemo, quarantines: Quarantines, through target: Position,
    window: Int
  ) throws(StorageFault) {
    self.model = model
    self.links = links
    self.quarantines = quarantines
    self.window = Int64(window)
    linksThrough = try model.linksThrough()
    self.target = min(target, linksThrough)
    work = Mutex(BulkWork(model.projection, from: try model.checkpoint()))
  }

  /// The last record that was taken.
  var position: Position { work.withLock { $0.position } }

  /// Takes records; those that it has taken already, or that lie behind the target, are passed over.
  /// - Parameters:
  ///   - records: in position order, without a gap from the last one that was taken.
  ///   - owners: of each of them, under the links that are known.
  /// - Throws: ``FoldError`` of the first record that is refused, after which this object is of no
  ///   use: what it wrote is right, and what it holds is not.
  func take(_ records: [Record], of owners: [RecordOwners]) throws {
    try work.withLock { work in
      let start = records.firstIndex { $0.position > work.position } ?? records.endIndex
      let end = records.firstIndex { $0.position > target } ?? records.endIndex
      guard start < end, !work.isBroken else { return }
      // Unless everything goes well, what is in memory is not what the records say.
      work.isBroken = true
      do {
        try take(records[start..<end], owners, &work)
      } catch {
        // Nothing goes on behind the caller's back.
        _ = try? work.writing?.job.value()
        throw error
      }
      work.isBroken = false
    }
  }

  private func take(
    _ records: ArraySlice<Record>, _ owners: [RecordOwners], _ work: inout BulkWork
  ) throws {
    guard let last = records.last else { return }
    let (routes, routed) = try route(records, owners, &work)
    let folded = try work.fold(records, routes, quarantines)
    guard folded == routed else { throw alarm(records, routed, folded) }
    work.position = last.position
    let taken = work.position.rawValue - work.lastFlush.rawValue
    if taken >= (work.isRewriting ? 2 * window : window) || work.count >= BulkFold.entityLimit {
      try flush(&work, everything: false)
    }
  }

  /// Writes everything that is in memory, after which the read model stands at the last record that
  /// was taken.
  ///
  /// Writes nothing when a record was refused or a write failed.
  func finish() throws {
    try work.withLock { work in
      guard !work.isBroken else { return }
      try flush(&work, everything: true)
      try settle(&work)
    }
  }

  private func alarm(
    _ records: ArraySlice<Record>, _ routed: PairDigest, _ folded: PairDigest
  ) -> CompletenessAlarm {
    CompletenessAlarm(
      projection: model.projection.name, position: records.first?.position ?? .start,
      what: """
        of the \(records.count) records from there on \(routed.count) (event, entity) pairs were \
        routed and \(folded.count) folded
        """)
  }

  /// Finds the entities of records and fetches the states of those that are not in memory.
  private func route(
    _ records: ArraySlice<Record>, _ owners: [RecordOwners], _ work: inout BulkWork
  ) throws -> (routes: [BulkWork.Route], routed: PairDigest) {
    let folds = model.projection.folds
    var routed = PairDigest()
    var routes: [BulkWork.Route] = []
    routes.reserveCapacity(records.count * folds.count)
    var missing: [Int] = []
    for index in records.indices {
      let position = records[index].position
      if quarantines.covers(position, at: linksThrough) { continue }
      for (place, fold) in folds.enumerated() {
        guard let id = owners[index].entity(of: fold, for: records[index]) else { continue }
        let (slot, isNew) = work.slot(of: id, in: place, fold)
        if isNew { missing.append(slot) }
        routed.add(position, hash: PairDigest.hash(fold.kind, id))
        routes.append(BulkWork.Route(slot: slot, record: index))
      }
    }
    if !missing.isEmpty {
      let stored = try model.states(of: missing.map { work.slots[$0].entity })
      for slot in missing {
        guard let found = stored[work.slots[slot].entity] else { continue }
        let state = try model.projection.decode(stored: found, of: work.slots[slot].entity)
        work.slots[slot].restore(state, at: found.position)
      }
    }
    return (routes, routed)
  }

  /// Begins to write what has been unwritten since before the window, or everything.
  private func flush(_ work: inout BulkWork, everything: Bool) throws {
    try settle(&work)
    let quiet = everything ? work.position : work.lastFlush
    let due = work.unwritten(since: quiet)
    let slots = due.map { work.slots[$0] }
    let again = slots.count { $0.isStored }
    if again * BulkFold.oneRewriteIn > slots.count { work.isRewriting = true }
    // What they take from here on is unwritten again.
    for place in due { work.slots[place].noteWritten() }
    work.writing = (Beside { [self] in try write(slots, through: quiet) }, quiet)
    work.lastFlush = work.position
  }

  /// Waits until what is being written is written, and forgets whatever has been quiet since then:
  /// from now on the read model can say it.
  private func settle(_ work: inout BulkWork) throws {
    guard let (job, quiet) = work.writing else { return }
    work.writing = nil
    try job.value()
    work.forget(untouchedSince: quiet, model.projection.folds)
  }

  /// Writes entities, after which everything up to a position is stored.
  private func write(_ slots: [BulkWork.Slot], through position: Position) throws {
    let checkpoint = try model.checkpoint()
    for start in stride(from: 0, to: slots.count, by: BulkFold.piece) {
      let writes = try render(slots[start..<min(start + BulkFold.piece, slots.count)])
      // Until the last of them the checkpoint stays.
      try model.commit(
        ReadModelBatch(entities: writes, checkpoint: checkpoint, linksThrough: linksThrough))
    }
    try model.commit(ReadModelBatch(checkpoint: position, linksThrough: linksThrough))
  }

  private func render(_ slots: ArraySlice<BulkWork.Slot>) throws -> [EntityWrite] {
    let slots = Array(slots)
    let pieces = Parallel.pieces(slots.count)
    let rendering = RowRendering(links: links)
    return try Parallel.map(pieces.count) { piece in
      try slots[pieces[piece]].map { slot in
        let rendered = try rendering.rows(of: slot.state, slot.entity)
        return EntityWrite(
          entity: slot.entity, position: slot.position, state: slot.state.encoded(),
          rows: rendered.rows, named: rendered.named, isNew: !slot.isStored)
      }
    }.flatMap { $0 }
  }
}
