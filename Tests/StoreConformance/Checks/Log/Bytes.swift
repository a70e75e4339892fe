internal import EventLog
internal import InteractionModel
internal import Merkle
internal import Testing

extension LogConformance {
  static let bytes: [LogCheck] = [
    .onStore("the stored line is the canonical one and says exactly what was appended") { store in
      var maker = EventMaker(seed: 31)
      for size in [1, 20, 79] {
        let events = maker.events(size)
        let placements = try await store.append(plain: events)
        for (event, placement) in zip(events, placements) {
          let stored = try #require(try store.record(at: placement.position))
          let record = try stored.decoded()
          let expected = try SealedEvent(plain: event).line.bytes(
            position: placement.position, recorded: record.recorded, version: placement.version)
          #expect(stored.line == expected)
          #expect(Record.isCanonical(stored.line))
          #expect(stored.leaf == Hash.leaf(stored.line).bytes)
          #expect(record.sealedCount == event.personal.count)
        }
      }
    },
    .onStore("every record, the birth's too, is canonical and has the hash of its line") { store in
      var maker = EventMaker(seed: 32)
      try await store.append(plain: maker.events(10))
      for stored in try store.allRecords() {
        #expect(Record.isCanonical(stored.line))
        #expect(stored.leaf == Hash.leaf(stored.line).bytes)
      }
    },
    .onStore("the longest line there can be is kept whole, a longer one is refused") { store in
      var event = NewEvent(
        id: EventID(high: 8, low: 8), stream: StreamID(.case("long")), type: .noteAdded)
      func fits(_ length: Int) -> Bool {
        event.correlation = String(repeating: "x", count: length)
        return (try? SealedEvent(plain: event)) != nil
      }
      var (longest, refused) = (0, RecordLine.maximumBytes)
      while refused - longest > 1 {
        let middle = (longest + refused) / 2
        if fits(middle) { longest = middle } else { refused = middle }
      }
      event.correlation = String(repeating: "x", count: refused)
      await #expect(throws: RecordError.self) { try await store.append(plain: [event]) }
      event.correlation = String(repeating: "x", count: longest)
      let placement = try await store.append(plain: [event])[0]
      let stored = try #require(try store.record(at: placement.position))
      #expect(stored.line.count > RecordLine.maximumBytes - 100)
      #expect(stored.line.count <= RecordLine.maximumBytes)
      #expect(try stored.decoded().correlation == event.correlation)
      #expect(stored.leaf == Hash.leaf(stored.line).bytes)
    },
  ]
}
