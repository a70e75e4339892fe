internal import EventLog
internal import enum EventLog.Expectation
internal import InteractionModel
internal import Testing

extension LogConformance {
  static let duplicates: [LogCheck] = [
    .onStore("the same event again answers the same place under every expectation") { store in
      var maker = EventMaker(seed: 21)
      let stream = StreamID(.case("again"))
      let events = maker.events(2, in: stream)
      let first = try await store.append(plain: events)
      try await store.append(plain: maker.events(3))
      let head = try store.head()
      let expectations: [Expectation] = [.any, .noStream, .version(0), .version(1), .version(99)]
      for expectation in expectations {
        let again = try await store.append(plain: events, expecting: [stream: expectation])
        #expect(again.map(\.position) == first.map(\.position))
        #expect(again.map(\.version) == first.map(\.version))
        #expect(again.allSatisfy { $0.isDuplicate })
        let one = try await store.append(plain: [events[1]], expecting: [stream: expectation])
        #expect(one == [again[1]])
      }
      #expect(try store.head() == head)
    },
    .onStore("known events are set aside and expectations are checked on the rest") { store in
      var maker = EventMaker(seed: 22)
      let (known, new) = (StreamID(.case("known")), StreamID(.case("new")))
      let old = maker.events(2, in: known)
      let before = try await store.append(plain: old)
      let start = try store.head().position.rawValue

      let fresh = maker.events(2, in: new)
      let placements = try await store.append(
        plain: [fresh[0], old[1], fresh[1], old[0]], expecting: [known: .noStream, new: .noStream])
      #expect(placements.map(\.isDuplicate) == [false, true, false, true])
      #expect(placements.map(\.version) == [1, 2, 2, 1])
      let positions = [
        start + 1, before[1].position.rawValue, start + 2, before[0].position.rawValue,
      ]
      #expect(placements.map(\.position.rawValue) == positions)

      // In the stream of a known event, something new is still held to what is expected.
      let late = maker.event(in: known)
      await #expect(throws: AppendError.self) {
        try await store.append(plain: old + [late], expecting: [known: .noStream])
      }
      let third = try await store.append(plain: old + [late], expecting: [known: .version(2)])
      #expect(third.map(\.version) == [1, 2, 3])
      try expectSound(store)
    },
    .onStore("what the log or a later link added does not make an event another one") { store in
      var maker = EventMaker(seed: 23)
      let event = maker.event(in: StreamID(.conversation("linked")))
      let first = try await store.append(plain: [event])
      var linked = event
      linked.case = "found-out-later"
      linked.party = "known-by-now"
      let again = try await store.append(plain: [linked])
      #expect(again.map(\.position) == first.map(\.position))
      #expect(again.allSatisfy { $0.isDuplicate })
    },
    .onStore("an id that already says something else is refused and nothing is appended") { store in
      var maker = EventMaker(seed: 24)
      var event = maker.event()
      event.occurred = Timestamp("2024-02-29T12:00:00Z")
      let position = try await store.append(plain: [event])[0].position
      let head = try store.head()
      let id = event.id
      event.occurred = Timestamp("2024-02-29T12:00:01Z")
      let other = maker.event(in: StreamID(.case("bystander")))
      for events in [[event], [other, event], [event, other]] {
        let error = await #expect(throws: AppendError.self) {
          try await store.append(plain: events)
        }
        guard case .idReused(id, position) = error else {
          Issue.record("\(error as Any)")
          continue
        }
      }
      #expect(try store.head() == head)
      #expect(try store.version(of: other.stream) == 0)
    },
    .onStore("an event that stands twice in a request is appended once") { store in
      var maker = EventMaker(seed: 25)
      let stream = StreamID(.case("twice"))
      let events = maker.events(2, in: stream)
      let placements = try await store.append(
        plain: [events[0], events[1], events[0]], expecting: [stream: .noStream])
      #expect(placements.map(\.isDuplicate) == [false, false, true])
      #expect(placements.map(\.version) == [1, 2, 1])
      #expect(placements[0].position == placements[2].position)
      #expect(try store.version(of: stream) == 2)
    },
    .onStore("an id that says two things in one request is refused") { store in
      var maker = EventMaker(seed: 26)
      let head = try store.head()
      let event = maker.event()
      var other = event
      other.type = EventType("vendor.other")
      other.body = [:]
      let error = await #expect(throws: AppendError.self) {
        try await store.append(plain: [maker.event(), event, other])
      }
      guard case .idRepeated(event.id) = error else {
        Issue.record("\(error as Any)")
        return
      }
      #expect(try store.head() == head)
    },
    .onStore("when sameness cannot be found out nothing is appended") { store in
      var maker = EventMaker(seed: 27)
      let known = maker.event()
      try await store.append(plain: [known])
      let head = try store.head()
      let fault = StorageFault(code: .missing, reason: "a key is missing")
      let sealed = [try SealedEvent(plain: maker.event()), try SealedEvent(plain: known)]
      let error = await #expect(throws: AppendError.self) {
        _ = try await store.append(AppendRequest(events: sealed) { _, _ in throw fault })
      }
      guard case .storage(let stated) = error else {
        Issue.record("\(error as Any)")
        return
      }
      #expect(stated.code == fault.code)
      #expect(try store.head() == head)
      #expect(try await store.append(plain: [known])[0].isDuplicate)
    },
  ]
}
