internal import EventLog
internal import InteractionModel
internal import Testing

extension LogConformance {
  static let waiting: [LogCheck] = [
    .onStore("who waits behind the head is answered at once") { store in
      var maker = EventMaker(seed: 61)
      try await store.append(plain: maker.events(3))
      let head = try store.head().position
      #expect(try await store.waitForRecords(after: .start) == head)
      #expect(try await store.waitForRecords(after: head.previous) == head)
    },
    .onStore("an append wakes everybody who waits, every time") { store in
      var maker = EventMaker(seed: 62)
      let readers = 6
      // Of the readers some are asleep when the append begins, from none to all, and the others
      // are on their way.
      for asleep in (0...readers).flatMap({ [$0, $0, $0] }) {
        let room = WaitingRoom()
        let head = try store.head().position
        let early = (0..<asleep).map { _ in room.wait(store, after: head) }
        await room.everybodyWaits()
        let late = (asleep..<readers).map { _ in room.wait(store, after: head) }
        try await store.append(plain: maker.events(2))
        for waiter in early + late {
          #expect(try await waiter.value == Position(head.rawValue + 2))
        }
      }
    },
    .onStore("who comes when the append is done is answered by it") { store in
      var maker = EventMaker(seed: 67)
      let room = WaitingRoom()
      let head = try store.head().position
      let waiters = try await room.whileClosed {
        let waiters = (0..<6).map { _ in room.wait(store, after: head) }
        try await store.append(plain: maker.events(1))
        return waiters
      }
      for waiter in waiters { #expect(try await waiter.value == head.next) }
    },
    .onStore("who waits for more than the next record is not answered early") { store in
      var maker = EventMaker(seed: 63)
      let far = Position(try store.head().position.rawValue + 3)
      let room = WaitingRoom()
      let waiter = room.wait(store, after: far)
      await room.everybodyWaits()
      for _ in 0..<5 { try await store.append(plain: maker.events(1)) }
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
      for isAsleep in (0..<10).flatMap({ _ in [true, false] }) {
        let room = WaitingRoom()
        let head = try store.head().position
        let patient = room.wait(store, after: head)
        let waiter = room.wait(store, after: head)
        // Else it is cancelled on its way, which may be anywhere.
        if isAsleep { await room.everybodyWaits() }
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
        withUnsafeCurrentTask { $0?.cancel() }
        return try await store.waitForRecords(after: .start)
      }
      await #expect(throws: CancellationError.self) { try await waiter.value }
    },
  ]
}
