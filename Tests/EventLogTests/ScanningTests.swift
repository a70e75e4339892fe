import EventLog
import InteractionModel
import StoreConformance
import Synchronization
import Testing

@Suite("Going through a log on all cores")
struct ScanningTests {
  private struct Stop: Error, Equatable {
    let piece: Int64
  }

  private static func pieces(
    _ count: Int64, size: Int = 3, width: Int = 4, after: Int64 = 0
  ) -> OrderedPieces {
    OrderedPieces(
      of: ReadRange(after: Position(after)), head: Position(count), size: size, width: width)
  }

  @Test(
    "hands every piece over once and in order, whatever the sizes",
    arguments: [0, 1, 2, 3, 4, 299, 300, 301], [1, 2, 5])
  func order(count: Int64, width: Int) throws {
    var positions: [Int64] = []
    try Self.pieces(count, width: width).forEach { range in
      Array((range.after.rawValue + 1)...range.through.rawValue)
    } take: { piece in
      #expect(piece.count <= 3)
      positions += piece
      return true
    }
    #expect(positions == Array(0..<count).map { $0 + 1 })
  }

  @Test("reads only what the range and the log have in common")
  func range() throws {
    var seen: [ReadRange] = []
    try OrderedPieces(
      of: ReadRange(after: Position(4), through: Position(9)), head: Position(7), size: 2
    ).forEach {
      $0
    } take: { range in
      seen.append(range)
      return true
    }
    #expect(
      seen == [
        ReadRange(after: Position(4), through: Position(6)),
        ReadRange(after: Position(6), through: Position(7)),
      ])
    try Self.pieces(5, after: 5).forEach {
      $0
    } take: { _ in
      Issue.record("there is nothing behind the end")
      return true
    }
  }

  @Test("stops when it is told to, and hands nothing over afterwards", arguments: [0, 1, 7, 40])
  func stopping(last: Int) throws {
    var taken = 0
    try Self.pieces(1_000).forEach {
      $0
    } take: { _ in
      taken += 1
      return taken <= last
    }
    #expect(taken == last + 1)
  }

  @Test("throws what making a piece threw behind all pieces before it", arguments: [0, 1, 2, 50])
  func failingToMake(place: Int64) {
    var taken: Int64 = 0
    #expect(throws: Stop(piece: place)) {
      try Self.pieces(1_000).forEach { range in
        guard range.after.rawValue < place * 3 else {
          throw Stop(piece: range.after.rawValue / 3)
        }
        return range
      } take: { range in
        #expect(range.after.rawValue == taken * 3)
        taken += 1
        return true
      }
    }
    #expect(taken == place)
  }

  @Test("throws what taking a piece threw, and hands nothing over afterwards")
  func failingToTake() {
    var taken = 0
    #expect(throws: Stop(piece: 9)) {
      try Self.pieces(1_000).forEach {
        $0
      } take: { _ in
        taken += 1
        guard taken < 10 else { throw Stop(piece: 9) }
        return true
      }
    }
    #expect(taken == 10)
  }

  @Test("never has more pieces in memory than twice the workers", arguments: [1, 2, 3])
  func bounded(width: Int) throws {
    let held = Mutex((now: 0, most: 0))
    try Self.pieces(600, width: width).forEach { range in
      held.withLock { held in
        held.now += 1
        held.most = max(held.most, held.now)
      }
      return range
    } take: { _ in
      held.withLock { $0.now -= 1 }
      return true
    }
    #expect(held.withLock { $0.now } == 0)
    #expect(held.withLock { $0.most } <= 2 * width)
  }

  private static func log(_ count: Int) async throws -> MemoryEventStore {
    let store = MemoryEventStore(
      origin: "scan", clock: LogClock { Instant(microseconds: 1_700_000_000_000_000) })
    var maker = EventMaker(seed: 5)
    let events = try maker.events(count).map { try SealedEvent($0, sealed: []) }
    _ = try await store.append(AppendRequest(events: events) { _, _ in true })
    return store
  }

  @Test("gives the same records as reading them one by one, from anywhere to anywhere")
  func decoded() async throws {
    let store = try await Self.log(3_000)
    let all = try store.records(.all, in: ReadRange(), limit: 4_000).map { try $0.decoded() }
    for (after, through) in [(0, 4_000), (0, 0), (0, 1), (1_023, 1_025), (2_999, 3_000)] {
      let range = ReadRange(after: Position(Int64(after)), through: Position(Int64(through)))
      var records: [Record] = []
      try store.forEachDecoded(in: range) { record in
        records.append(record)
        return true
      }
      #expect(records == Array(all[after..<min(through, 3_000)]))
    }
    var count = 0
    try store.forEachDecoded { record in
      count += 1
      // The store may be asked meanwhile.
      return try store.record(at: record.position)?.position == record.position && count < 1_500
    }
    #expect(count == 1_500)
  }
}
