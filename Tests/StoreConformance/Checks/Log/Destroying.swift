internal import EventLog
internal import enum EventLog.Expectation
internal import InteractionModel
internal import Testing

extension LogConformance {
  static let destroying: [LogCheck] = [
    .onStore("keys are destroyed by the commit of the record that says so") { store in
      var maker = EventMaker(seed: 81)
      try await store.append(plain: maker.events(3))
      let keys = (1...3).map(key)
      #expect(try store.destroyed(among: keys) == [:])
      #expect(try store.destroyedKeys() == [] && store.destroyedCount() == 0)
      let erasure = maker.event(in: .erasures)
      let placement = try await store.append(plain: [erasure], destroying: KeyDestruction(keys))
      let position = try #require(placement.first?.position)
      #expect(
        try store.destroyed(among: keys + [key(9)])
          == Dictionary(uniqueKeysWithValues: keys.map { ($0, position) }))
      #expect(try store.keys(destroyedBy: position) == keys)
      #expect(try store.destroyedKeys() == keys && store.destroyedCount() == keys.count)
      #expect(try store.keys(destroyedBy: position.next) == [])
      // All of them in byte order, whichever erasure came first.
      try await store.append(
        plain: [maker.event(in: .erasures)], destroying: KeyDestruction([key(8), key(0)]))
      #expect(try store.destroyedKeys() == [0, 1, 2, 3, 8].map(key))
      #expect(try store.destroyedCount() == 5)
      try expectSound(store)
    },
    .onStore("a part sealed by a destroyed key is refused, and its batch with it") { store in
      var maker = EventMaker(seed: 82)
      try await store.append(plain: maker.events(1))
      let fresh = try sealed(maker.event(), under: key(5))
      let first = try await store.append(request([fresh]))
      let erasure = try await store.append(
        plain: [maker.event(in: .erasures)], destroying: KeyDestruction([key(5)]))
      let position = try #require(erasure.first?.position)
      let head = try store.head()
      let late = try sealed(maker.event(), under: key(5))
      let other = try sealed(maker.event(), under: key(6))
      let error = await #expect(throws: AppendError.self) {
        try await store.append(request([other, late]))
      }
      guard case .keyDestroyed(late.event.id, key(5), position) = error else {
        Issue.record("\(error as Any)")
        return
      }
      #expect(try store.head() == head)
      // What is there already is set aside, whatever became of its key.
      #expect(try await store.append(request([fresh, other])).map(\.isDuplicate) == [true, false])
      #expect(first.first?.isDuplicate == false)
      try expectSound(store)
    },
    .onStore("a refused request destroys nothing") { store in
      var maker = EventMaker(seed: 83)
      let stream = StreamID.erasures
      try await store.append(plain: maker.events(1, in: stream))
      let error = await #expect(throws: AppendError.self) {
        try await store.append(
          plain: [maker.event(in: stream)], expecting: [stream: .noStream],
          destroying: KeyDestruction([key(7)]))
      }
      guard case .versionConflict = error else {
        Issue.record("\(error as Any)")
        return
      }
      #expect(try store.destroyed(among: [key(7)]) == [:])
      // A stream that nothing is appended to stands guard here too.
      let guarded = await #expect(throws: AppendError.self) {
        try await store.append(
          plain: [maker.event(in: .erasures)], expecting: [.holds: .version(1)],
          destroying: KeyDestruction([key(7)]))
      }
      guard case .versionConflict(.holds, .version(1), 0) = guarded else {
        Issue.record("\(guarded as Any)")
        return
      }
      #expect(try store.destroyed(among: [key(7)]) == [:])
      let own = try sealed(maker.event(in: stream), under: key(7))
      let suicide = await #expect(throws: AppendError.self) {
        try await store.append(request([own], destroying: KeyDestruction([key(7)])))
      }
      guard case .keyDestroyed = suicide else {
        Issue.record("\(suicide as Any)")
        return
      }
      #expect(try store.destroyed(among: [key(7)]) == [:])
    },
    .onStore("a key is destroyed once: another erasure is told by which") { store in
      var maker = EventMaker(seed: 84)
      let first = maker.event(in: .erasures)
      let destruction = KeyDestruction([key(1), key(2)])
      let placement = try await store.append(plain: [first], destroying: destruction)
      let position = try #require(placement.first?.position)
      let error = await #expect(throws: AppendError.self) {
        try await store.append(
          plain: [maker.event(in: .erasures)], destroying: KeyDestruction([key(3), key(2)]))
      }
      guard case .alreadyDestroyed(key(2), position) = error else {
        Issue.record("\(error as Any)")
        return
      }
      #expect(try store.destroyed(among: [key(3)]) == [:])
      // The same request again is a duplicate and changes nothing.
      let again = try await store.append(plain: [first], destroying: destruction)
      #expect(again.map(\.isDuplicate) == [true])
      #expect(try store.keys(destroyedBy: position) == [key(1), key(2)])
    },
    .onStore("keys that are found later are marked under the same record") { store in
      var maker = EventMaker(seed: 85)
      let placement = try await store.append(
        plain: [maker.event(in: .erasures)], destroying: KeyDestruction([key(1)]))
      let position = try #require(placement.first?.position)
      try await store.append(plain: maker.events(2))
      let head = try store.head()
      try await store.destroy([key(2), key(1)], by: position)
      try await store.destroy([key(2)], by: position)
      try await store.destroy([], by: position)
      #expect(try store.keys(destroyedBy: position) == [key(1), key(2)])
      #expect(try store.head() == head)
      let late = try sealed(maker.event(), under: key(2))
      await #expect(throws: AppendError.self) { try await store.append(request([late])) }
    },
    .onStore("what cannot be a key, or has no record, is refused") { store in
      var maker = EventMaker(seed: 86)
      try await store.append(plain: maker.events(1))
      let head = try store.head()
      for odd in ["", "00", String(repeating: "G", count: 32), key(1).uppercased() + "0"] {
        await #expect(throws: AppendError.self, "\(odd)") {
          try await store.append(
            plain: [maker.event(in: .erasures)], destroying: KeyDestruction([odd]))
        }
      }
      for position in [Position.start, head.position.next] {
        await #expect(throws: AppendError.self) {
          try await store.destroy([key(1)], by: position)
        }
      }
      #expect(try store.head() == head)
      #expect(try store.destroyed(among: [key(1), "", "zz"]) == [:])
    },
    LogCheck("destroyed keys are still destroyed after opening again") { factory in
      var maker = EventMaker(seed: 87)
      let store = try await factory.makeStore(clock: TestClock().logClock)
      let placement = try await store.append(
        plain: [maker.event(in: .erasures)], destroying: KeyDestruction([key(1)]))
      let position = try #require(placement.first?.position)
      guard let again = try await factory.reopen(store, clock: TestClock().logClock) else {
        await factory.discard(store)
        return
      }
      #expect(try again.destroyed(among: [key(1)]) == [key(1): position])
      let late = try sealed(maker.event(), under: key(1))
      await #expect(throws: AppendError.self) { try await again.append(request([late])) }
      await factory.discard(again)
    },
  ]

  private static func key(_ number: Int) -> String {
    String(repeating: "0", count: 31) + String(number, radix: 16)
  }

  private static func sealed(_ event: NewEvent, under key: String) throws -> SealedEvent {
    let part = SealedPart(
      key: key, commitment: [UInt8](repeating: 1, count: 32),
      nonce: [UInt8](repeating: 2, count: 12), data: [UInt8](repeating: 3, count: 48),
      root: [UInt8](repeating: 4, count: 32))
    return try SealedEvent(event, sealed: [part])
  }

  private static func request(
    _ events: [SealedEvent], destroying: KeyDestruction? = nil
  ) -> AppendRequest {
    AppendRequest(events: events, destroying: destroying) { stored, index in
      try stored.decoded().id == events[index].event.id
    }
  }
}
