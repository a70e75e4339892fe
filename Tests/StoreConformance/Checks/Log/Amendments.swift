internal import EventLog
internal import InteractionModel
internal import Testing

extension LogConformance {
  static let amendments: [LogCheck] = [
    LogCheck("what amends a message is found wherever and whenever it was recorded") { factory in
      var maker = EventMaker(seed: 81)
      let message = maker.event(in: StreamID(.conversation("here")))
      let streams = [
        message.stream, StreamID(.conversation("elsewhere")), StreamID(.case("k")),
        StreamID(.party("p")), StreamID(EntityKey(.document, "d")),
      ]
      let amending = (streams + streams).map { maker.amendment(of: message.id, in: $0) }
      let before = Array(amending.prefix(streams.count))
      let after = Array(amending.dropFirst(streams.count))

      let store = try await factory.makeStore(clock: TestClock().logClock)
      var placements = try await store.append(plain: before)
      #expect(try store.amending(message.id) == placements.map(\.position), "before the message")
      try await store.append(plain: [message] + maker.events(40))
      for event in after {
        placements += try await store.append(plain: [event])
        try await store.append(plain: maker.events(7))
      }
      let places = placements.map(\.position)
      #expect(try store.amending(message.id) == places)
      let range = ReadRange(after: places[1], through: places[8], reverse: true)
      #expect(
        try store.positions(.amending(message.id), in: range, limit: 4)
          == Array(places[2...8].reversed().prefix(4)))
      for (index, stream) in streams.enumerated() {
        let version: Int64 = stream == message.stream ? 3 : 2
        let last = placements[streams.count + index].version
        #expect(last == version, "\(stream) counts its own records only")
      }

      let again = try await store.append(plain: amending)
      #expect(again.allSatisfy { $0.isDuplicate })
      #expect(try store.amending(message.id) == places, "a doubled delivery amends once")
      if let reopened = try await factory.reopen(store, clock: TestClock().logClock) {
        #expect(try reopened.amending(message.id) == places)
        let late = maker.amendment(of: message.id)
        let last = try await reopened.append(plain: [late]).map(\.position)
        #expect(try reopened.amending(message.id) == places + last)
        try expectSound(reopened)
        await factory.discard(reopened)
      } else {
        await factory.discard(store)
      }
    },
    .onStore("what amends any of several messages comes in the order of the log, each once") {
      store in
      var maker = EventMaker(seed: 83)
      let messages = maker.events(3)
      try await store.append(plain: messages)
      let amending = (0..<9).map { maker.amendment(of: messages[$0 % 3].id) }
      let places = try await store.append(plain: amending).map(\.position)
      let wanted = places.enumerated().filter { $0.offset % 3 < 2 }.map(\.element)
      let selector = Selector.amending([messages[0].id, messages[1].id, .random()])
      #expect(try store.positions(selector, in: ReadRange(), limit: .max) == wanted)
      let range = ReadRange(after: wanted[0], through: wanted[4], reverse: true)
      #expect(
        try store.positions(selector, in: range, limit: 3)
          == Array(wanted[1...4].reversed().prefix(3)))
      #expect(try store.positions(.amending([]), in: ReadRange(), limit: 5) == [])
    },
    .onStore("only edits and redactions amend, and only what their message spells") { store in
      var maker = EventMaker(seed: 82)
      let message = maker.event(in: StreamID(.conversation("here")))
      let text = message.id.description
      func event(_ type: EventType, _ body: JSONObject) -> NewEvent {
        var event = maker.event(in: message.stream)
        (event.type, event.body) = (type, body)
        return event
      }
      let others: [NewEvent] = [
        event(.messageDelivered, ["message": .string(text)]),
        event(EventType("message.edited_twice"), ["message": .string(text)]),
        event(.messageEdited, [:]),
        event(.messageEdited, ["message": .string("")]),
        event(.messageEdited, ["message": 7]),
        event(.messageRedacted, ["message": .string("m-1")]),
        event(.messageRedacted, ["message": .string(" \(text)")]),
        event(.messageRedacted, ["message": .string(text.filter { $0 != "-" })]),
        event(.messageRedacted, ["id": .string(text)]),
      ]
      let amending = [
        event(.messageEdited, ["message": .string(text.uppercased()), "edition": 1]),
        event(.messageRedacted, ["message": .string(text), "authority": "court"]),
      ]
      try await store.append(plain: others + [message])
      let placements = try await store.append(plain: amending)
      #expect(try store.amending(message.id) == placements.map(\.position))
      #expect(try store.amending(amending[0].id) == [])
      try expectSound(store)
    },
  ]
}

extension EventStore {
  /// Where all that amends a message is, forwards.
  fileprivate func amending(_ message: EventID) throws(StorageFault) -> [Position] {
    try positions(.amending(message), in: ReadRange(), limit: .max)
  }
}
