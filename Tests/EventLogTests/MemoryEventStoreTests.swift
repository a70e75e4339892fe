import EventLog
import enum EventLog.Expectation
import InteractionModel
import StoreConformance
import Testing

private struct MemoryLogFactory: LogFactory {
  func makeStore(clock: LogClock) async throws -> any EventStore {
    MemoryEventStore(clock: clock)
  }
}

@Suite("The log in memory")
struct MemoryEventStoreTests {
  @Test("keeps the promises of a log", .guardedAgainstHanging, arguments: LogConformance.checks)
  func conforms(check: LogCheck) async throws {
    try await check.run(over: MemoryLogFactory())
  }

  @Test("starts without any record, under the name it is given")
  func starts() {
    let store = MemoryEventStore(origin: "somewhere", clock: TestClock().logClock)
    #expect(store.origin == "somewhere")
    #expect(store.head() == Head(position: .start, recorded: nil))
  }

  @Test("may be read while it compares duplicates")
  func readsWhileComparing() async throws {
    let store = MemoryEventStore(clock: TestClock().logClock)
    var maker = EventMaker(seed: 1)
    let event = maker.event()
    try await store.append(plain: [event])
    let request = AppendRequest(events: [try SealedEvent(plain: event)]) { stored, _ in
      store.head().position == stored.position
    }
    #expect(try await store.append(request).map(\.isDuplicate) == [true])
  }

  private struct Unreadable: Error {
    let text = "the secret"
  }

  @Test("keeps the words of a foreign error out of its own")
  func foreignErrors() async throws {
    let store = MemoryEventStore(clock: TestClock().logClock)
    var maker = EventMaker(seed: 2)
    let event = maker.event()
    try await store.append(plain: [event])
    let request = AppendRequest(events: [try SealedEvent(plain: event)]) { _, _ in
      throw Unreadable()
    }
    let error = await #expect(throws: AppendError.self) { try await store.append(request) }
    let words = try #require(error).description
    #expect(!words.contains("secret"))
    #expect(words.contains("position 1"))
  }
}

@Suite("What a writer believes")
struct ExpectationTests {
  @Test(
    "an expectation is met by the versions it names",
    arguments: [
      (Expectation.any, 0, true), (.any, 5, true), (.noStream, 0, true), (.noStream, 1, false),
      (.version(3), 3, true), (.version(3), 2, false), (.version(0), 0, true),
    ] as [(Expectation, Int64, Bool)])
  func isMet(expectation: Expectation, actual: Int64, met: Bool) {
    #expect(expectation.isMet(by: actual) == met)
  }
}

@Suite("A stored record")
struct StoredRecordTests {
  @Test("that cannot be read says where it stands and what to do")
  func unreadable() {
    let stored = StoredRecord(position: Position(7), line: Array("{\"name\":1}".utf8), leaf: [])
    let fault = #expect(throws: StorageFault.self) { try stored.decoded() }
    #expect(fault?.code == .corrupt)
    #expect(fault?.reason.contains("position 7") == true)
    #expect(fault?.remedy == "run \(.verify)")
  }
}
