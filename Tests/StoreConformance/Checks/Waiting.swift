internal import EventLog
internal import InteractionModel
internal import Testing

extension Conformance {
  static let waiting: [ConformanceCheck] = [
    .onStore("who waits behind the head is answered at once") { store in
      var maker = EventMaker(seed: 61)
      try await store.append(plain: maker.events(3))
      let head = try store.head().position
      #expect(try await store.waitForRecords(after: .start) == head)
      #expect(try await store.waitForRecords(after: head.previous) == head)
    },
    .onStore("an append wakes everybody who waits, every time") { store in
      var maker = EventMaker(seed: 62)
      for round in 0..<50 {
        let head = try store.head().position
        try await withThrowingTaskGroup(of: Position.self) { group in
          for _ in 0..<6 {
            group.addTask { try await store.waitForRecords(after: head) }
          }
          // Some rounds append while the waiters arrive, some when all had their turn.
          for _ in 0..<round { await Task.yield() }
          try await store.append(plain: maker.events(2))
          for try await seen in group { #expect(seen == Position(head.rawValue + 2)) }
        }
      }
    },
    .onStore("who waits for more than the next record is not answered early") { store in
      var maker = EventMaker(seed: 63)
      let far = Position(try store.head().position.rawValue + 3)
      let waiter = Task { try await store.waitForRecords(after: far) }
      for _ in 0..<5 {
        try await store.append(plain: maker.events(1))
        await Task.yield()
      }
      #expect(try await waiter.value > far)
    },
    .onStore("a reader that follows sees every record once, in order") { store in
      let start = try store.head().position
      let last = Position(start.rawValue + 200)
      let reader = Task {
        var seen: [Position] = []
        var at = start
        while at < last {
          _ = try await store.waitForRecords(after: at)
          for record in try store.records(.all, in: ReadRange(after: at), limit: 7) {
            seen.append(record.position)
            at = record.position
          }
        }
        return seen
      }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for writer in 0..<4 as Range<UInt64> {
          group.addTask {
            var maker = EventMaker(seed: 6_400 + writer)
            for _ in 0..<25 { try await store.append(plain: maker.events(2)) }
          }
        }
        try await group.waitForAll()
      }
      #expect(try await reader.value == (1...200).map { Position(start.rawValue + $0) })
    },
    .onStore("waiting ends when the task is cancelled, and others wait on") { store in
      var maker = EventMaker(seed: 65)
      for round in 0..<30 {
        let head = try store.head().position
        let patient = Task { try await store.waitForRecords(after: head) }
        let waiter = Task { try await store.waitForRecords(after: head) }
        for _ in 0..<round { await Task.yield() }
        waiter.cancel()
        await #expect(throws: CancellationError.self) { try await waiter.value }
        try await store.append(plain: maker.events(1))
        #expect(try await patient.value == head.next)
      }
    },
    .onStore("a cancelled task does not wait, even when there is something to read") { store in
      var maker = EventMaker(seed: 66)
      try await store.append(plain: maker.events(1))
      let waiter = Task {
        while !Task.isCancelled { await Task.yield() }
        return try await store.waitForRecords(after: .start)
      }
      waiter.cancel()
      await #expect(throws: CancellationError.self) { try await waiter.value }
    },
  ]
}
