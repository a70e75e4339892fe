internal import EventLog
internal import InteractionModel
internal import Testing

extension LogConformance {
  static let selectors: [LogCheck] = [
    .onStore("every selector answers in both directions what a scan finds") { store in
      let model = try await SelectorModel(filling: store, seed: 41)
      var dice = SeededGenerator(seed: 42)
      let last = try store.head().position.rawValue
      for (selector, all) in model.expected {
        for _ in 0..<6 {
          var range = ReadRange(reverse: Bool.random(using: &dice))
          if Bool.random(using: &dice) {
            range.after = Position(Int64.random(in: 0...last, using: &dice))
          }
          if Bool.random(using: &dice) {
            range.through = Position(Int64.random(in: 0...last + 9, using: &dice))
          }
          let limit = [1, 2, 7, 100, .max].randomElement(using: &dice) ?? 1
          let within = all.filter { $0 > range.after && $0 <= range.through }
          let ordered = range.reverse ? within.reversed() : within
          let expected = Array(ordered.prefix(limit))
          #expect(try store.positions(selector, in: range, limit: limit) == expected)
          let records = try store.records(selector, in: range, limit: limit)
          #expect(records == expected.map { model.records[Int($0.rawValue) - 1] })
        }
      }
    },
    .onStore("some records are lent in the order in which they are asked for, those there are") {
      store in
      let model = try await SelectorModel(filling: store, seed: 45)
      var dice = SeededGenerator(seed: 46)
      let last = Int64(model.records.count)
      let asked = ([last + 7] + (1...last)).shuffled(using: &dice).map { Position($0) }
      for stop in [1, asked.count + 1] {
        var lent: [StoredRecord] = []
        try store.scan(at: asked) { position, line, leaf in
          lent.append(StoredRecord(position: position, line: Array(line), leaf: Array(leaf)))
          return lent.count < stop
        }
        let there = asked.filter { $0.rawValue <= last }
        #expect(lent == there.prefix(stop).map { model.records[Int($0.rawValue) - 1] })
      }
      try store.scan(at: []) { _, _, _ in
        Issue.record("nothing was asked for")
        return true
      }
    },
    .onStore("pages put together are the whole") { store in
      let model = try await SelectorModel(filling: store, seed: 43)
      for (selector, all) in model.expected {
        for reverse in [false, true] {
          for size in [3, 50] {
            var seen: [Position] = []
            try store.forEachRecord(selector, in: ReadRange(reverse: reverse), pageSize: size) {
              seen.append($0.position)
              return true
            }
            #expect(seen == (reverse ? all.reversed() : all))
          }
        }
      }
    },
    .onStore("limit 0, empty, inverted and huge ranges are ordinary") { store in
      var maker = EventMaker(seed: 44)
      let event = maker.event(in: StreamID(.case("edge")))
      let amendment = maker.amendment(of: event.id)
      try await store.append(plain: [event, amendment] + maker.events(4))
      let all = try store.allRecords()
      let last = try store.head().position
      for selector in [
        Selector.all, .id(event.id), .stream(event.stream), .entity(.case("edge")),
        .amending(event.id),
      ] {
        let named = try store.positions(selector, in: ReadRange(), limit: .max)
        #expect(!named.isEmpty)
        for reverse in [false, true] {
          func read(_ after: Position, _ through: Position, _ limit: Int) throws -> [Position] {
            let range = ReadRange(after: after, through: through, reverse: reverse)
            let positions = try store.positions(selector, in: range, limit: limit)
            #expect(
              try store.records(selector, in: range, limit: limit).map(\.position) == positions)
            return positions
          }
          #expect(try read(.start, last, 0).isEmpty)
          #expect(try read(last, last, 9).isEmpty)
          #expect(try read(last, .start, 9).isEmpty)
          #expect(try read(last, Position(.max), 9).isEmpty)
          #expect(try read(.start, Position(.max), .max) == (reverse ? named.reversed() : named))
        }
      }
      #expect(try store.record(at: last) == all.last)
      #expect(try store.record(at: last.next) == nil)
      #expect(try store.record(at: .start) == nil)
    },
  ]
}

/// A log of random events and what each selector must answer about it, found by scanning.
private struct SelectorModel {
  var records: [StoredRecord] = []
  var expected: [Selector: [Position]] = [:]

  /// Appends 600 events, of which up to 100 amend ten of the others, before and after these, and 15
  /// tell of readings, in requests of random sizes and scans what the store has then.
  init(filling store: any EventStore, seed: UInt64) async throws {
    var maker = EventMaker(seed: seed)
    var dice = SeededGenerator(seed: seed)
    var events = maker.events(500)
    let messages = events.shuffled(using: &dice).prefix(10).map(\.id)
    for place in 0..<100 {
      let amendment = maker.amendment(of: messages[place % messages.count])
      events.insert(amendment, at: Int.random(in: 0...events.count, using: &dice))
    }
    for place in stride(from: 3, to: events.count, by: 40) { events[place] = maker.reading() }
    var rest = events[...]
    while !rest.isEmpty {
      let size = Int.random(in: 1...40, using: &dice)
      try await store.append(plain: Array(rest.prefix(size)))
      rest = rest.dropFirst(size)
    }
    records = try store.allRecords()
    for stored in records {
      let record = try stored.decoded()
      var selectors: Set<Selector> = [.all, .stream(record.stream)]
      if stored.position.rawValue % 25 == 0 { selectors.insert(.id(record.id)) }
      if let entity = record.stream.entity { selectors.insert(.entity(entity)) }
      if let id = record.conversation { selectors.insert(.entity(.conversation(id))) }
      if let id = record.case { selectors.insert(.entity(.case(id))) }
      if let id = record.party { selectors.insert(.entity(.party(id))) }
      if let message = record.amends { selectors.insert(.amending(message)) }
      if record.type.tellsOfReading { selectors.insert(.readings) }
      for selector in selectors { expected[selector, default: []].append(stored.position) }
    }
  }
}
