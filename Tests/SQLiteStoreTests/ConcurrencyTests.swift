internal import EventLog
internal import Foundation
internal import InteractionModel
internal import SQLiteStore
internal import StoreConformance
internal import Synchronization
internal import Testing

/// Holds a log's committer inside a comparison until it is let go.
private final class Gate: Sendable {
  private let arrived = AsyncStream<Void>.makeStream()
  private let semaphore = DispatchSemaphore(value: 0)

  func pass() {
    arrived.continuation.finish()
    semaphore.wait()
  }

  func wait() async { for await _ in arrived.stream {} }

  func open() { semaphore.signal() }
}

@Suite("Many writers of one log", .guardedAgainstHanging)
struct ConcurrencyTests {
  /// A log of one known event whose committer stands still at the gate.
  private func heldLog(
    _ directory: TestDirectory, _ gate: Gate
  ) async throws -> (store: SQLiteEventStore, held: Task<[Placement], any Error>) {
    let store = try PlainLog.open(directory.path)
    let birth = try SealedEvent(plain: PlainLog.birth)
    _ = try await store.append(AppendRequest(events: [birth]) { _, _ in true })
    let held = Task {
      try await store.append(
        AppendRequest(events: [birth]) { _, _ in
          gate.pass()
          return true
        })
    }
    await gate.wait()
    return (store, held)
  }

  private func event(_ number: Int) -> NewEvent {
    NewEvent(
      id: EventID(high: UInt64(number) << 16 | 0x4000, low: 0x8000_0000_0000_0000),
      stream: StreamID(.case("k-\(number % 50)")), type: .noteAdded)
  }

