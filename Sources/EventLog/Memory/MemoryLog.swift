internal import InteractionModel
internal import Merkle

/// The records of a log in memory with its indexes; a value that knows no lock and no clock.
struct MemoryLog {
  /// A record with what the log would otherwise have to decode.
  struct Entry {
    let record: StoredRecord
    let recorded: Instant
    let version: Int64
  }

  /// What came of an append.
  enum Outcome {
    /// It is done.
    case placed([Placement])
    /// Nothing is done yet: these events have ids of stored records and must be compared first.
    case duplicates([(index: Int, stored: StoredRecord)])
  }

  private var entries: [Entry] = []
  private var ids: [EventID: Position] = [:]
  private var streams: [StreamID: [Position]] = [:]
  private var entities: [EntityKey: [Position]] = [:]
  private var amendments: [EventID: [Position]] = [:]
  private var readings: [Position] = []
  private(set) var destroyed: [String: Position] = [:]
  private var tree = GrowingTree()
  private(set) var tiles = MemoryTiles()

  var head: Head {
    Head(position: Position(Int64(entries.count)), recorded: entries.last?.recorded)
  }

  func entry(at position: Position) -> Entry? {
    let index = position.rawValue - 1
    return index >= 0 && index < Int64(entries.count) ? entries[Int(index)] : nil
  }

  func version(of stream: StreamID) -> Int64 {
    Int64(streams[stream]?.count ?? 0)
  }

  // MARK: Append

  /// Appends what is new in a batch, all or none.
  /// - Parameters:
  ///   - batch: the events.
  ///   - same: the indices of events that were compared with the stored record of their id.
  ///   - now: the time on the clock.
  /// - Returns: the placements, or what must be compared before anything can be appended.
  /// - Throws: ``AppendError``: a conflict, or a destroyed key.
  mutating func append(
    _ batch: AppendBatch, knownSame same: Set<Int>, at now: Instant
  ) throws(AppendError) -> Outcome {
    let events = batch.request.events
    var fresh: [Int] = []
    var uncompared: [(index: Int, stored: StoredRecord)] = []
    for (index, first) in batch.firstIndices.enumerated() where index == first {
      guard let entry = ids[events[index].event.id].flatMap(entry(at:)) else {
        fresh.append(index)
        continue
      }
      if !same.contains(index) { uncompared.append((index, entry.record)) }
    }
    guard uncompared.isEmpty else { return .duplicates(uncompared) }
    let refusal =
      batch.request.conflict(fresh: fresh, version: version(of:))
      ?? batch.request.refusal(fresh: fresh, head: head.position) { destroyed[$0] }
    if let refusal { throw refusal }

    let recorded = max(now, head.recorded ?? now)
    for index in fresh { append(events[index], recorded: recorded) }
    for tile in tree.takeChangedTiles() { tiles.write(tile) }
    let appended = Set(fresh)
    let placements = batch.firstIndices.indices.map { index in
      let entry = ids[events[index].event.id].flatMap(entry(at:))
      return Placement(
        position: entry?.record.position ?? .start, version: entry?.version ?? 0,
        isDuplicate: !appended.contains(index))
    }
    if let destroying = batch.request.destroying,
      let record = destroying.record ?? placements.first?.position
    {
      for key in destroying.keys where destroyed[key] == nil { destroyed[key] = record }
    }
    return .placed(placements)
  }

  private mutating func append(_ sealed: SealedEvent, recorded: Instant) {
    let event = sealed.event
    let position = head.position.next
    let version = version(of: event.stream) + 1
    let line = sealed.line.bytes(position: position, recorded: recorded, version: version)
    let leaf = Hash.leaf(line)
    tree.append(leaf)
    let record = StoredRecord(position: position, line: line, leaf: leaf.bytes)
    entries.append(Entry(record: record, recorded: recorded, version: version))
    ids[event.id] = position
    streams[event.stream, default: []].append(position)
    let named: [EntityKey?] = [
      EntityKey(parsing: event.stream.rawValue), event.conversation.map(EntityKey.conversation),
      event.case.map(EntityKey.case), event.party.map(EntityKey.party),
    ]
    for entity in Set(named.compactMap(\.self)) { entities[entity, default: []].append(position) }
    if let message = event.type.message(amendedWith: event.body) {
      amendments[message, default: []].append(position)
    }
    if event.type.tellsOfReading { readings.append(position) }
  }

  // MARK: Read

  func positions(_ selector: Selector, in range: ReadRange, limit: Int) -> [Position] {
    switch selector {
    case .all:
      let all = (0..<entries.count).lazy.map { Position(Int64($0) + 1) }
      return MemoryLog.page(all, in: range, limit: limit)
    case .id(let id): return MemoryLog.page(ids[id].map { [$0] } ?? [], in: range, limit: limit)
    case .stream(let stream):
      return MemoryLog.page(streams[stream] ?? [], in: range, limit: limit)
    case .entity(let entity):
      return MemoryLog.page(entities[entity] ?? [], in: range, limit: limit)
    case .amending(let messages):
      let all = messages.flatMap { amendments[$0] ?? [] }.sorted()
      return MemoryLog.page(all, in: range, limit: limit)
    case .readings: return MemoryLog.page(readings, in: range, limit: limit)
    }
  }

  func destroyed(among keys: [String]) -> [String: Position] {
    keys.reduce(into: [:]) { found, key in found[key] = destroyed[key] }
  }

  func keys(destroyedBy record: Position) -> [String] {
    destroyed.filter { $0.value == record }.keys.sorted()
  }

  func lastPosition(recordedThrough instant: Instant) -> Position {
    let index = MemoryLog.firstIndex(entries) { $0.recorded > instant }
    return Position(Int64(index))
  }

  /// A page of ascending positions.
  private static func page<Places: RandomAccessCollection>(
    _ places: Places, in range: ReadRange, limit: Int
  ) -> [Position] where Places.Element == Position, Places.Index == Int {
    let low = firstIndex(places) { $0 > range.after }
    let high = firstIndex(places) { $0 > range.through }
    guard limit > 0, low < high else { return [] }
    let slice = places[low..<high]
    return range.reverse ? Array(slice.reversed().prefix(limit)) : Array(slice.prefix(limit))
  }

  /// Where a condition that holds from some element on begins to hold; O(log n).
  private static func firstIndex<Elements: RandomAccessCollection>(
    _ elements: Elements, where holds: (Elements.Element) -> Bool
  ) -> Int where Elements.Index == Int {
    var low = elements.startIndex
    var high = elements.endIndex
    while low < high {
      let middle = low + (high - low) / 2
      if holds(elements[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
