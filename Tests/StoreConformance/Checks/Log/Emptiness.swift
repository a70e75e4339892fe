internal import EventLog
internal import InteractionModel
internal import Testing

extension LogConformance {
  static let emptiness: [LogCheck] = [
    .onStore("a new log has no records but its birth's") { store in
      let head = try store.head()
      #expect(head.position <= Position(1))
      #expect((head.position == .start) == (head.recorded == nil))
      #expect(!store.origin.isEmpty)
      #expect(try store.allRecords().count == Int(head.position.rawValue))
      #expect(try store.record(at: head.position.next) == nil)
    },
    .onStore("what is not there is answered with nothing") { store in
      let head = try store.head().position
      let nobody = EntityKey.case("nobody")
      let selectors: [Selector] = [
        .id(EventID(high: 1, low: 2)), .stream(StreamID(nobody)), .entity(nobody),
        .amending(EventID(high: 1, low: 2)), .readings,
      ]
      for selector in selectors {
        for reverse in [false, true] {
          let range = ReadRange(reverse: reverse)
          #expect(try store.records(selector, in: range, limit: 10).isEmpty)
          #expect(try store.positions(selector, in: range, limit: 10).isEmpty)
        }
      }
      #expect(try store.version(of: StreamID(nobody)) == 0)
      #expect(try store.lastPosition(recordedThrough: Instant(microseconds: .max)) == head)
      #expect(try store.lastPosition(recordedThrough: Instant(microseconds: .min)) == .start)
    },
    .onStore("a request without events appends nothing and checks nothing") { store in
      let head = try store.head()
      #expect(try await store.append(plain: []).isEmpty)
      let belief = [StreamID(.case("c")): Expectation.version(7)]
      #expect(try await store.append(plain: [], expecting: belief).isEmpty)
      #expect(try store.head() == head)
    },
  ]
}
