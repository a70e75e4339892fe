internal import EventLog
internal import InteractionModel
internal import Testing

extension LogConformance {
  static let times: [LogCheck] = [
    LogCheck("the time of recording never goes back, whatever the clock does") { factory in
      let start: Int64 = 1_750_000_000_000_000
      let clock = TestClock(Instant(microseconds: start), step: 0)
      try await factory.withStore(clock: clock.logClock) { store in
        var maker = EventMaker(seed: 51)
        var last = try store.head().recorded
        for offset in [0, 5, 5, -1_000_000_000, 4, 6, 1_000_000, 0, 1_000_001] as [Int64] {
          let now = Instant(microseconds: start + offset)
          clock.set(now)
          let placements = try await store.append(plain: maker.events(2))
          let expected = max(now, last ?? now)
          for placement in placements {
            let record = try #require(try store.record(at: placement.position)).decoded()
            #expect(record.recorded == expected)
          }
          #expect(try store.head().recorded == expected)
          last = expected
        }
        try expectSound(store)
      }
    },
    LogCheck("the last position recorded through an instant counts ties and bounds") {
      factory in
      let start: Int64 = 1_750_000_000_000_000
      let clock = TestClock(Instant(microseconds: start), step: 0)
      try await factory.withStore(clock: clock.logClock) { store in
        var maker = EventMaker(seed: 52)
        for offset in [10, 10, 10, 20, 20, 30, 45] as [Int64] {
          clock.set(Instant(microseconds: start + offset))
          try await store.append(plain: maker.events(2))
        }
        let recorded = try store.allRecords().map { try $0.decoded().recorded }
        let edges = [Instant(microseconds: .min), Instant(microseconds: .max)]
        let near = (-2...50).map { Instant(microseconds: start + $0) }
        for instant in edges + near {
          let expected = Position(Int64(recorded.count { $0 <= instant }))
          #expect(try store.lastPosition(recordedThrough: instant) == expected)
        }
      }
    },
  ]
}
