internal import EventLog
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
    fileprivate(set) var position = Position.start
    /// The first record that went in since it was written; nil when there is none.
    fileprivate var unwrittenSince: Position?
    /// The last record that was routed to it.
    fileprivate var lastTouch = Position.start
    /// About how many bytes it takes.
    fileprivate var weight = 2_048
    /// Whether the place is taken.
    fileprivate var isKept = true

    /// Whether the read model does not have it as it is.
    var isUnwritten: Bool { unwrittenSince != nil }

    fileprivate init(_ entity: EntityKey, _ state: any FoldState) {
      self.entity = entity
      self.state = state
      hash = PairDigest.hash(entity.kind, entity.id)
    }

    /// Folds a record, unless it is in the state already.
    fileprivate mutating func take(
      _ record: Record, _ quarantines: Quarantines
    ) throws(FoldError) {
      lastTouch = record.position
      guard record.position > position, try quarantines.take(record, into: &state) else { return }
      position = record.position
      weight += BulkWork.weightOfRecord
      if unwrittenSince == nil { unwrittenSince = record.position }
    }

    /// Notes that the read model has it as it is.
    mutating func noteWritten() {
      unwrittenSince = nil
      guard var parted = state as? any PartedState, parted.isLong else { return }
      parted.noteStored()
      state = parted
    }
  }

  /// A record on its way to an entity.
  struct Route: Sendable {
    let slot: Int
    let record: Int
  }

  /// About how many bytes a state grows by with a record.
  fileprivate static let weightOfRecord = 256
  /// About how many bytes a state takes for each byte of its stored form.
  private static let weightOfStoredByte = 4

  /// The entities; some places are free.
  var slots: [Slot] = []
  private var free: [Int] = []
  /// The places by id, for each fold of the projection.
  private var places: [[String: Int]]
  /// About how many bytes the entities in memory take.
  private(set) var weight = 0
  /// What the room knows of that.
  var part: MemoryBudget.Part
  /// What was taken.
  var consumed: ConsumedRange
  /// The last record up to which everything is stored, or will be once what is being written is.
  var stored: Position
  /// What is being written, the places that are free afterwards unless they are touched again, and
  /// the last record that had been taken when it began.
  var writing: (job: BackgroundWork<Void>, quiet: [Int], position: Position)?
  /// Whether the states are not to be written: taking records failed on the way, or has ended.
  var isBroken = false

  init(_ projection: Projection, from consumed: ConsumedRange, _ part: MemoryBudget.Part) {
    self.part = part
    self.consumed = consumed
    places = projection.folds.map { _ in [:] }
    stored = consumed.position
  }

  /// The last record that was taken.
  var position: Position { consumed.position }

  /// The place of an entity, and whether nothing is known of it yet.
  mutating func slot(
    of id: String, in fold: Int, _ definition: Fold
  ) -> (place: Int, isNew: Bool) {
    if let place = places[fold][id] { return (place, false) }
    let slot = Slot(EntityKey(definition.kind, id), definition.initial)
    let place = free.popLast() ?? slots.count
    if place == slots.count { slots.append(slot) } else { slots[place] = slot }
    places[fold][id] = place
    weight += slot.weight
    return (place, true)
  }

  /// Takes what the read model has of an entity.
  /// - Parameters:
  ///   - place: of the entity.
  ///   - state: all of it.
  ///   - position: the last record that went into it.
  ///   - bytes: how many it was stored in.
  mutating func restore(
    _ place: Int, _ state: any FoldState, at position: Position, bytes: Int
  ) {
    slots[place].state = state
    slots[place].position = position
    slots[place].weight += bytes * BulkWork.weightOfStoredByte
    weight += bytes * BulkWork.weightOfStoredByte
  }

  /// Folds records into their entities.
  /// - Returns: the account of what was folded.
  mutating func fold(
    _ records: ArraySlice<Record>, _ routes: [Route], _ quarantines: Quarantines
  ) throws(FoldError) -> PairDigest {
    var folded = PairDigest()
    for route in routes {
      weight -= slots[route.slot].weight
      defer { weight += slots[route.slot].weight }
      try slots[route.slot].take(records[route.record], quarantines)
      folded.add(records[route.record], hash: slots[route.slot].hash)
    }
    return folded
  }

  /// The places of entities that have not been written since a position or from before it.
  func unwritten(since position: Position) -> [Int] {
    slots.indices.filter { slots[$0].unwrittenSince.map { $0 <= position } ?? false }
  }

  /// Finds the entities that have been quiet for longest.
  /// - Parameter rest: about how many bytes the others may take.
  /// - Returns: their places.
  func quietest(leaving rest: Int) -> [Int] {
    var left = weight
    return slots.indices.filter { slots[$0].isKept }
      .sorted { slots[$0].lastTouch < slots[$1].lastTouch }
      .prefix { place in
        defer { left -= slots[place].weight }
        return left > rest
      }
  }

  /// The first record that is in some state and not stored.
  var firstUnwritten: Position? { slots.lazy.compactMap(\.unwrittenSince).min() }

  /// Forgets those of some entities, all written, that have not been touched after a position.
  mutating func forget(_ quiet: [Int], untouchedSince position: Position, _ folds: [Fold]) {
    for place in quiet where slots[place].lastTouch <= position {
      guard let fold = folds.firstIndex(where: { $0.kind == slots[place].entity.kind }) else {
        continue
      }
      places[fold][slots[place].entity.id] = nil
      free.append(place)
      weight -= slots[place].weight
      // Gives the memory back.
      slots[place].isKept = false
      slots[place].state = folds[fold].initial
    }
  }
}