  @Test("64 writers at once: gapless, each answered for its own events")
  func manyWriters() async throws {
    let directory = try await PlainLog.make(events: 0)
    let store = try PlainLog.open(directory.path)
    let placements = try await withThrowingTaskGroup(of: [(NewEvent, Placement)].self) { group in
      for writer in 0..<64 {
        group.addTask {
          var answers: [(NewEvent, Placement)] = []
          for round in 0..<5 {
            let event = event(100 * writer + round)
            answers += zip([event], try await store.append(plain: [event]))
          }
          return answers
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(placements.map(\.1.position.rawValue).sorted() == Array(2...321))
    for (event, placement) in placements {
      #expect(
        try store.positions(.id(event.id), in: ReadRange(), limit: 2) == [placement.position])
    }
    #expect(try store.problems() == [])
    try store.close()
  }

  @Test("Two stores of one directory in turn: neither believes an old version or an old end")
  func twoStoresInTurn() async throws {
    let directory = try await PlainLog.make(events: 0)
    let stores = try [PlainLog.open(directory.path), PlainLog.open(directory.path)]
    var maker = EventMaker(seed: 21)
    var versions: [StreamID: Int64] = [:]
    var last = Position(1)
    for round in 0..<120 {
      // Runs of one store fill its cache before the other goes on.
      let store = stores[round / 3 % 2]
      let events = maker.events(1 + round % 3)
      let expected = Dictionary(
        events.map { ($0.stream, Expectation.version(versions[$0.stream] ?? 0)) }
      ) { first, _ in first }
      let placements = try await store.append(plain: events, expecting: expected)
      for (event, placement) in zip(events, placements) {
        last = last.next
        versions[event.stream, default: 0] += 1
        #expect(placement.position == last)
        #expect(placement.version == versions[event.stream])
      }
      #expect(try stores[(round + 1) % 2].head().position == last)
    }
    for store in stores {
      #expect(try store.problems() == [])
      try store.close()
    }
  }

  @Test("Two stores of one directory at once, on the same streams, some events brought by both")
  func twoStoresAtOnce() async throws {
    let directory = try await PlainLog.make(events: 0)
    let stores = try [PlainLog.open(directory.path), PlainLog.open(directory.path)]
    let answers = try await withThrowingTaskGroup(of: [EventID: Placement].self) { group in
      for writer in 0..<12 {
        group.addTask {
          var answers: [EventID: Placement] = [:]
          for round in 0..<10 {
            // Writers 2n and 2n+1 bring the same events to different stores.
            let event = event(1_000 * (writer / 2) + round)
            answers[event.id] = try await stores[writer % 2].append(plain: [event])[0]
          }
          return answers
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    var places: [EventID: Set<Position>] = [:]
    var fresh: [EventID: Int] = [:]
    for (id, placement) in answers.flatMap({ $0 }) {
      places[id, default: []].insert(placement.position)
      fresh[id, default: 0] += placement.isDuplicate ? 0 : 1
    }
    #expect(places.count == 60)
    #expect(places.values.allSatisfy { $0.count == 1 })
    #expect(fresh.values.allSatisfy { $0 == 1 })
    #expect(try stores[0].head().position == Position(61))
    for store in stores {
      #expect(try store.problems() == [])
      try store.close()
    }
  }

  @Test("A log that eight open at once is made once")
  func openedAtOnce() async throws {
    for _ in 0..<3 {
      let directory = try TestDirectory()
      let stores = try await withThrowingTaskGroup(of: SQLiteEventStore.self) { group in
        for number in 0..<8 {
          group.addTask {
            let store = try SQLiteEventStore(
              directory: directory.path, origin: "log-\(number)", clock: TestClock().logClock)
            try await store.append(plain: [event(number)])
            return store
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(Set(stores.map(\.origin)).count == 1)
      for store in stores {
        #expect(try store.head().position == Position(8))
        try store.close()
      }
    }
  }

  @Test("Over the queue's limit: told to come back, nothing lost, and taken when they do")
  func overload() async throws {
    let directory = try TestDirectory()
    let gate = Gate()
    let (store, held) = try await heldLog(directory, gate)
    let over = 25
    let count = AppendRequest.queueLimit + over
    let answers = try await withThrowingTaskGroup(
      of: (Int, Result<[Placement], AppendError>).self
    ) { group in
      for number in 1...count {
        let request = try AppendRequest(plain: [event(number)])
        group.addTask {
          do throws(AppendError) {
            return (number, .success(try await store.append(request)))
          } catch {
            return (number, .failure(error))
          }
        }
      }
      var answers: [(Int, Result<[Placement], AppendError>)] = []
      for try await answer in group {
        answers.append(answer)
        // All others wait behind the gate, so the first answers are those of the refused.
        if answers.count == over { gate.open() }
      }
      return answers
    }
    _ = try await held.value
    var refused: [Int] = []
    for (number, answer) in answers {
      switch answer {
      case .success(let placements): #expect(placements.count == 1)
      case .failure(.overloaded): refused.append(number)
      case .failure(let error): Issue.record("\(error)")
      }
    }
    #expect(refused.count == over)
    #expect(try store.head().position == Position(Int64(AppendRequest.queueLimit) + 1))
    for number in refused {
      #expect(try await store.append(plain: [event(number)]).map(\.isDuplicate) == [false])
    }
    #expect(try store.head().position == Position(Int64(count) + 1))
    try store.close()
  }

  @Test("A caller that goes away while it waits is told at once, and nothing of it is appended")
  func cancelledWaiting() async throws {
    let directory = try TestDirectory()
    let gate = Gate()
    let (store, held) = try await heldLog(directory, gate)
    let waiting = Task { try await store.append(plain: [event(1)]) }
    let patient = Task { try await store.append(plain: [event(2)]) }
    waiting.cancel()
    let error = await #expect(throws: AppendError.self) { try await waiting.value }
    guard case .outcomeUnknown? = error else {
      Issue.record("\(error as Any)")
      return
    }
    gate.open()
    _ = try await held.value
    #expect(try await patient.value.map(\.position) == [Position(2)])
    #expect(try await store.append(plain: [event(1)]).map(\.position) == [Position(3)])
    try store.close()
  }

  @Test("A caller that goes away while its group is committed learns what came of it")
  func cancelledCommitting() async throws {
    let directory = try TestDirectory()
    let gate = Gate()
    let (store, held) = try await heldLog(directory, gate)
    held.cancel()
    gate.open()
    #expect(try await held.value.map(\.isDuplicate) == [true])
    try store.close()
  }

  @Test("A closed log refuses in words, and wakes whoever waits")
  func closed() async throws {
    let directory = try await PlainLog.make()
    let store = try PlainLog.open(directory.path)
    let waiter = Task { try await store.waitForRecords(after: Position(1_000)) }
    try store.close()
    await #expect(throws: StorageFault.self) { try await waiter.value }
    #expect(fault { () throws(StorageFault) in try store.head() }?.code == .closed)
    await #expect(throws: AppendError.self) { try await store.append(plain: [event(1)]) }
  }
}
