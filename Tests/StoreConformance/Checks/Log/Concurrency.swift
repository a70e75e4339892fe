internal import EventLog
internal import InteractionModel
internal import Testing

extension LogConformance {
  static let concurrency: [LogCheck] = [
    .onStore("32 writers at once each get their own answer, without gaps") { store in
      let answers = try await withThrowingTaskGroup(of: [(NewEvent, Placement)].self) { group in
        for writer in 0..<32 {
          group.addTask {
            var maker = EventMaker(seed: 1_000 + UInt64(writer))
            var answers: [(NewEvent, Placement)] = []
            for round in 0..<8 {
              let events = maker.events(round % 4 + 1)
              answers += zip(events, try await store.append(plain: events))
            }
            return answers
          }
        }
        return try await group.reduce(into: []) { $0 += $1 }
      }
      for (event, placement) in answers {
        let record = try #require(try store.record(at: placement.position)).decoded()
        #expect(record.id == event.id)
        #expect(record.version == placement.version)
        #expect(!placement.isDuplicate)
      }
      #expect(Set(answers.map(\.1.position)).count == answers.count)
      try expectSound(store)
    },
    .onStore("of writers who all expect a new stream one wins") { store in
      let stream = StreamID(.case("contested"))
      let wins = try await withThrowingTaskGroup(of: Bool.self) { group in
        for writer in 0..<16 {
          group.addTask {
            var maker = EventMaker(seed: 2_000 + UInt64(writer))
            do {
              let event = maker.event(in: stream)
              let placements = try await store.append(
                plain: [event], expecting: [stream: .noStream])
              #expect(placements.map(\.version) == [1])
              return true
            } catch AppendError.versionConflict(let conflict, let expected, let actual) {
              #expect(conflict == stream)
              #expect(expected == .noStream)
              #expect(actual == 1)
              return false
            }
          }
        }
        return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
      #expect(wins == 1)
      #expect(try store.version(of: stream) == 1)
      try expectSound(store)
    },
    .onStore("writers who all bring the same events append them once") { store in
      let start = try store.head().position.rawValue
      let answers = try await withThrowingTaskGroup(of: [Placement].self) { group in
        for _ in 0..<16 {
          group.addTask {
            var maker = EventMaker(seed: 3_000)
            return try await store.append(plain: maker.events(3))
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      let expected = (1...3).map { start + $0 }
      #expect(answers.allSatisfy { $0.map(\.position.rawValue) == expected })
      #expect(answers.count { $0.allSatisfy { !$0.isDuplicate } } == 1)
      #expect(answers.count { $0.allSatisfy { $0.isDuplicate } } == 15)
      try expectSound(store)
    },
    .onStore("a cancelled writer learns the truth or that it is unknown, and may ask again") {
      store in
      for seed in 0..<8 as Range<UInt64> {
        let writer = Task {
          var maker = EventMaker(seed: 4_000 + seed)
          return try await store.append(plain: maker.events(2))
        }
        writer.cancel()
        var maker = EventMaker(seed: 4_000 + seed)
        let events = maker.events(2)
        switch await writer.result {
        case .success(let placements):
          let again = try await store.append(plain: events)
          #expect(again.map(\.position) == placements.map(\.position))
          #expect(again.allSatisfy { $0.isDuplicate })
        case .failure(let error):
          guard case AppendError.outcomeUnknown = error else { throw error }
          let again = try await store.append(plain: events)
          #expect(Set(again.map(\.isDuplicate)).count == 1)
        }
      }
      try expectSound(store)
    },
  ]
}
