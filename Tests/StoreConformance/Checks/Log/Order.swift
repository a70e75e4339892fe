internal import EventLog
internal import InteractionModel
internal import Testing

extension LogConformance {
  static let order: [LogCheck] = [
    .onStore("positions are gapless and versions count each stream from 1") { store in
      var maker = EventMaker(seed: 1)
      var last = try store.head().position
      var versions: [StreamID: Int64] = [:]
      for size in [1, 7, 2, 1, 30, 3, 1, 1, 12, 5] {
        let events = maker.events(size)
        let placements = try await store.append(plain: events)
        try #require(placements.count == size)
        for (event, placement) in zip(events, placements) {
          last = last.next
          versions[event.stream, default: 0] += 1
          let version = versions[event.stream] ?? 0
          #expect(
            placement == Placement(position: last, version: version, isDuplicate: false))
        }
        #expect(try store.head().position == last)
      }
      for (stream, version) in versions { #expect(try store.version(of: stream) == version) }
      try expectSound(store)
    },
    .onStore("a conflict in one stream appends nothing to any") { store in
      var maker = EventMaker(seed: 2)
      let (first, second) = (StreamID(.case("first")), StreamID(.conversation("second")))
      try await store.append(plain: maker.events(2, in: second))
      let head = try store.head()
      let events = [maker.event(in: first), maker.event(in: second), maker.event(in: first)]
      let error = await #expect(throws: AppendError.self) {
        try await store.append(plain: events, expecting: [first: .noStream, second: .version(1)])
      }
      guard case .versionConflict(second, .version(1), 2) = error else {
        Issue.record(
          "the conflict does not name stream, expected and actual version: \(error as Any)")
        return
      }
      #expect(try store.head() == head)
      #expect(try store.version(of: first) == 0)
      #expect(try store.version(of: second) == 2)
      for event in events {
        #expect(try store.records(.id(event.id), in: ReadRange(), limit: 1).isEmpty)
      }
      #expect(try store.records(.stream(first), in: ReadRange(), limit: 9).isEmpty)
      #expect(try store.records(.entity(.case("first")), in: ReadRange(), limit: 9).isEmpty)

      let placements = try await store.append(
        plain: events, expecting: [first: .noStream, second: .version(2)])
      #expect(placements.map(\.position.rawValue) == (1...3).map { head.position.rawValue + $0 })
      #expect(placements.map(\.version) == [1, 3, 2])
      #expect(placements.allSatisfy { !$0.isDuplicate })
    },
    .onStore("a large request stands together") { store in
      var maker = EventMaker(seed: 3)
      let start = try store.head().position.rawValue
      let events = maker.events(1_500)
      let placements = try await store.append(plain: events)
      #expect(placements.map(\.position.rawValue) == (1...1_500).map { start + $0 })
      try expectSound(store)
    },
  ]

  /// Expects that positions have no gap, versions none in their stream, ids no double, and that
  /// time never goes back.
  static func expectSound(_ store: any EventStore) throws {
    var versions: [StreamID: Int64] = [:]
    var ids: Set<EventID> = []
    var last: Record?
    for (index, stored) in try store.allRecords().enumerated() {
      let record = try stored.decoded()
      #expect(stored.position == Position(Int64(index + 1)))
      #expect(record.position == stored.position)
      versions[record.stream, default: 0] += 1
      #expect(record.version == versions[record.stream])
      #expect(ids.insert(record.id).inserted)
      if let last { #expect(last.recorded <= record.recorded) }
      last = record
    }
    let head = try store.head()
    #expect(head.position == last?.position ?? .start)
    #expect(head.recorded == last?.recorded)
  }
}
