internal import EventLog
internal import InteractionModel
internal import Projections
internal import Synchronization

/// Folds records into a read model that nobody reads yet, under links that are all known.
///
/// States stay in memory as long as there is room; then those that have been quiet for longest are
/// written, on a thread of their own while further records are folded. Rows follow when every
/// record is taken (``RowMaking``).
///
/// The checkpoint follows behind: it is the last record up to which every state is stored. What has
/// been in memory for very long is written for its sake. An entity may be stored further than that,
/// so whoever goes on from the checkpoint passes over what is in its state already
/// (``StoredState/position``); that is right because no link changes what belongs to it.
final class BulkFold: Sendable {
  /// How many states are written at once: a megabyte or two.
  private static let piece = 512

  let model: any ReadModel
  private let log: any EventStore
  /// All links that are known.
  let links: LinkMemo
  private let quarantines: Quarantines
  /// The last record to take, up to which all links are known.
  let target: Position
  /// The last record whose links are known.
  let linksThrough: Position
  /// The leaf of that one.
  private let leaf: [UInt8]
  private let room: MemoryBudget
  private let patience: Int64
  private let work: Mutex<BulkWork>

  /// Goes on from where a read model stands.
  /// - Parameters:
  ///   - log: where the records are.
  ///   - model: what is written.
  ///   - links: its links.
  ///   - quarantines: what the projection passes over.
  ///   - target: the last record to take; no further than the links are known.
  ///   - room: where its states are kept in memory.
  ///   - patience: half of how many records the checkpoint may be behind.
  /// - Throws: ``StorageFault`` when the store fails, or the read model is of another log.
  init(
    _ log: any EventStore, _ model: any ReadModel, links: LinkMemo, quarantines: Quarantines,
    through target: Position, room: MemoryBudget, patience: Int
  ) throws {
    self.model = model
    self.log = log
    self.links = links
    self.quarantines = quarantines
    self.room = room
    self.patience = Int64(patience)
    linksThrough = try model.linksThrough()
    leaf = try log.leaf(at: linksThrough)
    self.target = min(target, linksThrough)
    let consumed = try ConsumedRange(model, of: log)
    work = Mutex(BulkWork(model.projection, from: consumed, room.enter()))
  }

  /// The last record that was taken.
  var position: Position { work.withLock { $0.position } }

  /// Takes records; those that it has taken already, or that lie behind the target, are passed over.
  /// - Parameters:
  ///   - records: in position order, without a gap from the last one that was taken.
  ///   - owners: of each of them, under the links that are known.
  ///   - last: the last of them.
  /// - Throws: ``FoldError`` of the first record that is refused, or ``CompletenessAlarm`` when the
  ///   records are not the log's, after which this object is of no use: what it wrote is right, and
  ///   what it holds is not.
  func take(_ records: [Record], of owners: [RecordOwners], through last: Position) throws {
    try work.withLock { work in
      let start = records.firstIndex { $0.position > work.position } ?? records.endIndex
      let end = records.firstIndex { $0.position > target } ?? records.endIndex
      guard !work.isBroken else { return }
      // Unless everything goes well, what is in memory is not what the records say.
      work.isBroken = true
      do {
        if start < end { try take(records[start..<end], owners, &work) }
        guard work.position >= min(last, target) else { throw missing(work.position.next) }
        // Also where there was nothing to take: the others wait for the answer.
        try makeRoom(&work)
      } catch {
        // Nothing goes on behind the caller's back.
        _ = try? work.writing?.job.value()
        letGo(&work)
        throw error
      }
      work.isBroken = false
    }
  }

  private func take(
    _ records: ArraySlice<Record>, _ owners: [RecordOwners], _ work: inout BulkWork
  ) throws {
    try work.consumed.take(records)
    let (routes, routed) = try route(records, owners, &work)
    let folded = try work.fold(records, routes, quarantines)
    guard folded == routed else { throw alarm(records, routed, folded) }
  }

  /// Begins to write what has been quiet for longest when room runs short, or what is old when the
  /// checkpoint is far behind.
  private func makeRoom(_ work: inout BulkWork) throws {
    room.note(work.weight, &work.part)
    if room.isFull || work.writing?.job.hasEnded == true { try settle(&work) }
    guard work.writing == nil else { return }
    if room.asks(&work.part) {
      let quiet = work.quietest(leaving: work.weight / 2)
      beginWriting(quiet, forgetting: quiet, &work)
    } else if work.position.rawValue - work.stored.rawValue > 2 * patience {
      let old = work.unwritten(since: Position(work.stored.rawValue + patience))
      beginWriting(old, forgetting: [], &work)
    }
  }

