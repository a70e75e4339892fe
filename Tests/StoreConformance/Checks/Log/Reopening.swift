internal import EventLog
internal import InteractionModel
internal import Testing

extension LogConformance {
  static let reopening: [LogCheck] = [
    LogCheck("a store that is opened again goes on where it was") { factory in
      let clock = TestClock()
      var maker = EventMaker(seed: 71)
      let events = maker.events(40)
      let (name, ciphertext) = attachment(size: 99)

      let store = try await factory.makeStore(clock: clock.logClock)
      let origin = store.origin
      let placements = try await store.append(plain: events)
      try store.putAttachment(name, ciphertext)
      let head = try store.head()
      let records = try store.allRecords()
      var versions: [StreamID: Int64] = [:]
      for event in events { versions[event.stream] = try store.version(of: event.stream) }

      let past = TestClock(Instant(microseconds: 0))
      guard let again = try await factory.reopen(store, clock: past.logClock) else {
        await factory.discard(store)
        return
      }
      #expect(again.origin == origin)
      #expect(try again.head() == head)
      #expect(try again.allRecords() == records)
      #expect(try again.attachment(name) == ciphertext)
      for (stream, version) in versions { #expect(try again.version(of: stream) == version) }

      let known = try await again.append(plain: events)
      #expect(known.map(\.position) == placements.map(\.position))
      #expect(known.allSatisfy { $0.isDuplicate })
      let stream = events[0].stream
      let next = try await again.append(
        plain: maker.events(1, in: stream), expecting: [stream: .version(versions[stream] ?? 0)])
      #expect(next.map(\.position) == [head.position.next])
      #expect(try again.head().recorded == head.recorded)
      try expectSound(again)
      await factory.discard(again)
    }
  ]
}
