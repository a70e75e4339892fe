internal import InteractionModel
internal import Projections

/// The entities that a ``BulkFold`` has in memory.
struct BulkWork: Sendable {
  /// An entity in memory.
  struct Slot: Sendable {
    let entity: EntityKey
    /// For the account of what was folded.
    let hash: UInt64
    fileprivate(set) var state: any FoldState
    /// The last record that went into the state; the start when none did.
    private(set) var position = Position.start
    /// The first record that went in since it was written; nil when there is none.
    fileprivate var unwrittenSince: Position?
    /// The last record that was routed to it.
    fileprivate var lastTouch = Position.start
    /// Whether the read model has something of it.
    private(set) var isStored = false
    /// Whether the place is taken.
    fileprivate var isKept = true

    fileprivate init(_ entity: EntityKey, _ state: any FoldState) {
      self.entity = entity
      self.state = state
      hash = PairDigest.hash(entity.kind, entity.id)
    }

    /// Takes what the read model has of the entity.
    mutating func restore(_ state: any FoldState, at position: Position) {
      self.state = state
      self.position = position
      isStored = true
    }

    /// Folds a record, unless it is in the state already.
    fileprivate mutating func take(
      _ record: Record, _ quarantines: Quarantines
    ) throws(FoldError) {
      lastTouch = record.position
      guard record.position > position, try quarantines.take(record, into: &state) else { return }
      position = record.position
      if unwrittenSince == nil { unwrittenSince = record.position }
    }

    /// Notes that the read model has it as it is.
    mutating func noteWritten() {
      unwrittenSince = nil
      isStored = true
    }
  }

  /// A record on its way to an entity.
  struct Route: Sendable {
    let slot: Int
    let record: Int
  }

  /// The entities; some places are free.
  var slots: [Slot] = []
  private var free: [Int] = []
  /// The places by id, for each fold of the projection.
  private var places: [[String: Int]]
  /// How many entities are in memory.
  var count: Int { slots.count - free.count }
  /// The last record that was taken.
  var position: Position
  /// The last record that had been taken when entities were last written.
  var lastFlush: Position
  /// What is being written, and up to which record everything is stored then.
  var writing: (job: Beside<Void>, through: Position)?
  /// Whether much of what is written was written before.
  var isRewriting = false
  /// Whether taking records failed on the way, so that the states are not to be written.
  var isBroken = false

  init(_ projection: Projection, from checkpoint: Position) {
    places = projection.folds.map { _ in [:] }
    position = checkpoint
    lastFlush = checkpoint
  }

  /// The place of an entity, and whether nothing is known of it yet.
  mutating func slot(
    of id: String, in fold: Int, _ definition: Fold
  ) -> (place: Int, isNew: Bool) {
    if let place = places[fold][id] { return (place, false) }
    let slot = Slot(EntityKey(definition.kind, id), definition.initial)
    let place = free.popLast() ?? slots.count
    if place == slots.count { slots.append(slot) } else { slots[place] = slot }
    places[fold][id] = place
    return (place, true)
  }

  /// Folds records into their entities.
  /// - Returns: the account of what was folded.
  mutating func fold(
    _ records: ArraySlice<Record>, _ routes: [Route], _ quarantines: Quarantines
  ) throws(FoldError) -> PairDigest {
    var folded = PairDigest()
    for route in routes {
      try slots[route.slot].take(records[route.record], quarantines)
      folded.add(records[route.record].position, hash: slots[route.slot].hash)
    }
    return folded
  }

  /// The places of entities that have not been written since before a position, in the order of
  /// their names, which is how stores lay entities out.
  func unwritten(since position: Position) -> [Int] {
    slots.indices.filter { slots[$0].unwrittenSince.map { $0 <= position } ?? false }
      .sorted { slots[$0].entity < slots[$1].entity }
  }

  /// Forgets what is written and has not been touched after a position.
  mutating func forget(untouchedSince position: Position, _ folds: [Fold]) {
    for place in slots.indices where slots[place].isKept {
      guard slots[place].unwrittenSince == nil, slots[place].lastTouch <= position,
        let fold = folds.firstIndex(where: { $0.kind == slots[place].entity.kind })
      else { continue }
      places[fold][slots[place].entity.id] = nil
      free.append(place)
      // Gives the memory back.
      slots[place].isKept = false
      slots[place].state = folds[fold].initial
    }
  }
}