  /// Writes everything that is in memory and forgets it, after which the read model stands at the
  /// last record that was taken and nothing is taken any more.
  ///
  /// Writes nothing when a record was refused or a write failed.
  func finish() throws {
    try work.withLock { work in
      guard !work.isBroken else { return }
      work.isBroken = true
      defer { letGo(&work) }
      try settle(&work)
      beginWriting(work.unwritten(since: work.position), forgetting: [], &work)
      try settle(&work)
    }
  }

  /// Forgets everything; whoever shares the room has it.
  private func letGo(_ work: inout BulkWork) {
    room.leave(work.part)
    work.slots = []
  }

  private func missing(_ position: Position) -> CompletenessAlarm {
    CompletenessAlarm(
      projection: model.projection.name, position: position,
      what: "it was not given the record there, which was read for it")
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
    func route(_ index: Int, to id: String?, in place: Int) {
      guard let id else { return }
      let (slot, isNew) = work.slot(of: id, in: place, folds[place])
      if isNew { missing.append(slot) }
      routed.add(records[index], hash: PairDigest.hash(folds[place].kind, id))
      routes.append(BulkWork.Route(slot: slot, record: index))
    }
    for index in records.indices {
      let record = records[index]
      if quarantines.covers(record.position, at: linksThrough) { continue }
      for (place, fold) in folds.enumerated() {
        route(index, to: owners[index].entity(of: fold, for: record), in: place)
        route(index, to: owners[index].place(of: fold, namedBy: record), in: place)
      }
    }
    if !missing.isEmpty {
      let stored = try model.states(of: missing.map { work.slots[$0].entity })
      for slot in missing {
        guard let found = stored[work.slots[slot].entity] else { continue }
        let entity = work.slots[slot].entity
        let head = try model.projection.decode(stored: found, of: entity)
        let (state, partBytes) = try model.whole(head, of: entity)
        work.restore(slot, state, at: found.position, bytes: found.bytes.count + partBytes)
      }
    }
    return (routes, routed)
  }

  /// Begins to write some entities; nothing else is being written.
  private func beginWriting(_ due: [Int], forgetting quiet: [Int], _ work: inout BulkWork) {
    let slots = due.map { work.slots[$0] }.filter(\.isUnwritten)
      // How stores lay entities out.
      .sorted { $0.entity < $1.entity }
    // What they take from here on is unwritten again.
    for place in due { work.slots[place].noteWritten() }
    let stored = work.firstUnwritten?.previous ?? work.position
    work.stored = stored
    let writing = BackgroundWork { [self] in try write(slots, through: stored) }
    work.writing = (writing, quiet, work.position)
  }

  /// Waits until what is being written is written, and forgets what is quiet and was not touched
  /// meanwhile: from now on the read model can say it.
  private func settle(_ work: inout BulkWork) throws {
    guard let (job, quiet, position) = work.writing else { return }
    work.writing = nil
    try job.value()
    work.forget(quiet, untouchedSince: position, model.projection.folds)
    // What lies between states that stay would be taken again by larger ones only.
    if !quiet.isEmpty { FreedMemory.giveBack() }
    room.note(work.weight, &work.part)
  }

  /// Writes states, after which everything up to a position is stored.
  private func write(_ slots: [BulkWork.Slot], through position: Position) throws {
    let checkpoint = try model.checkpoint()
    // What a build commits makes all rows due.
    guard position > checkpoint || !slots.isEmpty else { return }
    let root = try log.root(through: checkpoint)
    for start in stride(from: 0, to: slots.count, by: BulkFold.piece) {
      var batch = StateBatch(
        checkpoint: checkpoint, linksThrough: linksThrough, leaf: leaf, root: root)
      for slot in slots[start..<min(start + BulkFold.piece, slots.count)] {
        let stored = StateWrite(slot.state)
        batch.states.append(
          (slot.entity, StoredState(position: slot.position, bytes: stored.bytes)))
        batch.goneParts += stored.goneParts.map { (slot.entity, $0) }
        guard !stored.parts.isEmpty else { continue }
        let name = slot.entity.description
        batch.parts += stored.parts.map { StoredPart(entity: name, part: $0) }
      }
      // Until the last of them the checkpoint stays.
      try model.commit(batch)
    }
    try model.commit(
      StateBatch(
        checkpoint: position, linksThrough: linksThrough, leaf: leaf,
        root: log.root(through: position)))
  }
}
