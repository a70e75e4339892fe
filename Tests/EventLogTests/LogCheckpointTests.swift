import EventLog
import InteractionModel
import StoreConformance
import Testing

@Suite("A checkpoint in a log")
struct LogCheckpointTests {
  private static func log(seed: UInt64, _ count: Int) async throws -> MemoryEventStore {
    let log = MemoryEventStore(clock: TestClock().logClock)
    var maker = EventMaker(seed: seed)
    for _ in 0..<count { try await log.append(plain: [maker.event()]) }
    return log
  }

  @Test("is of a place in its log, and of none beyond the end", arguments: [0, 1, 5])
  func place(position: Int64) async throws {
    let log = try await Self.log(seed: 3, 5)
    let checkpoint = try #require(try log.checkpoint(at: Position(position)))
    #expect(checkpoint.position.rawValue == position)
    #expect(checkpoint.leaf.count == (position == 0 ? 0 : 32))
    try log.require(checkpoint, of: "X", remedy: "rebuild X")
    #expect(try log.checkpoint(at: Position(6)) == nil)
  }

  @Test("is refused by a shorter log, which says so and what to do")
  func ahead() async throws {
    let checkpoint = try #require(try await Self.log(seed: 3, 5).checkpoint(at: Position(5)))
    let shorter = try await Self.log(seed: 3, 4)
    let fault = #expect(throws: StorageFault.self) {
      try shorter.require(checkpoint, of: "CaseState", remedy: "rebuild it")
    }
    #expect(fault?.code == .ahead)
    #expect(fault?.reason.contains("CaseState is at position 5") == true)
    #expect(fault?.reason.contains("ends at 4") == true)
    #expect(fault?.remedy == "rebuild it")
  }

  @Test("is refused by a log that has another record there, however long it is", arguments: [5, 9])
  func foreign(length: Int) async throws {
    let checkpoint = try #require(try await Self.log(seed: 3, 5).checkpoint(at: Position(5)))
    let other = try await Self.log(seed: 4, length)
    let fault = #expect(throws: StorageFault.self) {
      try other.require(checkpoint, of: "CaseState", remedy: "rebuild it")
    }
    #expect(fault?.code == .foreign)
    #expect(fault?.reason.contains("position 5") == true)
    try other.require(.start, of: "CaseState", remedy: "rebuild it")
  }
}
