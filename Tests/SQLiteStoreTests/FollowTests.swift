internal import EventLog
internal import InteractionModel
internal import SQLiteStore
internal import StoreConformance
internal import Testing

@Suite("Following what another process appends", .guardedAgainstHanging)
struct FollowTests {
  private let directory: TestDirectory

  init() async throws { directory = try await PlainLog.make(events: 0) }

  /// The log opened twice; the two know nothing of each other, as two processes do not.
  private func pair() throws -> (writer: SQLiteEventStore, reader: SQLiteEventStore) {
    (try PlainLog.open(directory.path), try PlainLog.open(directory.path))
  }

  @Test("What another process appends is seen by whoever waits for it, every time")
  func seen() async throws {
    let (writer, reader) = try pair()
    var maker = EventMaker(seed: 31)
    for _ in 0..<40 {
      let head = try writer.head().position
      let waiter = Task { try await reader.waitForRecords(after: head) }
      try await writer.append(plain: maker.events(1))
      #expect(try await waiter.value == head.next)
    }
    try writer.close()
    try reader.close()
  }

  @Test("1,000 appends by two stores, and the follower of a third misses none")
  func missesNothing() async throws {
    let (writer, reader) = try pair()
    let second = try PlainLog.open(directory.path)
    let last = Position(1_001)
    let following = Task {
      var at = Position(1)
      var seen: [Position] = []
      while at < last {
        let head = try await reader.waitForRecords(after: at)
        #expect(head > at)
        let page = try reader.records(.all, in: ReadRange(after: at, through: head), limit: .max)
        seen += page.map(\.position)
        at = page.last?.position ?? at
        #expect(at == head)
      }
      return seen
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (task, store) in [writer, second, writer, second].enumerated() {
        group.addTask {
          var maker = EventMaker(seed: 3_200 + UInt64(task))
          for _ in 0..<250 { try await store.append(plain: maker.events(1)) }
        }
      }
      try await group.waitForAll()
    }
    #expect(try await following.value.map(\.rawValue) == Array(2...1_001))
    for store in [writer, second, reader] { try store.close() }
  }

  @Test("Waiting for the other process ends when it is cancelled; a second waiter goes on")
  func cancels() async throws {
    let (writer, reader) = try pair()
    var maker = EventMaker(seed: 33)
    for _ in 0..<20 {
      let head = try writer.head().position
      let leaving = Task { try await reader.waitForRecords(after: head) }
      let staying = Task { try await reader.waitForRecords(after: head) }
      leaving.cancel()
      await #expect(throws: CancellationError.self) { try await leaving.value }
      try await writer.append(plain: maker.events(1))
      #expect(try await staying.value == head.next)
    }
    try writer.close()
    try reader.close()
  }
}
