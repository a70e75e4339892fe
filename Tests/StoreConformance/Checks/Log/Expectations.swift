internal import EventLog
internal import enum EventLog.Expectation
internal import InteractionModel
internal import Testing

extension LogConformance {
  static let expectations: [LogCheck] = [
    .onStore("each kind of expectation holds or fails as it says") { store in
      var maker = EventMaker(seed: 11)
      let stream = StreamID(.conversation("watched"))
      for version in 0..<4 as Range<Int64> {
        var met: [Expectation] = [.any, .version(version)]
        var unmet: [Expectation] = [.version(version + 1), .version(version - 1)]
        if version == 0 { met.append(.noStream) } else { unmet.append(.noStream) }
        for expectation in unmet {
          let head = try store.head()
          let error = await #expect(throws: AppendError.self) {
            try await store.append(
              plain: maker.events(1, in: stream), expecting: [stream: expectation])
          }
          guard case .versionConflict(stream, expectation, version) = error else {
            Issue.record("\(expectation) at version \(version): \(error as Any)")
            continue
          }
          #expect(try store.head() == head)
        }
        for expectation in met {
          // In a stream of its own each, brought to the same version.
          let fresh = StreamID(.conversation("\(expectation) \(version)".filter { $0 != " " }))
          try await store.append(plain: maker.events(Int(version), in: fresh))
          let placements = try await store.append(
            plain: maker.events(1, in: fresh), expecting: [fresh: expectation])
          #expect(placements.map(\.version) == [version + 1])
        }
        try await store.append(plain: maker.events(1, in: stream))
      }
    },
    .onStore("an expectation is about the stream before the request") { store in
      var maker = EventMaker(seed: 12)
      let stream = StreamID(.case("batch"))
      let placements = try await store.append(
        plain: maker.events(3, in: stream), expecting: [stream: .noStream])
      #expect(placements.map(\.version) == [1, 2, 3])
    },
    .onStore("a stream that nothing is appended to can stand guard") { store in
      var maker = EventMaker(seed: 13)
      let (guarding, written) = (StreamID(.case("guard")), StreamID(.case("written")))
      try await store.append(plain: maker.events(1, in: guarding))
      let event = maker.event(in: written)
      let error = await #expect(throws: AppendError.self) {
        try await store.append(plain: [event], expecting: [guarding: .noStream])
      }
      guard case .versionConflict(guarding, .noStream, 1) = error else {
        Issue.record("\(error as Any)")
        return
      }
      #expect(try store.version(of: written) == 0)
      try await store.append(plain: [event], expecting: [guarding: .version(1)])
      #expect(try store.version(of: written) == 1)
    },
  ]
}
